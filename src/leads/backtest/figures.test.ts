import { expect, test } from 'vitest';
import { scoreBaselines } from './baselines.ts';
import { FEATURES, profileOf } from './features.ts';
import {
  ALL_PROJECTS,
  alarmsPerMonth,
  averagePrecision,
  calibrationOf,
  countHitOrganizations,
  countHits,
  liftCurve,
  markedOf,
  median,
  rankings,
  seenBefore,
  topOf,
} from './figures.ts';
import { openPast } from './past.ts';
import { backtestProjects, rankedLines } from './report.ts';
import { at, label, project, team } from './testing.ts';
import { type Act, NO_CHANGE, type Ranked } from './types.ts';

const CUTOFF = at('2022-07-01');
const act = (day: string, person: string): Act => ({
  ...{ visibleAt: at(day), at: at(day), person, organization: 'acme', domain: 'acme.example' },
});
const profile = profileOf(
  { organization: 'acme', domain: 'acme.example', acts: [act('2021-01-01', 'a'), act('2022-06-21', 'b')] },
  { cutoff: CUTOFF, acts: 200, peopleElsewhere: () => 3, vendorDomains: new Set() },
  openPast(CUTOFF),
);

/** A candidate with a probability and an outcome, on the list of a cut-off. */
function ranked(organization: string, probability: number, outcome: 0 | 1 | null, cutoff = CUTOFF): Ranked {
  return {
    ...{ project: 'one', cutoff, visibleAt: cutoff, organization, domain: organization, outcome },
    hitAt: outcome === 1 ? cutoff : null,
    ...{ x: [], says: [], probability, model: { intercept: 0, weights: [] } },
    baselines: { volume: 0, newest: 0, points: 0 },
    change: NO_CHANGE,
  };
}

/** Twenty candidates, of which the third and the twentieth are hits. */
const LIST = Array.from({ length: 20 }, (_, n) => ranked(`o${n}`, 1 - n / 100, n === 2 || n === 19 ? 1 : 0));
const byProbability = ({ probability }: Ranked): number => probability;

test('precision, recall and lift of the first ten', () => {
  expect(topOf(LIST, byProbability)).toEqual({ precision: 0.1, recall: 0.5, lift: 1, gained: 0 });
  expect(topOf(LIST, ({ outcome }) => outcome ?? 0)).toEqual({
    precision: 0.2,
    recall: 1,
    lift: 2,
    gained: 1,
  });
  expect(topOf([...LIST, ranked('open', 1, null)], byProbability).precision).toBe(0.1);
});

test('lists of other lengths, and one list of several projects', () => {
  expect(topOf(LIST, byProbability, { length: 3 })).toEqual({
    precision: 1 / 3,
    recall: 0.5,
    lift: expect.closeTo(10 / 3, 12),
    // Two of three are the most there are.
    gained: expect.closeTo((1 / 3 - 1 / 10) / (2 / 3 - 1 / 10), 12),
  });
  const other = LIST.map((one) => ({
    ...one,
    project: 'two',
    probability: one.probability + 1,
    outcome: 0 as const,
  }));
  const both = [...LIST, ...other];
  expect(topOf(both, byProbability).recall).toBe(0.5);
  expect(topOf(both, byProbability, { listOf: ALL_PROJECTS }).recall).toBe(0);
});

test('a lift curve ends at everybody, and takes of long and short lists the same share', () => {
  const short = ['a', 'b'].map((name) => ({
    ...ranked(name, name === 'a' ? 1 : 0, name === 'a' ? 1 : 0),
    project: 'two',
  }));
  const curve = liftCurve([...LIST, ...short], byProbability);
  expect(curve).toHaveLength(20);
  expect(curve.at(-1)).toEqual({ share: 1, recall: 1 });
  // Half of everybody: ten of twenty and one of two, with two of three hits.
  expect(curve[9]).toEqual({ share: 0.5, recall: 2 / 3 });
  expect(liftCurve([ranked('a', 0.5, 0)], byProbability)).toEqual([]);
});

test('marks that came true, and days from the first mark to the raised hand', () => {
  const mark = (organization: string, cutoff: string, outcome: 0 | 1 | null): Ranked => ({
    ...ranked(organization, 0.5, outcome, at(cutoff)),
    change: { surprise: 5, emerging: true },
  });
  const all = [
    ...LIST,
    mark('o2', '2022-07-01', 1),
    mark('o2', '2022-10-01', null),
    mark('x', '2022-10-01', 0),
  ];
  const raised = [
    { project: 'one', raisedAt: at('2022-07-31'), keys: ['o2'], firstSeenAt: null },
    { project: 'one', raisedAt: at('2022-09-30'), keys: ['x'], firstSeenAt: null },
  ];
  expect(markedOf(raised, all, 3)).toEqual({
    ...{ marks: 2, organizations: 2, perMonth: 2 / 6, precision: 0.5 },
    lift: expect.closeTo(0.5 / (3 / 22), 12),
    ...{ raised: 1, medianDays: 30 },
  });
});

test('average precision is the mean precision at the hits', () => {
  expect(averagePrecision(LIST)).toBeCloseTo((1 / 3 + 2 / 20) / 2, 12);
  expect(averagePrecision([ranked('a', 0.5, 0)])).toBeNaN();
});

test('equal candidates stand in the order of their domains, whatever the order they came in', () => {
  const equal = ['b', 'a', 'c'].map((name) => ranked(name, 0.5, 0));
  expect(rankings(equal, byProbability)[0]?.map(({ domain }) => domain)).toEqual(['a', 'b', 'c']);
});

test('days of lead run from the first act, and from the first alarm', () => {
  const raised = [
    { project: 'one', raisedAt: at('2022-08-01'), keys: ['o2'], firstSeenAt: at('2022-06-02') },
    { project: 'one', raisedAt: at('2022-08-01'), keys: ['o19'], firstSeenAt: at('2022-07-02') },
    { project: 'one', raisedAt: at('2022-08-01'), keys: ['never'], firstSeenAt: null },
  ];
  expect(seenBefore(raised, LIST)).toEqual({
    ...{ labels: 3, seen: 2, share: 2 / 3, medianDays: 45 },
    ...{ alarmed: 1, medianDaysFromAlarm: 31 },
  });
});

test('a hit counts at each cut-off, the organization once', () => {
  const later = LIST.map((one) => ({ ...one, cutoff: at('2022-10-01') }));
  expect(countHits([...LIST, ...later])).toBe(4);
  expect(countHitOrganizations([...LIST, ...later])).toBe(2);
  expect(countHitOrganizations([...LIST, ...later.map((one) => ({ ...one, project: 'two' }))])).toBe(4);
});

test('lists of another length change what is among the first ones', () => {
  const raised = [
    { project: 'one', raisedAt: at('2022-08-01'), keys: ['o2'], firstSeenAt: at('2022-06-02') },
  ];
  expect(seenBefore(raised, LIST, 2).alarmed).toBe(0);
  expect(seenBefore(raised, LIST, 3).alarmed).toBe(1);
  expect(alarmsPerMonth(LIST, 3, 6)).toBe(2);
});

test('an alarm is who was not among the first ten a quarter before', () => {
  const next = LIST.map((one, n) => ({
    ...one,
    cutoff: at('2022-10-01'),
    probability: n === 10 ? 1 : one.probability,
  }));
  expect(alarmsPerMonth([...LIST, ...next], 3)).toBeCloseTo((10 + 1) / 6, 12);
});

test('calibration compares with the base rate for everybody', () => {
  const { brier, brierOfBaseRate } = calibrationOf([ranked('a', 1, 1), ranked('b', 0, 0)]);
  expect([brier, brierOfBaseRate]).toEqual([0, 0.25]);
});

test('the median', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN]);
});

test('features say what was seen, in sentences', () => {
  expect(profile).toMatchObject({
    people: 2,
    newcomers: 1,
    quarters: 2,
    firm: true,
    vendor: false,
    share: 0.01,
  });
  expect(FEATURES.map(({ name, say }) => [name, say(profile)])).toEqual([
    ['people', '2 people of it contributed, the first on 2021-01-01.'],
    ['newcomers', 'One of them is new in the last year.'],
    ['persistence', 'It was active in 2 of the last eight quarters.'],
    ['freshness', 'It was last seen 10 days before.'],
    ['firm', 'Its domain is a company’s.'],
    ['elsewhere', '3 people of it contributed to the other projects.'],
    ['vendor', null],
  ]);
});

test('baselines: volume counts people, newest the first act, points are capped and decay', () => {
  const candidate = (acts: readonly Act[]) => ({ organization: 'acme', domain: 'acme.example', acts });
  const busy = candidate(Array.from({ length: 50 }, () => act('2022-06-30', 'a')));
  const two = candidate([act('2022-05-01', 'a'), act('2022-06-01', 'b')]);
  const [busyScores, twoScores] = [busy, two].map((one) => scoreBaselines(one, CUTOFF));
  expect(twoScores?.volume).toBeGreaterThan(busyScores?.volume ?? 9);
  expect(busyScores?.newest).toBe(at('2022-06-30'));
  expect(busyScores?.points).toBeCloseTo(4 * 2 ** (-1 / 90), 6);
  expect(twoScores?.points).toBeCloseTo(2 * 2 ** (-61 / 90) + 2 * 2 ** (-30 / 90), 6);
});

test('a project in which broad teams list themselves: they are ranked first, with reasons, and beat newest first', () => {
  const teams = Array.from({ length: 30 }, (_, n) => `team${n}.example`);
  const start = (n: number): string => `20${n < 15 ? 18 : 19}-0${1 + (n % 9)}-05`;
  const events = teams.flatMap((domain, n) => team(domain, n < 6 ? 5 : 1, start(n), '2023-11-30', 20));
  const labels = teams.slice(0, 6).map((domain, n) => label(`2021-0${n + 1}-15`, domain));
  const { pooled, ranked: all } = backtestProjects([project(events, labels)]);
  expect(pooled.seen).toMatchObject({ labels: 6, seen: 6, alarmed: 6 });
  expect(pooled.model.recall).toBe(1);
  expect(pooled.model.lift).toBeGreaterThan(pooled.baselines.newest.lift);
  expect(pooled.model.lift).toBeLessThanOrEqual(pooled.perfect.lift);
  expect(pooled.leftOut).toBeNull();
  const [first] = rankedLines(all).filter(({ cutoff }) => cutoff === '2020-10-01');
  expect(first).toMatchObject({
    project: 'one',
    rank: 1,
    domain: expect.stringMatching(/^team[0-5]\.example$/),
  });
  expect(first?.reasons.join(' ')).toMatch(/5 people of it contributed, the first on 2018-/);
});
