/** What pages and commands show of organizations, read from the database. */
import { isId, type Queryable } from '../../../base/index.ts';
import { findHandle } from '../decisions/explain_store.ts';
import { knowDomain } from '../domains.ts';
import { organizationNameKey } from '../names.ts';
import type { EvidenceKind } from './evidence.ts';

const LONGEST = 400;

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly kind: string;
  readonly kindReason: string;
  readonly parentId: string | null;
  readonly madeUp: boolean;
}

const ORGANIZATION = `o.organization_id as id, o.name, o.domain, o.kind, o.kind_reason as "kindReason", o.parent_id as "parentId",
  exists (select from signal s join source using (source_id) where source.made_up and s.organization_identity_id in
    (select identity_id from identity i where i.organization_id = o.organization_id)) as "madeUp"`;

/**
 * The organization that someone means by an id (also one that was merged into another), a domain or address, or a
 * name; null when there is none.
 */
export async function findOrganization(db: Queryable, text: string): Promise<OrganizationRow | null> {
  const wanted = text.trim();
  if (wanted === '' || wanted.length > LONGEST || wanted.includes('\0')) return null;
  const domain = knowDomain(wanted);
  const { rows } = await db.query<OrganizationRow>(
    `with found as (
       select organization_id, 0 as rank from organization where organization_id = $1
       union all select organization_id, 1 from identity where kind = 'domain' and value in ($2, $3) and organization_id is not null
       union all select organization_id, 2 from organization where domain in ($2, $3)
       union all select organization_id, 3 from organization where name_key = $4 or lower(name) = lower($5)
       union all select organization_id, 4 from identity where kind = 'organization_name' and value = $4 and organization_id is not null
     ), main as (
       select coalesce(o.main_id, o.organization_id) as organization_id, rank, o.domain is null as bare
         from found join organization o using (organization_id)
     )
     select ${ORGANIZATION} from main join organization o using (organization_id) order by rank, bare, o.organization_id limit 1`,
    [
      isId(wanted.toLowerCase()) ? wanted.toLowerCase() : null,
      domain?.domain ?? null,
      domain?.host ?? null,
      organizationNameKey(wanted) || null,
      wanted,
    ],
  );
  return rows[0] ?? null;
}

/** Organizations by id. */
export const readOrganizationRows = rowsWhere('o.organization_id = any($1)');
/** Subsidiaries of an organization, by decision. */
export const readSubsidiaries = rowsWhere('o.parent_id = any($1)');
/** Other organizations by claims that are this one now. */
export const readMerged = rowsWhere('o.main_id = any($1)');

function rowsWhere(
  condition: string,
): (db: Queryable, ids: readonly string[]) => Promise<readonly OrganizationRow[]> {
  const sql = `select ${ORGANIZATION} from organization o where ${condition} order by o.name, o.organization_id`;
  return async (db, ids) => (await db.query<OrganizationRow>(sql, [ids])).rows;
}

/** A handle of an organization: a domain, a name, a network. Times are milliseconds since the epoch. */
export interface OrganizationHandle {
  readonly id: string;
  readonly kind: string;
  readonly value: string;
  readonly label: string;
  readonly class: string;
  readonly confidence: number;
  readonly reason: string;
  /** Whether a hand said that it is, or is not, this organization's. */
  readonly verdict: 'right' | 'wrong' | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** The handles of an organization, and those that a hand took from it; latest first. */
export async function readOrganizationHandles(
  db: Queryable,
  id: string,
): Promise<readonly OrganizationHandle[]> {
  const { rows } = await db.query<OrganizationHandle>(
    `select i.identity_id as id, i.kind, i.value, i.label, i.class, i.confidence::numeric::float8 as confidence, i.reason, v.verdict,
            (extract(epoch from i.first_seen_at) * 1000)::float8 as "firstSeen",
            (extract(epoch from i.last_seen_at) * 1000)::float8 as "lastSeen"
       from identity i left join organization_verdict v on v.identity_id = i.identity_id and v.organization_id = $1
      where i.kind in ('domain', 'organization_name', 'network') and (i.organization_id = $1 or v.organization_id = $1)
      order by i.last_seen_at desc, i.kind, i.value limit 200`,
    [id],
  );
  return rows;
}

/** Why someone is held to act for an organization. Times are milliseconds since the epoch. */
export interface ShownEvidence {
  readonly personId: string | null;
  readonly personName: string;
  /** The handle that the evidence is about. */
  readonly identityId: string;
  readonly handle: string;
  readonly kind: EvidenceKind;
  readonly value: string;
  /** As it counts, after what answers taught. */
  readonly confidence: number;
  readonly reason: string;
  readonly verdict: 'right' | 'wrong' | null;
  readonly lesson: { readonly rights: number; readonly wrongs: number; readonly factor: number };
  readonly from: number;
  readonly to: number;
}

/** The evidence of an organization, latest first, with how much there is in all. */
export async function readEvidence(
  db: Queryable,
  organizationId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: readonly ShownEvidence[]; readonly total: number }> {
  const from = `from identity_affiliation a join identity i using (identity_id)
      join organization o on o.organization_id = a.organization_id
     where coalesce(o.main_id, o.organization_id) = $1`;
  const { rows } = await db.query<ShownEvidence>(
    `select e.*, case e.verdict when 'right' then 1 when 'wrong' then 0 else round((e.sure * e.factor)::numeric, 3) end::float8 as confidence,
            jsonb_build_object('rights', rights, 'wrongs', wrongs, 'factor', factor) as lesson
       from (select i.person_id as "personId", coalesce(p.name, i.label) as "personName", i.identity_id as "identityId",
                    i.value || case i.kind when 'login' then '@' || i.platform else '' end as handle, a.kind, a.value,
                    a.confidence as sure, a.reason, v.verdict, coalesce(l.factor, 1) as factor, coalesce(l.rights, 0) as rights,
                    coalesce(l.wrongs, 0) as wrongs, (extract(epoch from a.from_at) * 1000)::float8 as "from",
                    (extract(epoch from a.to_at) * 1000)::float8 as "to"
               from identity_affiliation a join identity i using (identity_id)
               join organization o on o.organization_id = a.organization_id
               left join person p on p.person_id = i.person_id
               left join evidence_lesson l on l.kind = a.kind and l.value = a.value
               left join organization_verdict v on v.identity_id = i.identity_id and v.organization_id = $1
              where coalesce(o.main_id, o.organization_id) = $1
              order by a.to_at desc, a.from_at desc, i.identity_id, a.kind, a.value limit $2 offset $3) e`,
    [organizationId, page.limit, page.offset],
  );
  const count = await db.query<{ total: number }>(`select count(*)::int as total ${from}`, [organizationId]);
  return { rows, total: count.rows[0]?.total ?? 0 };
}

/** The handles with evidence for an organization, of the people whom these handles belong to. */
export async function evidenceHandles(
  db: Queryable,
  identityIds: readonly string[],
  organizationId: string,
): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select distinct i.identity_id as id
       from identity i join identity_affiliation a using (identity_id) join organization o on o.organization_id = a.organization_id
      where i.person_id in (select person_id from identity where identity_id = any($1))
        and coalesce(o.main_id, o.organization_id) = (select coalesce(main_id, organization_id) from organization where organization_id = $2)
      order by 1`,
    [identityIds, organizationId],
  );
  return rows.map(({ id }) => id);
}

/** A handle that a decision names, for people. */
export interface NamedHandle {
  readonly id: string;
  readonly value: string;
}

/**
 * The handle that someone means: an id, an address, `login@platform`, a domain, a network (`AS64500`), or an
 * organization's name. Null when there is none.
 */
export async function findAnyHandle(db: Queryable, text: string): Promise<NamedHandle | null> {
  const ofPerson = await findHandle(db, text);
  if (ofPerson !== null) return ofPerson;
  const wanted = text.trim();
  if (wanted === '' || wanted.length > LONGEST || wanted.includes('\0')) return null;
  const { rows } = await db.query<NamedHandle>(
    `select identity_id as id, value from identity
      where (kind = 'domain' and value = $1) or (kind = 'network' and lower(value) = lower($2))
         or (kind = 'organization_name' and value = $3)
      order by kind, identity_id limit 1`,
    [knowDomain(wanted)?.domain ?? null, wanted, organizationNameKey(wanted)],
  );
  return rows[0] ?? null;
}

/** Handles by id, as they are shown. */
export async function readNamedHandles(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly NamedHandle[]> {
  const { rows } = await db.query<NamedHandle>(
    `select identity_id as id, value || case kind when 'login' then '@' || platform else '' end as value
       from identity where identity_id = any($1)`,
    [ids],
  );
  return rows;
}
