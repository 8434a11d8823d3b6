/** Counts of many subjects as one column of numbers: copying millions of small objects to another thread takes long. */
import type { Series, SeriesName, SubjectCounts } from './types.ts';

/** Plain data. Names of who was counted are left out. */
export interface PackedCounts {
  readonly ids: readonly string[];
  readonly types: readonly SubjectCounts['type'][];
  /** Names of series and their keys, by number. */
  readonly names: readonly (readonly [string, SeriesName])[];
  /** How many windows each series has. */
  readonly windows: number;
  /** Of each subject: age, people, how many series; of each series: its number, since, who else, a count for each window. */
  readonly numbers: Int32Array;
}

/** Numbers of a subject before its series, and of a series before its windows. */
const HEAD = 3;
const SERIES_HEAD = 3;
const TRAFFIC = 1;
const UNNAMED = 2;
/** No day. */
const NEVER = -(2 ** 31);

/** @param counts of the same settings, so that all series have the same number of windows */
export function packCounts(counts: readonly SubjectCounts[]): PackedCounts {
  const names = new Map<string, number>();
  const seriesNames: [string, SeriesName][] = [];
  let [windows, all] = [0, 0];
  for (const { series } of counts) {
    all += series.size;
    if (windows === 0) for (const one of series.values()) windows = one.counts.length;
  }
  const numbers = new Int32Array(HEAD * counts.length + all * (SERIES_HEAD + windows));
  let at = 0;
  for (const { age, people, series } of counts) {
    numbers[at++] = age;
    numbers[at++] = people;
    numbers[at++] = series.size;
    for (const [key, { measure, accessPoint, since, traffic, unnamed, counts: ofWindows }] of series) {
      let name = names.get(key);
      if (name === undefined) {
        name = seriesNames.push([key, { measure, accessPoint }]) - 1;
        names.set(key, name);
      }
      numbers[at++] = name;
      numbers[at++] = since ?? NEVER;
      numbers[at++] = (traffic ? TRAFFIC : 0) | (unnamed ? UNNAMED : 0);
      for (let window = 0; window < windows; window++) numbers[at++] = ofWindows[window] ?? 0;
    }
  }
  return {
    ids: counts.map(({ id }) => id),
    types: counts.map(({ type }) => type),
    ...{ names: seriesNames, windows, numbers },
  };
}

/** The counts again, one subject after the other. */
export function* unpackCounts({
  ids,
  types,
  names,
  windows,
  numbers,
}: PackedCounts): Generator<SubjectCounts> {
  let at = 0;
  const next = (): number => numbers[at++] ?? 0;
  for (const [index, id] of ids.entries()) {
    const [age, people, size] = [next(), next(), next()];
    const series = new Map<string, Series>();
    for (let left = size; left > 0; left--) {
      const name = names[next()];
      const [since, others] = [next(), next()];
      const counts: number[] = [];
      for (let window = 0; window < windows; window++) counts.push(next());
      if (name === undefined) throw new RangeError('a series of counts has no name');
      series.set(name[0], {
        ...name[1],
        ...{ counts, since: since === NEVER ? null : since, who: [] },
        ...{ traffic: (others & TRAFFIC) > 0, unnamed: (others & UNNAMED) > 0 },
      });
    }
    yield { id, type: types[index] ?? 'person', age, people, series };
  }
}
