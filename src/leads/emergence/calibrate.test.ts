import { expect, test } from 'vitest';
import { sumOfSurprises, tailOf } from './calibrate.ts';
import { seededRandom } from './testing.ts';

test('the tail of an exponential distribution is found, also beyond what was ever seen', () => {
  const random = seededRandom(7);
  const seen = Array.from({ length: 20_000 }, () => -Math.log(1 - random()) * 2);
  const tail = tailOf(seen, seen.length);
  for (const at of [1, 4, 9, 25, 40]) {
    const [got, right] = [Math.log(tail(at)), -at / 2];
    expect(Math.abs(got - right), `at ${at}`).toBeLessThan(0.1 + 0.1 * Math.abs(right));
  }
  expect(tail(0)).toBe(1);
});

test('silent windows count, and too few windows say nothing', () => {
  const seen = Array.from({ length: 100 }, (_, index) => index + 1);
  expect(tailOf(seen, 2_000)(50)).toBeCloseTo(52 / 2_001, 6);
  expect(tailOf(seen, 400)(1_000)).toBe(1);
  expect(tailOf([], 10_000)(5)).toBe(1);
});

test('many moderate surprises add up; an impossible one is bounded', () => {
  expect(sumOfSurprises([0.1, 0.1, 0.1])).toBeGreaterThan(sumOfSurprises([0.01]));
  expect(sumOfSurprises([0])).toBeLessThan(40);
  expect(sumOfSurprises([])).toBe(0);
});
