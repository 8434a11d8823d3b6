/** A made-up population whose truth is known: for the tests and the bench of emergence. */
import type { AccessPoint, Act } from '../../intake/index.ts';
import type { Cell, Day } from '../facts.ts';
import type { SubjectActs } from './types.ts';

/** Numbers between 0 and 1 that a seed decides (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draw of a Poisson distribution with a small mean. */
export function drawPoisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}

export function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** An act of one person; the rest of a cell has its usual value. */
export function cellOf(
  day: Day,
  personId: string | null,
  more: Partial<Pick<Cell, 'accessPoint' | 'act' | 'topic' | 'network' | 'quantity'>> = {},
): Cell {
  return {
    ...{ accessPoint: 'forum', act: 'ask', topic: null, network: personId === null, quantity: 1, weight: 1 },
    ...{ day, personId },
    ...more,
  };
}

const PLACES: readonly (readonly [AccessPoint, Act])[] = [
  ['documentation', 'read'],
  ['forum', 'ask'],
  ['forum', 'reply'],
  ['code', 'commit'],
];

export interface NoiseOptions {
  readonly seed: number;
  readonly subjects: number;
  readonly days: number;
  /** Median of acts a day per subject, and the spread (standard deviation of the logarithm). */
  readonly rate: number;
  readonly spread: number;
  /** Share of acts by someone who has acted before. */
  readonly regulars: number;
}

/**
 * Subjects among whom nothing ever changes: each has a rate of its own, everybody follows the same week (quiet
 * weekends), summer, and twelve releases a year. One act in ten is about a topic of guarantees.
 */
export function simulateNoise(options: NoiseOptions): SubjectActs[] {
  const random = seededRandom(options.seed);
  return Array.from({ length: options.subjects }, (_, index) => {
    const rate = options.rate * Math.exp(options.spread * drawNormal(random));
    const favourite = Math.floor(random() * PLACES.length);
    const cells: Cell[] = [];
    let known = 0;
    for (let day = 0; day < options.days; day++) {
      for (let acts = drawPoisson(rate * timesOf(day), random); acts > 0; acts--) {
        const again = known > 0 && random() < options.regulars;
        const person = again ? Math.floor(random() * known) : known++;
        const [accessPoint, act] = PLACES[
          random() < 0.6 ? favourite : Math.floor(random() * PLACES.length)
        ] ?? ['forum', 'ask'];
        const topic = random() < 0.1 ? 'sso' : null;
        cells.push(cellOf(day, `${index}.${person}`, { accessPoint, act, topic }));
      }
    }
    return { id: `subject ${index}`, type: 'organization', cells };
  });
}

/** What everybody's rate is multiplied with on a day. */
function timesOf(day: Day): number {
  const weekday = day % 7 < 5 ? 1.2 : 0.5;
  const summer = 1 - 0.4 * Math.exp(-(((day % 365) - 210) ** 2) / 800);
  const release = day % 30 === 0 ? 3 : 1;
  return weekday * summer * release;
}
