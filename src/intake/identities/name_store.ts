/** The names that addresses and logins were seen with, from when to when. */
import type { Client } from '../../base/index.ts';
import type { ResolvedIdentity } from './rules.ts';
import { stage } from './stage_store.ts';
import { touch } from './touched_store.ts';

/** A name that a handle was seen with; times are milliseconds since the epoch. */
export interface NameSeen {
  readonly identityId: string;
  readonly name: string;
  first: number;
  last: number;
}

/** The name that a claim gave to a handle; '' when it gave none, or the handle is nothing but a name. */
export function nameGiven({ kind, label, value }: ResolvedIdentity): string {
  return (kind === 'email' || kind === 'login') && label !== value ? label : '';
}

/** Whether a claim gave an address or login without a name. */
export function isNameless({ kind, label, value }: ResolvedIdentity): boolean {
  return (kind === 'email' || kind === 'login') && label === value;
}

const COLUMNS = ['identity_id', 'name', 'first_seen_at', 'last_seen_at'] as const;

/**
 * Stores names, joining with what is known (earliest, latest), so that order does not matter. A handle with a name
 * that it did not have is touched. The identities must be there.
 */
export async function writeNames(client: Client, names: Iterable<NameSeen>): Promise<void> {
  await stage(client, 'stage_name', 'like identity_name', COLUMNS, rowsOf(names));
  await client.query(
    `with written as (
       insert into identity_name as t (${COLUMNS.join(', ')}) select ${COLUMNS.join(', ')} from stage_name
        order by identity_id, name
       on conflict (identity_id, name) do update set
         first_seen_at = least(t.first_seen_at, excluded.first_seen_at),
         last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)
       where excluded.first_seen_at < t.first_seen_at or excluded.last_seen_at > t.last_seen_at
       returning identity_id, xmax = 0 as fresh
     ), given as (select identity_id from written where fresh)
     ${touch('given')}`,
  );
}

function* rowsOf(names: Iterable<NameSeen>): Generator<readonly [string, string, Date, Date]> {
  for (const { identityId, name, first, last } of names)
    yield [identityId, name, new Date(first), new Date(last)];
}
