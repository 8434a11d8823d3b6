/**
 * What is no change of an organization, one test for each line of "Not fooled by" in docs/design/emergence.md: it does
 * not emerge, and says no more of itself than is true. A provider's network, and which domains are the vendor's and
 * members', are told in `../emergence_store.test.ts`.
 */
import { describe, expect, test } from 'vitest';
import type { AccessPoint, Act } from '../../intake/index.ts';
import type { Cell, Day } from '../facts.ts';
import { findEmerging, saySurprise } from './index.ts';
import { cellOf, simulateNoise } from './testing.ts';
import type { Emergence, SubjectActs } from './types.ts';

/** Few are seen, and seldom: anything at all is much here. */
const noise = simulateNoise({
  ...{ seed: 7, subjects: 200, days: 960, rate: 0.01, spread: 0.8, regulars: 0.5 },
});
const START: Day = 900;
const PLACES: readonly (readonly [AccessPoint, Act])[] = [
  ['forum', 'reply'],
  ['code', 'commit'],
  ['documentation', 'read'],
  ['chat', 'ask'],
  ['mailing_list', 'ask'],
  ['support', 'ask'],
];

function days(from: Day, count: number, step = 1): Day[] {
  return Array.from({ length: count }, (_, index) => from + index * step);
}

/** An organization with one act in its past. */
function quiet(id: string, cells: readonly Cell[]): SubjectActs {
  const first = cellOf(400, `${id} first`, { accessPoint: 'documentation', act: 'read' });
  return { id, type: 'organization', cells: [first, ...cells] };
}

function colleague(day = START + 2): Cell {
  return cellOf(day, 'colleague', { accessPoint: 'documentation', act: 'read' });
}

const EVERY_WEEK = days(START, 5, 7);

/** What emerged of these on any of five days. */
function emerged(planted: readonly SubjectActs[], staff?: ReadonlySet<string>): readonly Emergence[] {
  return judged(planted, staff).filter(({ emerging }) => emerging);
}

/** What was judged at all. */
function judged(planted: readonly SubjectActs[], staff?: ReadonlySet<string>): readonly Emergence[] {
  const ids = new Set(planted.map(({ id }) => id));
  return EVERY_WEEK.flatMap((today) => {
    const seen = [...noise, ...planted].filter(({ cells }) => cells.some(({ day }) => day <= today));
    return findEmerging(() => seen, staff === undefined ? { today } : { today, staff });
  }).filter(({ id }) => ids.has(id));
}

function visitors(firm: string, day: Day, count: number, at: readonly [AccessPoint, Act]): Cell[] {
  const [accessPoint, act] = at;
  return days(0, count).map((n) => cellOf(day, `${firm} ${n}`, { accessPoint, act }));
}

const TOPICS = ['sso', 'ldap', 'audit', 'compliance', 'prices', 'contracts', 'migration', 'support'];

/** Every day through all pages about guarantees. */
const CRAWLER = days(START, 28).flatMap((day) =>
  TOPICS.map((topic) => cellOf(day, null, { accessPoint: 'documentation', act: 'read', topic })),
);
/** Every day ten thousand downloads, pages and clones. */
const BUILD_SERVER = days(START, 28).flatMap((day) =>
  (['download', 'documentation', 'code', 'on_demand'] as const).map((accessPoint) =>
    cellOf(day, null, { accessPoint, act: 'download', quantity: 10_000 }),
  ),
);
/** One person everywhere, going further all the time, on topics of guarantees. */
const HOBBYIST = days(START, 28).flatMap((day) =>
  PLACES.map(([accessPoint, act]) => cellOf(day, 'hobbyist', { accessPoint, act, topic: 'sso' })),
);

describe('an organization does not emerge by', () => {
  test.each([
    ['a crawler', CRAWLER],
    ['a build server', BUILD_SERVER],
  ])('%s, alone or beside one colleague or two', (_, traffic) => {
    expect(emerged([quiet('planted', traffic)])).toEqual([]);
    expect(emerged([quiet('planted', [...traffic, colleague()])])).toEqual([]);
    const second = cellOf(START + 4, 'second', { accessPoint: 'documentation', act: 'read' });
    expect(emerged([quiet('planted', [...traffic, colleague(), second])])).toEqual([]);
  });

  test.each([
    ['a crawler', CRAWLER],
    ['a build server', BUILD_SERVER],
  ])('%s beside one hobbyist: traffic is not a second person, and one is not judged', (_, traffic) => {
    expect(judged([quiet('planted', [...traffic, ...HOBBYIST])])).toEqual([]);
    expect(judged([quiet('planted', [...traffic, ...HOBBYIST, colleague()])])).not.toEqual([]);
  });

  test.each([2, 3, 5])('a conference day on which %i firms send five people each', (firms) => {
    const planted = days(0, firms).map((n) =>
      quiet(`firm ${n}`, visitors(`firm ${n}`, START + 3, 5, ['event', 'attend'])),
    );
    expect(emerged(planted)).toEqual([]);
  });

  test('a conference of two days, of which one firm stays for the second alone', () => {
    const planted = days(0, 2).map((n) =>
      quiet(`firm ${n}`, visitors(`firm ${n}`, START + 3, 5, ['event', 'attend'])),
    );
    const second = visitors('firm 0', START + 4, 5, ['event', 'attend']);
    const stays = planted.map((firm, n) => (n > 0 ? firm : { ...firm, cells: [...firm.cells, ...second] }));
    expect(emerged(stays)).toEqual([]);
  });

  test.each([
    ['a release day', ['download', 'download']],
    ['a viral post', ['social', 'reply']],
  ] as const)('%s that brings twelve firms with five people each', (_, at) => {
    const planted = days(0, 12).map((n) => quiet(`firm ${n}`, visitors(`firm ${n}`, START + 3, 5, at)));
    expect(emerged(planted)).toEqual([]);
  });

  test.each(['star', 'fork'] as const)('fifty bought acts of the kind "%s"', (act) => {
    const bought = days(0, 50).map((n) =>
      cellOf(START + (n % 28), `fake ${n}`, { accessPoint: 'code', act }),
    );
    expect(emerged([quiet('planted', [...bought, colleague()])])).toEqual([]);
  });

  test('a very active hobbyist, alone or beside a quiet colleague', () => {
    expect(judged([quiet('planted', HOBBYIST)])).toEqual([]);
    expect(emerged([quiet('planted', [...HOBBYIST, colleague()])])).toEqual([]);
  });

  test('a job change: somebody active elsewhere begins to act for it, beside a quiet colleague', () => {
    const act = (day: Day, n: number): Cell => {
      const [accessPoint = 'forum', act = 'reply'] = PLACES[n % PLACES.length] ?? [];
      return cellOf(day, 'moved', { accessPoint, act });
    };
    const before = quiet('old employer', days(START - 200, 200).map(act));
    expect(emerged([before, quiet('new employer', [...days(START, 28).map(act), colleague()])])).toEqual([]);
  });

  test('own staff and members, whose people are passed in', () => {
    const cells = days(START, 6, 3).map((day, index) => cellOf(day, `ours ${index}`));
    const ours = new Set(days(0, 6).map((index) => `ours ${index}`));
    expect(emerged([quiet('planted', cells)])).not.toEqual([]);
    expect(emerged([quiet('planted', cells)], ours)).toEqual([]);
  });
});

describe('what is said is true', () => {
  const said = (cells: readonly Cell[], measure: string, guarantees?: ReadonlySet<string>): string[] =>
    findEmerging(() => [...noise, quiet('planted', cells)], {
      today: START + 20,
      guarantees: guarantees ?? null,
    })
      .filter(({ id }) => id === 'planted')
      .flatMap(({ surprises }) => surprises.filter((surprise) => surprise.measure === measure))
      .map((surprise) => saySurprise(surprise).replace(/, against .*/, ''));
  const second = cellOf(START + 4, 'second', { accessPoint: 'documentation', act: 'read', topic: 'sso' });

  test('traffic is called traffic and counts once, however many topics', () => {
    expect(said([...CRAWLER, colleague(), { ...second, topic: null }], 'commercial')).toEqual([
      'network traffic on topics of guarantees (documentation) in the last 28 days',
    ]);
    expect(said([...CRAWLER, colleague(), second], 'commercial')).toEqual([
      '1 person and network traffic on topics of guarantees (documentation) in the last 28 days',
    ]);
  });

  test('traffic is nobody: it is no one of the people, and goes nowhere', () => {
    const pages = [colleague(), second];
    expect(said([...BUILD_SERVER, ...pages], 'people')).toEqual([
      '2 people (documentation) in the last 28 days',
    ]);
    expect(said([...BUILD_SERVER, ...pages], 'deeper')).toEqual([]);
  });

  test('a shared mailbox is called so', () => {
    const mailbox = {
      ...cellOf(START + 5, null, { accessPoint: 'support', topic: 'sso' }),
      network: false,
    };
    expect(said([mailbox, colleague(), second], 'commercial')).toContain(
      'a shared mailbox on topics of guarantees (support) in the last 28 days',
    );
  });

  test('topics of other kinds are no topics of guarantees', () => {
    const cells = [colleague(), second];
    expect(said(cells, 'commercial', new Set(['ldap']))).toEqual([]);
    expect(said(cells, 'commercial', new Set(['sso']))).toHaveLength(1);
  });

  test('one person at six places is one person at one, where they went furthest, and at no more places', () => {
    const once = HOBBYIST.filter(({ day }) => day < START + 3);
    expect(said([...once, colleague()], 'people')).toEqual(
      expect.arrayContaining([
        '1 person (code) in the last 28 days',
        '1 person (documentation) in the last 28 days',
      ]),
    );
    expect(said([...once, colleague()], 'people')).toHaveLength(2);
    expect(said([...once, colleague()], 'access_points')).toEqual([
      '2 places where the product is met in the last 28 days',
    ]);
    expect(said([...once, colleague()], 'deeper')).toEqual([
      '1 person taking a step up for the first time (trying, asking or building) in the last 28 days',
    ]);
  });
});
