/**
 * Days on which many came at once: a conference, a release, a post that went round. Who came on such a day only is
 * not counted, whichever organization it was.
 */
import type { AccessPoint, Act } from '../../intake/index.ts';
import type { Day } from '../facts.ts';
import { RUNGS } from './settings.ts';
import type { Staff, SubjectActs } from './types.ts';

/** Subjects seen on each day at each access point. */
export type DayCounts = Map<AccessPoint, Map<Day, number>>;

/** Whether a day is one of a burst. */
export type Bursts = (accessPoint: AccessPoint, day: Day) => boolean;

/** Adds a subject's days but for those of staff; each counts once per access point. */
export function addDays(counts: DayCounts, { cells }: SubjectActs, staff: Staff): void {
  const adder = dayAdder(counts);
  for (const { accessPoint, act, day, personId } of cells)
    if (personId === null || !staff.has(personId)) adder.add(accessPoint, act, day);
  adder.end();
}

/** Adds the days of subjects one after another, for whoever does not hold their cells. */
export interface DayAdder {
  add(accessPoint: AccessPoint, act: Act, day: Day): void;
  /** The subject ends; the next one begins. */
  end(): void;
}

export function dayAdder(counts: DayCounts): DayAdder {
  const seen = new Map<AccessPoint, Set<Day>>();
  return {
    add: (accessPoint, act, day) => {
      if (RUNGS[act] === undefined) return;
      const of = seen.get(accessPoint);
      if (of === undefined) seen.set(accessPoint, new Set([day]));
      else of.add(day);
    },
    end: () => {
      for (const [accessPoint, days] of seen) {
        const sums = counts.get(accessPoint) ?? new Map<Day, number>();
        counts.set(accessPoint, sums);
        for (const day of days) sums.set(day, (sums.get(day) ?? 0) + 1);
      }
      seen.clear();
    },
  };
}

/** Days to compare with, before the day itself. */
const BEFORE = 91;
const TIMES = 3;
const LEAST = 6;

/**
 * Access points at which people meet at a time that somebody else chose: two who come on the same day came to the same
 * event, however seldom there is one.
 */
const GATHERINGS: ReadonlySet<AccessPoint> = new Set(['event']);
const GATHERED = 2;

/**
 * A burst has at least six subjects, three times as many as the median of the 91 days before, and four standard
 * deviations of a Poisson count more; at events two subjects are enough, and the next days belong to it as long as
 * anybody comes. Knows only days before the one asked for, so a day's answer never changes.
 */
export function findBursts(counts: DayCounts): Bursts {
  const bursts = new Map<AccessPoint, ReadonlySet<Day>>();
  for (const [accessPoint, days] of counts)
    bursts.set(accessPoint, GATHERINGS.has(accessPoint) ? gatherings(days) : crowds(days));
  return (accessPoint, day) => bursts.get(accessPoint)?.has(day) ?? false;
}

function crowds(days: ReadonlyMap<Day, number>): ReadonlySet<Day> {
  const found = [...days].filter(([day, count]) => count >= LEAST && isBurst(days, day, count));
  return new Set(found.map(([day]) => day));
}

function gatherings(days: ReadonlyMap<Day, number>): ReadonlySet<Day> {
  const found = new Set<Day>();
  for (const [day, count] of [...days].sort(([a], [b]) => a - b))
    if (count >= GATHERED || found.has(day - 1)) found.add(day);
  return found;
}

function isBurst(days: ReadonlyMap<Day, number>, day: Day, count: number): boolean {
  const before = Array.from({ length: BEFORE }, (_, index) => days.get(day - 1 - index) ?? 0);
  const median = before.sort((a, b) => a - b)[Math.floor(BEFORE / 2)] ?? 0;
  return count >= TIMES * median && count >= median + 4 * Math.sqrt(Math.max(1, median));
}
