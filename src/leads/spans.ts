/** Periods in which something held, from the days that prove it. */
import type { Day } from './facts.ts';
import type { Group } from './groups.ts';

/** Both days are part of it. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

/** When `needed` different days within the last `period` days were there. @param days different, ascending */
export function spansOf(days: readonly Day[], needed: number, period: number): Span[] {
  const spans: Span[] = [];
  for (let at = needed - 1; at < days.length; at++) {
    const [from = 0, to = 0] = [days[at], (days[at - needed + 1] ?? 0) + period];
    if (to >= from) spans.push({ from, to });
  }
  return spans;
}

export function isHeld(spans: readonly Span[], day: Day): boolean {
  return spans.some(({ from, to }) => from <= day && day <= to);
}

/** The first day since which one of the spans holds on every day until `day`; null when none holds on that day. */
export function heldSince(spans: readonly Span[], day: Day): Day | null {
  let since: Day | null = null;
  for (const { from, to } of spans.toSorted((a, b) => b.to - a.to)) {
    if (to < (since ?? day + 1) - 1) break;
    if (from <= day) since = Math.min(since ?? from, from);
  }
  return since;
}

/** The last day of all spans. */
export function lastHeld(spans: readonly Span[]): Day {
  return spans.reduce((last, { to }) => Math.max(last, to), Number.NEGATIVE_INFINITY);
}

/** The different days of cells that pass, ascending. @param network whether anonymous traffic passes */
export function daysOf(groups: readonly Group[], network: boolean): readonly Day[] {
  const days: Day[] = [];
  let sorted = true;
  let before = Number.NEGATIVE_INFINITY;
  for (const { cells } of groups) {
    for (const cell of cells) {
      if (cell.network !== network || cell.day === before) continue;
      sorted &&= cell.day > before;
      before = cell.day;
      days.push(before);
    }
  }
  if (sorted) return days;
  // Each group has its days mostly in order, and runs are merged fast.
  days.sort((a, b) => a - b);
  return days.filter((day, index) => day !== days[index - 1]);
}

/**
 * The day on which acts went on after the latest pause of more than `most` days, from `from` to `today`; null when
 * there was none. Days are marked, not sorted: there are many cells and few days.
 */
export function wokeOn(groups: readonly Group[], from: Day, today: Day, most: number): Day | null {
  // A pause begins on the day after an act and lasts until the day before the next.
  if (today - from <= most + 1) return null;
  const seen = marksFor(today - from + 1);
  for (const { cells, sum } of groups) {
    if (sum.to >= from) for (const { day } of cells) if (day >= from) seen[day - from] = 1;
  }
  let later: number | null = null;
  for (let at = today - from; at >= 0; at--) {
    if (seen[at] !== 1) continue;
    if (later !== null && later - at > most + 1) return from + later;
    later = at;
  }
  return null;
}

let marks = new Uint8Array(1_024);

/** Room for a mark a day, all empty. The same for every subject: there are many. */
function marksFor(days: number): Uint8Array {
  if (marks.length < days) marks = new Uint8Array(2 * days);
  return marks.fill(0, 0, days);
}
