import { expect, test } from 'vitest';
import { ticksOf } from './ticks.ts';

test.each([
  [0.121, 5, [0, 0.05, 0.1]],
  [0.05, 5, [0, 0.01, 0.02, 0.03, 0.04, 0.05]],
  [1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [8.6, 6, [0, 2, 4, 6, 8]],
  [1.26, 6, [0, 0.5, 1]],
  [0, 5, [0]],
])('ticks up to %d, about %d of them', (most, wanted, ticks) => {
  expect(ticksOf(most, wanted)).toEqual(ticks);
});
