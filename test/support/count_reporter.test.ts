import { expect, test } from 'vitest';
import { count, skipReason } from './count_reporter.ts';

test('a skip needs a reason, an unfinished test is a failure, failures outside tests are added', () => {
  const outcomes = [
    { name: 'a', state: 'passed' },
    { name: 'b', state: 'failed' },
    { name: 'c', state: 'pending' },
    { name: 'd', state: 'skipped' },
    { name: 'e', state: 'skipped', reason: 'no data here' },
  ] as const;
  expect(count(outcomes, 2)).toEqual({ passed: 1, failed: 5 });
});

test('the reason of a skip is its note, or stands in the name', () => {
  expect(skipReason('no data', 'a > b')).toBe('no data');
  expect(skipReason(undefined, 'a (skipped: no data here) > b')).toBe('no data here');
  expect(skipReason(undefined, 'a > b')).toBeUndefined();
});
