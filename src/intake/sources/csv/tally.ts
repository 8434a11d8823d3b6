/** Counts how often a digest was seen, in 12 bytes each, so that a file of millions of rows stays in memory. */

export interface Tally {
  /** Adds one and answers with the new count, starting at 1. */
  increment(digest: string): number;
  get(digest: string): number | undefined;
  set(digest: string, count: number): void;
}

/** Beyond this many different digests, new ones always count as the first: equal rows then count once. */
const LIMIT = 4 * 1024 * 1024;

/** An open-addressing table (linear probing) of the first 52 bits of hex digests. */
export function createTally(limit = LIMIT): Tally {
  let keys = new Float64Array(1024);
  let counts = new Uint32Array(1024);
  let size = 0;

  const slotOf = (key: number): number => {
    let slot = key % keys.length;
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) % keys.length;
    return slot;
  };
  const grow = () => {
    const [oldKeys, oldCounts] = [keys, counts];
    keys = new Float64Array(oldKeys.length * 2);
    counts = new Uint32Array(oldKeys.length * 2);
    oldKeys.forEach((key, i) => {
      if (key === 0) return;
      const slot = slotOf(key);
      keys[slot] = key;
      counts[slot] = oldCounts[i] ?? 0;
    });
  };
  const set = (digest: string, count: number) => {
    const key = keyOf(digest);
    if (size * 4 > keys.length * 3) grow();
    const slot = slotOf(key);
    if (keys[slot] === 0) {
      if (size >= limit) return;
      size++;
      keys[slot] = key;
    }
    counts[slot] = count;
  };
  const get = (digest: string) => counts[slotOf(keyOf(digest))] || undefined;
  return {
    get,
    set,
    increment: (digest) => {
      const count = (get(digest) ?? 0) + 1;
      set(digest, count);
      return count;
    },
  };
}

/** Never 0, which marks a free slot. */
function keyOf(digest: string): number {
  return Number.parseInt(digest.slice(0, 13), 16) + 1;
}
