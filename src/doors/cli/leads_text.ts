/** Leads as text for terminals and as JSON. */
import pc from 'picocolors';
import { count } from '../../base/index.ts';
import type { Explanation, LeadRow } from '../../leads/index.ts';
import { safe, table } from './show.ts';

/** A lead in JSON: dates as ISO days, numbers rounded as they are shown. */
export function leadJson(lead: LeadRow): object {
  return {
    ...lead,
    score: round(lead.score),
    fit: round(lead.fit),
    since: day(lead.since),
    lastAt: day(lead.lastAt),
  };
}

/** Leads as a numbered list: who, how much, and the reason on a line of its own. */
export function leadsText(leads: readonly LeadRow[], columns: number): string {
  if (leads.length === 0) {
    return 'No lead is to be seen. Import more (`leadspring import KIND PATH…`); customers and your own people are not listed.';
  }
  return leads
    .map((lead, index) => {
      const name =
        lead.domain === null || sameName(lead)
          ? safe(lead.name)
          : `${safe(lead.name)} (${safe(lead.domain)})`;
      const head = `${String(index + 1).padStart(3)}. ${pc.bold(name)}  ${lead.score.toFixed(1)}  ${lead.stage.replaceAll('_', ' ')}`;
      return [
        `${head}${lead.madeUp ? pc.yellow('  made up') : ''}`,
        ...wrap(safe(lead.headline), columns - 5).map((line) => `     ${line}`),
      ].join('\n');
    })
    .join('\n');
}

function sameName(lead: LeadRow): boolean {
  return lead.name.toLowerCase() === lead.domain?.toLowerCase();
}

/** Everything about one lead, most telling first. */
export function explanationText(explanation: Explanation, columns: number): string {
  const { lead, sentences, stage, segment, fit, breadth, climb, parts, people, evidence } = explanation;
  const lines = [
    `${pc.bold(safe(lead.name))}${lead.domain === null ? '' : ` (${safe(lead.domain)})`}  ${lead.kind}${lead.madeUp ? pc.yellow('  made up') : ''}`,
    ...sentences.flatMap((sentence) => wrap(safe(sentence), columns)),
    ...(explanation.tried === null ? [] : wrap(safe(explanation.tried.text), columns)),
    ...wrap(`${pc.bold('Next:')} ${safe(explanation.next.text)} ${safe(explanation.next.because)}`, columns),
    '',
    `Stage    ${lead.stage.replaceAll('_', ' ')} since ${day(stage.at)}: ${safe(stage.reason)}`,
    `Segment  ${lead.segment.replaceAll('_', ' ')}${segment.reasons.length === 0 ? '' : `: ${safe(segment.reasons.join(' '))}`}`,
    `Kind     ${safe(explanation.kindReason)}`,
    `Score    ${lead.score.toFixed(1)} = the points below; fit ${fit.factor.toFixed(2)}, breadth ${breadth.toFixed(2)} and climb ${climb.factor.toFixed(2)} are in each of them`,
    ...fit.reasons.map((reason) => `           ${safe(reason)}`),
    `           ${safe(climb.reason)}: × ${climb.factor}`,
    '',
    table(
      ['points', 'access point', 'act', 'topic', 'times', 'people', 'from', 'to', 'latest'],
      parts.map((part) => [
        ...[part.points.toFixed(2), part.accessPoint, part.act, part.topic ?? '', part.quantity, part.people],
        ...[part.from, part.to, part.title.slice(0, 40)],
      ]),
    ),
  ];
  if (people.length > 0) {
    const rows = people.map((person) => [
      person.name,
      person.domain ?? '',
      person.acts,
      day(person.first),
      day(person.last),
      person.leftAlone ? 'do not contact' : '',
    ]);
    lines.push('', table(['person', 'domain', 'acts', 'first', 'last', ''], rows));
  }
  const rows = evidence
    .slice(0, 15)
    .map((each) => [
      ...[
        day(each.at),
        each.accessPoint,
        each.act,
        each.quantity,
        (each.title || each.assetKey || '').slice(0, 50),
      ],
      ...[
        `${each.personName ?? ''}${each.leftAlone ? ' (do not contact)' : ''}`,
        each.visibility === 'private' ? 'private' : '',
      ],
    ]);
  const shown = `The latest ${count(rows.length)} pieces of evidence`;
  lines.push('', pc.dim(shown), table(['day', 'access point', 'act', 'times', 'what', 'who', ''], rows));
  return lines.join('\n');
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Lines of at most so many characters, broken at spaces. */
function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > Math.max(40, columns)) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
