/** Texts that handles were seen with (names, home pages), from when to when. */
import type { Client } from '../../base/index.ts';
import type { Seen } from './organization_store.ts';
import { stage } from './stage_store.ts';
import { touch } from './touched_store.ts';

/** A text that a handle was seen with. */
export interface TextSeen extends Seen {
  readonly identityId: string;
  readonly text: string;
}

/** The tables of such texts, and the column that holds them. */
const TEXTS = { identity_name: 'name', identity_homepage: 'page' } as const;

/**
 * Stores texts, joining with what is known (earliest, latest), so that order does not matter. A handle with one that it
 * did not have is touched. The identities must be there.
 */
export async function writeTexts(
  client: Client,
  table: keyof typeof TEXTS,
  texts: Iterable<TextSeen>,
): Promise<void> {
  const key = `identity_id, ${TEXTS[table]}`;
  const columns = ['identity_id', TEXTS[table], 'first_seen_at', 'last_seen_at'];
  await stage(client, `stage_${table}`, `like ${table}`, columns, rowsOf(texts));
  await client.query(
    `with written as (
       insert into ${table} as t (${columns.join(', ')}) select ${columns.join(', ')} from stage_${table} order by ${key}
       on conflict (${key}) do update set
         first_seen_at = least(t.first_seen_at, excluded.first_seen_at),
         last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)
       where excluded.first_seen_at < t.first_seen_at or excluded.last_seen_at > t.last_seen_at
       returning identity_id, xmax = 0 as fresh
     ), given as (select identity_id from written where fresh)
     ${touch('given')}`,
  );
}

function* rowsOf(texts: Iterable<TextSeen>): Generator<readonly [string, string, Date, Date]> {
  for (const { identityId, text, first, last } of texts)
    yield [identityId, text, new Date(first), new Date(last)];
}
