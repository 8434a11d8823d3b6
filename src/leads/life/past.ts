/** Where leads stood between those who work on them on a day of the past. */
import type { Queryable } from '../../base/index.ts';
import { standingAt, statusOf } from './fold.ts';
import { marked } from './steps.ts';
import { readStepsOf, subjectsWithLife } from './store.ts';
import type { LeadStatus } from './types.ts';

/**
 * The statuses after the steps that were taken by an instant (milliseconds), by subject; whoever is missing was
 * untouched. One thing is as it is now, and stands above all: whoever asks not to be contacted, or does so no more.
 */
export async function statusesOn(db: Queryable, until: number): Promise<ReadonlyMap<string, LeadStatus>> {
  const steps = await readStepsOf(db, await subjectsWithLife(db));
  const statuses = new Map<string, LeadStatus>();
  for (const [id, all] of Map.groupBy(steps, ({ now }) => now)) {
    const now = statusOf(marked(all));
    const then = marked(all.filter(({ at, kind }) => at <= until && kind !== 'do_not_contact'));
    statuses.set(id, now.status === 'do_not_contact' ? now : standingAt(statusOf(then), until));
  }
  return statuses;
}
