/** The promise of emergence on a made-up population: silence when nothing changes, and a planted change found. */

import { describe, expect, test } from 'vitest';
import type { Cell, Day } from '../facts.ts';
import { emergenceOf, findEmerging, saySurprise } from './index.ts';
import { EMERGENCE_SETTINGS } from './settings.ts';
import { cellOf, drawPoisson, type NoiseOptions, seededRandom, simulateNoise } from './testing.ts';
import type { Emergence, Series, SubjectActs } from './types.ts';

const NOISE: NoiseOptions = { seed: 7, subjects: 200, days: 1_095, rate: 0.02, spread: 1.2, regulars: 0.5 };
const noise = simulateNoise(NOISE);
const START: Day = 900;
const NOBODY = { who: [], traffic: false, unnamed: false };

function emerging(subjects: readonly SubjectActs[], today: Day): Emergence[] {
  const seen = subjects.filter(({ cells }) => cells.some(({ day }) => day <= today));
  return findEmerging(() => seen, { today }).filter((one) => one.emerging);
}

/** The population with acts added to one subject that has a quiet past. */
function planted(cells: readonly Cell[], id = 'planted'): SubjectActs[] {
  const quiet = [cellOf(400, 'first', { accessPoint: 'documentation', act: 'read' })];
  return [...noise, { id, type: 'organization', cells: [...quiet, ...cells] }];
}

function days(from: Day, count: number, step = 1): Day[] {
  return Array.from({ length: count }, (_, index) => from + index * step);
}

describe('a year of noise', () => {
  test.each([
    { rate: 0.02, spread: 1.2, regulars: 0.5, subjects: 200 },
    { rate: 0.005, spread: 1.5, regulars: 0.8, subjects: 300 },
    { rate: 0.1, spread: 0.8, regulars: 0, subjects: 60 },
  ])(
    'stays below the promised rate of false discoveries: %o',
    (population) => {
      let [alarmed, looked] = [0, 0];
      for (const seed of [1, 2, 3]) {
        const subjects = simulateNoise({ ...NOISE, ...population, seed });
        for (const today of days(730, 52, 7)) {
          looked += 1;
          if (emerging(subjects, today).length > 0) alarmed += 1;
        }
      }
      // All discoveries are false here, so their expected share is the share of days with any.
      expect(alarmed / looked).toBeLessThanOrEqual(EMERGENCE_SETTINGS.falseDiscoveries);
    },
    60_000,
  );
});

describe('a planted change', () => {
  test('from one act in two months to four people a week is found within four weeks', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const random = seededRandom(seed);
      const cells = days(START, 90).flatMap((day) =>
        Array.from({ length: drawPoisson(4 / 7, random) }, (_, index) => cellOf(day, `new ${day} ${index}`)),
      );
      const subjects = planted(cells);
      const found = days(START, 90).find((day) => emerging(subjects, day).some(({ id }) => id === 'planted'));
      return found === undefined ? Number.POSITIVE_INFINITY : found - START;
    });
    expect(delays.toSorted((a, b) => a - b)[4]).toBeLessThanOrEqual(14);
    expect(Math.max(...delays)).toBeLessThanOrEqual(28);
  }, 60_000);

  test('says what rose, since when, and who', () => {
    const cells = days(START, 6, 3).map((day, index) => cellOf(day, `new ${index}`));
    const [found] = emerging(planted(cells), START + 20);
    expect(found?.id).toBe('planted');
    expect(found?.since).toBe(START);
    const people = found?.surprises.find(({ measure }) => measure === 'people');
    expect(people?.who.toSorted()).toEqual(['new 0', 'new 1', 'new 2', 'new 3', 'new 4', 'new 5']);
    expect(people && saySurprise(people)).toMatch(
      /^6 people \(forum\) in the last 28 days, against less than 0\.1 expected\.$/,
    );
  });

  test('people who go further at several places weigh more than as many at one', () => {
    const one = days(START, 4, 3).map((day, index) => cellOf(day, `new ${index}`, { act: 'ask' }));
    const places = ['forum', 'mailing_list', 'code', 'support'] as const;
    const several = one.map((cell, index) => ({ ...cell, accessPoint: places[index] ?? 'forum' }));
    const measures = (cells: readonly Cell[]): readonly string[] =>
      findEmerging(() => planted(cells), { today: START + 20 })
        .find(({ id }) => id === 'planted')
        ?.surprises.filter(({ p }) => p < 0.01)
        .map(({ measure }) => measure) ?? [];
    expect(measures(several)).toContain('access_points');
    expect(measures(one)).not.toContain('access_points');
  });
});

test('a month in which many send four more people, where one that does so alone emerges', () => {
  const past = [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
  const month = (busy: number): readonly string[] =>
    emergenceOf(
      days(0, 100).map((index) => {
        const counts = [index < busy ? 4 : 0, ...past];
        const series: Series = { measure: 'people', accessPoint: 'forum', counts, since: START, ...NOBODY };
        const subject = { id: `subject ${index}`, type: 'organization', age: 13, people: 4 } as const;
        return { ...subject, series: new Map([['people forum', series]]) };
      }),
    ).flatMap(({ id, emerging }) => (emerging ? [id] : []));
  expect(month(1)).toEqual(['subject 0']);
  expect(month(60)).toEqual([]);
});

test('being new: that an organization is seen at all is no surprise, only how many come', () => {
  const day = START + 3;
  const cells = days(0, 5).map((index) => cellOf(day, `new ${index}`));
  const newcomer: SubjectActs = { id: 'new', type: 'organization', cells };
  const found = findEmerging(() => [...noise, newcomer], { today: day + 3 }).find(({ id }) => id === 'new');
  const ps = new Map(found?.surprises.map(({ measure, p }) => [measure, p]));
  expect(ps.get('access_points')).toBe(1);
  expect(ps.get('people')).toBeLessThan(0.1);
});

test('acts after the day do not change its answer', () => {
  const cells = days(START, 6, 3).map((day, index) => cellOf(day, `new ${index}`));
  const cut = planted(cells).map((subject) => ({
    ...subject,
    cells: subject.cells.filter(({ day }) => day <= START + 20),
  }));
  expect(findEmerging(() => planted(cells), { today: START + 20 })).toEqual(
    findEmerging(() => cut, { today: START + 20 }),
  );
});

test('a person without an organization emerges by places and steps, not by number of people', () => {
  const people: SubjectActs[] = noise.map((subject) => ({ ...subject, type: 'person' }));
  for (const { surprises } of findEmerging(() => people, { today: START })) {
    expect(surprises.map(({ measure }) => measure)).not.toContain('people');
  }
});
