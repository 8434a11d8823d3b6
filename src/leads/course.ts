/** How stage and score went, told from the evidence that is known today: there from the first day on which a program reads an archive. */
import { DAY_MS } from './dates.ts';
import type { Day, Facts } from './facts.ts';
import { judge } from './lead.ts';
import type { Stage } from './stage.ts';
import type { Weights } from './weights.ts';

export interface CoursePoint {
  /** Milliseconds since the epoch (midnight UTC). */
  readonly at: number;
  readonly stage: Stage;
  /** Since when it held then; milliseconds (midnight UTC). */
  readonly since: number;
  readonly reason: string;
  readonly score: number;
}

const MOST_POINTS = 40;
const WEEK = 7;

/** At most about forty looks back in steps of whole weeks, oldest first; the last one is `today`. Empty when nothing was seen. */
export function courseOf(facts: Facts, today: Day, weights: Weights): readonly CoursePoint[] {
  const first = facts.cells.reduce((least, { day }) => Math.min(least, day), Number.POSITIVE_INFINITY);
  if (first > today) return [];
  const step = Math.max(1, Math.ceil((today - first) / MOST_POINTS / WEEK)) * WEEK;
  const points: CoursePoint[] = [];
  for (let day = today; day >= first; day -= step) {
    const { stage, score } = judge(facts, day, weights);
    points.push({
      ...{ at: day * DAY_MS, stage: stage.stage, since: stage.since * DAY_MS },
      ...{ reason: stage.reason, score: score.total },
    });
  }
  return points.reverse();
}
