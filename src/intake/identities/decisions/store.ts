/** Decisions and what follows from them for identities, people and affiliations. */
import { type Client, jsonText, type Queryable } from '../../../base/index.ts';
import { sumAffiliations } from '../affiliation_store.ts';
import { ownPerson } from '../own_person.ts';
import type { Folded, Group } from './fold.ts';
import { nameOf } from './names.ts';
import type { Claim, Decision } from './types.ts';

/** Advisory locks: claims are written under a shared one, decisions under an exclusive one. */
const LOCK = 7_316_255_242;
/** Once there are decisions, claims are written one transaction at a time: each may have to fold anew. */
const CLAIMS_LOCK = 7_316_255_243;

/** Lets nobody else decide or write claims until the transaction ends. */
export async function lockForDecision(client: Client): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
}

/** Which decisions there are that claims may touch. */
export interface AnyDecisions {
  readonly people: boolean;
  readonly organizations: boolean;
}

/** Lets nobody decide until the transaction ends. */
export async function lockForClaims(client: Client): Promise<AnyDecisions> {
  await client.query('select pg_advisory_xact_lock_shared($1)', [LOCK]);
  const { rows } = await client.query<AnyDecisions>(
    'select exists (select from identity_decision) as people, exists (select from organization_decision) as organizations',
  );
  const { people = false, organizations = false } = rows[0] ?? {};
  // Taken before any row is locked, so that two imports cannot wait for each other.
  if (people || organizations) await client.query('select pg_advisory_xact_lock($1)', [CLAIMS_LOCK]);
  return { people, organizations };
}

interface IdentityRow extends Claim {
  readonly kind: string;
  readonly platform: string;
  readonly value: string;
  readonly personId: string | null;
}

/** All identities that decisions or claims connect with some given ones, and all decisions among them. */
export interface Context {
  readonly identities: readonly IdentityRow[];
  readonly decisions: readonly Decision[];
}

const DECISION_COLUMNS = `decision_id as id, kind, author, identity_ids as "identityIds", name, undoes, probability,
  reasons, (extract(epoch from at) * 1000)::float8 as at`;

/** Loads the components of these identities. */
export async function loadContext(db: Queryable, identityIds: readonly string[]): Promise<Context> {
  const identities = new Map<string, IdentityRow>();
  const decisions = new Map<number, Decision>();
  let frontier: readonly string[] = [...new Set(identityIds)];
  while (frontier.length > 0) {
    const fresh = (await readIdentities(db, frontier)).filter(
      ({ identityId }) => !identities.has(identityId),
    );
    for (const row of fresh) identities.set(row.identityId, row);
    const found = await decisionsOf(
      db,
      fresh.map(({ identityId }) => identityId),
    );
    const next = new Set<string>();
    for (const decision of found) {
      decisions.set(decision.id, decision);
      // What keeps people apart connects nobody.
      if (decision.kind === 'never' || decision.kind === 'reject') continue;
      for (const id of decision.identityIds) if (!identities.has(id)) next.add(id);
    }
    frontier = [...next];
  }
  return { identities: [...identities.values()], decisions: [...decisions.values()] };
}

/** These identities, and all that claims give to the same people. */
async function readIdentities(db: Queryable, ids: readonly string[]): Promise<readonly IdentityRow[]> {
  const { rows } = await db.query<Omit<IdentityRow, 'ownPersonId'>>(
    `select identity_id as "identityId", kind, platform, value, label, claimed_person_id as "claimedPersonId",
            person_id as "personId"
       from identity
      where identity_id = any($1) or claimed_person_id = any(array
            (select claimed_person_id from identity where identity_id = any($1) and claimed_person_id is not null))`,
    [ids],
  );
  return rows.map((row) => ({ ...row, ownPersonId: ownPerson(row) }));
}

/** All decisions that name one of these identities. */
async function decisionsOf(db: Queryable, identityIds: readonly string[]): Promise<readonly Decision[]> {
  if (identityIds.length === 0) return [];
  const { rows } = await db.query<Decision>(
    `select ${DECISION_COLUMNS} from identity_decision
      where decision_id in (select decision_id from decided_identity where identity_id = any($1))`,
    [identityIds],
  );
  return rows;
}

/** A decision by its number, or undefined. */
export async function readDecision(db: Queryable, id: number): Promise<Decision | undefined> {
  const { rows } = await db.query<Decision>(
    `select ${DECISION_COLUMNS} from identity_decision where decision_id = $1`,
    [id],
  );
  return rows[0];
}

/** The latest decisions, newest first, each with whether it counts. */
export async function readHistory(
  db: Queryable,
  limit: number,
  offset: number,
): Promise<readonly Decision[]> {
  const { rows } = await db.query<Decision>(
    `select ${DECISION_COLUMNS} from identity_decision order by decision_id desc limit $1 offset $2`,
    [limit, offset],
  );
  return rows;
}

/** The undos of some decisions, the undos of these, and so on. */
export async function readUndos(db: Queryable, ids: readonly number[]): Promise<readonly Decision[]> {
  const { rows } = await db.query<Decision>(
    `with recursive undo as (
       select d.* from identity_decision d where d.kind = 'undo' and d.undoes = any($1)
       union select d.* from identity_decision d join undo u on d.undoes = u.decision_id
     ) select ${DECISION_COLUMNS} from undo`,
    [ids],
  );
  return rows;
}

/** The number the next decision gets. The caller holds the lock. */
export async function nextDecisionId(client: Client): Promise<number> {
  const { rows } = await client.query<{ next: number }>(
    'select coalesce(max(decision_id), 0) + 1 as next from identity_decision',
  );
  return Number(rows[0]?.next ?? 1);
}

/** Records decisions. */
export async function insertDecisions(client: Client, decisions: readonly Decision[]): Promise<void> {
  const columns = [
    'decision_id',
    'kind',
    'author',
    'identity_ids',
    'name',
    'undoes',
    'probability',
    'reasons',
    'at',
  ];
  await client.copy(
    'identity_decision',
    columns,
    decisions.map(({ id, kind, author, identityIds, name, undoes, probability, reasons, at }) => [
      ...[id, kind, author, `{${identityIds.join(',')}}`, name, undoes, probability],
      ...[jsonText(reasons), new Date(at)],
    ]),
  );
  await client.copy(
    'decided_identity',
    ['identity_id', 'decision_id'],
    decisions.flatMap(({ id, identityIds }) => [...new Set(identityIds)].map((each) => [each, id])),
  );
}

/** Writes what claims and decisions add up to: whose each identity is, what people are called, whom they act for. */
export async function writeFolded(client: Client, context: Context, folded: Folded): Promise<void> {
  const claimedIds = context.identities.flatMap(({ claimedPersonId }) => claimedPersonId ?? []);
  const before = context.identities.flatMap(({ personId }) => personId ?? []);
  const groups = [...folded.groups.values()];
  const people = [...new Set([...claimedIds, ...before, ...groups.map(({ id }) => id)])];
  await writePeople(client, folded, groups, people);
  await client.query(
    `update identity i set person_id = n.person_id
       from unnest($1::uuid[], $2::uuid[]) as n (identity_id, person_id)
      where i.identity_id = n.identity_id and i.person_id is distinct from n.person_id`,
    [
      context.identities.map(({ identityId }) => identityId),
      context.identities.map(({ identityId }) => folded.groupOf.get(identityId)?.id ?? null),
    ],
  );
  await sumAffiliations(client, people);
  await client.query(
    `delete from person p where p.person_id = any($1) and p.claimed_name is null
        and not exists (select from identity i where i.person_id = p.person_id)`,
    [people],
  );
}

async function writePeople(
  client: Client,
  folded: Folded,
  groups: readonly Group[],
  people: readonly string[],
): Promise<void> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'select person_id as id, claimed_name as name from person where person_id = any($1) and claimed_name is not null',
    [people],
  );
  const claimed = new Map(rows.map(({ id, name }) => [id, name]));
  const names = new Map(claimed);
  for (const group of groups) names.set(group.id, nameOf(folded, group, claimed));
  await client.query(
    `insert into person as t (person_id, name) select * from unnest($1::uuid[], $2::text[]) as n (person_id, name) order by 1
     on conflict (person_id) do update set name = excluded.name where t.name <> excluded.name`,
    [[...names.keys()], [...names.values()]],
  );
}

/** Which of these identities, and of those that claims give to these people, decisions name. */
export async function decidedAmong(
  client: Client,
  identityIds: readonly string[],
  people: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with near as (
       select identity_id as id from identity where identity_id = any($1)
       union select identity_id from identity where claimed_person_id = any($2)
     )
     select distinct near.id from near join decided_identity n on n.identity_id = near.id
       join identity_decision d using (decision_id) where d.kind not in ('never', 'reject', 'undo')`,
    [identityIds, people],
  );
  return rows.map(({ id }) => id);
}
