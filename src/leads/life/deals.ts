/** What operators told of won and lost leads, as deals among those that were imported. */
import type { Queryable } from '../../base/index.ts';
import { DAY_MS, dayOf } from '../dates.ts';
import type { Agreement, Day } from '../facts.ts';
import { activeSteps } from './fold.ts';
import { type DealStep, readDealSteps } from './store.ts';

/**
 * Which steps are looked at:
 * - `then`: what was told up to the end of a day, and not undone by then;
 * - `listed`: what is told now, for the list and whoever explains it, even where it stands for an earlier day;
 * - `outcomes`: what came of leads up to the end of a day, as it is known now. Whoever is reopened bought all the same.
 */
export type Told = 'then' | 'listed' | 'outcomes';

/** A deal of a subject, as subjects are now. */
export interface ToldDeal {
  readonly subjectId: string;
  readonly agreement: Agreement;
}

/** @param ids only of these subjects; of all when left out */
export async function readToldDeals(
  db: Queryable,
  today: Day,
  told: Told,
  ids?: readonly string[],
): Promise<readonly ToldDeal[]> {
  return toldDeals(await readDealSteps(db, ids), today, told);
}

/** Pure. Latest first, so that of several on one day the last word counts. */
export function toldDeals(steps: readonly DealStep[], today: Day, told: Told): readonly ToldDeal[] {
  const end = (today + 1) * DAY_MS;
  const seen = told === 'then' ? steps.filter(({ at }) => at < end) : steps;
  const active = activeSteps(seen).filter(({ at }) => told === 'listed' || at < end);
  const reopened = new Map<string, number>();
  for (const { id, kind, subjectId } of active)
    if (kind === 'reopen') reopened.set(subjectId, Math.max(id, reopened.get(subjectId) ?? 0));
  return active
    .toSorted((a, b) => b.id - a.id)
    .flatMap(({ id, kind, subjectId, at }): ToldDeal[] => {
      if (kind !== 'won' && kind !== 'lost') return [];
      if (told !== 'outcomes' && id < (reopened.get(subjectId) ?? 0)) return [];
      const day = dayOf(at);
      const act = kind === 'won' ? 'deal_won' : 'deal_lost';
      // Told after the day for which the list stands: it holds on that day already.
      return [{ subjectId, agreement: { act, day, title: '', from: day > today ? today : null, to: null } }];
    });
}
