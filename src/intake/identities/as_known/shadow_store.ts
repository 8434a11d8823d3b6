/**
 * Tables that stand before those of the same name until the transaction ends: PostgreSQL looks into `pg_temp` before
 * all schemas. While such a table is made, its name still means the real one, which is only read.
 */
import type { Client } from '../../../base/index.ts';

/** Which of two texts, either of which may be null, claims take for a name: the longer, then the greater. */
const longest = (a: string, b: string): string =>
  `(select x from unnest(array[${a}, ${b}]) as x where x is not null order by length(x) desc, x collate "C" desc limit 1)`;

/** The person a handle would be by itself alone: base/ids.ts, idFrom('person', ...), as own_person.ts calls it. */
const OWN_PERSON = `(select (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-8' || substr(hex, 14, 3) || '-'
    || substr('89ab', (('x0' || substr(hex, 17, 1))::bit(8)::int & 3) + 1, 1) || substr(hex, 18, 3) || '-'
    || substr(hex, 21, 12))::uuid
  from (select encode(sha256(convert_to(
    concat_ws(E'\\u001f', 'person', i.kind, nullif(i.platform, ''), i.value), 'UTF8')), 'hex') as hex) h)`;

/** What a person is called whose records give no name. */
const NAMELESS = `case i.kind when 'email' then regexp_replace(i.value, '@.*$', '') else i.value end`;

/** Handles that claims give names, each with its longest one. A name with an @ is nobody's name. */
const NAMED = `
  select identity_id, (array_agg(name order by length(name) desc, name collate "C" desc))[1] as label,
         (array_agg(name order by length(name) desc, name collate "C" desc) filter (where position('@' in name) = 0))[1] as name
    from identity_name group by identity_id`;

/** People as claims named them by then. */
const PEOPLE = `
  with own as (
    select ${OWN_PERSON} as person_id,
           ${longest('n.name', `case when i.nameless_at < $1 or n.name is null then ${NAMELESS} end`)} as name
      from identity i left join known_name n using (identity_id)
     where i.kind in ('email', 'login') and i.claimed_person_id is not null and i.first_seen_at < $1
  ), named as (
    select p.person_id, p.first_seen_at, least(p.last_seen_at, $1::timestamptz) as last_seen_at,
           coalesce(own.name, p.claimed_name) as name
      from person p left join own using (person_id) where p.claimed_name is not null and p.first_seen_at < $1
  )
  select person_id, name, name as claimed_name, first_seen_at, last_seen_at from named`;

/** A claim that joins two handles carries no time: it counts once both were seen. */
const IDENTITIES = `
  select i.identity_id, i.kind, i.platform, i.value,
         case when i.kind not in ('email', 'login') then i.label
              else coalesce(${longest('n.label', 'case when i.nameless_at < $1 then i.value end')}, i.value) end as label,
         i.class, i.confidence, i.reason, c.person_id, coalesce(o.main_id, o.organization_id) as organization_id,
         i.first_seen_at, case when i.last_seen_at < $1 then i.last_seen_at else coalesce(a.at, i.first_seen_at) end as last_seen_at,
         c.person_id as claimed_person_id, null::timestamptz as looked_at, o.organization_id as claimed_organization_id,
         null::text as looked_at_evidence, case when i.nameless_at < $1 then i.nameless_at end as nameless_at
    from identity i
    left join known_name n using (identity_id)
    left join (select identity_id, max(at) as at from known_act group by identity_id) a using (identity_id)
    left join organization o on o.organization_id = i.claimed_organization_id
    left join person p on p.person_id = i.claimed_person_id
    cross join lateral (select case when i.claimed_person_id is null then null when p.person_id is null then ${OWN_PERSON}
                                    else p.person_id end as person_id) c
   where i.first_seen_at < $1`;

/**
 * Evidence reaches to its last proof of before. Of what acts prove, this is the last act with a handle of the
 * organization. A profile is read within a year of what it speaks for, and is known once that year is over at the latest.
 */
const EVIDENCE = `
  with proof as (
    select identity_id, organization_id, kind, value, max(at) as at, max(confidence) as confidence
      from affiliation_proof where at < $1 group by identity_id, organization_id, kind, value
  ), act as (
    select a.identity_id, h.claimed_organization_id as organization_id, max(a.at) as at
      from known_act a join identity h on h.identity_id = a.organization_identity_id group by 1, 2
  )
  select e.identity_id, e.organization_id, e.kind, e.value, coalesce(p.confidence, e.confidence) as confidence, e.reason,
         e.from_at, case when e.to_at < $1 then e.to_at else greatest(e.from_at, p.at, a.at) end as to_at
    from identity_affiliation e join identity i using (identity_id) join organization o on o.organization_id = e.organization_id
    left join proof p on p.identity_id = e.identity_id and p.organization_id = e.organization_id and p.kind = e.kind and p.value = e.value
    left join act a on e.kind in ('mail_domain', 'record') and a.identity_id = e.identity_id and a.organization_id = e.organization_id
   where e.from_at < $1 and (e.kind <> 'profile' or e.from_at <= $1::timestamptz - interval '365 days')`;

const ACTS = `
  select identity_id, organization_identity_id, max(at) as at from signal
   where identity_id is not null and at < $1 group by identity_id, organization_identity_id`;

/** A name that records gave later is none yet; '' is mended by `nameByDomain`. */
const ORGANIZATIONS = `
  select organization_id, n.called as name, given as name_given, domain, kind, kind_reason, first_seen_at,
         least(last_seen_at, $1::timestamptz) as last_seen_at, n.called as claimed_name,
         case when given then name_key end as name_key, null::uuid as alias_of, null::uuid as main_id, null::uuid as parent_id,
         case when given then named_at end as named_at
    from organization cross join lateral (select name_given and (domain is null or named_at < $1) as given) g
    cross join lateral (
      select case when given or not name_given then claimed_name else '' end as called) n
   where first_seen_at < $1`;

type Table = readonly [name: string, sql: string, ...indexes: string[]];

/** In the order in which they are made: each reads the real table of its name, and of the others what stands before it. */
const SEEN: readonly Table[] = [
  ['message', 'select id, identity_id, at, subject from message where identity_id is not null and at < $1'],
  [
    'message_node',
    'select n.node_id, n.thread_id from message_node n join message m on m.id = n.node_id',
    'unique index on pg_temp.message_node (node_id)',
  ],
  ['identity_commit', 'select * from identity_commit where at < $1'],
  [
    'identity_name',
    `select identity_id, name, first_seen_at, least(last_seen_at, $1::timestamptz) as last_seen_at
       from identity_name where first_seen_at < $1`,
    'unique index on pg_temp.identity_name (identity_id, name)',
  ],
  [
    'identity_homepage',
    `select identity_id, page, first_seen_at, least(last_seen_at, $1::timestamptz) as last_seen_at
       from identity_homepage where first_seen_at < $1`,
    'index on pg_temp.identity_homepage (identity_id)',
  ],
  [
    'identity_timezone',
    'select * from identity_timezone where false',
    'unique index on pg_temp.identity_timezone (identity_id, season, minutes)',
  ],
  ['known_name', NAMED],
  ['known_act', ACTS],
  [
    'organization',
    ORGANIZATIONS,
    'unique index on pg_temp.organization (organization_id)',
    'index on pg_temp.organization (main_id) where main_id is not null',
  ],
];

const CLAIMED: readonly Table[] = [
  ['person', PEOPLE, 'unique index on pg_temp.person (person_id)'],
  [
    'identity',
    IDENTITIES,
    'unique index on pg_temp.identity (identity_id)',
    'index on pg_temp.identity (claimed_person_id)',
    'index on pg_temp.identity (person_id)',
    'index on pg_temp.identity (claimed_organization_id) where claimed_organization_id is not null',
  ],
  [
    'identity_affiliation',
    EVIDENCE,
    'index on pg_temp.identity_affiliation (identity_id)',
    'index on pg_temp.identity_affiliation (value, kind)',
    'index on pg_temp.identity_affiliation (organization_id)',
  ],
  [
    'affiliation',
    'select * from affiliation where false',
    'unique index on pg_temp.affiliation (person_id, organization_id)',
  ],
];

/** Those of later do not count, and what follows from those that do is folded anew. */
const DECIDED: readonly Table[] = [
  [
    'identity_decision',
    'select * from identity_decision where at < $1',
    'unique index on pg_temp.identity_decision (decision_id)',
  ],
  [
    'decided_identity',
    'select d.* from decided_identity d join identity_decision using (decision_id) join identity using (identity_id)',
    'index on pg_temp.decided_identity (identity_id)',
  ],
  [
    'identity_suggestion',
    'select * from identity_suggestion where false',
    'unique index on pg_temp.identity_suggestion (suggestion_id)',
    'index on pg_temp.identity_suggestion (identity_a)',
    'index on pg_temp.identity_suggestion (identity_b)',
  ],
  ['organization_decision', 'select * from organization_decision where at < $1'],
  ['organization_verdict', 'select * from organization_verdict where false'],
  ['evidence_lesson', 'select * from evidence_lesson where false'],
];

/** Puts what was claimed and decided before an instant before the tables of identities, and folds nothing of it. */
export async function makeShadows(client: Client, before: Date): Promise<void> {
  await make(client, SEEN, before);
  await linkNames(client);
  await make(client, CLAIMED, before);
  await addOwnPeople(client);
  await make(client, DECIDED, before);
}

async function make(client: Client, tables: readonly Table[], before: Date): Promise<void> {
  for (const [name, sql, ...indexes] of tables) {
    await client.query(
      `create temp table ${name} on commit drop as ${sql}`,
      sql.includes('$1') ? [before] : undefined,
    );
    for (const index of indexes) await client.query(`create ${index}`);
    await client.query(`analyze pg_temp.${name}`);
  }
}

/** The only domain with a name, among those known, as `linkAliases` of organizations/store.ts finds it. */
async function linkNames(client: Client): Promise<void> {
  await client.query(
    `with found as (
       select name_key, min(organization_id::text)::uuid as id from pg_temp.organization
        where name_key is not null and domain is not null group by name_key having count(*) = 1
     )
     update pg_temp.organization n set alias_of = found.id, main_id = found.id from found
      where n.name_key = found.name_key and n.domain is null and length(n.name_key) > 2`,
  );
}

/** People that a handle was before a later claim joined it with another. */
async function addOwnPeople(client: Client): Promise<void> {
  await client.query(
    `insert into pg_temp.person (person_id, name, claimed_name, first_seen_at, last_seen_at)
     select i.person_id, coalesce(n.name, ${NAMELESS}), coalesce(n.name, ${NAMELESS}), i.first_seen_at, i.last_seen_at
       from pg_temp.identity i left join known_name n using (identity_id)
      where i.person_id is not null and not exists (select from pg_temp.person p where p.person_id = i.person_id)
     on conflict (person_id) do nothing`,
  );
}

/** Domains of organizations to which records gave a name only later. */
export async function unnamedDomains(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ domain: string }>(
    `select domain from pg_temp.organization where name = '' and domain is not null order by 1`,
  );
  return rows.map(({ domain }) => domain);
}

/** Names the organizations of these domains that have no name. */
export async function nameByDomain(
  client: Client,
  domains: readonly string[],
  names: readonly string[],
): Promise<void> {
  await client.query(
    `update pg_temp.organization o set name = n.name, claimed_name = n.name
       from unnest($1::text[], $2::text[]) as n (domain, name) where o.domain = n.domain and o.name = ''`,
    [domains, names],
  );
}

/** Handles that decisions name. */
export async function decidedHandles(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select distinct identity_id as id from pg_temp.decided_identity order by 1',
  );
  return rows.map(({ id }) => id);
}

/** Whether there are decisions about organizations. */
export async function anyOrganizationDecided(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ any: boolean }>(
    'select exists (select from pg_temp.organization_decision) as any',
  );
  return rows[0]?.any === true;
}

/** Forgets the sums made while folding. */
export async function forgetSums(client: Client): Promise<void> {
  await client.query('truncate pg_temp.affiliation');
}

/** Makes the planner know what folding has written. */
export async function analyzeShadows(client: Client): Promise<void> {
  await client.query(
    'analyze pg_temp.identity, pg_temp.person, pg_temp.organization, pg_temp.affiliation, pg_temp.organization_verdict',
  );
}
