import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addRange, findOwner, finishRanges, newRanges } from './ranges.ts';

/** Nested or disjoint ranges: blocks aligned to powers of two, as real networks are. */
const blocks = fc.array(
  fc.record({ base: fc.integer({ min: 0, max: 255 }), bits: fc.integer({ min: 0, max: 6 }) }),
  { maxLength: 40 },
);

test.each([1, 4] as const)(
  'the narrowest range that holds an address wins, whatever the order (width %i)',
  (width) => {
    const widen = (value: number): number[] => (width === 1 ? [value] : [0x20010db8, 0, 7, value]);
    fc.assert(
      fc.property(blocks, (list) => {
        const seen = new Set<string>();
        const ranges = list.flatMap(({ base, bits }) => {
          const first = (base >> bits) << bits;
          const id = `${first}/${bits}`;
          if (seen.has(id)) return [];
          seen.add(id);
          return [{ first, last: first + (1 << bits) - 1 }];
        });
        const builder = newRanges(width);
        for (const [owner, { first, last }] of ranges.entries())
          addRange(builder, widen(first), widen(last), owner);
        const table = finishRanges(builder);
        for (let address = 0; address < 320; address++) {
          let expected = -1;
          let size = Number.POSITIVE_INFINITY;
          for (const [owner, { first, last }] of ranges.entries()) {
            if (first <= address && address <= last && last - first < size) {
              expected = owner;
              size = last - first;
            }
          }
          expect(findOwner(table, widen(address))).toBe(expected);
        }
      }),
    );
  },
);

test('grows beyond its first room and refuses a range that ends before it starts', () => {
  const builder = newRanges(1);
  for (let i = 0; i < 5000; i++) addRange(builder, [i * 10], [i * 10 + 4], i);
  expect(addRange(builder, [9], [3], 1)).toBe(false);
  const table = finishRanges(builder);
  expect(findOwner(table, [49_990])).toBe(4999);
  expect(findOwner(table, [49_995])).toBe(-1);
});
