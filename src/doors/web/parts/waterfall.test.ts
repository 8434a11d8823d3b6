import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundedParts } from './shares.ts';
import { largestSteps, MOST_BARS, type WaterfallStep, waterfall } from './waterfall.ts';

const stepsOf = (points: readonly number[]): WaterfallStep[] =>
  points.map((each, index) => ({ name: `part ${index}`, href: null, className: 'ap-forum', points: each }));

test('there are never more bars than that, and their sum is that of all parts', () => {
  const points = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(points, (all) => {
      const total = all.reduce((sum, each) => sum + each, 0);
      const bars = largestSteps(stepsOf(roundedParts(all, total)));
      expect(bars.length).toBe(Math.min(all.length, MOST_BARS));
      const sum = bars.reduce((before, each) => before + each.points, 0);
      expect(sum).toBeCloseTo(Math.round(total * 10) / 10, 6);
    }),
  );
});

test('the largest keep their names, all others are one', () => {
  const bars = largestSteps(stepsOf([1, 12, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2]));
  expect(bars.map(({ name, points }) => [name, points])).toEqual([
    ...[
      ['part 1', 12],
      ['part 10', 11],
      ['part 9', 10],
      ['part 8', 9],
      ['part 7', 8],
      ['part 6', 7],
    ],
    ...[
      ['part 5', 6],
      ['part 4', 5],
      ['part 3', 4],
      ['3 others', 6],
    ],
  ]);
});

test('the picture tells what it shows, and escapes names', async () => {
  const name = 'documentation · read · <b>a topic with quite a long name</b>';
  const drawn = String(await waterfall([{ ...stepsOf([2.5])[0], name } as WaterfallStep], 2.5, 'sum'));
  expect(drawn).toContain('&lt;b&gt;a topic with quite a long name&lt;/b&gt; 2.5. Together 2.5.');
  expect(drawn).not.toContain('<b>');
  expect(drawn).toContain('…</text>');
});
