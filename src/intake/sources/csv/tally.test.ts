import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTally } from './tally.ts';

const digest = (n: number) => hash('sha256', String(n), 'hex');

test('counts as a Map does, through growth', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3000), { maxLength: 6000 }), (numbers) => {
      const tally = createTally();
      const model = new Map<number, number>();
      for (const n of numbers) {
        model.set(n, (model.get(n) ?? 0) + 1);
        expect(tally.increment(digest(n))).toBe(model.get(n));
      }
      for (let n = 0; n < 100; n++) expect(tally.get(digest(n))).toBe(model.get(n));
    }),
    { numRuns: 20 },
  );
});

test('when full, what is known goes on counting and what is new is always the first', () => {
  const tally = createTally(2);
  const counts = [1, 2, 3, 3, 1, 4].map((n) => tally.increment(digest(n)));
  expect(counts).toEqual([1, 1, 1, 1, 2, 1]);
});
