/**
 * Identities and what they resolve to. Everything written here joins like a lattice (earliest, latest, longest,
 * most particular), so the same claims give the same rows in whatever order and however often they arrive.
 * Decisions stand above claims: where there are any, the identities they touch are folded anew.
 */
import { type Client, type IdentityId, idFrom, type Queryable } from '../../base/index.ts';
import { type AffiliationSeen, sumAffiliations, writeIdentityAffiliations } from './affiliation_store.ts';
import { type CommitsSeen, seeCommit, writeCommits } from './commit_store.ts';
import { refold } from './decisions/refold.ts';
import { decidedAmong, lockForClaims } from './decisions/store.ts';
import { homepageOf } from './homepage.ts';
import { isNameless, nameGiven } from './names.ts';
import {
  type OrganizationSeen,
  organizationId as organizationIdOf,
  type Seen,
  writeOrganizations,
} from './organization_store.ts';
import { refoldOrganizations } from './organizations/refold.ts';
import { affiliationEvidence, type ResolvedEvidence } from './organizations/resolve.ts';
import { followAliases, followMains } from './organizations/store.ts';
import { ownPerson } from './own_person.ts';
import { type ProofsSeen, seeProof, writeProofs } from './proof_store.ts';
import type { Resolution, ResolvedIdentity, ResolvedOrganization } from './rules.ts';
import { type TextSeen, writeTexts } from './seen_store.ts';
import { stage } from './stage_store.ts';

/** Claims of one instant, resolved. */
export interface Sighting {
  readonly at: number;
  readonly resolution: Pick<Resolution, 'person' | 'handle' | 'organization'>;
  /** What else speaks for whom the person acts for: a signature, a sign-off. */
  readonly evidence?: readonly ResolvedEvidence[];
  /** The hash of the change that these and others made together. */
  readonly commit?: string;
  /** The home page that the person's profile names, as it stands there. */
  readonly homepage?: string;
}

type Handle = Pick<ResolvedIdentity, 'kind' | 'platform' | 'value'>;
/** Ids already made: resolutions are remembered and come again, and an id costs a hash. */
const identityIds = new WeakMap<Handle, IdentityId>();
const personIds = new WeakMap<NonNullable<Resolution['person']>, string>();

/** The id of a handle. */
export function identityId(identity: Handle): IdentityId {
  const known = identityIds.get(identity);
  if (known !== undefined) return known;
  const id = idFrom<'identity'>('identity', identity.kind, identity.platform, identity.value);
  identityIds.set(identity, id);
  return id;
}

function personIdOf(person: NonNullable<Resolution['person']>): string {
  const known = personIds.get(person);
  if (known !== undefined) return known;
  const id = idFrom('person', ...person.key);
  personIds.set(person, id);
  return id;
}

/** The identities of a sighting: who acted, and for whom. */
export function sightingIds(resolution: Sighting['resolution']): {
  readonly identityId: IdentityId | null;
  readonly organizationIdentityId: IdentityId | null;
} {
  const who = resolution.person?.identity ?? resolution.handle;
  const whom = resolution.organization?.identity;
  return {
    identityId: who ? identityId(who) : null,
    organizationIdentityId: whom ? identityId(whom) : null,
  };
}

/** When anybody was last seen to do anything (milliseconds), or null when nobody was. */
export async function lastSeenAt(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ at: Date | null }>('select max(last_seen_at) as at from identity');
  return rows[0]?.at?.getTime() ?? null;
}

/** Stores what these sightings say about identities, people, organizations and affiliations. */
export async function writeSightings(client: Client, sightings: readonly Sighting[]): Promise<void> {
  const rows = collect(sightings);
  const decided = await lockForClaims(client);
  const aliased = rows.organizations.size > 0 ? await writeOrganizations(client, rows.organizations) : [];
  const renamed = rows.people.size > 0 ? await writePeople(client, rows.people) : [];
  const moved = rows.identities.size > 0 ? await writeIdentities(client, rows.identities) : [];
  if (rows.names.size > 0) await writeTexts(client, 'identity_name', rows.names.values());
  if (rows.homepages.size > 0) await writeTexts(client, 'identity_homepage', rows.homepages.values());
  if (rows.commits.size > 0) await writeCommits(client, rows.commits);
  if (rows.organizations.size > 0) await followMains(client);
  if (rows.affiliations.size > 0) await writeIdentityAffiliations(client, rows.affiliations.values());
  if (rows.proofs.size > 0) await writeProofs(client, rows.proofs);
  if (aliased.length > 0) await followAliases(client, aliased);
  if (rows.organizations.size > 0 && decided.organizations) await refoldOrganizations(client);
  const left = moved.flatMap(({ was, now }) => (was === null ? [] : [was, now]));
  if (left.length > 0) await sumAffiliations(client, left);
  if (!decided.people && !decided.organizations) return;
  const people = [...renamed, ...moved.flatMap(({ was, now }) => (was === null ? [now] : [was, now]))];
  const touched = await decidedAmong(
    client,
    moved.map(({ identityId: id }) => id),
    people,
  );
  if (touched.length > 0) await refold(client, touched);
}

interface PersonSeen extends Seen {
  name: string;
}
interface IdentitySeen extends Seen {
  readonly identity: ResolvedIdentity;
  label: string;
  personId: string | null;
  organizationId: string | null;
  /** When it was first seen without a name. */
  namelessAt: number | null;
}
interface Collected {
  readonly organizations: Map<string, OrganizationSeen>;
  readonly people: Map<string, PersonSeen>;
  readonly identities: Map<string, IdentitySeen>;
  readonly names: Map<string, TextSeen>;
  readonly homepages: Map<string, TextSeen>;
  readonly affiliations: Map<string, AffiliationSeen>;
  readonly proofs: ProofsSeen;
  readonly commits: CommitsSeen;
}

function collect(sightings: readonly Sighting[]): Collected {
  const rows: Collected = {
    organizations: new Map(),
    people: new Map(),
    identities: new Map(),
    names: new Map(),
    homepages: new Map(),
    affiliations: new Map(),
    proofs: new Map(),
    commits: new Map(),
  };
  for (const { at, resolution, evidence = [], commit, homepage } of sightings) {
    const { person, handle, organization } = resolution;
    const organizationId = organization?.organization ? organizationIdOf(organization.organization) : null;
    const personId = person ? personIdOf(person) : null;
    if (organization?.organization) addOrganization(rows, organization.organization, at);
    if (organization) addIdentity(rows, organization.identity, null, organizationId, at);
    if (handle) addIdentity(rows, handle, null, null, at);
    if (person && personId) {
      see(rows.people, personId, at, () => ({ name: person.name, first: at, last: at }));
      const known = rows.people.get(personId);
      if (known) known.name = longest(known.name, person.name);
      for (const identity of [person.identity, ...person.more])
        addIdentity(rows, identity, personId, null, at);
    }
    if (!person) continue;
    const actor = identityId(person.identity);
    if (commit !== undefined) seeCommit(rows.commits, commit, actor, at);
    if (homepage !== undefined) seeText(rows.homepages, actor, homepageOf(homepage) ?? '', at);
    if (organization?.organization) {
      addAffiliation(rows, actor, affiliationEvidence(organization.identity, organization.organization), at);
    }
    for (const each of evidence) {
      addOrganization(rows, each.organization, at);
      addIdentity(rows, each.identity, null, organizationIdOf(each.organization), at);
      addAffiliation(rows, actor, each, at);
    }
  }
  return rows;
}

function addAffiliation(rows: Collected, actor: string, evidence: ResolvedEvidence, at: number): void {
  const organizationId = organizationIdOf(evidence.organization);
  const { kind, confidence } = evidence;
  const { value } = evidence.identity;
  seeProof(rows.proofs, { identityId: actor, organizationId, kind, value, at, confidence });
  const key = `${actor} ${organizationId} ${evidence.kind} ${evidence.identity.value} ${evidence.confidence} ${evidence.reason}`;
  see(rows.affiliations, key, at, () => ({
    identityId: actor,
    organizationId,
    evidence,
    first: at,
    last: at,
  }));
}

function see<T extends Seen>(rows: Map<string, T>, key: string, at: number, make: () => T): void {
  const known = rows.get(key);
  if (known === undefined) rows.set(key, make());
  else {
    if (at < known.first) known.first = at;
    if (at > known.last) known.last = at;
  }
}

/** '' is no text. */
function seeText(rows: Map<string, TextSeen>, identityId: string, text: string, at: number): void {
  if (text !== '') see(rows, `${identityId} ${text}`, at, () => ({ identityId, text, first: at, last: at }));
}

/** One organization may be described by several records of a batch: each description is a row, the database joins them. */
function addOrganization(rows: Collected, organization: ResolvedOrganization, at: number): void {
  const key = `${organizationIdOf(organization)} ${organization.name} ${organization.nameGiven} ${organization.kind} ${organization.kindReason}`;
  see(rows.organizations, key, at, () => ({ organization, first: at, last: at }));
}

function addIdentity(
  rows: Collected,
  identity: ResolvedIdentity,
  personId: string | null,
  organizationId: string | null,
  at: number,
): void {
  const key = identityId(identity);
  see(rows.identities, key, at, () => ({
    identity,
    label: identity.label,
    personId,
    organizationId,
    namelessAt: null,
    first: at,
    last: at,
  }));
  seeText(rows.names, key, nameGiven(identity), at);
  const known = rows.identities.get(key);
  if (known === undefined) return;
  known.label = longest(known.label, identity.label);
  if (isNameless(identity)) known.namelessAt = Math.min(known.namelessAt ?? at, at);
  known.organizationId ??= organizationId;
  known.personId = chosenPerson(identity, known.personId, personId);
}

/**
 * A login that was ever claimed beside an address belongs to that address's person, else to its own. Of several
 * claimed persons the smallest id wins, so that order does not matter; the matcher may decide better later.
 */
function chosenPerson(identity: ResolvedIdentity, a: string | null, b: string | null): string | null {
  if (a === null || b === null || a === b) return a ?? b;
  const own = ownPerson(identity);
  if (a === own) return b;
  if (b === own) return a;
  return a < b ? a : b;
}

/** The longer, then the greater: a join that forgets the order of arrival. "Jane Doe" beats "J. Doe". */
function longest(a: string, b: string): string {
  if (a.length !== b.length) return a.length > b.length ? a : b;
  return a > b ? a : b;
}

/** @returns people whose claimed name changed, besides new ones */
async function writePeople(
  client: Client,
  rows: ReadonlyMap<string, PersonSeen>,
): Promise<readonly string[]> {
  const columns = ['person_id', 'name', 'claimed_name', 'first_seen_at', 'last_seen_at'];
  await stage(
    client,
    'stage_person',
    'like person',
    columns,
    [...rows].map(([id, { name, first, last }]) => [id, name, name, new Date(first), new Date(last)]),
  );
  const longer = `t.claimed_name is null
    or (length(excluded.claimed_name), excluded.claimed_name collate "C") > (length(t.claimed_name), t.claimed_name collate "C")`;
  // Where no decision says otherwise the name is the claimed one; elsewhere folding anew mends it.
  const { rows: renamed } = await client.query<{ id: string }>(
    `with known as (select p.person_id, p.claimed_name from person p join stage_person using (person_id)), written as (
       insert into person as t (${columns.join(', ')}) select ${columns.join(', ')} from stage_person order by person_id
       on conflict (person_id) do update set
         name = case when (${longer}) and t.name is not distinct from coalesce(t.claimed_name, t.name)
                     then excluded.claimed_name else t.name end,
         claimed_name = case when ${longer} then excluded.claimed_name else t.claimed_name end,
         first_seen_at = least(t.first_seen_at, excluded.first_seen_at),
         last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)
       where excluded.claimed_name is distinct from t.claimed_name or t.first_seen_at is null
          or excluded.first_seen_at < t.first_seen_at or excluded.last_seen_at > t.last_seen_at
       returning person_id, claimed_name
     )
     select person_id as id from written join known using (person_id)
      where written.claimed_name is distinct from known.claimed_name`,
  );
  return renamed.map(({ id }) => id);
}

/** An identity that claims give to another person than before. */
interface Moved {
  readonly identityId: string;
  /** Null for an identity that had none, or is new. */
  readonly was: string | null;
  readonly now: string;
}

async function writeIdentities(
  client: Client,
  rows: ReadonlyMap<string, IdentitySeen>,
): Promise<readonly Moved[]> {
  const columns = [
    ...['identity_id', 'kind', 'platform', 'value', 'label', 'class', 'confidence', 'reason', 'person_id'],
    ...['claimed_person_id', 'organization_id', 'claimed_organization_id', 'first_seen_at', 'last_seen_at'],
    'nameless_at',
  ];
  await stage(
    client,
    'stage_identity',
    // With a key: the join below looks each row up.
    'like identity, own_person_id uuid, primary key (identity_id)',
    [...columns, 'own_person_id'],
    [...rows].map(([id, { identity, label, personId, organizationId, namelessAt, first, last }]) => [
      ...[
        id,
        identity.kind,
        identity.platform,
        identity.value,
        label,
        identity.class,
        identity.confidence,
        identity.reason,
      ],
      ...[personId, personId, organizationId, organizationId, new Date(first), new Date(last)],
      ...[namelessAt === null ? null : new Date(namelessAt), ownPerson(identity)],
    ]),
  );
  const claimed = `(select case when t.claimed_person_id is null or t.claimed_person_id = s.own_person_id
                                  then coalesce(excluded.claimed_person_id, t.claimed_person_id)
                                when excluded.claimed_person_id is null or excluded.claimed_person_id = s.own_person_id
                                  then t.claimed_person_id
                                else least(t.claimed_person_id, excluded.claimed_person_id) end
                      from stage_identity s where s.identity_id = t.identity_id)`;
  const longer =
    '(length(excluded.label), excluded.label collate "C") > (length(t.label), t.label collate "C")';
  // Where no decision says otherwise the person is the claimed one; elsewhere folding anew mends it, also when only
  // the label is a better one: a person that a split made has its name from the labels. What the
  // matcher has not seen of an identity makes it new to the matcher.
  const { rows: moved } = await client.query<Moved>(
    `with known as (select i.identity_id, i.claimed_person_id, i.label from identity i join stage_identity using (identity_id)), written as (
       insert into identity as t (${columns.join(', ')}) select ${columns.join(', ')} from stage_identity order by identity_id
       on conflict (identity_id) do update set
         label = case when ${longer} then excluded.label else t.label end,
         looked_at = case when ${longer} then null else t.looked_at end,
         class = greatest(t.class collate "C", excluded.class collate "C"),
         confidence = greatest(t.confidence, excluded.confidence),
         reason = greatest(t.reason collate "C", excluded.reason collate "C"),
         organization_id = case when t.organization_id is not distinct from t.claimed_organization_id
                                then least(t.claimed_organization_id, excluded.claimed_organization_id) else t.organization_id end,
         claimed_organization_id = least(t.claimed_organization_id, excluded.claimed_organization_id),
         claimed_person_id = ${claimed},
         person_id = case when t.person_id is not distinct from t.claimed_person_id then ${claimed} else t.person_id end,
         first_seen_at = least(t.first_seen_at, excluded.first_seen_at),
         last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at),
         nameless_at = least(t.nameless_at, excluded.nameless_at)
       where (excluded.label, excluded.class, excluded.confidence, excluded.reason) is distinct from (t.label, t.class, t.confidence, t.reason)
          or excluded.claimed_person_id is distinct from t.claimed_person_id or excluded.claimed_organization_id is distinct from t.claimed_organization_id
          or excluded.first_seen_at < t.first_seen_at or excluded.last_seen_at > t.last_seen_at
          or least(t.nameless_at, excluded.nameless_at) is distinct from t.nameless_at
       returning identity_id, claimed_person_id, label
     )
     select written.identity_id as "identityId", known.claimed_person_id as was, written.claimed_person_id as now
       from written left join known using (identity_id)
      where written.claimed_person_id is distinct from known.claimed_person_id
         or (written.claimed_person_id is not null and written.label <> known.label)`,
  );
  return moved;
}
