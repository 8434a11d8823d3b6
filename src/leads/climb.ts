/**
 * Movement up the ladder: the most rungs that people of a subject stood on one after the other, each later than the
 * one below and at another access point. It is the best that can be found in the period, so that one more act never
 * shortens it and time alone never lengthens it. Anonymous traffic climbs nothing: nobody knows whose steps it shows.
 */
import type { AccessPoint, Act } from '../intake/index.ts';
import { sayDay } from './dates.ts';
import type { Cell, Day } from './facts.ts';
import { type Group, isByPeople } from './groups.ts';
import { step, topicOf, type Weights } from './weights.ts';
import { sayAct, sayCount } from './words.ts';

/** Rungs by act, from below. A question about a topic of guarantees stands higher than any other. */
const RUNGS: Readonly<Partial<Record<Act, number>>> = {
  ...{ read: 0, search: 0 },
  ...{ download: 1, buy: 1, attend: 1, register: 1 },
  ...{ ask: 2, reply: 2 },
  ...{ commit: 3, co_author: 3, sign_off: 3, use: 3 },
  deal_open: 5,
};
const GUARANTEES = 4;
const TOP = 5;

/** One rung of a climb, and the one below. */
export interface Hold {
  readonly day: Day;
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly topic: string | null;
  readonly below: Hold | null;
}

export interface Climb {
  /** How often somebody went up. */
  readonly steps: number;
  /** Multiplies every part of the score. */
  readonly factor: number;
  /** The highest hold of the longest climb; null when nobody climbed. */
  readonly top: Hold | null;
}

/** By the length of the climb that ends there, less one: the earliest hold, and the earliest at another access point. */
interface Ends {
  readonly best: (Hold | undefined)[];
  readonly other: (Hold | undefined)[];
}

/** The longest climb of the last `climb.days` days. No cell may be later than `today`. */
export function climbOf(groups: readonly Group[], today: Day, weights: Weights): Climb {
  const rungs: Group[][] = [];
  for (const group of groups) {
    const rung = rungOf(group.first, weights);
    if (rung === undefined || !isByPeople(group)) continue;
    let alike = rungs[rung];
    if (alike === undefined) {
      alike = [];
      rungs[rung] = alike;
    }
    alike.push(group);
  }
  const used = rungs.filter((alike) => alike !== undefined);
  // Most subjects stand on one rung, and have not climbed.
  if (used.length < 2) return { steps: 0, factor: step(weights.climb.factors, 0), top: null };
  const ends: Ends = { best: [], other: [] };
  for (const alike of used) {
    const found: Ends = { best: [], other: [] };
    for (const group of alike) extend(group, today - weights.climb.days, ends, found);
    for (const holds of [found.best, found.other]) {
      holds.forEach((hold, length) => {
        if (hold !== undefined) keep(ends, length, hold);
      });
    }
  }
  const steps = Math.max(0, ends.best.length - 1);
  const top = steps === 0 ? null : (ends.best[steps] ?? null);
  return { steps, factor: step(weights.climb.factors, steps), top };
}

function rungOf({ act, topic }: Cell, weights: Weights): number | undefined {
  return act === 'ask' && topicOf(weights, topic)?.wants === 'guarantees' ? GUARANTEES : RUNGS[act];
}

/** Sets the acts of a group, which all stand on one rung, on top of the climbs that end below it. */
function extend({ first, cells }: Group, since: Day, below: Ends, found: Ends): void {
  const { accessPoint, act, topic } = first;
  for (let length = 0; length <= Math.min(below.best.length, TOP); length++) {
    const base = length === 0 ? null : elsewhere(below, length - 1, accessPoint);
    if (base === undefined) continue;
    const after = base === null ? since - 1 : base.day;
    let day = Number.POSITIVE_INFINITY;
    for (const cell of cells) if (cell.day > after && cell.day < day && !cell.network) day = cell.day;
    if (day < Number.POSITIVE_INFINITY) keep(found, length, { day, accessPoint, act, topic, below: base });
  }
}

function elsewhere({ best, other }: Ends, length: number, accessPoint: AccessPoint): Hold | undefined {
  return best[length]?.accessPoint === accessPoint ? other[length] : best[length];
}

/** The earliest hold of a length leaves most room above; a second one is kept for what may not follow the first. */
function keep({ best, other }: Ends, length: number, hold: Hold): void {
  const first = best[length];
  if (first === undefined || isBefore(hold, first)) {
    if (first !== undefined && first.accessPoint !== hold.accessPoint) other[length] = first;
    best[length] = hold;
  } else if (hold.accessPoint !== first.accessPoint) {
    const second = other[length];
    if (second === undefined || isBefore(hold, second)) other[length] = hold;
  }
}

/** Also decides between holds of one day, so that the order of the cells makes no difference. */
function isBefore(a: Hold, b: Hold): boolean {
  return a.day < b.day || (a.day === b.day && orderOf(a) < orderOf(b));
}

function orderOf({ accessPoint, act, topic }: Hold): string {
  return `${accessPoint} ${act} ${topic ?? ''}`;
}

/** `climbed two rungs: read the documentation (3 March), downloaded a release (5 March), asked in the forum (9 March)`. */
export function sayClimb({ steps, top }: Climb, today: Day, weights: Weights): string {
  if (top === null) return 'has not climbed from one access point to the next';
  const holds: string[] = [];
  for (let hold: Hold | null = top; hold !== null; hold = hold.below) {
    const what = sayAct(hold.act, hold.accessPoint, topicOf(weights, hold.topic)?.label ?? null);
    holds.unshift(`${what} (${sayDay(hold.day, today)})`);
  }
  return `climbed ${sayCount(steps, 'rung')}: ${holds.join(', then ')}`;
}
