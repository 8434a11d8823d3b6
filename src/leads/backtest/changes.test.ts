import { expect, test } from 'vitest';
import { changesOf } from './changes.ts';
import { openPast } from './past.ts';
import { at } from './testing.ts';
import { type Act, DAY, NO_CHANGE } from './types.ts';

const CUTOFF = at('2022-07-01');

/** `people` of a company each act once, a day apart, the last on the day before `until`. */
function acts(organization: string, people: number, until: number): Act[] {
  return Array.from({ length: people }, (_, index) => {
    const time = until - (people - index) * DAY;
    return {
      ...{ visibleAt: time, at: time, person: `${organization} ${index}`, organization },
      domain: `${organization}.example`,
    };
  });
}

/** Companies of which one person acts every two months, for three years. */
const CALM: [string, readonly Act[]][] = Array.from({ length: 60 }, (_, n) => [
  `calm${n}`,
  Array.from({ length: 18 }, (_, turn) => acts(`calm${n}`, 1, CUTOFF - (turn * 60 + n) * DAY))
    .flat()
    .reverse(),
]);

test('a company that suddenly sends many people is marked, companies that go on as ever are not', () => {
  const rising: readonly Act[] = [...acts('rising', 1, CUTOFF - 700 * DAY), ...acts('rising', 12, CUTOFF)];
  const changeOf = changesOf(new Map([...CALM, ['rising', rising]]), CUTOFF, openPast(CUTOFF));
  expect(changeOf('rising')).toEqual({ surprise: expect.any(Number), emerging: true });
  expect(changeOf('rising').surprise).toBeGreaterThan(-Math.log(0.001));
  expect(CALM.filter(([name]) => changeOf(name).emerging)).toEqual([]);
  expect(changeOf('nobody')).toBe(NO_CHANGE);
});

test('an act of after the cut-off is a leak, and is caught', () => {
  const late = acts('late', 1, CUTOFF + 2 * DAY);
  expect(() => changesOf(new Map([['late', late]]), CUTOFF, openPast(CUTOFF))).toThrow(/leaked/);
});
