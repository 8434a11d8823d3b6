/** Puts pairs together to people, strongest first, and refuses what would join people of contradicting names. */
import { compareNames, type NameLevel } from './compare_names.ts';
import type { PersonName } from './person_name.ts';

export interface Link {
  /** Numbers of the two records. */
  readonly a: number;
  readonly b: number;
  readonly probability: number;
}

export interface Clustering {
  /** The cluster of each record: the lowest number in it. */
  readonly of: readonly number[];
  /** Links at or above the threshold that were refused. */
  readonly refused: readonly Link[];
}

/** A link that is less sure does not explain why its two names contradict each other. */
const SURE = 0.9;
/** Names kept per cluster to check against; more would only repeat what they say. */
const NAMES_LIMIT = 16;

/** What clustering looks at of a record. */
interface Member {
  readonly name: PersonName;
  readonly others: readonly PersonName[];
}

/** Names of two records (or of one, under the same number) that contradict each other, and yet a link holds. */
type Odd = Pick<Link, 'a' | 'b'>;

/**
 * Merges by descending probability. Two clusters that hold names which contradict each other stay apart: a chain
 * of handles or a shared mailbox must not make one person of two. Names do not count against each other when a
 * strong link between records of the two clusters has just these (old and new name on one verified address), or
 * one record has both.
 * Numbers must not depend on the order of the input; then the clusters do not either.
 */
export function clusterLinks(
  members: readonly Member[],
  links: readonly Link[],
  threshold: number,
): Clustering {
  const parent = Int32Array.from({ length: members.length }, (_, at) => at);
  const held = new Map<number, readonly PersonName[]>();
  const refused: Link[] = [];
  const rootOf = (at: number): number => {
    let root = at;
    while ((parent[root] ?? root) !== root) root = parent[root] ?? root;
    for (let next = at; next !== root; ) {
      const up = parent[next] ?? root;
      parent[next] = root;
      next = up;
    }
    return root;
  };
  const namesOf = (root: number): readonly PersonName[] => held.get(root) ?? fullNames(members[root]);
  const strong = inOrder(links, threshold);
  const odd = oddLinks(
    members,
    strong.filter(({ probability }) => probability >= SURE),
  );
  for (const link of strong) {
    const [a, b] = [rootOf(link.a), rootOf(link.b)];
    if (a === b) continue;
    const inside = (at: number): boolean => {
      const root = rootOf(at);
      return root === a || root === b;
    };
    const excused = (x: PersonName, y: PersonName): boolean =>
      [...(odd.get(a) ?? []), ...(odd.get(b) ?? [])].some(
        (one) => inside(one.a) && inside(one.b) && holds(members, one, x, y),
      );
    if (contradict(namesOf(a), namesOf(b), excused)) {
      refused.push(link);
      continue;
    }
    const [root, other] = a < b ? [a, b] : [b, a];
    held.set(root, joinNames(namesOf(a), namesOf(b)));
    held.delete(other);
    const both = [...(odd.get(root) ?? []), ...(odd.get(other) ?? [])];
    if (both.length > 0) odd.set(root, both);
    odd.delete(other);
    parent[other] = root;
  }
  return { of: members.map((_, at) => rootOf(at)), refused };
}

/** By record: the strong links of its own whose names contradict each other, and itself when its own names do. */
function oddLinks(members: readonly Member[], strong: readonly Link[]): Map<number, readonly Odd[]> {
  const odd = new Map<number, readonly Odd[]>();
  const add = (at: number, link: Odd): unknown => odd.set(at, [...(odd.get(at) ?? []), link]);
  const own = new Set<number>();
  for (const { a, b } of strong) {
    const never = (): boolean => false;
    if (contradict(fullNames(members[a]), fullNames(members[b]), never)) {
      add(a, { a, b });
      add(b, { a, b });
    }
    for (const at of [a, b]) if ((members[at]?.others.length ?? 0) > 0) own.add(at);
  }
  for (const at of own) add(at, { a: at, b: at });
  return odd;
}

/** Whether the two names are just those of the two records. */
function holds(members: readonly Member[], { a, b }: Odd, x: PersonName, y: PersonName): boolean {
  const has = (at: number, name: PersonName): boolean =>
    fullNames(members[at]).some(({ key }) => key === name.key);
  return (has(a, x) && has(b, y)) || (has(a, y) && has(b, x));
}

function inOrder(links: readonly Link[], threshold: number): readonly Link[] {
  const strong = links.filter((link) => link.probability >= threshold);
  return strong.sort((x, y) => y.probability - x.probability || x.a - y.a || x.b - y.b);
}

const NONE: readonly PersonName[] = [];

function fullNames(member: Member | undefined): readonly PersonName[] {
  if (member === undefined) return NONE;
  const { name, others } = member;
  if (others.length === 0) return name.full ? [name] : NONE;
  return [name, ...others].filter(({ full }) => full);
}

function contradict(
  one: readonly PersonName[],
  other: readonly PersonName[],
  excused: (a: PersonName, b: PersonName) => boolean,
): boolean {
  return one.some((a) => other.some((b) => against(compareNames(a, b).level) && !excused(a, b)));
}

/** Family members and colleagues share one word of a name. */
const against = (level: NameLevel): boolean => level === 'differs' || level === 'one_word';

function joinNames(one: readonly PersonName[], other: readonly PersonName[]): readonly PersonName[] {
  const joined: PersonName[] = [];
  const put = (name: PersonName): void => {
    const place = joined.findIndex(({ key }) => key === name.key);
    joined[place < 0 ? joined.length : place] = name;
  };
  one.forEach(put);
  other.forEach(put);
  return joined.slice(0, NAMES_LIMIT);
}
