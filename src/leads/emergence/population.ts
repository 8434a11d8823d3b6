/**
 * What is usual: for each measure and access point the distribution of rates over the population, and what everybody
 * did in each window (seasons, releases, posts that went round) as a multiple of the usual. Subjects are added up one
 * by one and forgotten; what is kept does not grow with their number.
 */
import { type CountGroup, fitGamma, type Gamma } from './gamma_poisson.ts';
import type { EmergenceSettings } from './settings.ts';
import type { SubjectCounts } from './types.ts';

/** What is usual in one series. */
export interface Usual {
  readonly gamma: Gamma;
  /** The population's effect on each past window; index 0 is not used. */
  readonly effects: readonly number[];
  /** Counted, and expected without an effect, in the trailing window: of all subjects that are not new. */
  readonly now: { readonly observed: number; readonly expected: number };
}

/** Subjects of the same age and the same total of counts in past windows. */
interface Alike {
  readonly total: number;
  readonly age: number;
  subjects: number;
}

/** One series added up over the subjects in which it was ever counted; all others count as zero. */
interface SeriesSums {
  readonly groups: Map<number, Alike>;
  /** By age: subjects in which it was counted, and their counts, each by what its window weighs. */
  readonly subjects: number[];
  readonly weighted: number[];
  /** Counted by window; in the trailing one by all that are not new. */
  readonly observed: number[];
}

/** All series of one type of subject added up. */
export interface PopulationSums {
  readonly ages: number[];
  readonly series: Map<string, SeriesSums>;
}

export function emptySums({ past }: EmergenceSettings): PopulationSums {
  return { ages: new Array<number>(past + 1).fill(0), series: new Map() };
}

/**
 * Adds one subject. Its first window is left out throughout: it is only known because something was counted there, so
 * its count says nothing about what is usual.
 */
export function addSubject(sums: PopulationSums, subject: SubjectCounts, settings: EmergenceSettings): void {
  const { past } = settings;
  const age = Math.min(subject.age, past);
  increase(sums.ages, age, 1);
  for (const [key, { counts }] of subject.series) {
    const series = sums.series.get(key) ?? emptySeries(past);
    sums.series.set(key, series);
    let total = 0;
    for (let window = 1; window < age; window++) {
      total += counts[window] ?? 0;
      increase(series.observed, window, counts[window] ?? 0);
    }
    if (age > 0) increase(series.observed, 0, counts[0] ?? 0);
    increase(series.subjects, age, 1);
    increase(series.weighted, age, weigh(counts, age, settings));
    const group = series.groups.get(total * (past + 1) + age);
    if (group === undefined) series.groups.set(total * (past + 1) + age, { total, age, subjects: 1 });
    else group.subjects += 1;
  }
}

function emptySeries(past: number): SeriesSums {
  const zeros = (): number[] => new Array<number>(past + 1).fill(0);
  return { groups: new Map(), subjects: zeros(), weighted: zeros(), observed: zeros() };
}

function increase(values: number[], index: number, by: number): void {
  values[index] = (values[index] ?? 0) + by;
}

/** The counts of past windows since a subject of this age was first seen, recent windows weighing more. */
export function weigh(counts: readonly number[], age: number, { memory, past }: EmergenceSettings): number {
  let [total, weight] = [0, 1];
  for (let window = 1; window < Math.min(age, past + 1); window++) {
    total += weight * (counts[window] ?? 0);
    weight *= memory;
  }
  return total;
}

/** What is usual in each series of one type of subject. */
export function learnPopulation(
  { ages, series }: PopulationSums,
  settings: EmergenceSettings,
): ReadonlyMap<string, Usual> {
  return new Map([...series].map(([key, sums]) => [key, learnSeries(sums, ages, settings)]));
}

function learnSeries(sums: SeriesSums, ages: readonly number[], settings: EmergenceSettings): Usual {
  const silent = ages.map((subjects, age) => ({
    ...{ total: 0, age },
    subjects: subjects - (sums.subjects[age] ?? 0),
  }));
  const alike = [...sums.groups.values(), ...silent].filter(({ subjects }) => subjects > 0);
  let effects = new Array<number>(settings.past + 1).fill(1);
  let gamma = fitGamma(groupsOf(alike, effects));
  for (let round = 0; round < 2; round++) {
    effects = effectsOf(sums, alike, effects, gamma, settings);
    gamma = fitGamma(groupsOf(alike, effects));
  }
  return { gamma, effects, now: nowOf(sums, ages, effects, gamma, settings) };
}

/** Windows in which a subject of this age can be compared, each times the population's effect. */
function exposureOf(age: number, effects: readonly number[]): number {
  let sum = 0;
  for (let window = 1; window < Math.min(age, effects.length); window++) sum += effects[window] ?? 1;
  return sum;
}

function groupsOf(alike: readonly Alike[], effects: readonly number[]): CountGroup[] {
  return alike
    .map(({ total, age, subjects }) => ({ total, exposure: exposureOf(age, effects), subjects }))
    .filter(({ exposure }) => exposure > 0);
}

function effectsOf(
  sums: SeriesSums,
  alike: readonly Alike[],
  before: readonly number[],
  { shape, rate }: Gamma,
  { past, calm }: EmergenceSettings,
): number[] {
  const expected = new Array<number>(past + 1).fill(0);
  for (const { total, age, subjects } of alike) {
    const each = (shape + total) / (rate + exposureOf(age, before));
    for (let window = 1; window < age; window++) increase(expected, window, each * subjects);
  }
  return expected.map(
    (value, window) => ((window === 0 ? 0 : (sums.observed[window] ?? 0)) + calm) / (value + calm),
  );
}

function nowOf(
  sums: SeriesSums,
  ages: readonly number[],
  effects: readonly number[],
  gamma: Gamma,
  settings: EmergenceSettings,
): Usual['now'] {
  let expected = 0;
  for (const [age, subjects] of ages.entries()) {
    // The expectation is linear in what was counted, so the sum over subjects is the expectation of the sum.
    const { rate } = expectedNow(0, age, effects, gamma, settings).gamma;
    if (age > 0) expected += (subjects * gamma.shape + (sums.weighted[age] ?? 0)) / rate;
  }
  return { observed: sums.observed[0] ?? 0, expected };
}

/**
 * A subject's own distribution of rates: the population's, after its own past, recent windows weighing more.
 * @param weighted its own past, see `weigh`
 */
export function expectedNow(
  weighted: number,
  age: number,
  effects: readonly number[],
  { shape, rate }: Gamma,
  { memory, past }: EmergenceSettings,
): { readonly gamma: Gamma; readonly expected: number } {
  let [exposure, weight] = [0, 1];
  for (let window = 1; window < Math.min(age, past + 1); window++) {
    exposure += weight * (effects[window] ?? 1);
    weight *= memory;
  }
  const gamma = { shape: shape + weighted, rate: rate + exposure };
  return { gamma, expected: gamma.shape / gamma.rate };
}

/**
 * The population's effect on the trailing window as one subject meets it: of all others, so that a large subject is
 * not its own explanation.
 */
export function effectNow(
  { now }: Usual,
  own: { readonly observed: number; readonly expected: number },
  { calm }: EmergenceSettings,
): number {
  const observed = Math.max(0, now.observed - own.observed);
  const expected = Math.max(0, now.expected - own.expected);
  return (observed + calm) / (expected + calm);
}
