import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundedParts } from './shares.ts';

test('parts that would each be rounded down still add up', () => {
  expect(roundedParts([1.04, 1.04, 1.04], 3.12)).toEqual([1.1, 1, 1]);
});

test('rounded parts add up to the rounded total, and none is off by a tenth or more', () => {
  const points = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(points, (parts) => {
      const total = parts.reduce((sum, part) => sum + part, 0);
      const rounded = roundedParts(parts, total);
      expect(rounded.reduce((sum, part) => sum + part, 0)).toBeCloseTo(Math.round(total * 10) / 10, 6);
      rounded.forEach((value, index) => {
        expect(Math.abs(value - (parts[index] ?? 0))).toBeLessThanOrEqual(0.1 + 1e-9);
      });
    }),
  );
});
