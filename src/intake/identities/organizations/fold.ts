/**
 * Which organizations are one, what they are called and whose subsidiaries they are: a pure function of claims and of
 * the active decisions, in order. Undoing a decision is folding without it.
 */
import { activeIds } from '../decisions/fold.ts';
import type { HandleClaim, OrganizationClaim, OrganizationDecision } from './types.ts';

export interface Verdict {
  readonly identityId: string;
  /** The main one of its group. */
  readonly organizationId: string;
  readonly verdict: 'right' | 'wrong';
  readonly decisionId: number;
}

export interface FoldedOrganizations {
  /** Organization → the main one of its group, for all that were given. */
  readonly main: ReadonlyMap<string, string>;
  /** Main one → what it is called. */
  readonly names: ReadonlyMap<string, string>;
  /** Main one → the one it belongs to. */
  readonly parents: ReadonlyMap<string, string>;
  readonly verdicts: readonly Verdict[];
}

/** Which pairs are one organization: id → ids beside it. */
type Links = Map<string, Set<string>>;

/**
 * Folds claims and decisions (also those that were undone).
 * @param organizations all that decisions name, and all that aliases connect with these
 * @param handles all that decisions name
 */
export function foldOrganizations(
  organizations: readonly OrganizationClaim[],
  handles: readonly HandleClaim[],
  decisions: readonly OrganizationDecision[],
): FoldedOrganizations {
  const active = activeIds(decisions);
  const ordered = decisions.filter(({ id }) => active.has(id)).sort((a, b) => a.id - b.id);
  const claimOf = new Map(handles.map((handle) => [handle.id, handle]));
  const links: Links = new Map(organizations.map(({ id }) => [id, new Set()]));
  for (const { id, aliasOf } of organizations) if (aliasOf !== null) link(links, id, aliasOf);
  for (const decision of ordered) applyLinks(links, decision, claimOf);
  const main = mainsOf(organizations, links);
  const mainOf = (id: string | undefined): string => main.get(id ?? '') ?? id ?? '';
  return {
    main,
    names: namesOf(organizations, main, ordered),
    parents: parentsOf(ordered, mainOf),
    verdicts: verdictsOf(ordered, mainOf),
  };
}

function link(links: Links, a: string, b: string): void {
  if (a === b) return;
  links.get(a)?.add(b);
  links.get(b)?.add(a);
}

function applyLinks(
  links: Links,
  { kind, organizationIds, identityIds }: OrganizationDecision,
  handles: ReadonlyMap<string, HandleClaim>,
): void {
  const [first = '', second = ''] = organizationIds;
  if (kind === 'merge') link(links, first, second);
  if (kind !== 'wrong' && kind !== 'right') return;
  for (const id of identityIds) {
    const claimed = handles.get(id)?.organizationId ?? null;
    if (claimed === null || claimed === first) continue;
    if (kind === 'right') link(links, claimed, first);
    else unlink(links, claimed);
  }
}

/** What a handle stands for leaves the group it was put into. */
function unlink(links: Links, id: string): void {
  for (const other of links.get(id) ?? []) links.get(other)?.delete(id);
  links.get(id)?.clear();
}

/** The main one of a group has a domain where any has; of several the smallest id, so that order does not matter. */
function mainsOf(organizations: readonly OrganizationClaim[], links: Links): ReadonlyMap<string, string> {
  const domains = new Map(organizations.map(({ id, domain }) => [id, domain]));
  const main = new Map<string, string>();
  for (const { id } of organizations) {
    if (main.has(id)) continue;
    const group = new Set([id]);
    for (const each of group) for (const next of links.get(each) ?? []) group.add(next);
    const [best = id] = [...group].sort(
      (a, b) => Number(domains.get(b) != null) - Number(domains.get(a) != null) || (a < b ? -1 : 1),
    );
    for (const each of group) main.set(each, best);
  }
  return main;
}

/** The name a hand gave last; else the longest given one of the group. */
function namesOf(
  organizations: readonly OrganizationClaim[],
  main: ReadonlyMap<string, string>,
  decisions: readonly OrganizationDecision[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const rank = ({ nameGiven, name }: OrganizationClaim): readonly [number, number, string] => [
    Number(nameGiven),
    name.length,
    name,
  ];
  const ordered = organizations.toSorted((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x[0] - y[0] || x[1] - y[1] || (x[2] < y[2] ? -1 : 1);
  });
  // The main one's own name stands unless it was only made of its domain.
  for (const claim of ordered) names.set(main.get(claim.id) ?? claim.id, claim.name);
  for (const claim of ordered)
    if (claim.nameGiven && main.get(claim.id) === claim.id) names.set(claim.id, claim.name);
  for (const { kind, name, organizationIds } of decisions) {
    if (kind === 'rename' && name !== null) names.set(main.get(organizationIds[0] ?? '') ?? '', name);
  }
  return names;
}

function parentsOf(
  decisions: readonly OrganizationDecision[],
  mainOf: (id: string | undefined) => string,
): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const { kind, organizationIds } of decisions) {
    if (kind !== 'subsidiary') continue;
    const [child, parent] = [mainOf(organizationIds[0]), mainOf(organizationIds[1])];
    if (child !== parent && !isAbove(parents, parent, child)) parents.set(child, parent);
  }
  return parents;
}

/** Whether `other` is an owner of `id`, so that making it a subsidiary of `id` would close a ring. */
function isAbove(parents: ReadonlyMap<string, string>, id: string, other: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (at === other) return true;
    seen.add(at);
  }
  return false;
}

/** The last word about each handle and organization. */
function verdictsOf(
  decisions: readonly OrganizationDecision[],
  mainOf: (id: string | undefined) => string,
): readonly Verdict[] {
  const verdicts = new Map<string, Verdict>();
  for (const { id, kind, organizationIds, identityIds } of decisions) {
    if (kind !== 'wrong' && kind !== 'right') continue;
    const organizationId = mainOf(organizationIds[0]);
    for (const identityId of identityIds) {
      verdicts.set(`${identityId} ${organizationId}`, {
        identityId,
        organizationId,
        verdict: kind,
        decisionId: id,
      });
    }
  }
  return [...verdicts.values()];
}
