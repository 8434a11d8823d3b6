import { expect, test } from 'vitest';
import { lessonsOf, type TaughtRow } from './lessons.ts';

const row = (status: TaughtRow['status'], reason: string | null, count: number): TaughtRow => ({
  ...{ kind: 'university', segment: 'do_it_yourself', status, reason, count },
});

test('answers about a kind make others of it count less; wins and other reasons hold against that', () => {
  expect(lessonsOf([row('disqualified', 'student', 5)])).toEqual([
    {
      ...{ kind: 'university', segment: 'do_it_yourself', factor: 0.5 },
      reason: '5 others like it were disqualified (mostly: students or a course), 0 were won',
    },
  ]);
  expect(lessonsOf([row('disqualified', 'student', 5), row('won', null, 20)])[0]?.factor).toBe(0.83);
  expect(lessonsOf([row('disqualified', 'not_now', 50), row('disqualified', 'wrong_company', 9)])).toEqual(
    [],
  );
  expect(lessonsOf([row('disqualified', 'hobby', 1)])[0]?.factor).toBe(0.83);
  expect(lessonsOf([])).toEqual([]);
});
