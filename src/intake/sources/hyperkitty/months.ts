/** Months of an archive, in UTC, as `YYYY-MM`, and what lies outside of them. Pure. */

/** A span of days, as the export takes it. */
export interface Span {
  /** `YYYY-MM-DD`, inclusive. */
  readonly start: string;
  /** `YYYY-MM-DD`, exclusive. */
  readonly end: string;
}

const DAY = 86_400_000;
/** Before that there is no mail of a list: an older date comes from a broken clock. */
const FIRST = '1990-01';
/** What broken clocks date before all months, and after them. */
export const EARLY = 'early';
export const LATE = 'late';

/** The month of a time in milliseconds since the epoch. */
export function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}

/** All months from one to another, both included. */
function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
}

/** All there is to read of an archive whose oldest message is of `first`, until `now`; in milliseconds. */
export function allMonths(first: number, now: number): readonly string[] {
  const month = monthOf(first);
  const early = month < FIRST ? [EARLY] : [];
  return [...early, ...monthsBetween(month < FIRST ? FIRST : month, monthOf(now)), LATE];
}

/** The days of a month, or of what lies outside of all months. @param now what is late lies after its month */
export function spanOf(month: string, now: number): Span {
  if (month === EARLY) return { start: '1900-01-01', end: `${FIRST}-01` };
  if (month === LATE) return { start: `${nextMonth(monthOf(now))}-01`, end: '2200-01-01' };
  return { start: `${month}-01`, end: `${nextMonth(month)}-01` };
}

/** The halves of a span; undefined for a single day. */
export function halves({ start, end }: Span): readonly [Span, Span] | undefined {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  const days = Math.round((to - from) / DAY);
  if (days < 2) return undefined;
  const middle = new Date(from + Math.floor(days / 2) * DAY).toISOString().slice(0, 10);
  return [
    { start, end: middle },
    { start: middle, end },
  ];
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
