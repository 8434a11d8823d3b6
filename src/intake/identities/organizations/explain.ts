/** What is known of an organization, and why. */
import { LeadspringError, type Queryable } from '../../../base/index.ts';
import { activeIds } from '../decisions/fold.ts';
import {
  findOrganization,
  type NamedHandle,
  type OrganizationHandle,
  type OrganizationRow,
  readEvidence,
  readMerged,
  readNamedHandles,
  readOrganizationHandles,
  readOrganizationRows,
  readSubsidiaries,
  type ShownEvidence,
} from './explain_store.ts';
import { familyOfDomain } from './families.ts';
import { sayLesson } from './lessons.ts';
import { readOrganizationDecisions } from './store.ts';
import type { OrganizationDecision } from './types.ts';

/** A decision with what became of it. */
export interface OrganizationHistoryEntry extends OrganizationDecision {
  /** Whether it counts: no undo that counts undoes it. */
  readonly active: boolean;
}

/** Who owns an organization. */
export interface Owner {
  /** Null when it is known by name only. */
  readonly id: string | null;
  readonly name: string;
  readonly reason: string;
}

export interface OrganizationExplanation extends OrganizationRow {
  readonly owner: Owner | null;
  readonly subsidiaries: readonly OrganizationRow[];
  /** Organizations by claims that are this one: other domains, other spellings. */
  readonly merged: readonly OrganizationRow[];
  readonly handles: readonly OrganizationHandle[];
  readonly evidence: readonly ShownEvidence[];
  readonly evidenceTotal: number;
  /** Every decision that names it, newest first. */
  readonly history: readonly OrganizationHistoryEntry[];
  /** What decisions name, for people, by id. */
  readonly named: Readonly<Record<string, string>>;
}

/**
 * What is known of an organization, and why.
 * @param wanted an id, a domain, an address or a name
 * @throws LeadspringError `organization_not_found`
 */
export async function explainOrganization(
  db: Queryable,
  wanted: string,
  page: { readonly limit: number; readonly offset?: number },
): Promise<OrganizationExplanation> {
  const row = await findOrganization(db, wanted);
  if (row === null) {
    throw new LeadspringError(
      'organization_not_found',
      `There is no organization “${wanted.slice(0, 100)}”.`,
    );
  }
  const merged = await readMerged(db, [row.id]);
  const decisions = await readOrganizationDecisions(db);
  const history = historyOf(decisions, new Set([row.id, ...merged.map(({ id }) => id)]));
  const { rows, total } = await readEvidence(db, row.id, { limit: page.limit, offset: page.offset ?? 0 });
  return {
    ...row,
    owner: await ownerOf(db, row),
    subsidiaries: await readSubsidiaries(db, [row.id]),
    merged,
    handles: await readOrganizationHandles(db, row.id),
    evidence: rows.map((each) => ({ ...each, reason: `${each.reason}${sayLesson(each.lesson)}` })),
    evidenceTotal: total,
    history,
    named: await namesIn(db, history),
  };
}

async function ownerOf(db: Queryable, { parentId, domain }: OrganizationRow): Promise<Owner | null> {
  if (parentId !== null) {
    const [parent] = await readOrganizationRows(db, [parentId]);
    if (parent !== undefined) return { id: parent.id, name: parent.name, reason: 'An operator said so.' };
  }
  const owner = domain === null ? undefined : familyOfDomain(domain)?.parent;
  if (owner === undefined) return null;
  const known = await findOrganization(db, owner);
  return {
    id: known?.id ?? null,
    name: known?.name ?? familyOfDomain(owner)?.name ?? owner,
    reason: 'The table of families says so.',
  };
}

function historyOf(
  decisions: readonly OrganizationDecision[],
  ids: ReadonlySet<string>,
): readonly OrganizationHistoryEntry[] {
  const active = activeIds(decisions);
  return decisions
    .filter(({ organizationIds }) => organizationIds.some((id) => ids.has(id)))
    .map((decision) => ({ ...decision, active: active.has(decision.id) }))
    .sort((a, b) => b.id - a.id);
}

async function namesIn(
  db: Queryable,
  history: readonly OrganizationHistoryEntry[],
): Promise<Readonly<Record<string, string>>> {
  const organizations = await readOrganizationRows(
    db,
    history.flatMap(({ organizationIds }) => organizationIds),
  );
  const handles: readonly NamedHandle[] = await readNamedHandles(
    db,
    history.flatMap(({ identityIds }) => identityIds),
  );
  return Object.fromEntries([
    ...organizations.map(({ id, name, domain }) => [id, domain ?? name]),
    ...handles.map(({ id, value }) => [id, value]),
  ]);
}

/** The latest decisions about organizations, newest first. */
export async function listOrganizationDecisions(
  db: Queryable,
  limit: number,
): Promise<Pick<OrganizationExplanation, 'history' | 'named'>> {
  const decisions = await readOrganizationDecisions(db);
  const all = new Set(decisions.flatMap(({ organizationIds }) => organizationIds));
  const history = historyOf(decisions, all).slice(0, limit);
  return { history, named: await namesIn(db, history) };
}
