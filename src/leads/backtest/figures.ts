/** What a ranking was worth: precision and recall at ten, lift over the base rate, days of lead, alarms. */
import { brierScore, type Forecast, type ReliabilityBin, reliabilityTable } from '../model/index.ts';
import { DAY, type Judged, type Raised, type Ranked, TOP } from './types.ts';

/** A candidate's number in some ranking; the higher the earlier. */
export type Score<One extends Judged> = (one: One) => number;

/** How good the first ten of each cut-off were. */
export interface TopTen {
  /** Share of hits among the first ten (of all candidates, where there are fewer) of every cut-off. */
  readonly precision: number;
  /** Share of all hits that stand among the first ten. */
  readonly recall: number;
  /** Precision over the share of hits among all candidates. */
  readonly lift: number;
}

/** Candidates of each project and cut-off, best first; equal ones by domain. */
export function rankings<One extends Judged>(all: readonly One[], score: Score<One>): One[][] {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const key = `${one.project} ${one.cutoff}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].map((group) =>
    group
      .map((one) => ({ one, value: score(one) }))
      .sort((a, b) => b.value - a.value || (a.one.domain < b.one.domain ? -1 : 1))
      .map(({ one }) => one),
  );
}

/** NaN where there are no candidates or no hits. */
export function topTen<One extends Judged>(all: readonly One[], score: Score<One>): TopTen {
  const closed = all.filter(({ outcome }) => outcome !== null);
  const top = rankings(closed, score).flatMap((list) => list.slice(0, TOP));
  const precision = countHits(top) / top.length;
  return {
    precision,
    recall: countHits(top) / countHits(closed),
    lift: precision / (countHits(closed) / closed.length),
  };
}

/**
 * Mean of the precision at each hit, all candidates of all cut-offs in the order of their probability: the area under
 * the curve of precision over recall. NaN without hits.
 */
export function averagePrecision(ranked: readonly Ranked[]): number {
  let [hits, sum] = [0, 0];
  const sorted = ranked
    .filter(({ outcome }) => outcome !== null)
    .sort((a, b) => b.probability - a.probability || (a.domain < b.domain ? -1 : 1));
  for (const [index, { outcome }] of sorted.entries()) {
    if (outcome !== 1) continue;
    hits += 1;
    sum += hits / (index + 1);
  }
  return sum / hits;
}

export function countHits(all: readonly Judged[]): number {
  return all.reduce((sum, { outcome }) => sum + (outcome ?? 0), 0);
}

/** Companies that were seen before they raised their hand. */
export interface SeenBefore {
  /** Usable listings. */
  readonly labels: number;
  readonly seen: number;
  readonly share: number;
  /** From the first act to the raised hand. */
  readonly medianDays: number;
  /** Among the first ten at a cut-off before, and the median of days from the first such cut-off. */
  readonly alarmed: number;
  readonly medianDaysFromAlarm: number;
}

export function seenBefore(raised: readonly Raised[], ranked: readonly Ranked[]): SeenBefore {
  const alarms = new Map<string, number>();
  for (const list of rankings(ranked, ({ probability }) => probability)) {
    for (const { project, cutoff, organization } of list.slice(0, TOP)) {
      const key = `${project} ${organization}`;
      alarms.set(key, Math.min(alarms.get(key) ?? cutoff, cutoff));
    }
  }
  const leads = raised.flatMap(({ raisedAt, firstSeenAt }) =>
    firstSeenAt === null ? [] : [(raisedAt - firstSeenAt) / DAY],
  );
  const warned = raised.flatMap(({ project, keys, raisedAt }) => {
    const first = Math.min(...keys.map((key) => alarms.get(`${project} ${key}`) ?? Number.POSITIVE_INFINITY));
    return first < raisedAt ? [(raisedAt - first) / DAY] : [];
  });
  return {
    ...{ labels: raised.length, seen: leads.length, share: leads.length / raised.length },
    medianDays: median(leads),
    ...{ alarmed: warned.length, medianDaysFromAlarm: median(warned) },
  };
}

/**
 * Organizations that came among the first ten and were not there a cut-off before, per month and project.
 * @param every months between cut-offs
 */
export function alarmsPerMonth(ranked: readonly Ranked[], every: number): number {
  let [alarms, months] = [0, 0];
  let before = new Set<string>();
  let project: string | undefined;
  const lists = rankings(ranked, ({ probability }) => probability);
  lists.sort(([a], [b]) => byProject(a, b));
  for (const list of lists) {
    const top = list.slice(0, TOP);
    if (top[0]?.project !== project) before = new Set();
    project = top[0]?.project;
    alarms += top.filter(({ organization }) => !before.has(organization)).length;
    before = new Set(top.map(({ organization }) => organization));
    months += every;
  }
  return alarms / months;
}

function byProject(a: Ranked | undefined, b: Ranked | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return a.project === b.project ? a.cutoff - b.cutoff : a.project < b.project ? -1 : 1;
}

/** Whether the probabilities mean what they say. */
export interface Calibration {
  readonly brier: number;
  /** The Brier score of the base rate for everybody, known only in hindsight. */
  readonly brierOfBaseRate: number;
  readonly reliability: readonly ReliabilityBin[];
}

export function calibrationOf(ranked: readonly Ranked[]): Calibration {
  const forecasts = ranked.flatMap(({ probability, outcome }): Forecast[] =>
    outcome === null ? [] : [{ probability, outcome }],
  );
  const rate = forecasts.reduce((sum, { outcome }) => sum + outcome, 0) / forecasts.length;
  return {
    brier: brierScore(forecasts),
    brierOfBaseRate: brierScore(forecasts.map(({ outcome }) => ({ probability: rate, outcome }))),
    reliability: reliabilityTable(forecasts),
  };
}

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle] ?? Number.NaN;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
