/**
 * What disqualifications teach about others. Where operators said of subjects of one kind and segment that they are
 * students, a hobby, too small or no buyers, others like them count less: by (won + k) / (won + taught + k), a share
 * that begins at one and needs several answers to move (a beta prior with k successes).
 */
import type { Queryable } from '../../base/index.ts';
import { DAY_MS } from '../dates.ts';
import type { Day } from '../facts.ts';
import type { Segment } from '../segment.ts';
import type { Weights } from '../weights.ts';
import { readTaught } from './store.ts';
import { DISQUALIFY_REASONS, type DisqualifyReason, TEACHING } from './types.ts';

export interface Lesson {
  /** Kind of organization, or `person`. */
  readonly kind: string;
  readonly segment: Segment;
  /** Multiplies the fit. */
  readonly factor: number;
  /** What was said, for people. */
  readonly reason: string;
}

const PRIOR = 5;

/** Weights with what answers up to the end of a day taught; later ones would be knowledge of the future. */
export async function withLessons(db: Queryable, weights: Weights, today: Day): Promise<Weights> {
  return { ...weights, lessons: lessonsOf(await readTaught(db, (today + 1) * DAY_MS)) };
}

export interface TaughtRow {
  readonly kind: string;
  readonly segment: Segment;
  readonly status: 'won' | 'disqualified';
  readonly reason: string | null;
  readonly count: number;
}

/** Lessons from counted answers; groups without a teaching answer teach nothing. */
export function lessonsOf(rows: readonly TaughtRow[]): readonly Lesson[] {
  const groups = Map.groupBy(rows, ({ kind, segment }) => `${kind} ${segment}`);
  return [...groups.values()].flatMap((group): Lesson[] => {
    const [first] = group;
    const said = group
      .filter(({ status, reason }) => status === 'disqualified' && TEACHING.has(reason as DisqualifyReason))
      .sort((a, b) => b.count - a.count);
    const [most] = said;
    if (first === undefined || most === undefined) return [];
    const taught = said.reduce((sum, { count }) => sum + count, 0);
    const won = group.filter(({ status }) => status === 'won').reduce((sum, { count }) => sum + count, 0);
    const factor = Number(((won + PRIOR) / (won + taught + PRIOR)).toFixed(2));
    const what = DISQUALIFY_REASONS[most.reason as DisqualifyReason];
    const reason = `${taught} others like it were disqualified (mostly: ${what}), ${won} were won`;
    return [{ kind: first.kind, segment: first.segment, factor, reason }];
  });
}
