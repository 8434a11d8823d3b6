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

/** Names kept per cluster to check against; more would only repeat what they say. */
const NAMES_LIMIT = 16;

/**
 * Merges by descending probability. Two clusters that hold names which contradict each other stay apart: a chain
 * of handles or a shared mailbox must not make one person of two. Only a link whose own two names contradict (old
 * and new name on one verified address) may join them, when nothing else in the clusters contradicts.
 * Numbers must not depend on the order of the input; then the clusters do not either.
 */
export function clusterLinks(
  names: readonly PersonName[],
  links: readonly Link[],
  threshold: number,
): Clustering {
  const parent = Int32Array.from({ length: names.length }, (_, at) => at);
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
  const namesOf = (root: number): readonly PersonName[] => held.get(root) ?? listOf(names[root]);
  for (const link of inOrder(links, threshold)) {
    const [a, b] = [rootOf(link.a), rootOf(link.b)];
    if (a === b) continue;
    const own = [names[link.a]?.key, names[link.b]?.key];
    if (contradict(namesOf(a), namesOf(b), own)) {
      refused.push(link);
      continue;
    }
    const [root, other] = a < b ? [a, b] : [b, a];
    held.set(root, joinNames(namesOf(a), namesOf(b)));
    held.delete(other);
    parent[other] = root;
  }
  return { of: names.map((_, at) => rootOf(at)), refused };
}

function inOrder(links: readonly Link[], threshold: number): readonly Link[] {
  const strong = links.filter((link) => link.probability >= threshold);
  return strong.sort((x, y) => y.probability - x.probability || x.a - y.a || x.b - y.b);
}

const listOf = (name: PersonName | undefined): readonly PersonName[] => (name?.full === true ? [name] : []);

function contradict(
  one: readonly PersonName[],
  other: readonly PersonName[],
  own: readonly (number | undefined)[],
): boolean {
  return one.some((a) =>
    other.some((b) => against(compareNames(a, b).level) && !(own.includes(a.key) && own.includes(b.key))),
  );
}

/** Family members and colleagues share one word of a name. */
const against = (level: NameLevel): boolean => level === 'differs' || level === 'one_word';

function joinNames(one: readonly PersonName[], other: readonly PersonName[]): readonly PersonName[] {
  const joined = new Map([...one, ...other].map((name) => [name.key, name]));
  return [...joined.values()].slice(0, NAMES_LIMIT);
}
