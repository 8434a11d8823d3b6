/** Adding subjects up and forgetting them gives what looking at all of them at once gives, straight from the definition. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { falseDiscoveryRates, harmonicMeanP } from './combine.ts';
import { fitGamma, type Gamma, upperTail } from './gamma_poisson.ts';
import { EMERGENCE_SETTINGS, emergenceOf, openTally } from './index.ts';
import type { Emergence, Series, SubjectCounts } from './types.ts';

const { past, memory, calm, people, falseDiscoveries } = EMERGENCE_SETTINGS;
const WINDOWS = Array.from({ length: past }, (_, index) => index + 1);
type Counts = readonly number[];
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

/** One row of counts for every subject, those that were never counted too. */
function learn(rows: readonly { readonly counts: Counts; readonly age: number }[]) {
  const known = rows.map(({ counts, age }) => ({ counts, age: Math.min(age, past) }));
  const before = (age: number): number[] => WINDOWS.filter((window) => window < age);
  const exposure = (age: number, effects: Counts): number => sum(before(age).map((w) => effects[w] ?? 1));
  const total = (counts: Counts, age: number): number => sum(before(age).map((w) => counts[w] ?? 0));
  const learned = (effects: Counts): Gamma =>
    fitGamma(
      known
        .map(({ counts, age }) => ({
          total: total(counts, age),
          exposure: exposure(age, effects),
          subjects: 1,
        }))
        .filter((group) => group.exposure > 0),
    );
  let effects: Counts = new Array<number>(past + 1).fill(1);
  let gamma = learned(effects);
  for (let round = 0; round < 2; round++) {
    const [last, was] = [gamma, effects];
    effects = [0, ...WINDOWS].map((window) => {
      const there = known.filter(({ age }) => window > 0 && window < age);
      const rate = ({ counts, age }: (typeof known)[number]): number =>
        (last.shape + total(counts, age)) / (last.rate + exposure(age, was));
      return (sum(there.map(({ counts }) => counts[window] ?? 0)) + calm) / (sum(there.map(rate)) + calm);
    });
    gamma = learned(effects);
  }
  const old = known.filter(({ age }) => age > 0);
  const own = (counts: Counts, age: number): Gamma => ({
    shape: gamma.shape + sum(before(age).map((w) => memory ** (w - 1) * (counts[w] ?? 0))),
    rate: gamma.rate + sum(before(age).map((w) => memory ** (w - 1) * (effects[w] ?? 1))),
  });
  const expected = (counts: Counts, age: number): number => own(counts, age).shape / own(counts, age).rate;
  const [seen, usual] = [
    sum(old.map(({ counts }) => counts[0] ?? 0)),
    sum(old.map(({ counts, age }) => expected(counts, age))),
  ];
  return (counts: Counts, age: number): number => {
    const [observed = 0] = counts;
    const mine = age === 0 ? [0, 0] : [observed, expected(counts, age)];
    const effect = (Math.max(0, seen - (mine[0] ?? 0)) + calm) / (Math.max(0, usual - (mine[1] ?? 0)) + calm);
    const tail = upperTail(observed, own(counts, age), effect);
    return age === 0 ? tail / upperTail(1, own(counts, age), effect) : tail;
  };
}

function reference(all: readonly SubjectCounts[]): { id: string; p: number; emerging: boolean }[] {
  return (['organization', 'person'] as const).flatMap((type) => {
    const subjects = all.filter((subject) => subject.type === type);
    const keys = [...new Set(subjects.flatMap(({ series }) => [...series.keys()]))];
    const surprise = new Map(
      keys.map((key) => [
        key,
        learn(subjects.map(({ series, age }) => ({ counts: series.get(key)?.counts ?? [], age }))),
      ]),
    );
    const judged = subjects
      .filter((subject) => type === 'person' || subject.people >= people)
      .map(({ id, age, series }) => {
        const rose = [...series].filter(([, { counts }]) => (counts[0] ?? 0) > 0);
        const great = harmonicMeanP(
          rose.map(([key, { counts }]) => surprise.get(key)?.(counts, age) ?? 1),
          keys.length,
        );
        // So few subjects have too little past to say what many moderate surprises are worth.
        return { id, p: harmonicMeanP([great, 1]) };
      });
    const rose = judged.filter(({ p }) => p < 1);
    const rates = falseDiscoveryRates(
      rose.map(({ p }) => p),
      subjects.length,
    );
    return rose.map((each, index) => ({ ...each, emerging: (rates[index] ?? 1) <= falseDiscoveries }));
  });
}

const NAMES = [
  ['people forum', 'people', 'forum'],
  ['people code', 'people', 'code'],
  ['deeper', 'deeper', null],
] as const;

const subjects = fc
  .array(
    fc.record({
      type: fc.constantFrom('organization' as const, 'person' as const),
      age: fc.nat({ max: past + 5 }),
      people: fc.nat({ max: 4 }),
      counts: fc.array(
        fc.option(fc.array(fc.nat({ max: 6 }), { minLength: past + 1, maxLength: past + 1 }), { nil: null }),
        { minLength: 3, maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((drawn) =>
    drawn.map(({ type, age, people, counts }, index): SubjectCounts => {
      const series = NAMES.flatMap(([key, measure, accessPoint], number): [string, Series][] => {
        // Nothing is counted before a subject was first seen.
        const own = counts[number]?.map((count, window) => (window > age ? 0 : count));
        return own === undefined
          ? []
          : [
              [
                key,
                {
                  measure,
                  accessPoint,
                  counts: own,
                  since: 100,
                  who: ['somebody'],
                  traffic: false,
                  unnamed: false,
                },
              ],
            ];
      });
      return { id: `subject ${index}`, type, age, people, series: new Map(series) };
    }),
  );

test('the same subjects emerge with the same probabilities, whether they are kept or added up', () => {
  fc.assert(
    fc.property(subjects, (all) => {
      const found = new Map(emergenceOf(all).map((each) => [each.id, each]));
      const expected = reference(all);
      expect(found.size).toBe(expected.length);
      for (const { id, p, emerging } of expected) {
        // Sums in another order round differently, and the search for the shape ends at a hundredth.
        expect(Math.log(found.get(id)?.p ?? 2)).toBeCloseTo(Math.log(p), 2);
        expect(found.get(id)?.emerging).toBe(emerging);
      }
    }),
    { numRuns: 150 },
  );
});

test('without names of who was counted everything else is the same', () => {
  fc.assert(
    fc.property(subjects, (all) => {
      const tally = openTally({ who: false });
      for (const each of all) tally.add(each);
      const nameless = (found: Iterable<Emergence>) =>
        [...found].map(({ surprises, ...more }) => ({
          ...more,
          surprises: surprises.map((surprise) => ({ ...surprise, who: [] })),
        }));
      expect([...tally.emerged()]).toEqual(nameless(emergenceOf(all)));
    }),
    { numRuns: 20 },
  );
});
