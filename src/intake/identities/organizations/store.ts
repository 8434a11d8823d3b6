/** Decisions about organizations and what follows from them. */
import { type Client, jsonText, type Queryable } from '../../../base/index.ts';
import { organizationsOf, sumAffiliations } from '../affiliation_store.ts';
import type { EvidenceKind } from './evidence.ts';
import type { FoldedOrganizations, Verdict } from './fold.ts';
import { lessonFactor } from './lessons.ts';
import type { HandleClaim, OrganizationClaim, OrganizationDecision } from './types.ts';

const COLUMNS = `decision_id as id, kind, author, organization_ids as "organizationIds", identity_ids as "identityIds",
  name, undoes, reasons, (extract(epoch from at) * 1000)::float8 as at`;

/**
 * All decisions, oldest first. They are made by hand, so there are thousands at most; that is why they are folded as a
 * whole and not by component.
 */
export async function readOrganizationDecisions(db: Queryable): Promise<readonly OrganizationDecision[]> {
  return (
    await db.query<OrganizationDecision>(`select ${COLUMNS} from organization_decision order by decision_id`)
  ).rows;
}

/** Records a decision. */
export async function insertOrganizationDecision(
  client: Client,
  decision: OrganizationDecision,
): Promise<void> {
  const { id, kind, author, organizationIds, identityIds, name, undoes, reasons, at } = decision;
  await client.query(
    `insert into organization_decision (decision_id, kind, author, organization_ids, identity_ids, name, undoes, reasons, at)
     values ($1, $2, $3, $4::uuid[], $5::uuid[], $6, $7, $8::jsonb, $9)`,
    [id, kind, author, organizationIds, identityIds, name, undoes, jsonText(reasons), new Date(at)],
  );
}

/** These organizations and all that aliases connect with them, as claims make them. */
async function readOrganizationClaims(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly OrganizationClaim[]> {
  const { rows } = await db.query<OrganizationClaim>(
    `with named as (
       select organization_id, alias_of from organization where organization_id = any($1)
     ), near as (
       select organization_id from named union select alias_of from named where alias_of is not null
     )
     select organization_id as id, domain, claimed_name as name, name_given as "nameGiven", alias_of as "aliasOf"
       from organization
      where organization_id in (select organization_id from near) or alias_of in (select organization_id from near)
      order by organization_id`,
    [ids],
  );
  return rows;
}

/** Handles by id, as claims make them. */
export async function readHandleClaims(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly HandleClaim[]> {
  const { rows } = await db.query<HandleClaim>(
    `select identity_id as id, kind in ('domain', 'organization_name', 'network') as "ofOrganization",
            claimed_organization_id as "organizationId"
       from identity where identity_id = any($1) order by identity_id`,
    [ids],
  );
  return rows;
}

/** All that decisions name, as claims make it: what folding needs. */
export async function readNamedClaims(
  db: Queryable,
  decisions: readonly OrganizationDecision[],
): Promise<{
  readonly organizations: readonly OrganizationClaim[];
  readonly handles: readonly HandleClaim[];
}> {
  const handles = await readHandleClaims(db, [
    ...new Set(decisions.flatMap(({ identityIds }) => identityIds)),
  ]);
  const organizations = await readOrganizationClaims(db, [
    ...new Set(decisions.flatMap(({ organizationIds }) => organizationIds)),
    ...handles.flatMap(({ organizationId }) => organizationId ?? []),
  ]);
  return { organizations, handles };
}

/** Writes what follows. @returns ids of organizations and people that may look different now */
export async function writeFoldedOrganizations(
  client: Client,
  folded: FoldedOrganizations,
): Promise<readonly string[]> {
  const organizations = await writeMains(client, folded);
  const handles = await writeVerdicts(client, folded.verdicts);
  const lessons = await writeLessons(client);
  const moved = await settleHandles(client, [...folded.main.keys()], handles);
  if (organizations.length + handles.length + lessons.length + moved.length === 0) return [];
  const people = await peopleOf(client, organizations, handles, lessons);
  const before = await organizationsOf(client, people);
  await sumAffiliations(client, people);
  const after = await organizationsOf(client, people);
  return [...new Set([...organizations, ...moved, ...people, ...before, ...after])];
}

async function writeMains(client: Client, { main, names, parents }: FoldedOrganizations): Promise<string[]> {
  const ids = [...main.keys()];
  const { rows } = await client.query<{ id: string; was: string | null }>(
    `with new as (
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) as n (organization_id, main_id, name, parent_id)
     ), old as (
       select organization_id, main_id from organization where organization_id = any($1)
     )
     update organization o set main_id = new.main_id, name = coalesce(new.name, o.claimed_name), parent_id = new.parent_id
       from new join old using (organization_id)
      where o.organization_id = new.organization_id
        and (o.main_id, o.name, o.parent_id) is distinct from (new.main_id, coalesce(new.name, o.claimed_name), new.parent_id)
     returning o.organization_id as id, old.main_id as was`,
    [
      ids,
      ids.map((id) => (main.get(id) === id ? null : (main.get(id) ?? null))),
      ids.map((id) => (main.get(id) === id ? (names.get(id) ?? null) : null)),
      ids.map((id) => parents.get(id) ?? null),
    ],
  );
  return [...new Set(rows.flatMap(({ id, was }) => [id, was ?? id, main.get(id) ?? id]))];
}

/** @returns handles about which anything changed */
async function writeVerdicts(client: Client, verdicts: readonly Verdict[]): Promise<string[]> {
  const values = [
    verdicts.map(({ identityId }) => identityId),
    verdicts.map(({ organizationId }) => organizationId),
    verdicts.map(({ verdict }) => verdict),
    verdicts.map(({ decisionId }) => decisionId),
  ];
  const given = 'select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[])';
  const { rows } = await client.query<{ id: string }>(
    `with given (identity_id, organization_id, verdict, decision_id) as (${given}), kept as (
       select identity_id, organization_id, verdict from organization_verdict
     ), asked as (select identity_id, organization_id, verdict from given)
     select distinct identity_id as id from (
       (select * from kept except select * from asked) union all (select * from asked except select * from kept)) d`,
    values,
  );
  await client.query('delete from organization_verdict');
  await client.query(
    `insert into organization_verdict (identity_id, organization_id, verdict, decision_id) ${given}`,
    values,
  );
  return rows.map(({ id }) => id);
}

interface LessonKey {
  readonly kind: EvidenceKind;
  readonly value: string;
}

/** Counts the answers about evidence of each kind and value. @returns those whose factor changed */
async function writeLessons(client: Client): Promise<readonly LessonKey[]> {
  const { rows } = await client.query<LessonKey & { rights: number; wrongs: number; fact: boolean }>(
    `select kind, value, count(*) filter (where verdict = 'right')::int as rights,
            count(*) filter (where verdict = 'wrong')::int as wrongs, bool_or(fact) as fact
       from (select distinct a.kind, a.value, v.verdict, i.person_id, false as fact
               from organization_verdict v join identity i using (identity_id) join identity_affiliation a using (identity_id)
               join organization o on o.organization_id = a.organization_id
              where coalesce(o.main_id, o.organization_id) = v.organization_id
             union all
             select distinct a.kind, a.value, v.verdict, null::uuid, true
               from organization_verdict v join identity i using (identity_id) join identity_affiliation a on a.value = i.value
               join organization o on o.organization_id = a.organization_id
              where i.kind in ('domain', 'organization_name') and v.verdict = 'wrong'
                and coalesce(o.main_id, o.organization_id) = v.organization_id) each
      group by kind, value order by kind, value`,
  );
  const lessons = rows
    .map(({ kind, value, rights, wrongs, fact }) => ({
      ...{ kind, value, rights, wrongs },
      factor: fact ? 0 : lessonFactor(kind, rights, wrongs),
    }))
    .filter(({ factor }) => factor !== 1);
  const values = (['kind', 'value', 'rights', 'wrongs', 'factor'] as const).map((name) =>
    lessons.map((lesson) => lesson[name]),
  );
  const given = 'select * from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::real[])';
  const { rows: changed } = await client.query<LessonKey>(
    `with given (kind, value, rights, wrongs, factor) as (${given}), kept as (select * from evidence_lesson)
     select distinct kind, value from (
       (select * from kept except select * from given) union all (select * from given except select * from kept)) d`,
    values,
  );
  await client.query('delete from evidence_lesson');
  await client.query(`insert into evidence_lesson (kind, value, rights, wrongs, factor) ${given}`, values);
  return changed;
}

/**
 * Writes to which organization each handle of these organizations, and each of these handles, belongs: what a hand
 * says of it, else the main one of what claims say.
 * @returns the organizations that lost or won a handle
 */
export async function settleHandles(
  client: Client,
  organizations: readonly string[],
  handles: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ was: string | null; now: string | null }>(
    `with settled as (
       select i.identity_id, i.organization_id as was,
              case when exists (select from organization_verdict v where v.identity_id = i.identity_id
                                   and v.organization_id = coalesce(o.main_id, o.organization_id) and v.verdict = 'wrong') then null
                   else coalesce(o.main_id, o.organization_id,
                                 (select min(v.organization_id::text)::uuid from organization_verdict v
                                   where v.identity_id = i.identity_id and v.verdict = 'right')) end as now
         from identity i left join organization o on o.organization_id = i.claimed_organization_id
        where i.kind in ('domain', 'organization_name', 'network')
          and (i.claimed_organization_id = any($1) or i.identity_id = any($2))
     )
     update identity i set organization_id = s.now from settled s
      where s.identity_id = i.identity_id and s.was is distinct from s.now returning s.was, s.now`,
    [organizations, handles],
  );
  return [...new Set(rows.flatMap(({ was, now }) => [was ?? [], now ?? []].flat()))];
}

async function peopleOf(
  client: Client,
  organizations: readonly string[],
  handles: readonly string[],
  lessons: readonly LessonKey[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select distinct person_id as id from identity i
      where person_id is not null and (identity_id = any($2) or identity_id in (
        select a.identity_id from identity_affiliation a left join organization o using (organization_id)
         where a.organization_id = any($1) or o.main_id = any($1)
            or (a.kind, a.value) in (select * from unnest($3::text[], $4::text[]))))`,
    [organizations, handles, lessons.map(({ kind }) => kind), lessons.map(({ value }) => value)],
  );
  return rows.map(({ id }) => id);
}

/**
 * Finds for organizations of which only a name is known the only domain with that name. Reads `stage_organization`,
 * the rows just written.
 * @returns organizations whose alias changed
 */
export async function linkAliases(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with key as (
       select name_key from stage_organization where name_key is not null
       union select o.name_key from organization o join stage_organization using (organization_id) where o.name_key is not null
       union select n.name_key from organization n join stage_organization s on n.alias_of = s.organization_id
     ), found as (
       select key.name_key, case count(d.organization_id) when 1 then min(d.organization_id::text)::uuid end as id
         from key left join organization d on d.name_key = key.name_key and d.domain is not null group by key.name_key
     )
     update organization n set alias_of = found.id from found
      where n.name_key = found.name_key and n.domain is null and length(n.name_key) > 2 and n.alias_of is distinct from found.id
     returning n.organization_id as id`,
  );
  return rows.map(({ id }) => id);
}

/** Follows aliases where no decision was made: writes main ones and what follows. */
export async function followAliases(client: Client, ids: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `update organization set main_id = alias_of where organization_id = any($1) and main_id is distinct from alias_of
     returning organization_id as id`,
    [ids],
  );
  const changed = rows.map(({ id }) => id);
  if (changed.length === 0) return;
  await settleHandles(client, changed, []);
  await sumAffiliations(client, await peopleOf(client, changed, [], []));
}

/** Gives handles that were just written (`stage_identity`) to the main one of their organization. */
export async function followMains(client: Client): Promise<void> {
  await client.query(
    `update identity i set organization_id = o.main_id from stage_identity s, organization o
      where s.identity_id = i.identity_id and o.organization_id = i.claimed_organization_id
        and o.main_id is not null and i.organization_id is distinct from o.main_id`,
  );
}
