/** The whole back-test of files: replay, rank, measure. */

import type { Prior } from '../model/index.ts';
import type { Baseline } from './baselines.ts';
import { PRIOR } from './features.ts';
import {
  alarmsPerMonth,
  averagePrecision,
  type Calibration,
  calibrationOf,
  countHits,
  rankings,
  type SeenBefore,
  seenBefore,
  type TopTen,
  topTen,
} from './figures.ts';
import { rankAsItWas, rankLeftOut, rankUntrained, reasonsOf } from './learn.ts';
import { type ReplayOptions, replay } from './replay.ts';
import type { Judged, Project, Raised, Ranked } from './types.ts';

/** Figures of one project, or of all together. */
export interface BacktestFigures {
  readonly project: string;
  /** Cut-offs whose horizon is over. */
  readonly cutoffs: number;
  readonly candidates: number;
  readonly hits: number;
  readonly baseRate: number;
  /** Learned from outcomes known at each cut-off only. */
  readonly model: TopTen;
  /** Learned from the other projects only; null when there is one project. */
  readonly leftOut: TopTen | null;
  /** With the weights as judged, before any outcome. */
  readonly untrained: TopTen;
  readonly baselines: Readonly<Record<Baseline, TopTen>>;
  /** A ranking that knows the outcomes: no other can be better on these candidates. */
  readonly perfect: TopTen;
  readonly averagePrecision: number;
  readonly seen: SeenBefore;
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
export function backtestProjects(projects: readonly Project[], options: ReplayOptions = {}): Backtest {
  const { judged, raised } = replay(projects, options);
  const names = projects.map(({ name }) => name);
  return measure(names, judged, raised, { prior: PRIOR, every: 3 });
}

/** What else measuring depends on. */
export interface MeasureOptions {
  readonly prior: Prior;
  /** Months between cut-offs. */
  readonly every: number;
}

/** Ranks and measures what was judged. @param judged by rising cut-off */
export function measure(
  names: readonly string[],
  judged: readonly Judged[],
  raised: readonly Raised[],
  { prior, every }: MeasureOptions,
): Backtest {
  const sets: Sets = {
    ranked: rankAsItWas(judged, prior),
    leftOut: names.length > 1 ? rankLeftOut(judged, prior) : null,
    untrained: rankUntrained(judged, prior),
    every,
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
}

function pick({ ranked, leftOut, untrained, every }: Sets, chosen: (project: string) => boolean): Sets {
  const of = (all: readonly Ranked[]): readonly Ranked[] => all.filter(({ project }) => chosen(project));
  return { ranked: of(ranked), leftOut: leftOut && of(leftOut), untrained: of(untrained), every };
}

const byProbability = ({ probability }: Ranked): number => probability;

function figuresOf(project: string, sets: Sets, raised: readonly Raised[]): BacktestFigures {
  const closed = sets.ranked.filter(({ outcome }) => outcome !== null);
  const baseline = (name: Baseline): TopTen => topTen(closed, ({ baselines }) => baselines[name]);
  return {
    project,
    cutoffs: new Set(closed.map(({ project: name, cutoff }) => `${name} ${cutoff}`)).size,
    candidates: closed.length,
    hits: countHits(closed),
    baseRate: countHits(closed) / closed.length,
    model: topTen(closed, byProbability),
    leftOut: sets.leftOut && topTen(sets.leftOut, byProbability),
    untrained: topTen(sets.untrained, byProbability),
    baselines: { volume: baseline('volume'), newest: baseline('newest'), points: baseline('points') },
    perfect: topTen(closed, ({ outcome }: Judged) => outcome ?? 0),
    averagePrecision: averagePrecision(closed),
    seen: seenBefore(raised, sets.ranked),
    alarmsPerMonth: alarmsPerMonth(closed, sets.every),
    calibration: calibrationOf(closed),
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
