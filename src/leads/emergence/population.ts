/**
 * What is usual: for each measure and access point the distribution of rates over the population, and what everybody
 * did in each window (seasons, releases, posts that went round) as a multiple of the usual.
 */
import { type CountGroup, fitGamma, type Gamma } from './gamma_poisson.ts';
import type { EmergenceSettings } from './settings.ts';
import type { Series, SubjectCounts } from './types.ts';

/** What is usual in one series. */
export interface Usual {
  readonly gamma: Gamma;
  /** The population's effect on each past window; index 0 is not used. */
  readonly effects: readonly number[];
  /** Counted, and expected without an effect, in the trailing window: of all subjects that are not new. */
  readonly now: { readonly observed: number; readonly expected: number };
}

export interface Population {
  readonly subjects: number;
  readonly usual: ReadonlyMap<string, Usual>;
}

/** Subjects by age: how many were there to be counted in a window. */
type Ages = readonly number[];

/** Learns what is usual from the counts of all subjects of one type. */
export function learnPopulation(subjects: readonly SubjectCounts[], settings: EmergenceSettings): Population {
  const { past } = settings;
  const ages = new Array<number>(past + 1).fill(0);
  const members = new Map<string, { series: Series; age: number }[]>();
  for (const { age, series } of subjects) {
    const known = Math.min(age, past);
    ages[known] = (ages[known] ?? 0) + 1;
    for (const [key, one] of series) {
      const list = members.get(key) ?? [];
      list.push({ series: one, age: known });
      members.set(key, list);
    }
  }
  const usual = new Map([...members].map(([key, list]) => [key, learnSeries(list, ages, settings)]));
  return { subjects: subjects.length, usual };
}

type Members = readonly { readonly series: Series; readonly age: number }[];

/**
 * A subject's first window is left out throughout: it is only known because something was counted there, so its
 * count says nothing about what is usual.
 */
function learnSeries(members: Members, ages: Ages, settings: EmergenceSettings): Usual {
  let effects = new Array<number>(settings.past + 1).fill(1);
  let gamma = fitGamma(groupsOf(members, ages, effects, settings));
  for (let round = 0; round < 2; round++) {
    effects = effectsOf(members, ages, effects, gamma, settings);
    gamma = fitGamma(groupsOf(members, ages, effects, settings));
  }
  return { gamma, effects, now: nowOf(members, ages, effects, gamma, settings) };
}

/** Windows in which a subject of this age can be compared, each times the population's effect. */
function exposureOf(age: number, effects: readonly number[]): number {
  let sum = 0;
  for (let window = 1; window < Math.min(age, effects.length); window++) sum += effects[window] ?? 1;
  return sum;
}

/** Windows of its own past a subject has: those since the first, and at most `past`. */
function totalOf({ counts }: Series, age: number): number {
  let sum = 0;
  for (let window = 1; window < Math.min(age, counts.length); window++) sum += counts[window] ?? 0;
  return sum;
}

function groupsOf(
  members: Members,
  ages: Ages,
  effects: readonly number[],
  settings: EmergenceSettings,
): CountGroup[] {
  const groups = new Map<number, CountGroup>();
  const silent = [...ages];
  for (const { series, age } of members) {
    const total = totalOf(series, age);
    const key = total * (settings.past + 1) + age;
    const subjects = (groups.get(key)?.subjects ?? 0) + 1;
    groups.set(key, { total, exposure: exposureOf(age, effects), subjects });
    silent[age] = (silent[age] ?? 0) - 1;
  }
  const nothing = silent.map((subjects, age) => ({
    total: 0,
    exposure: exposureOf(age, effects),
    subjects,
  }));
  return [...groups.values(), ...nothing].filter(({ exposure, subjects }) => exposure > 0 && subjects > 0);
}

/** Rate of a subject per window, by its past and the population. */
function meanRate(total: number, exposure: number, gamma: Gamma): number {
  return (gamma.shape + total) / (gamma.rate + exposure);
}

function effectsOf(
  members: Members,
  ages: Ages,
  before: readonly number[],
  gamma: Gamma,
  { past, calm }: EmergenceSettings,
): number[] {
  const observed = new Array<number>(past + 1).fill(0);
  const expected = new Array<number>(past + 1).fill(0);
  const add = (age: number, rate: number, subjects: number): void => {
    for (let window = 1; window < age; window++) expected[window] = (expected[window] ?? 0) + rate * subjects;
  };
  const silent = [...ages];
  for (const { series, age } of members) {
    silent[age] = (silent[age] ?? 0) - 1;
    add(age, meanRate(totalOf(series, age), exposureOf(age, before), gamma), 1);
    for (let window = 1; window < age; window++) {
      observed[window] = (observed[window] ?? 0) + (series.counts[window] ?? 0);
    }
  }
  for (const [age, subjects] of silent.entries())
    add(age, meanRate(0, exposureOf(age, before), gamma), subjects);
  return observed.map((count, window) => (count + calm) / ((expected[window] ?? 0) + calm));
}

function nowOf(
  members: Members,
  ages: Ages,
  effects: readonly number[],
  gamma: Gamma,
  settings: EmergenceSettings,
): Usual['now'] {
  let [observed, expected] = [0, 0];
  const silent = [...ages];
  for (const { series, age } of members) {
    silent[age] = (silent[age] ?? 0) - 1;
    if (age === 0) continue;
    observed += series.counts[0] ?? 0;
    expected += expectedNow(series, age, effects, gamma, settings).expected;
  }
  for (const [age, subjects] of silent.entries()) {
    if (age > 0) expected += expectedNow(undefined, age, effects, gamma, settings).expected * subjects;
  }
  return { observed, expected };
}

/** A subject's own distribution of rates: the population's, after its own past, recent windows weighing more. */
export function expectedNow(
  series: Series | undefined,
  age: number,
  effects: readonly number[],
  { shape, rate }: Gamma,
  { memory, past }: EmergenceSettings,
): { readonly gamma: Gamma; readonly expected: number } {
  let [total, exposure, weight] = [0, 0, 1];
  for (let window = 1; window < Math.min(age, past + 1); window++) {
    total += weight * (series?.counts[window] ?? 0);
    exposure += weight * (effects[window] ?? 1);
    weight *= memory;
  }
  const gamma = { shape: shape + total, rate: rate + exposure };
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
