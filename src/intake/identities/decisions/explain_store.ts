/** What pages and commands show of people, read from the database. */
import { isId, type Queryable } from '../../../base/index.ts';
import { parseAddress } from '../address.ts';

/** A handle of a person. Times are milliseconds since the epoch. */
export interface Handle {
  readonly id: string;
  readonly kind: string;
  readonly platform: string;
  readonly value: string;
  readonly label: string;
  readonly class: string;
  /** What sort of handle it is, in one sentence. */
  readonly reason: string;
  readonly claimedPersonId: string | null;
  readonly personId: string | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

const HANDLE = `identity_id as id, kind, platform, value, label, class, reason, claimed_person_id as "claimedPersonId",
  person_id as "personId", (extract(epoch from first_seen_at) * 1000)::float8 as "firstSeen",
  (extract(epoch from last_seen_at) * 1000)::float8 as "lastSeen"`;

/** Identities by id, oldest first. */
export async function readHandles(db: Queryable, ids: readonly string[]): Promise<readonly Handle[]> {
  const { rows } = await db.query<Handle>(
    `select ${HANDLE} from identity where identity_id = any($1) order by first_seen_at, identity_id`,
    [ids],
  );
  return rows;
}

/** Whom a person was seen acting for. */
export interface Affiliation {
  readonly organizationId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly reason: string;
  readonly from: number;
  readonly to: number;
}

/** The affiliations of a person, latest first. */
export async function readAffiliations(db: Queryable, personId: string): Promise<readonly Affiliation[]> {
  const { rows } = await db.query<Affiliation>(
    `select organization_id as "organizationId", o.name, o.domain, a.reason,
            (extract(epoch from from_at) * 1000)::float8 as "from", (extract(epoch from to_at) * 1000)::float8 as "to"
       from affiliation a join organization o using (organization_id)
      where person_id = $1 order by to_at desc, from_at desc, organization_id`,
    [personId],
  );
  return rows;
}

/** Someone who was seen acting for an organization. Times are milliseconds since the epoch. */
export interface Member {
  readonly personId: string;
  readonly name: string;
  readonly handles: number;
  readonly reason: string;
  readonly from: number;
  readonly to: number;
}

/** An organization with the people who were seen acting for it, latest first; undefined when there is no such. */
export async function readOrganizationPeople(
  db: Queryable,
  organizationId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<
  | {
      readonly name: string;
      readonly madeUp: boolean;
      readonly total: number;
      readonly rows: readonly Member[];
    }
  | undefined
> {
  if (!isId(organizationId)) return undefined;
  const { rows: known } = await db.query<{ name: string; madeUp: boolean; total: number }>(
    `select o.name, (select count(*)::int from affiliation a where a.organization_id = o.organization_id) as total,
            exists (select from signal s join source using (source_id) where source.made_up and s.organization_identity_id in
              (select identity_id from identity i where i.organization_id = o.organization_id)) as "madeUp"
       from organization o where o.organization_id = $1`,
    [organizationId],
  );
  const [organization] = known;
  if (organization === undefined) return undefined;
  const { rows } = await db.query<Member>(
    `select a.person_id as "personId", p.name, a.reason,
            (select count(*)::int from identity i where i.person_id = a.person_id) as handles,
            (extract(epoch from from_at) * 1000)::float8 as "from", (extract(epoch from to_at) * 1000)::float8 as "to"
       from affiliation a join person p using (person_id)
      where a.organization_id = $1 order by to_at desc, from_at desc, person_id limit $2 offset $3`,
    [organizationId, page.limit, page.offset],
  );
  return { ...organization, rows };
}

/** A person's name and whether any of their signals is made up; undefined when there is no such person. */
export async function readPerson(
  db: Queryable,
  personId: string,
): Promise<
  { readonly name: string; readonly identityIds: readonly string[]; readonly madeUp: boolean } | undefined
> {
  const { rows } = await db.query<{ name: string; identityIds: string[]; madeUp: boolean }>(
    `select p.name, array_agg(i.identity_id order by i.identity_id) as "identityIds",
            exists (select from signal s join source using (source_id)
                     where source.made_up and s.identity_id in (select identity_id from identity where person_id = $1)) as "madeUp"
       from person p join identity i using (person_id) where p.person_id = $1 group by p.name`,
    [personId],
  );
  return rows[0];
}

/**
 * The identity that someone means by an id, an address, or `login@platform`; for a person's id (also one that was
 * merged into another) the first of its identities. Null when there is none.
 */
export async function findHandle(db: Queryable, text: string): Promise<Handle | null> {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' || wanted.length > 400 || wanted.includes('\0')) return null;
  if (isId(wanted)) {
    return (
      (await first(db, 'identity_id = $1', [wanted])) ??
      (await first(db, 'person_id = $1', [wanted])) ??
      (await first(db, 'claimed_person_id = $1', [wanted]))
    );
  }
  const address = parseAddress(wanted);
  const byAddress =
    address === null
      ? null
      : await first(db, `kind = 'email' and platform = '' and value = $1`, [address.value]);
  if (byAddress !== null) return byAddress;
  const at = wanted.lastIndexOf('@');
  if (at < 1) return null;
  return first(db, `kind = 'login' and platform = $1 and value = $2`, [
    wanted.slice(at + 1),
    wanted.slice(0, at),
  ]);
}

async function first(db: Queryable, where: string, values: readonly unknown[]): Promise<Handle | null> {
  const { rows } = await db.query<Handle>(
    `select ${HANDLE} from identity where ${where} order by identity_id limit 1`,
    values,
  );
  return rows[0] ?? null;
}
