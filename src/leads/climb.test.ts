/** Movement up the ladder over access points counts more than volume. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { climbOf, type Hold, sayClimb } from './climb.ts';
import type { Cell, Facts } from './facts.ts';
import { groupCells } from './groups.ts';
import { judge } from './lead.ts';
import { loadWeights } from './weights.ts';

const TODAY = 20_600;
const weights = loadWeights();

function cell(more: Partial<Cell>): Cell {
  return {
    ...{ accessPoint: 'documentation', act: 'read', topic: null, day: TODAY, personId: 'p' },
    ...{ network: false, quantity: 1, weight: more.quantity ?? 1, ...more },
  };
}

function judged(cells: readonly Cell[]) {
  const subject: Facts['subject'] = {
    ...{ id: 's', type: 'organization', name: 'Acme', domain: 'acme.example', kind: 'company' },
    ...{ kindReason: '', own: false, member: false, madeUp: false },
  };
  return judge({ subject, cells, agreements: [], names: [] }, TODAY, weights);
}

/** Anonymous traffic of a network, every day for so many days. */
function traffic(topic: string | null): Cell[] {
  return Array.from({ length: 120 }, (_, ago) => {
    const alike = { day: TODAY - ago, network: true, personId: null, quantity: 20 };
    return [cell({ ...alike, topic }), cell({ ...alike, accessPoint: 'download', act: 'download' })];
  }).flat();
}

/** One person reads, tries, asks in the forum, and asks support about SSO. */
const CLIMBER = [
  cell({ day: TODAY - 40 }),
  cell({ day: TODAY - 30, accessPoint: 'download', act: 'download' }),
  cell({ day: TODAY - 15, accessPoint: 'forum', act: 'ask' }),
  cell({ day: TODAY - 3, accessPoint: 'support', act: 'ask', topic: 'sso' }),
];

test('one person who goes up the ladder is before any volume of anonymous traffic', () => {
  const [plain, sso, climber] = [traffic(null), traffic('sso'), CLIMBER].map(judged);
  const everything = judged(weights.topics.flatMap(({ name }) => traffic(name)));
  expect(climber?.stage.stage).toBe('needs_guarantees');
  for (const each of [plain, sso, everything]) {
    expect(each?.stage.stage).toBe('trying');
    expect(each?.stage.reason).toContain('names nobody who builds, asks or needs guarantees');
    expect(climber?.score.total).toBeGreaterThan(2 * (each?.score.total ?? 0));
  }
  // Traffic about guarantees still says more than other traffic.
  expect(sso?.score.total).toBeGreaterThan(1.25 * (plain?.score.total ?? 0));
});

test('the same acts count more when they go up', () => {
  const down = CLIMBER.map((each) => ({ ...each, day: 2 * TODAY - 40 - each.day }));
  const back = judged(down);
  expect(back.score.climb).toMatchObject({ steps: 0, factor: 1, top: null });
  expect(judged(CLIMBER).score.climb).toMatchObject({ steps: 3, factor: 2 });
});

const ladder = (cells: readonly Cell[]) => climbOf(groupCells(cells), TODAY, weights);

test.each<[string, Cell[], number]>([
  ['nothing', [], 0],
  ['one rung', CLIMBER.slice(0, 1), 0],
  ['all four', CLIMBER, 3],
  ['whoever skips a rung goes up once', [CLIMBER[0] as Cell, CLIMBER[2] as Cell], 1],
  ['both on one day', CLIMBER.slice(0, 2).map((each) => ({ ...each, day: TODAY })), 0],
  ['at one access point', CLIMBER.map((each) => ({ ...each, accessPoint: 'forum' as const })), 0],
  ['traffic of a network', CLIMBER.map((each) => ({ ...each, network: true })), 0],
  ['the first of them too long ago', CLIMBER.map((each) => ({ ...each, day: each.day - 330 })), 2],
  [
    'the earliest way up is at one access point, another one is not',
    [
      cell({ accessPoint: 'forum', day: TODAY - 9 }),
      cell({ day: TODAY - 5 }),
      cell({ accessPoint: 'forum', act: 'ask', day: TODAY - 4 }),
    ],
    1,
  ],
  [
    'talks are the top',
    [...CLIMBER, cell({ accessPoint: 'agreement', act: 'deal_open', day: TODAY, personId: null })],
    4,
  ],
])('%s: %#', (_, cells, steps) => {
  expect(ladder(cells).steps).toBe(steps);
});

test('the way up is told', () => {
  expect(sayClimb(ladder(CLIMBER), TODAY, weights)).toMatch(
    /^climbed three rungs: read the documentation \(.*\), then downloaded a release \(.*\), then asked in the forum \(.*\), then asked about SSO by mail to support \(.*\)$/,
  );
  expect(sayClimb(ladder([]), TODAY, weights)).toBe('has not climbed from one access point to the next');
});

const cells = fc.array(
  fc
    .record({
      accessPoint: fc.constantFrom('documentation', 'forum', 'code', 'support'),
      act: fc.constantFrom('read', 'download', 'ask', 'commit'),
      topic: fc.constantFrom(null, 'sso'),
      day: fc.integer({ min: TODAY - 12, max: TODAY }),
      network: fc.boolean(),
    } as const)
    .map((row) => cell(row)),
  { maxLength: 9 },
);

const RUNG = { read: 0, download: 1, ask: 2, commit: 3 } as const;
const rungOf = ({ act, topic }: Cell): number =>
  act === 'ask' && topic === 'sso' ? 4 : RUNG[act as keyof typeof RUNG];

/** The longest climb that ends with `top`, by trying all. */
function longest(top: Cell, given: readonly Cell[]): number {
  const below = given.filter(
    (each) =>
      each.day < top.day &&
      each.accessPoint !== top.accessPoint &&
      rungOf(each) < rungOf(top) &&
      !each.network,
  );
  return Math.max(0, ...below.map((each) => 1 + longest(each, given)));
}

test('it is the longest of all climbs, and every hold of it was seen', () => {
  fc.assert(
    fc.property(cells, (given) => {
      const { steps, top } = ladder(given);
      const tops = given.filter(({ network }) => !network);
      expect(steps).toBe(Math.max(0, ...tops.map((each) => longest(each, given))));
      let length = 0;
      for (let hold: Hold | null = top; hold !== null; hold = hold.below) {
        const { day, accessPoint, act, below } = hold;
        expect(tops).toContainEqual(expect.objectContaining({ day, accessPoint, act }));
        if (below !== null) expect(below.day).toBeLessThan(day);
        length += 1;
      }
      expect(length).toBe(steps === 0 ? 0 : steps + 1);
    }),
    { numRuns: 1_000 },
  );
});
