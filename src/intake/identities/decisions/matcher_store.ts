/** What the matcher reads of identities, and which of them it has seen. */
import type { Client, Queryable } from '../../../base/index.ts';
import type { MatchRecord } from '../matching/index.ts';

/** Handles that may be people's: those that records give to a person, and bare names. */
const OF_PEOPLE = `(claimed_person_id is not null or (kind = 'name' and platform = ''))`;

/** Whether there are identities of people that the matcher has not compared yet. */
export async function hasNewIdentities(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ remaining: boolean }>(
    `select exists (select from identity where looked_at is null and ${OF_PEOPLE}) as remaining`,
  );
  return rows[0]?.remaining === true;
}

/** Names of a handle that the matcher reads beside the longest: the latest. More would only repeat what they say. */
const NAMES_LIMIT = 12;

export interface KnownRecord extends MatchRecord {
  /** When the matcher compared it (milliseconds), or null. */
  readonly lookedAt: number | null;
}

/**
 * All identities of people, as records to be matched. Handles of functions and machines stay out. A bare name may be
 * several people's, so it is only ever suggested; a name within an organization is known by that.
 */
export async function readMatchRecords(db: Queryable): Promise<readonly KnownRecord[]> {
  const { rows } = await db.query<KnownRecord>(
    `select i.identity_id as id,
            case when i.kind = 'name' then coalesce(nullif(i.label, ''), i.value)
                 when i.label = i.value then '' else i.label end as name,
            case i.kind when 'email' then i.value else '' end as email,
            case i.kind when 'login' then i.value else '' end as login,
            case i.kind when 'login' then i.platform else '' end as platform,
            coalesce((select min(coalesce(o.domain, o.name)) from identity_affiliation a join organization o using (organization_id)
                       where a.identity_id = i.identity_id),
                     case i.kind when 'name' then i.platform else '' end) as organization,
            array(select n.name from identity_name n where n.identity_id = i.identity_id and n.name <> i.label
                   order by n.last_seen_at desc, n.name collate "C" limit ${NAMES_LIMIT}) as names,
            i.claimed_person_id is null as "suggestOnly",
            (extract(epoch from i.looked_at) * 1000)::float8 as "lookedAt"
       from identity i where ${OF_PEOPLE} order by i.identity_id`,
  );
  return rows;
}

/** A merge of the matcher that counts, unless an undo says otherwise. */
export interface MatcherMerge {
  readonly id: number;
  readonly a: string;
  readonly b: string;
}

/** All merges the matcher ever made. */
export async function readMatcherMerges(db: Queryable): Promise<readonly MatcherMerge[]> {
  const { rows } = await db.query<MatcherMerge>(
    `select decision_id as id, identity_ids[1] as a, identity_ids[2] as b
       from identity_decision where kind = 'merge' and author = 'matcher' order by decision_id`,
  );
  return rows;
}

/**
 * Remembers when the matcher compared these.
 * @param again also those that it compared before
 */
export async function markLookedAt(
  client: Client,
  ids: readonly string[],
  now: number,
  again: boolean,
): Promise<void> {
  await client.query(
    `update identity set looked_at = $2 where identity_id = any($1) and (looked_at is null or ($3 and looked_at <> $2))`,
    [ids, new Date(now), again],
  );
}
