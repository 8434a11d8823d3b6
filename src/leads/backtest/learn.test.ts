/** The rate of the latest time: learned from what is known of horizons that are still open, and from nothing of later. */
import { expect, test } from 'vitest';
import { logitOf, sigmoid } from '../model/index.ts';
import { atRateOf } from './learn.ts';
import { at } from './testing.ts';
import { DAY, type Judged, NO_CHANGE } from './types.ts';

const CUTOFF = at('2024-01-01');
const MODEL = { intercept: -2.2, weights: [1] };

/** Candidates of a day, of which the first so many became hits so many days later. */
function day(daysAgo: number, candidates: number, hits: number, after = 30): Judged[] {
  const cutoff = CUTOFF - daysAgo * DAY;
  return Array.from({ length: candidates }, (_, n) => ({
    ...{ project: 'one', cutoff, visibleAt: cutoff + 365 * DAY, organization: `o${n}`, domain: `o${n}` },
    ...{ x: [0], says: [], baselines: { volume: 0, newest: 0, points: 0 }, change: NO_CHANGE },
    ...{ outcome: n < hits ? 1 : 0, hitAt: n < hits ? cutoff + after * DAY : null },
  }));
}
const rate = (judged: readonly Judged[]): number => sigmoid(logitOf(atRateOf(judged, MODEL, CUTOFF), [0]));

test('where as many became hits as were forecast nothing moves; without candidates neither', () => {
  expect(rate([])).toBeCloseTo(sigmoid(-2.2), 12);
  expect(rate(day(400, 1_000, 100))).toBeCloseTo(0.1, 2);
});

test('a rate that fell is followed before the horizon ends', () => {
  // Ten in a hundred two years ago, and one in a hundred in the last half year.
  const judged = [...day(730, 500, 50), ...day(182, 500, 5)];
  const before = rate(day(730, 500, 50));
  expect(before).toBeCloseTo(0.1, 2);
  expect(rate(judged)).toBeLessThan(0.07);
  expect(rate(judged)).toBeGreaterThan(0.02);
  expect(rate([...day(730, 500, 50), ...day(182, 500, 100)])).toBeGreaterThan(0.15);
});

test('neither hits nor candidates of later count', () => {
  const known = day(182, 500, 5);
  const later = known.map((one, n) => (n > 250 ? { ...one, outcome: 1 as const, hitAt: CUTOFF + DAY } : one));
  expect(rate(later)).toBe(rate(known));
  expect(rate([...known, ...day(0, 500, 400), ...day(-30, 500, 400)])).toBe(rate(known));
});

test('weights stay what they are, so the order of a list does too', () => {
  expect(atRateOf(day(182, 500, 5), MODEL, CUTOFF).weights).toEqual(MODEL.weights);
});
