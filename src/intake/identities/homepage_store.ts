/** The home pages that profiles named, from when to when. */
import type { Client } from '../../base/index.ts';
import { stage } from './stage_store.ts';
import { touch } from './touched_store.ts';

/** A page that the profile of a handle named; times are milliseconds since the epoch. */
export interface HomepageSeen {
  readonly identityId: string;
  readonly page: string;
  first: number;
  last: number;
}

const COLUMNS = ['identity_id', 'page', 'first_seen_at', 'last_seen_at'] as const;

/**
 * Stores home pages, joining with what is known (earliest, latest), so that order does not matter. A handle with a page
 * that it did not have is touched. The identities must be there.
 */
export async function writeHomepages(client: Client, pages: Iterable<HomepageSeen>): Promise<void> {
  await stage(client, 'stage_homepage', 'like identity_homepage', COLUMNS, rowsOf(pages));
  await client.query(
    `with written as (
       insert into identity_homepage as t (${COLUMNS.join(', ')}) select ${COLUMNS.join(', ')} from stage_homepage
        order by identity_id, page
       on conflict (identity_id, page) do update set
         first_seen_at = least(t.first_seen_at, excluded.first_seen_at),
         last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)
       where excluded.first_seen_at < t.first_seen_at or excluded.last_seen_at > t.last_seen_at
       returning identity_id, xmax = 0 as fresh
     ), given as (select identity_id from written where fresh)
     ${touch('given')}`,
  );
}

function* rowsOf(pages: Iterable<HomepageSeen>): Generator<readonly [string, string, Date, Date]> {
  for (const { identityId, page, first, last } of pages)
    yield [identityId, page, new Date(first), new Date(last)];
}
