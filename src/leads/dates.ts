/** Days and how they are written for people. */
import type { Day } from './facts.ts';

export const DAY_MS = 86_400_000;

/** The day of an instant. */
export function dayOf(at: number): Day {
  return Math.floor(at / DAY_MS);
}

/** `YYYY-MM-DD`. */
export function isoDay(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day of `YYYY-MM-DD…`, or null when it is none. */
export function parseDay(text: unknown): Day | null {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  const at = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(at) ? null : dayOf(at);
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'],
  ...['September', 'October', 'November', 'December'],
];

/** `3 March`, or `3 March 2026` when that is not the year of `today`. */
export function sayDay(day: Day, today: Day): string {
  const date = new Date(day * DAY_MS);
  const year = date.getUTCFullYear();
  const text = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
  return year === new Date(today * DAY_MS).getUTCFullYear() ? text : `${text} ${year}`;
}

/** When something happened: `on 3 March`, `since 3 March`, or between two days when the last is long past. */
export function sayPeriod(from: Day, to: Day, today: Day): string {
  if (from === to) return `on ${sayDay(from, today)}`;
  if (today - to <= 60) return `since ${sayDay(from, today)}`;
  return `between ${sayDay(from, today)} and ${sayDay(to, today)}`;
}
