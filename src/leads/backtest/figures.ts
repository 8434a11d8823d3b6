/** What a ranking was worth: precision and recall of the first ones, lift over the base rate, days of lead, alarms. */
import { brierScore, type Forecast, type ReliabilityBin, reliabilityTable } from '../model/index.ts';
import { DAY, type Judged, type Raised, type Ranked, TOP } from './types.ts';

/** A candidate's number in some ranking; the higher the earlier. */
export type Score<One extends Judged> = (one: One) => number;

/** How good the first ones of each list were. */
export interface Top {
  /** Share of hits among the first ones (of all candidates, where there are fewer) of every cut-off. */
  readonly precision: number;
  /** Share of all hits that stand among them. */
  readonly recall: number;
  /** Precision over the share of hits among all candidates. */
  readonly lift: number;
  /** Of what a perfect ranking of these candidates gains over chance, the share that is gained: 0 is chance, 1 perfect. */
  readonly gained: number;
}

/** Which list a candidate stands on. */
export type ListOf = (one: Judged) => string;

/** A list for each project and cut-off. */
const BY_PROJECT: ListOf = ({ project, cutoff }) => `${project} ${cutoff}`;
/** One list for each cut-off, as somebody has who works for several projects. */
export const ALL_PROJECTS: ListOf = ({ cutoff }) => String(cutoff);

/** Candidates of each list, best first; equal ones by domain. */
export function rankings<One extends Judged>(
  all: readonly One[],
  score: Score<One>,
  listOf: ListOf = BY_PROJECT,
): One[][] {
  return [...Map.groupBy(all, listOf).values()].map((group) =>
    group
      .map((one) => ({ one, value: score(one) }))
      .sort((a, b) => b.value - a.value || (a.one.domain < b.one.domain ? -1 : 1))
      .map(({ one }) => one),
  );
}

/** The first `length` of each list. NaN where there are no candidates or no hits. */
export function topOf<One extends Judged>(
  all: readonly One[],
  score: Score<One>,
  { length = TOP, listOf = BY_PROJECT }: { readonly length?: number; readonly listOf?: ListOf } = {},
): Top {
  const closed = all.filter(({ outcome }) => outcome !== null);
  const lists = rankings(closed, score, listOf);
  const top = lists.flatMap((list) => list.slice(0, length));
  const precision = countHits(top) / top.length;
  const baseRate = countHits(closed) / closed.length;
  const attainable = lists.reduce((sum, list) => sum + Math.min(length, countHits(list)), 0) / top.length;
  return {
    precision,
    recall: countHits(top) / countHits(closed),
    lift: precision / baseRate,
    gained: (precision - baseRate) / (attainable - baseRate),
  };
}

/** A point of a lift curve: the first `share` of every list holds `recall` of all hits; their ratio is the lift. */
export interface LiftPoint {
  readonly share: number;
  readonly recall: number;
}

const CURVE_POINTS = 20;

/**
 * Recall by the share of each list that is looked at. Lists differ in length, so candidates are taken by their place
 * in the list as a share of its length. Empty without hits.
 */
export function liftCurve<One extends Judged>(all: readonly One[], score: Score<One>): LiftPoint[] {
  const closed = all.filter(({ outcome }) => outcome !== null);
  const hits = countHits(closed);
  if (hits === 0) return [];
  const places = rankings(closed, score)
    .flatMap((list) => list.map((one, index) => ({ one, place: (index + 0.5) / list.length })))
    .sort((a, b) => a.place - b.place || (a.one.domain < b.one.domain ? -1 : 1));
  return Array.from({ length: CURVE_POINTS }, (_, index) => {
    const share = (index + 1) / CURVE_POINTS;
    const first = places.slice(0, Math.round(share * places.length));
    return { share: first.length / places.length, recall: countHits(first.map(({ one }) => one)) / hits };
  });
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

/** How many different ones of them a hit came true for; a hit counts at each cut-off before it. */
export function countHitOrganizations(all: readonly Judged[]): number {
  const hits = all.filter(({ outcome }) => outcome === 1);
  return new Set(hits.map(({ project, organization }) => `${project} ${organization}`)).size;
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
  /** Among the first ones at a cut-off before, and the median of days from the first such cut-off. */
  readonly alarmed: number;
  readonly medianDaysFromAlarm: number;
}

/** @param length how many of each list are the first ones */
export function seenBefore(
  raised: readonly Raised[],
  ranked: readonly Ranked[],
  length: number = TOP,
): SeenBefore {
  const alarms = new Map<string, number>();
  for (const list of rankings(ranked, ({ probability }) => probability)) {
    for (const { project, cutoff, organization } of list.slice(0, length)) {
      const key = `${project} ${organization}`;
      alarms.set(key, Math.min(alarms.get(key) ?? cutoff, cutoff));
    }
  }
  const leads = raised.flatMap(({ raisedAt, firstSeenAt }) =>
    firstSeenAt === null ? [] : [(raisedAt - firstSeenAt) / DAY],
  );
  const warned = daysBefore(raised, alarms);
  return {
    ...{ labels: raised.length, seen: leads.length, share: leads.length / raised.length },
    medianDays: median(leads),
    ...{ alarmed: warned.length, medianDaysFromAlarm: median(warned) },
  };
}

/** What became of those that the detection of changes marked. */
export interface Marked {
  /** Marks: an organization counts once at each cut-off. */
  readonly marks: number;
  /** Organizations marked, each once. */
  readonly organizations: number;
  /** Marked for the first time, per month and project. */
  readonly perMonth: number;
  /** Share of marks that came true, and that over the base rate; NaN without marks. */
  readonly precision: number;
  readonly lift: number;
  /** Who raised its hand after it was marked, and the median of days from the first mark. */
  readonly raised: number;
  readonly medianDays: number;
}

/** @param every months between cut-offs */
export function markedOf(raised: readonly Raised[], ranked: readonly Ranked[], every: number): Marked {
  const closed = ranked.filter(({ outcome }) => outcome !== null);
  const marks = closed.filter(({ change }) => change.emerging);
  const firsts = new Map<string, number>();
  for (const { project, organization, cutoff, change } of ranked) {
    if (!change.emerging) continue;
    const key = `${project} ${organization}`;
    firsts.set(key, Math.min(firsts.get(key) ?? cutoff, cutoff));
  }
  const days = daysBefore(raised, firsts);
  const precision = countHits(marks) / marks.length;
  const months = new Set(ranked.map(BY_PROJECT)).size * every;
  return {
    ...{ marks: marks.length, organizations: firsts.size, perMonth: firsts.size / months, precision },
    lift: precision / (countHits(closed) / closed.length),
    ...{ raised: days.length, medianDays: median(days) },
  };
}

/** Days from the first of some times to the raised hand, of those that raised it later. @param firsts by project and organization */
function daysBefore(raised: readonly Raised[], firsts: ReadonlyMap<string, number>): number[] {
  return raised.flatMap(({ project, keys, raisedAt }) => {
    const first = Math.min(...keys.map((key) => firsts.get(`${project} ${key}`) ?? Number.POSITIVE_INFINITY));
    return first < raisedAt ? [(raisedAt - first) / DAY] : [];
  });
}

/**
 * Organizations that came among the first ones and were not there a cut-off before, per month and project.
 * @param every months between cut-offs; @param length how many of each list are the first ones
 */
export function alarmsPerMonth(ranked: readonly Ranked[], every: number, length: number = TOP): number {
  let [alarms, months] = [0, 0];
  let before = new Set<string>();
  let project: string | undefined;
  const lists = rankings(ranked, ({ probability }) => probability);
  lists.sort(([a], [b]) => byProject(a, b));
  for (const list of lists) {
    const top = list.slice(0, length);
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
