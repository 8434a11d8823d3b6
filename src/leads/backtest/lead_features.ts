/** What the likelihood model sees of a lead. Few, so that few outcomes are needed; see `../model/train.ts`. */
import type { LeadRow } from '../lead.ts';
import type { Features } from '../model/index.ts';
import { openPast } from './past.ts';

/** Names of the features, in the order they are shown. */
export const LIKELIHOOD_FEATURES = [
  /** ln(1 + score of the default weights). */
  'score',
  /** ln(1 + people seen in the last year). */
  'people',
  /** Access points at which it was met. */
  'access_points',
  /** 1 when topics of guarantees were asked or read about. */
  'wants_guarantees',
  /** 1 when it asks, builds or wants guarantees, and does not only read or try. */
  'beyond_trying',
] as const;

const BEYOND: ReadonlySet<LeadRow['stage']> = new Set(['asking', 'building', 'needs_guarantees']);

type Judgeable = Pick<LeadRow, 'score' | 'people' | 'accessPoints' | 'segment' | 'stage' | 'lastAt'>;

/** The features of a lead as of a cut-off. @throws LeadspringError `internal` when it holds an act of after it */
export function likelihoodFeatures(row: Judgeable, cutoff: number): Features {
  openPast(cutoff)({ visibleAt: row.lastAt });
  return {
    // As exact as it is stored, so that a lead says the same whether it was just computed or read.
    score: Math.log1p(Math.fround(row.score)),
    people: Math.log1p(row.people),
    access_points: row.accessPoints,
    wants_guarantees: row.segment === 'wants_guarantees' ? 1 : 0,
    beyond_trying: BEYOND.has(row.stage) ? 1 : 0,
  };
}
