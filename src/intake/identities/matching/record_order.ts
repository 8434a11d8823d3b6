/** The order in which records are looked at: that of what they say, so that it does not depend on the input. */
import type { MatchRecord } from './types.ts';

/** The records by `compareRecords`. The beginnings of names lie together as numbers and settle most comparisons. */
export function sortedRecords(records: readonly MatchRecord[]): readonly MatchRecord[] {
  const starts = new Float64Array(records.length * 2);
  for (let at = 0; at < records.length; at++) writeStart(records[at]?.name ?? '', starts, at * 2);
  const order = new Uint32Array(records.length).map((_, at) => at);
  order.sort((a, b) => {
    const first = (starts[a * 2] ?? 0) - (starts[b * 2] ?? 0);
    if (first !== 0) return first;
    const second = (starts[a * 2 + 1] ?? 0) - (starts[b * 2 + 1] ?? 0);
    return second !== 0 ? second : compareAt(records, a, b);
  });
  return Array.from(order, (at) => records[at]).filter((record) => record !== undefined);
}

function compareAt(records: readonly MatchRecord[], a: number, b: number): number {
  const [one, other] = [records[a], records[b]];
  return one === undefined || other === undefined ? 0 : compareRecords(one, other);
}

/** Letters to a number: six bytes are exact in the numbers of the language. */
const LETTERS = 6;
const HIGHEST = 255;

/** Writes the first letters of a text as two numbers in the same order; a letter beyond one byte ends them. */
function writeStart(text: string, into: Float64Array, at: number): void {
  let ended = false;
  for (let part = 0; part < 2; part++) {
    let value = 0;
    for (let index = part * LETTERS; index < (part + 1) * LETTERS; index++) {
      const code: number = ended || index >= text.length ? 0 : Math.min(text.charCodeAt(index), HIGHEST);
      ended ||= code === HIGHEST;
      value = value * (HIGHEST + 1) + code;
    }
    into[at + part] = value;
  }
}

/** Orders records by all that they say, and only then by id; 0 when `ids` do not count and they say the same. */
export function compareRecords(a: MatchRecord, b: MatchRecord, ids = true): number {
  const order = compareTexts(a.name, b.name) || compareTexts(a.email, b.email);
  if (order !== 0) return order;
  const rest = compareTexts(restOf(a), restOf(b));
  return rest !== 0 || !ids ? rest : compareTexts(a.id, b.id);
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function restOf({
  names,
  login,
  platform,
  organization,
  timezone,
  homepage,
  verified,
  threads,
  suggestOnly,
}: MatchRecord): string {
  const marks = `${verified === true ? '1' : ''}${suggestOnly === true ? '2' : ''}`;
  const clocks = timezone == null ? '' : `${timezone.january} ${timezone.july}`;
  const parts = [login, platform, organization, clocks, homepage, marks];
  return [...parts.map((part) => part ?? ''), ...(names ?? []), '\u0001', ...(threads ?? [])].join('\u0000');
}
