/** People, decisions and suggestions as text for terminals and as JSON. */
import pc from 'picocolors';
import type {
  Decided,
  Handle,
  HistoryEntry,
  PersonExplanation,
  Reason,
  Suggestion,
} from '../../intake/index.ts';
import { day, safe, table } from './show.ts';

const TIMES: ReadonlySet<string> = new Set(['at', 'from', 'to', 'firstSeen', 'lastSeen']);

/** JSON whose instants are ISO 8601 instead of milliseconds. */
export function toJson(value: unknown): string {
  const plain = (key: string, each: unknown): unknown =>
    TIMES.has(key) && typeof each === 'number' ? new Date(each).toISOString() : each;
  return JSON.stringify(value, plain, 2);
}

const percent = (probability: number): string => `${Math.floor(probability * 1000) / 10} %`;

type Named = Pick<Handle, 'kind' | 'platform' | 'value' | 'label'>;

/** A handle as it can be given to the commands; a bare name as it was seen. */
function sayHandle({ kind, platform, value, label }: Named): string {
  if (kind === 'login') return safe(`${value}@${platform}`);
  return safe(kind === 'email' ? value : label || value);
}

function reasonLines(reasons: readonly Reason[]): readonly string[] {
  return reasons.map(({ reason, weight }) => {
    const shown = weight === undefined ? '' : `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`;
    return `     ${shown.padStart(6)}  ${safe(reason)}`;
  });
}

export function suggestionsText(rows: readonly Suggestion[], total: number): string {
  if (rows.length === 0) return 'No suggestion is open.';
  const blocks = rows.flatMap(({ id, a, b, probability, reasons }) => [
    `${pc.bold(sayHandle(a))} ${safe(a.personName ?? '')}  =  ${pc.bold(sayHandle(b))} ${safe(b.personName ?? '')}  ${percent(probability)}`,
    `  ${pc.dim(id)}`,
    ...reasonLines(reasons),
  ]);
  return [...blocks, '', `${rows.length} of ${total} open suggestions.`].join('\n');
}

/** What was recorded. */
export function decidedText(decided: readonly Decided[]): string {
  if (decided.length === 0) return 'Nothing was left to decide.';
  return decided
    .map(({ decision, personIds }) => {
      const what = decision.undoes === null ? decision.kind : `undo of ${decision.undoes}`;
      return `Decision ${decision.id}: ${what}. ${personIds.length === 1 ? 'Person' : 'People'}: ${personIds.join(', ') || 'none'}`;
    })
    .join('\n');
}

export function historyText(
  history: readonly HistoryEntry[],
  named: Readonly<Record<string, Handle>>,
): string {
  if (history.length === 0) return 'Nothing was decided.';
  const rows = history.map(({ id, kind, author, at, active, undoes, name, identityIds }) => [
    String(id),
    day(at),
    author,
    undoes === null ? kind : `undo of ${undoes}`,
    active ? '' : 'undone',
    [name ?? [], identityIds.map((each) => sayNamed(named[each]))].flat().join(', ').slice(0, 120),
  ]);
  return table(['number', 'day', 'by', 'what', '', 'handles'], rows);
}

function sayNamed(handle: Handle | undefined): string {
  return handle === undefined ? '(gone)' : sayHandle(handle);
}

export function personText(person: PersonExplanation): string {
  const { handles, ties, affiliations, history, named } = person;
  const rows = handles.map((handle) => [
    sayHandle(handle),
    handle.class,
    `${day(handle.firstSeen)} – ${day(handle.lastSeen)}`,
    handle.reason,
  ]);
  const whom = affiliations.map(({ name, domain, from, to }) => {
    const known = domain === null ? safe(name) : `${safe(name)} (${safe(domain)})`;
    return `  ${day(from)} – ${day(to)}  ${known}`;
  });
  return [
    `${pc.bold(safe(person.name))}  ${pc.dim(person.id)}${person.locked ? '  locked' : ''}${person.madeUp ? pc.yellow('  made up') : ''}`,
    table(['handle', 'class', 'seen', ''], rows),
    ...(ties.length === 0 ? [] : ['', pc.bold('Why they are one person'), ...ties.flatMap(tieLines)]),
    ...(whom.length === 0 ? [] : ['', pc.bold('Acted for'), ...whom]),
    '',
    pc.bold('Decisions'),
    historyText(history, named),
  ].join('\n');
}

function tieLines({ handles, decision }: PersonExplanation['ties'][number]): readonly string[] {
  const names = handles.map(sayHandle).join(', ');
  if (decision === null) return [`  ${names}: records gave them together.`];
  const sure = decision.probability === null ? '' : `, ${percent(decision.probability)}`;
  return [
    `  ${names}: decision ${decision.id} by ${decision.author}${sure}.`,
    ...reasonLines(decision.reasons),
  ];
}
