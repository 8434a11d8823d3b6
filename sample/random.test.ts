import { describe, expect, test } from 'vitest';
import { createRandom, hash, weighted } from './random.ts';

describe('createRandom', () => {
  test('gives the same stream for the same labels, and another for others', () => {
    const draw = (...labels: (string | number)[]): number[] => {
      const random = createRandom(...labels);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(1, 'visits')).toEqual(draw(1, 'visits'));
    expect(draw(1, 'visits')).not.toEqual(draw(2, 'visits'));
    expect(draw(1, 'visits')).not.toEqual(draw(1, 'changes'));
    expect(draw(1, 12)).not.toEqual(draw(11, 2));
  });

  test('stays as it is: a change of the stream would change every published sample', () => {
    const random = createRandom(1, 'pinned');
    expect([random.int(0, 999), random.int(0, 999), random.int(0, 999)]).toMatchInlineSnapshot(`
      [
        758,
        394,
        229,
      ]
    `);
  });

  test('is spread evenly', () => {
    const random = createRandom('even');
    const drawn = Array.from({ length: 20_000 }, () => random.next());
    expect(drawn.reduce((a, b) => a + b) / drawn.length).toBeCloseTo(0.5, 1);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
  });

  test.each([0.2, 3, 80])('poisson has mean and variance %d', (mean) => {
    const random = createRandom('poisson', mean);
    const counts = Array.from({ length: 5_000 }, () => random.poisson(mean));
    const average = counts.reduce((a, b) => a + b) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / counts.length;
    expect(Math.abs(average / mean - 1)).toBeLessThan(0.08);
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.15);
  });

  test('some gives different entries, and refuses nothing by inventing', () => {
    const random = createRandom('some');
    expect(random.some(['a', 'b', 'c'], 5).toSorted()).toEqual(['a', 'b', 'c']);
    expect(() => random.pick([])).toThrow(RangeError);
  });
});

test('weighted picks in proportion and never what weighs nothing', () => {
  const random = createRandom('weighted');
  const list = weighted(
    ['never', 'seldom', 'often'],
    (word) => ({ never: 0, seldom: 1, often: 9 })[word] ?? 0,
  );
  const picks = Array.from({ length: 5_000 }, () => list.pick(random));
  expect(picks).not.toContain('never');
  expect(picks.filter((word) => word === 'often').length / picks.length).toBeCloseTo(0.9, 1);
  expect(() => weighted(['a'], () => 0).pick(random)).toThrow(RangeError);
});

test('hash has usable low bits', () => {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4_000; i++)
    counts[hash(`organization-${i}.example`) % 4] = (counts[hash(`organization-${i}.example`) % 4] ?? 0) + 1;
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(120);
});
