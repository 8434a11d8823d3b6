/** What a back-test must beat: three ways to rank the same candidates without statistics. */

import { type Candidate, DAY } from './types.ts';

const BASELINES = {
  /** Most people in the last 180 days, then most acts. */
  volume: ({ acts }: Candidate, cutoff: number): number => {
    const recent = acts.filter(({ at }) => at > cutoff - 180 * DAY);
    return new Set(recent.map(({ person }) => person)).size + recent.length / 1e6;
  },
  /** Seen for the first time last. */
  newest: ({ acts }: Candidate): number => acts[0]?.at ?? 0,
  /** Two points an act, at most 4 a day and 12 a month, halved every 90 days: as the default weights do with changes. */
  points: ({ acts }: Candidate, cutoff: number): number => {
    const months = new Map<string, number>();
    let sum = 0;
    for (const [day, count] of [...countDays(acts)].sort(([a], [b]) => b - a)) {
      const month = new Date(day * DAY).toISOString().slice(0, 7);
      const used = months.get(month) ?? 0;
      const points = Math.min(2 * count, 4, 12 - used);
      months.set(month, used + points);
      sum += points * 2 ** (-(cutoff / DAY - day) / 90);
    }
    return sum;
  },
} as const satisfies Record<string, (candidate: Candidate, cutoff: number) => number>;

export type Baseline = keyof typeof BASELINES;

/** A candidate's number in each baseline; the higher the earlier. Its acts must have gone through the guard. */
export function scoreBaselines(candidate: Candidate, cutoff: number): Readonly<Record<Baseline, number>> {
  return {
    volume: BASELINES.volume(candidate, cutoff),
    newest: BASELINES.newest(candidate),
    points: BASELINES.points(candidate, cutoff),
  };
}

function countDays(acts: Candidate['acts']): Map<number, number> {
  const days = new Map<number, number>();
  for (const { at } of acts) days.set(Math.floor(at / DAY), (days.get(Math.floor(at / DAY)) ?? 0) + 1);
  return days;
}
