/**
 * What a platform took back is erased here, and its id is remembered: an older copy of it, read later, changes nothing.
 * So the end is the same whichever comes first.
 */
import { type Client, idFrom, type SourceId } from '../base/index.ts';
import type { Erasure } from './contract.ts';
import { resolveActor } from './identities/rules.ts';
import { sightingIds } from './identities/store.ts';
import { subtractTimezones } from './identities/timezone_store.ts';
import { messageId } from './messages/store.ts';
import { signalsWent } from './signals/packs_store.ts';

/** The ids that one erasure takes away. An account is the identity of its login. */
export function erasedIds(source: SourceId, erasure: Erasure): readonly string[] {
  if (erasure.kind === 'signal') return [idFrom('signal', source, erasure.nativeId)];
  if (erasure.kind === 'account') {
    const { identityId } = sightingIds(resolveActor({ platform: erasure.platform, login: erasure.login }));
    return identityId === null ? [] : [identityId];
  }
  return (['public', 'private'] as const).map((visibility) =>
    messageId(erasure.space, visibility, erasure.nativeId),
  );
}

/** Which of these ids were taken back. */
export async function erasedAmong(client: Client, ids: readonly string[]): Promise<ReadonlySet<string>> {
  // Most installations erase little or nothing: one look-up of the table's size spares thousands of others.
  const { rows: some } = await client.query<{ known: boolean }>(
    'select exists(select from erasure) as known',
  );
  if (some[0]?.known !== true) return new Set();
  const { rows } = await client.query<{ id: string }>('select id from erasure where id = any($1::uuid[])', [
    ids,
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** What an erasure did. */
export interface Erased {
  /** The ids that were not erased before. */
  readonly fresh: ReadonlySet<string>;
  /** Handles whose acts are gone. */
  readonly touched: readonly string[];
}

interface ErasedAct {
  readonly id: string;
  readonly who: string | null;
  readonly whom: string | null;
  readonly at: Date;
  readonly utcOffset: number | null;
}

/** Erases, with everything that hangs on it: the signals of a message, and of an account its messages and signals. */
export async function erase(client: Client, ids: readonly string[], now: number): Promise<Erased> {
  if (ids.length === 0) return { fresh: new Set(), touched: [] };
  const { rows } = await client.query<{ id: string }>(
    `insert into erasure (id, erased_at) select distinct id, $2::timestamptz from unnest($1::uuid[]) id order by id
     on conflict do nothing returning id`,
    [ids, new Date(now)],
  );
  const fresh = rows.map(({ id }) => id);
  if (fresh.length === 0) return { fresh: new Set(), touched: [] };
  const { rows: written } = await client.query<{ id: string }>(
    `select id from message where id = any($1::uuid[]) or identity_id = any($1::uuid[])`,
    [fresh],
  );
  const messages = written.map(({ id }) => id);
  const { rows: acts } = await client.query<ErasedAct>(
    `delete from signal where id = any($1::uuid[]) or identity_id = any($1::uuid[]) or message_id = any($2::uuid[])
     returning id, identity_id as who, organization_identity_id as whom, at, utc_offset as "utcOffset"`,
    [fresh, [...messages, ...fresh]],
  );
  await signalsWent(
    client,
    acts.map(({ at }) => at.getTime()),
  );
  await subtractTimezones(
    client,
    acts.map(({ who, at, utcOffset }) => ({ identityId: who, at: at.getTime(), utcOffset })),
  );
  // What hung on it needs no remembering: it comes again only with the id that is remembered.
  await client.query('delete from signal_key where id = any($1::uuid[])', [acts.map(({ id }) => id)]);
  await client.query('delete from message_text where id = any($1::uuid[])', [messages]);
  await client.query('delete from message where id = any($1::uuid[])', [messages]);
  // The place in the thread stays, empty: answers to it keep their thread.
  await client.query('update message_node set present = false where node_id = any($1::uuid[])', [messages]);
  await forgetHandles(client, fresh);
  const touched = acts.flatMap(({ who, whom }) => [who, whom]).filter((id) => id !== null);
  return { fresh: new Set(fresh), touched };
}

/** The handle keeps its row, which decisions may name, and loses everything that says whose it is. */
async function forgetHandles(client: Client, ids: readonly string[]): Promise<void> {
  await client.query('delete from identity_affiliation where identity_id = any($1::uuid[])', [ids]);
  await client.query('delete from affiliation_proof where identity_id = any($1::uuid[])', [ids]);
  await client.query('delete from identity_commit where identity_id = any($1::uuid[])', [ids]);
  await client.query('delete from identity_touched where identity_id = any($1::uuid[])', [ids]);
  await client.query('delete from identity_timezone where identity_id = any($1::uuid[])', [ids]);
  await client.query('delete from identity_homepage where identity_id = any($1::uuid[])', [ids]);
  await client.query('delete from identity_name where identity_id = any($1::uuid[])', [ids]);
  await client.query(
    `delete from identity_suggestion where identity_a = any($1::uuid[]) or identity_b = any($1::uuid[])`,
    [ids],
  );
  const { rows } = await client.query<{ person: string }>(
    `update identity set value = 'erased ' || identity_id, label = '', reason = 'erased at its platform'
      where identity_id = any($1::uuid[]) and value not like 'erased %' returning person_id as person`,
    [ids],
  );
  await client.query(
    `update person p set name = 'erased account', claimed_name = 'erased account'
      where p.person_id = any($1::uuid[])
        and not exists (select from identity i where i.person_id = p.person_id and i.value not like 'erased %')`,
    [rows.map(({ person }) => person)],
  );
}
