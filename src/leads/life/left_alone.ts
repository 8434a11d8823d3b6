/** People who asked not to be contacted, whomever they act for and whatever handles they go by. */
import type { Queryable } from '../../base/index.ts';
import { statusOf } from './fold.ts';
import { peopleNamedBy, readStepsOf } from './store.ts';

/** Those of these people who asked not to be contacted, as it is now. */
export async function leftAlone(db: Queryable, personIds: Iterable<string>): Promise<ReadonlySet<string>> {
  const named = await peopleNamedBy(db, 'do_not_contact', [...new Set(personIds)]);
  const steps = Map.groupBy(await readStepsOf(db, named), ({ now }) => now);
  return new Set(named.filter((id) => statusOf(steps.get(id) ?? []).status === 'do_not_contact'));
}
