/** Of records matched before and fresh ones: whose person the fresh ones may change. */
import type { Profile } from './profile.ts';

/** Pairs worth a closer look: of each record the earlier ones to compare it with, one record after the other. */
export interface Pairs {
  readonly count: number;
  readonly partners: Int32Array;
  /** By record: where its partners end, and those of the next begin. */
  readonly ends: Int32Array;
}

/** Calls back with the earlier partners of a record. */
export function eachPartner({ partners, ends }: Pairs, at: number, visit: (other: number) => void): void {
  const end = ends[at] ?? 0;
  for (let slot = at === 0 ? 0 : (ends[at - 1] ?? 0); slot < end; slot++) visit(partners[slot] ?? 0);
}

/** A word in more names than this hardly becomes more common by one name more. */
const COMMON = 20;

/** What the numbers of records stand for. */
interface Tests {
  readonly isFresh: (at: number) => boolean;
  /** Whether the two may be one person; of two numbers the lower comes first. */
  readonly isPair: (a: number, b: number) => boolean;
  /** Whether they are, so that it would be decided. */
  readonly isLink: (a: number, b: number) => boolean;
}

/**
 * Marks (1) the fresh records, those worth comparing with them, those whose names hold a rare word of theirs (which is
 * now less rare), and all that links to decide on hold together with any of these: what clustering makes of the
 * marked ones depends on links among them only.
 */
export function touchedBy(
  profiles: readonly Profile[],
  pairs: Pairs,
  { isFresh, isPair, isLink }: Tests,
): Uint8Array {
  const touched = new Uint8Array(profiles.length);
  const queue: number[] = [];
  const touch = (at: number): void => {
    if (touched[at] === 1) return;
    touched[at] = 1;
    queue.push(at);
  };
  const fresh = profiles.flatMap((_, at) => (isFresh(at) ? [at] : []));
  const partners = partnersOf(profiles.length, pairs);
  for (const at of fresh) {
    touch(at);
    partners(at, (other) => {
      if (touched[other] === 0 && isPair(Math.min(at, other), Math.max(at, other))) touch(other);
    });
  }
  for (const at of sharersOfWords(profiles, fresh)) touch(at);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const one = at;
    partners(one, (other) => {
      if (touched[other] === 0 && isLink(Math.min(one, other), Math.max(one, other))) touch(other);
    });
  }
  return touched;
}

/** Records with a full name that holds a word which few names hold, one of them fresh. */
function sharersOfWords(profiles: readonly Profile[], fresh: readonly number[]): readonly number[] {
  const holders = new Map<string, number[]>();
  const wordsOf = (at: number): readonly string[] => {
    const profile = profiles[at];
    if (profile === undefined) return [];
    const { name, others } = profile;
    if (others.length === 0) return name.full ? name.words : [];
    return [...new Set([name, ...others].flatMap(({ full, words }) => (full ? words : [])))];
  };
  for (const at of fresh) for (const word of wordsOf(at)) holders.set(word, []);
  for (const at of profiles.keys()) for (const word of wordsOf(at)) holders.get(word)?.push(at);
  return [...holders.values()].filter((list) => list.length <= COMMON).flat();
}

/** The partners of each record, earlier and later, packed one record after the other. */
function partnersOf(length: number, pairs: Pairs): (at: number, visit: (other: number) => void) => void {
  const starts = new Int32Array(length + 1);
  const bump = (at: number): unknown => (starts[at + 1] = (starts[at + 1] ?? 0) + 1);
  for (let at = 0; at < length; at++)
    eachPartner(pairs, at, (other) => {
      bump(other);
      bump(at);
    });
  for (let at = 0; at < length; at++) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  const next = starts.slice();
  const others = new Int32Array(pairs.count * 2);
  const put = (at: number, other: number): void => {
    const slot = next[at] ?? 0;
    next[at] = slot + 1;
    others[slot] = other;
  };
  for (let at = 0; at < length; at++)
    eachPartner(pairs, at, (other) => {
      put(other, at);
      put(at, other);
    });
  return (at, visit) => {
    for (let slot = starts[at] ?? 0; slot < (starts[at + 1] ?? 0); slot++) visit(others[slot] ?? 0);
  };
}
