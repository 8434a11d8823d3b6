/** What the matcher reads of identities, and which of them it has seen. */
import type { Client, Queryable } from '../../../base/index.ts';
import { CROWDED_THREAD, type MatchRecord } from '../matching/index.ts';
import { isAnyTouched } from '../touched_store.ts';

/** Handles that may be people's: those that records give to a person, and bare names. */
const OF_PEOPLE = `(claimed_person_id is not null or (kind = 'name' and platform = ''))`;

/** Whether the matcher has something to compare: identities of people that it has not seen, or news of those it has. */
export async function hasNews(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ remaining: boolean }>(
    `select exists (select from identity where looked_at is null and ${OF_PEOPLE}) as remaining`,
  );
  return rows[0]?.remaining === true || (await isAnyTouched(db));
}

/**
 * Names of a handle that the matcher reads beside the longest: the latest, in an order that does not depend on when they
 * were seen. More would only repeat what they say.
 */
const NAMES_LIMIT = 12;

/** Threads and commits of a handle that the matcher reads: the latest. */
const THREADS_LIMIT = 20;

/** What a handle took part in with a few others, and the same as one text that changes whenever that does. */
const TOGETHER = `
  with part as (
    select m.identity_id, n.thread_id, max(m.at) as at from message m join message_node n on n.node_id = m.id
     where m.identity_id is not null group by m.identity_id, n.thread_id
    union all
    select identity_id, commit_id, at from identity_commit
  ), counted as (
    select *, count(*) over (partition by thread_id) as people from part
  ), latest as (
    select *, row_number() over (partition by identity_id order by at desc, thread_id) as place from counted
     where people between 2 and ${CROWDED_THREAD - 1}
  )
  select identity_id, array_agg(thread_id::text order by thread_id) as threads,
         md5(string_agg(thread_id || ' ' || people, ' ' order by thread_id)) as state
    from latest where place <= ${THREADS_LIMIT} group by identity_id`;

/** The offset that a handle's clock showed most often at each time of the year; of several the lowest. */
const TIMEZONES = `
  select identity_id, min(minutes) filter (where season = 'january') as january,
         min(minutes) filter (where season = 'july') as july
    from (select distinct on (identity_id, season) identity_id, season, minutes from identity_timezone
           order by identity_id, season, acts desc, minutes) most
   group by identity_id`;

/** The home page that the profile of a handle named last. */
const HOMEPAGES = `
  select distinct on (identity_id) identity_id, page from identity_homepage
   order by identity_id, last_seen_at desc, page collate "C"`;

export interface KnownRecord extends MatchRecord {
  /** When the matcher compared it (milliseconds), or null. */
  readonly lookedAt: number | null;
  /**
   * What is known of it that may change without a new name, as one text, and the same as when it was compared; null is
   * nothing.
   */
  readonly evidence: string | null;
  readonly evidenceThen: string | null;
}

/**
 * All identities of people, as records to be matched, in one query. Handles of functions and machines stay out. A bare
 * name may be several people's, so it is only ever suggested; a name within an organization is known by that.
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
            array(select l.name from (
                    select n.name from identity_name n where n.identity_id = i.identity_id and n.name <> i.label
                     order by n.last_seen_at desc, n.name collate "C" limit ${NAMES_LIMIT}) l
                   order by l.name collate "C") as names,
            coalesce(t.threads, '{}') as threads,
            case when z.identity_id is not null then jsonb_build_object('january', z.january, 'july', z.july) end as timezone,
            coalesce(h.page, '') as homepage,
            nullif(concat_ws(' ', t.state, 'january ' || z.january, 'july ' || z.july, 'page ' || h.page), '') as evidence,
            i.looked_at_evidence as "evidenceThen",
            i.claimed_person_id is null as "suggestOnly",
            (extract(epoch from i.looked_at) * 1000)::float8 as "lookedAt"
       from identity i left join (${TOGETHER}) t using (identity_id)
            left join (${TIMEZONES}) z using (identity_id)
            left join (${HOMEPAGES}) h using (identity_id) where ${OF_PEOPLE} order by i.identity_id`,
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

/** Remembers that the matcher compared these, and what was then known of them. */
export async function markLookedAt(
  client: Client,
  records: readonly Pick<KnownRecord, 'id' | 'evidence'>[],
  now: number,
): Promise<void> {
  await client.query(
    `update identity i set looked_at = $3, looked_at_evidence = r.evidence
       from unnest($1::uuid[], $2::text[]) as r(id, evidence)
      where i.identity_id = r.id and (i.looked_at is distinct from $3 or i.looked_at_evidence is distinct from r.evidence)`,
    [records.map(({ id }) => id), records.map(({ evidence }) => evidence), new Date(now)],
  );
}
