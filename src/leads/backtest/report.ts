/** The whole back-test of files: replay, rank, measure. */

import type { Prior } from '../model/index.ts';
import type { Baseline } from './baselines.ts';
import { PRIOR } from './features.ts';
import {
  ALL_PROJECTS,
  alarmsPerMonth,
  averagePrecision,
  type Calibration,
  calibrationOf,
  countHitOrganizations,
  countHits,
  type LiftPoint,
  type ListOf,
  liftCurve,
  type Marked,
  markedOf,
  rankings,
  type SeenBefore,
  seenBefore,
  type Top,
  topOf,
} from './figures.ts';
import { rankAsItWas, rankLeftOut, rankUntrained, reasonsOf } from './learn.ts';
import { type ReplayOptions, replay } from './replay.ts';
import { type Judged, type Project, type Raised, type Ranked, TOP } from './types.ts';

/** The first ones of each list by each way of ranking. */
export interface Rankings {
  /** Learned from outcomes known at each cut-off only. */
  readonly model: Top;
  readonly baselines: Readonly<Record<Baseline, Top>>;
  /** By detected changes alone, the most surprising first. */
  readonly change: Top;
  /** A ranking that knows the outcomes: no other can be better on these candidates. */
  readonly perfect: Top;
}

/** Figures of one project, or of all together. */
export interface BacktestFigures extends Rankings {
  readonly project: string;
  /** How many are the first ones of a list. */
  readonly length: number;
  /** Cut-offs whose horizon is over. */
  readonly cutoffs: number;
  readonly candidates: number;
  readonly hits: number;
  /** How many different organizations (or people without one) the hits are. */
  readonly hitOrganizations: number;
  readonly baseRate: number;
  /** Learned from the other projects only; null when there is one project. */
  readonly leftOut: Top | null;
  /** With the weights as judged, before any outcome. */
  readonly untrained: Top;
  /** As `model`, of other lengths of the list. */
  readonly lengths: readonly (Top & { readonly length: number })[];
  /** All projects in one list at each cut-off; null of a single project. */
  readonly oneList: Rankings | null;
  readonly curves: Readonly<Record<'model' | 'change' | Baseline, readonly LiftPoint[]>>;
  readonly averagePrecision: number;
  readonly seen: SeenBefore;
  readonly marked: Marked;
  readonly alarmsPerMonth: number;
  readonly calibration: Calibration;
}

export interface Backtest {
  readonly projects: readonly BacktestFigures[];
  /** Sums over all projects, not means of their figures. */
  readonly pooled: BacktestFigures;
  readonly ranked: readonly Ranked[];
}

/** Back-tests on the history of some projects. */
export function backtestProjects(
  projects: readonly Project[],
  { length = TOP, ...options }: ReplayOptions & { readonly length?: number } = {},
): Backtest {
  const { judged, raised } = replay(projects, options);
  const names = projects.map(({ name }) => name);
  return measure(names, judged, raised, { prior: PRIOR, every: 3, length });
}

/** What else measuring depends on. */
export interface MeasureOptions {
  readonly prior: Prior;
  /** Months between cut-offs. */
  readonly every: number;
  /** How many are the first ones of a list. */
  readonly length: number;
}

/** Ranks and measures what was judged. @param judged by rising cut-off */
export function measure(
  names: readonly string[],
  judged: readonly Judged[],
  raised: readonly Raised[],
  { prior, every, length }: MeasureOptions,
): Backtest {
  const sets: Sets = {
    ranked: rankAsItWas(judged, prior),
    leftOut: names.length > 1 ? rankLeftOut(judged, prior) : null,
    untrained: rankUntrained(judged, prior),
    ...{ every, length },
  };
  const figures = (name: string, chosen: (project: string) => boolean): BacktestFigures =>
    figuresOf(
      name,
      pick(sets, chosen),
      raised.filter(({ project }) => chosen(project)),
    );
  return {
    projects: names.map((name) => figures(name, (project) => project === name)),
    pooled: figures('all', () => true),
    ranked: sets.ranked,
  };
}

interface Sets {
  readonly ranked: readonly Ranked[];
  readonly leftOut: readonly Ranked[] | null;
  readonly untrained: readonly Ranked[];
  readonly every: number;
  readonly length: number;
}

function pick({ ranked, leftOut, untrained, ...rest }: Sets, chosen: (project: string) => boolean): Sets {
  const of = (all: readonly Ranked[]): readonly Ranked[] => all.filter(({ project }) => chosen(project));
  return { ranked: of(ranked), leftOut: leftOut && of(leftOut), untrained: of(untrained), ...rest };
}

const byProbability = ({ probability }: Ranked): number => probability;
const byChange = ({ change }: Ranked): number => change.surprise;

/** Lengths of lists that people work through. */
const LENGTHS = [1, 3, 5, 10, 20, 50];

function figuresOf(project: string, sets: Sets, raised: readonly Raised[]): BacktestFigures {
  const { length } = sets;
  const closed = sets.ranked.filter(({ outcome }) => outcome !== null);
  const curve = (name: Baseline): LiftPoint[] => liftCurve(closed, ({ baselines }) => baselines[name]);
  return {
    ...{ project, length },
    cutoffs: new Set(closed.map(({ project: name, cutoff }) => `${name} ${cutoff}`)).size,
    candidates: closed.length,
    hits: countHits(closed),
    hitOrganizations: countHitOrganizations(closed),
    baseRate: countHits(closed) / closed.length,
    ...rankingsOf(closed, { length }),
    leftOut: sets.leftOut && topOf(sets.leftOut, byProbability, { length }),
    untrained: topOf(sets.untrained, byProbability, { length }),
    lengths: [...new Set([...LENGTHS, length])]
      .sort((a, b) => a - b)
      .map((each) => ({ length: each, ...topOf(closed, byProbability, { length: each }) })),
    oneList:
      new Set(closed.map((one) => one.project)).size > 1
        ? rankingsOf(closed, { length, listOf: ALL_PROJECTS })
        : null,
    curves: {
      ...{ model: liftCurve(closed, byProbability), change: liftCurve(closed, byChange) },
      ...{ volume: curve('volume'), newest: curve('newest'), points: curve('points') },
    },
    averagePrecision: averagePrecision(closed),
    seen: seenBefore(raised, sets.ranked, length),
    marked: markedOf(raised, sets.ranked, sets.every),
    alarmsPerMonth: alarmsPerMonth(closed, sets.every, length),
    calibration: calibrationOf(closed),
  };
}

function rankingsOf(
  closed: readonly Ranked[],
  lists: { readonly length: number; readonly listOf?: ListOf },
): Rankings {
  const baseline = (name: Baseline): Top => topOf(closed, ({ baselines }) => baselines[name], lists);
  return {
    model: topOf(closed, byProbability, lists),
    baselines: { volume: baseline('volume'), newest: baseline('newest'), points: baseline('points') },
    change: topOf(closed, byChange, lists),
    perfect: topOf(closed, ({ outcome }) => outcome ?? 0, lists),
  };
}

/** One place of one ranking, as it is written to a file. */
export interface RankedLine {
  readonly project: string;
  /** `YYYY-MM-DD`. */
  readonly cutoff: string;
  /** From 1. */
  readonly rank: number;
  readonly domain: string;
  readonly probability: number;
  readonly reasons: readonly string[];
}

/** All rankings by project and cut-off, those whose horizon is open included. */
export function rankedLines(ranked: readonly Ranked[]): RankedLine[] {
  const byProject = ranked.toSorted((a, b) => (a.project < b.project ? -1 : a.project > b.project ? 1 : 0));
  return rankings(byProject, byProbability).flatMap((list) =>
    list.map((one, index) => ({
      project: one.project,
      cutoff: new Date(one.cutoff).toISOString().slice(0, 10),
      rank: index + 1,
      domain: one.domain,
      probability: Number(one.probability.toPrecision(4)),
      reasons: reasonsOf(one),
    })),
  );
}
