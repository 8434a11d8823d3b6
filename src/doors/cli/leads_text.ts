/** Leads as text for terminals. */
import pc from 'picocolors';
import { count } from '../../base/index.ts';
import {
  answersOf,
  type ExplainedLead,
  type Explanation,
  type LeadAnswers,
  type ListedLead,
  rowAnswers,
} from '../../leads/index.ts';
import { likelihoodText, sayLikelihood } from './likelihood_text.ts';
import { day, safe, table } from './show.ts';

/** Leads as a numbered list: who, how much, what stands out, and the reason on a line of its own. */
export function leadsText(leads: readonly ListedLead[], columns: number): string {
  return leads
    .map((lead, index) => {
      const head = `${String(index + 1).padStart(3)}. ${pc.bold(nameOf(lead))}  ${lead.score.toFixed(1)}  ${say(lead.stage)}`;
      return [
        [head, ...marksOf(lead)].join('  '),
        ...wrap(safe(rowAnswers(lead).whyNow), columns - 5).map((line) => `     ${line}`),
      ].join('\n');
    })
    .join('\n');
}

/** Why a list is empty, and what to do. */
export function emptyText({
  known,
  filtered,
  emerging,
}: {
  /** Whether there is any lead at all. */
  readonly known: boolean;
  readonly filtered: boolean;
  readonly emerging: boolean;
}): string {
  if (!known)
    return 'There are no leads yet. Import more (`leadspring import KIND PATH…`, or `leadspring try PATH…`).';
  if (emerging && !filtered)
    return 'Nobody emerges: nothing changed beyond chance. `leadspring leads list` ranks everybody by score, `leadspring leads digest` tells what moved.';
  if (filtered || emerging)
    return 'No lead fits. Without --status only open leads are listed, without --stage no customers and not your own people.';
  return 'No open lead is to be seen. Customers and your own people are listed with `--stage any`, those that rest or were closed with `--status any`.';
}

/** What stands out about a row. */
function marksOf({ likelihood, emerging, returned, status, owner, madeUp }: ListedLead): string[] {
  return [
    ...(likelihood === null ? [] : [`${sayLikelihood(likelihood)} likely`]),
    ...(emerging ? [pc.green('emerging')] : []),
    ...(returned ? [pc.green('back')] : []),
    ...(status === 'open' ? [] : [pc.red(say(status))]),
    ...(owner === null ? [] : [`assigned to ${safe(owner)}`]),
    ...(madeUp ? [pc.yellow('made up')] : []),
  ];
}

function nameOf({ name, domain }: ListedLead): string {
  const shown = name === '' ? '(no name)' : safe(name);
  return domain === null || name.toLowerCase() === domain.toLowerCase()
    ? shown
    : `${shown} (${safe(domain)})`;
}

/** Everything about one lead, most telling first. */
export function explanationText(explained: ExplainedLead, columns: number): string {
  const { listed, explanation } = explained;
  const { lead, parts, people } = explanation;
  const answers = answersOf(explained);
  const shown = { ...listed, ...lead, emerging: answers.emerging !== null };
  const lines = [
    [pc.bold(nameOf(shown)), say(lead.kind), ...marksOf(shown)].join('  '),
    ...explanation.sentences.flatMap((sentence) => wrap(safe(sentence), columns)),
    '',
    ...answerLines(answers, columns),
    ...scoreLines(explained, columns),
    '',
    table(
      ['points', 'access point', 'act', 'topic', 'times', 'people', 'from', 'to', 'latest'],
      parts.map((part) => [
        ...[part.points.toFixed(2), part.accessPoint, part.act, part.topic ?? '', part.quantity, part.people],
        ...[part.from, part.to, part.title.slice(0, Math.max(10, Math.min(40, columns - 60)))],
      ]),
    ),
    ...(people.length === 0 ? [] : ['', peopleTable(people)]),
    ...['', evidenceTable(explanation, columns)],
  ];
  return lines.join('\n');
}

function answerLines(answers: LeadAnswers, columns: number): string[] {
  const { emerging, stage, segment, nextStep, status, owner, returned } = answers;
  const since = emerging?.since ?? emerging?.markedOn;
  const started = since === null || since === undefined ? 'now' : `since ${day(since)}`;
  const standing = `${say(status)}${returned ? ', back after it was closed' : ''}${owner === null ? '' : `, assigned to ${owner}`}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Next', `${nextStep.text} ${nextStep.because}`],
    ['Why now', answers.whyNow],
    ['Emerging', emerging === null ? 'no' : started],
    ['How sure', answers.sure.text],
    ['Seen', `since ${day(answers.since)}, last on ${day(answers.lastAt)}`],
    ['Before', answers.triedBefore],
    ['Involved', answers.involved.summary],
    ['Segment', sayReasons(say(segment.name), segment.reasons)],
    ['Stage', `${say(stage.name)} since ${day(stage.since)}: ${stage.reason}`],
    ['Status', standing],
  ];
  return rows.flatMap(([title, text]) => labelled(title, text, columns));
}

function scoreLines({ explanation, likelihood }: ExplainedLead, columns: number): string[] {
  const { lead, fit, breadth, climb, kindReason } = explanation;
  const factors = `fit ${fit.factor.toFixed(2)}, breadth ${breadth.toFixed(2)} and climb ${climb.factor.toFixed(2)} are in each of them`;
  return [
    ...labelled('Kind', kindReason, columns),
    ...labelled('Ranked by', likelihoodText(likelihood), columns),
    ...labelled('Score', `${lead.score.toFixed(1)} = the points below; ${factors}`, columns),
    ...fit.reasons.flatMap((reason) => labelled('', reason, columns)),
    ...labelled('', `${climb.reason}: × ${climb.factor}`, columns),
  ];
}

function peopleTable(people: Explanation['people']): string {
  return table(
    ['person', 'domain', 'acts', 'first', 'last', ''],
    people.map(({ name, domain, acts, first, last, leftAlone }) => [
      ...[name, domain ?? '', acts, day(first), day(last), leftAlone ? 'do not contact' : ''],
    ]),
  );
}

function evidenceTable({ evidence }: Explanation, columns: number): string {
  const room = Math.max(10, Math.min(50, columns - 50));
  const rows = evidence
    .slice(0, 15)
    .map(({ at, accessPoint, act, quantity, title, assetKey, personName, visibility, leftAlone }) => [
      ...[day(at), accessPoint, act, quantity, (title || assetKey || '').slice(0, room)],
      `${personName ?? ''}${leftAlone ? ' (do not contact)' : ''}`,
      visibility === 'private' ? 'private' : '',
    ]);
  const shown = `The latest ${rows.length === 1 ? 'piece' : `${count(rows.length)} pieces`} of evidence`;
  return `${pc.dim(shown)}\n${table(['day', 'access point', 'act', 'times', 'what', 'who', ''], rows)}`;
}

/** `Stage     asking since …`, further lines below the text. */
function labelled(title: string, text: string, columns: number): string[] {
  return wrap(safe(text), columns - INDENT).map(
    (line, at) => `${at === 0 ? pc.bold(title.padEnd(INDENT)) : ' '.repeat(INDENT)}${line}`,
  );
}

const INDENT = 10;

function sayReasons(what: string, reasons: readonly string[]): string {
  return reasons.length === 0 ? what : `${what}: ${reasons.join('; ')}`;
}

const say = (word: string): string => word.replaceAll('_', ' ');

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
