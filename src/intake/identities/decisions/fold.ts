/**
 * Who is one person: a pure function of exact claims and of the active decisions, in order.
 *
 * Undoing a decision is folding without it, so an undo restores exactly what was before, however many decisions
 * followed. Whatever the order of claims, the answer is the same. What a hand did stands above what the matcher
 * did: a merge of the matcher has no effect on a locked person, across a `never`, or across a split by hand.
 */
import { idFrom } from '../../../base/index.ts';
import type { Claim, Decision } from './types.ts';

/** Identities of one person. */
export interface Group {
  /** The person's id: the smallest claimed one, or one made by a split. */
  id: string;
  /** Whether the id was made by a decision. */
  made: boolean;
  readonly members: Set<string>;
  /** The lock in force. */
  locked: number | null;
  name: string | null;
}

/** Two sets of identities that a hand has set apart. */
interface Apart {
  readonly left: ReadonlySet<string>;
  readonly right: ReadonlySet<string>;
}

export interface Folded {
  readonly claims: ReadonlyMap<string, Claim>;
  readonly groups: Map<string, Group>;
  /** The group of each identity that has a person. */
  readonly groupOf: Map<string, Group>;
  apart: Apart[];
  /** Identity → identities it is never to be united with. */
  readonly nevers: Map<string, Set<string>>;
  /** Identity → identity → the highest probability on which the pair was refused. */
  readonly rejects: Map<string, Map<string, number>>;
}

/** The ids of decisions that no active undo undoes. */
export function activeIds(decisions: readonly Pick<Decision, 'id' | 'undoes'>[]): ReadonlySet<number> {
  const undone = new Set<number>();
  const active = new Set<number>();
  // An undo always comes after what it undoes, so the last is active, and so on backwards.
  for (const { id, undoes } of [...decisions].sort((a, b) => b.id - a.id)) {
    if (undone.has(id)) continue;
    active.add(id);
    if (undoes !== null) undone.add(undoes);
  }
  return active;
}

/** Folds claims and decisions (also those that were undone) of one or more components. */
export function fold(claims: readonly Claim[], decisions: readonly Decision[]): Folded {
  const state = start(claims);
  const active = activeIds(decisions);
  const ordered = [...decisions].sort((a, b) => a.id - b.id);
  const byHand = new Set(
    ordered.flatMap(({ id, undoes, author }) =>
      author === 'operator' && active.has(id) ? (undoes ?? []) : [],
    ),
  );
  for (const decision of ordered) {
    remember(state, decision, active.has(decision.id), byHand.has(decision.id));
  }
  for (const decision of ordered) if (active.has(decision.id)) apply(state, decision);
  return state;
}

function start(claims: readonly Claim[]): Folded {
  const state: Folded = {
    claims: new Map(claims.map((claim) => [claim.identityId, claim])),
    groups: new Map(),
    groupOf: new Map(),
    apart: [],
    nevers: new Map(),
    rejects: new Map(),
  };
  for (const { identityId, claimedPersonId } of claims) {
    if (claimedPersonId !== null) put(state, identityId, groupById(state, claimedPersonId, false));
  }
  return state;
}

/** What a pair must not be, is known from the start: a `never` also holds against merges of the matcher before it. */
function remember(state: Folded, decision: Decision, active: boolean, undoneByHand: boolean): void {
  const [a, b] = decision.identityIds;
  if (a === undefined || b === undefined) return;
  if (decision.kind === 'never' && active) {
    entry(state.nevers, a, () => new Set()).add(b);
    entry(state.nevers, b, () => new Set()).add(a);
  }
  // A merge of the matcher that was undone by hand is as good as a refused suggestion.
  const undone = decision.kind === 'merge' && decision.author === 'matcher' && undoneByHand;
  if ((decision.kind === 'reject' && active) || undone) {
    const probability = decision.probability ?? 1;
    for (const [from, to] of [[a, b] as const, [b, a] as const]) {
      const known = entry(state.rejects, from, () => new Map());
      known.set(to, Math.max(known.get(to) ?? 0, probability));
    }
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Applies one decision to the state, as `fold` does with each. */
export function apply(state: Folded, decision: Decision): void {
  const [first, second] = decision.identityIds;
  if (first === undefined || !state.claims.has(first)) return;
  const byHand = decision.author === 'operator';
  switch (decision.kind) {
    case 'merge':
      if (second === undefined || !state.claims.has(second)) return;
      if (byHand || judge(state, first, second) === 'free') merge(state, first, second, byHand);
      return;
    case 'move':
      if (second !== undefined && state.claims.has(second)) move(state, first, second);
      return;
    case 'split':
      split(state, decision);
      return;
    case 'lock':
      lock(state, decision);
      return;
    case 'unlock':
      unlock(state, first);
      return;
    case 'rename':
      groupFor(state, first).name = decision.name;
      return;
    case 'never':
    case 'reject':
    case 'undo':
      return;
  }
}

/** What stands between two identities and one person. */
export type Verdict = 'same' | 'never' | 'apart' | 'locked' | 'free';

/** Whether the matcher may unite the people of two identities. */
export function judge(state: Folded, a: string, b: string): Verdict {
  const [left, right] = [membersOf(state, a), membersOf(state, b)];
  if (left === right || a === b) return 'same';
  if (crosses(state.nevers, left, right)) return 'never';
  if (state.apart.some((each) => splits(each, left, right))) return 'apart';
  const locked = [a, b].some((id) => (state.groupOf.get(id)?.locked ?? null) !== null);
  return locked ? 'locked' : 'free';
}

/** The highest probability on which uniting the people of two identities was refused; 0 when it never was. */
export function refusedAt(state: Folded, a: string, b: string): number {
  const right = membersOf(state, b);
  let highest = 0;
  for (const member of membersOf(state, a)) {
    for (const [other, probability] of state.rejects.get(member) ?? []) {
      if (right.has(other) && probability > highest) highest = probability;
    }
  }
  return highest;
}

function membersOf(state: Folded, id: string): ReadonlySet<string> {
  return state.groupOf.get(id)?.members ?? new Set([id]);
}

const NOBODY: ReadonlySet<string> = new Set();

function crosses(pairs: Folded['nevers'], left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  return [...small].some((id) => meets(pairs.get(id) ?? NOBODY, large));
}

function splits({ left, right }: Apart, a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return (meets(left, a) && meets(right, b)) || (meets(left, b) && meets(right, a));
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  return [...small].some((id) => large.has(id));
}

function groupById(state: Folded, id: string, made: boolean): Group {
  return entry(state.groups, id, () => ({ id, made, members: new Set(), locked: null, name: null }));
}

/** The group of an identity; one without a person becomes a person of its own. */
function groupFor(state: Folded, identityId: string): Group {
  const known = state.groupOf.get(identityId);
  if (known !== undefined) return known;
  const own = state.claims.get(identityId)?.ownPersonId ?? idFrom('person', 'identity', identityId);
  const group = groupById(state, own, true);
  put(state, identityId, group);
  return group;
}

function put(state: Folded, identityId: string, group: Group): void {
  group.members.add(identityId);
  state.groupOf.set(identityId, group);
}

function take(state: Folded, identityId: string): void {
  const group = state.groupOf.get(identityId);
  group?.members.delete(identityId);
  if (group?.members.size === 0) state.groups.delete(group.id);
  state.groupOf.delete(identityId);
}

function merge(state: Folded, a: string, b: string, byHand: boolean): void {
  const [left, right] = [groupFor(state, a), groupFor(state, b)];
  if (left === right) return;
  if (byHand) forgetApart(state, left.members, right.members);
  unite(state, left, right);
}

/** A claimed id stays before a made one, then the smaller one. */
function unite(state: Folded, a: Group, b: Group): void {
  const aStays = a.made === b.made ? a.id < b.id : b.made;
  const [stays, goes] = aStays ? [a, b] : [b, a];
  stays.name ??= goes.name;
  stays.locked ??= goes.locked;
  for (const member of goes.members) put(state, member, stays);
  state.groups.delete(goes.id);
}

/** Joined by hand again: what once set them apart no longer counts. */
function forgetApart(state: Folded, left: ReadonlySet<string>, right: ReadonlySet<string>): void {
  state.apart = state.apart.filter((each) => !splits(each, left, right));
}

function move(state: Folded, identityId: string, target: string): void {
  const [from, to] = [groupFor(state, identityId), groupFor(state, target)];
  if (from === to) return;
  forgetApart(state, new Set([identityId]), to.members);
  take(state, identityId);
  if (from.members.size > 0) {
    state.apart.push({ left: new Set([identityId]), right: new Set(from.members) });
  }
  put(state, identityId, to);
}

function split(state: Folded, { id, identityIds }: Decision): void {
  const source = state.groupOf.get(identityIds[0] ?? '');
  const leaving = identityIds.filter((each) => source?.members.has(each));
  if (source === undefined || leaving.length === source.members.size) return;
  for (const each of leaving) take(state, each);
  state.apart.push({ left: new Set(leaving), right: new Set(source.members) });
  const own = groupById(state, splitPersonId(id), true);
  for (const each of leaving) put(state, each, own);
}

/** The id of the person that a split makes. */
export function splitPersonId(decisionId: number): string {
  return idFrom('person', 'split', String(decisionId));
}

/**
 * A locked person has exactly the identities it had when it was locked. Handles that exact claims would add later
 * stand beside it until it is unlocked or a hand merges them.
 */
function lock(state: Folded, { id, identityIds }: Decision): void {
  const [first] = identityIds;
  if (first === undefined) return;
  const group = groupFor(state, first);
  const held = new Set(identityIds);
  const late = [...group.members].filter((each) => !held.has(each));
  for (const each of late) take(state, each);
  if (late.length > 0) {
    const beside = groupById(state, besidePersonId(id), true);
    for (const each of late) put(state, each, beside);
  }
  for (const each of identityIds) {
    if (!state.claims.has(each) || group.members.has(each)) continue;
    take(state, each);
    put(state, each, group);
  }
  group.locked = id;
}

function besidePersonId(lockId: number): string {
  return idFrom('person', 'beside', String(lockId));
}

function unlock(state: Folded, identityId: string): void {
  const group = state.groupOf.get(identityId);
  if (group === undefined || group.locked === null) return;
  const beside = state.groups.get(besidePersonId(group.locked));
  group.locked = null;
  if (beside !== undefined && beside !== group) unite(state, group, beside);
}
