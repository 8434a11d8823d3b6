/** Gives the history of leads a past: how they stood on days before leads were first computed. */
import type { Database } from '../base/index.ts';
import { readSpan } from './backtest/span_store.ts';
import { DAY_MS, dayOf, isoDay } from './dates.ts';
import type { Day } from './facts.ts';
import { forgetReconstructed, writeReconstructed } from './life/index.ts';
import { computeChanges, type RefreshOptions } from './refresh.ts';

export interface RebuildOptions extends RefreshOptions {
  readonly signal?: AbortSignal;
  progress?(done: number, of: number): void;
}

/** At most so many months: each costs a computation of all leads. */
const MOST_MONTHS = 60;
/** The last weeks are looked at week by week, so that a digest does not take a change of a month for one of days. */
const WEEKS = 8;
const ROWS = 5_000;

/**
 * Computes the leads of the ends of all months (of five years at most), of the last eight weeks and of yesterday, of
 * what was done by then, and keeps what differs from the day before. Days that were kept as they came stay what they
 * are; those made by an earlier call are made anew.
 * @returns how many days were looked at, and how many rows there are of them
 */
export async function rebuildHistory(
  db: Database,
  { now, signal, progress, ...options }: RebuildOptions,
): Promise<{ readonly days: number; readonly rows: number }> {
  const span = await readSpan(db);
  await db.transaction(forgetReconstructed);
  const days = span === null ? [] : daysOfThePast(dayOf(span.first), dayOf(now));
  let [done, rows] = [0, 0];
  for (const day of days) {
    if (signal?.aborted === true) break;
    const asOf = { ...options, asOf: day * DAY_MS, limit: Number.POSITIVE_INFINITY, all: true };
    const { leads, changes } = await computeChanges(db, asOf);
    const emerging = new Set(changes.filter((change) => change.emerging).map(({ id }) => id));
    for (let from = 0; from < leads.length; from += ROWS) {
      const some = leads
        .slice(from, from + ROWS)
        .map((lead) => ({ ...lead, emerging: emerging.has(lead.id) }));
      rows += await db.transaction((client) => writeReconstructed(client, isoDay(day), some));
    }
    progress?.(++done, days.length);
  }
  return { days: done, rows };
}

/** The days that are looked at, in order. */
export function daysOfThePast(first: Day, today: Day): readonly Day[] {
  const days = new Set<Day>([today - 1]);
  for (let week = 1; week <= WEEKS; week++) days.add(today - 7 * week);
  const end = new Date(today * DAY_MS);
  for (let month = 0; month < MOST_MONTHS; month++)
    days.add(dayOf(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - month, 0)));
  return [...days].filter((day) => day >= first && day < today).sort((a, b) => a - b);
}
