/** Sets and multimaps of hashes in flat arrays, since maps of strings would not fit a million records. */

/** FNV-1a over UTF-16 units with a final mix, seeded; 32 bits, never 0. */
export function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0 || 1;
}

/** Small whole numbers under hashes, newest first. Equal hashes of different texts share a bucket. */
export interface Buckets {
  add(key: number, value: number): void;
  count(key: number): number;
  /** Calls back with each value until the callback returns false. */
  each(key: number, visit: (value: number) => boolean): void;
}

/** Open addressing for the heads, linked lists for the values; grows by doubling. */
export function openBuckets(expected = 1024): Buckets {
  let size = 2 ** Math.ceil(Math.log2(Math.max(16, expected) * 2));
  let keys = new Uint32Array(size);
  let heads = new Int32Array(size);
  let counts = new Uint32Array(size);
  let used = 0;
  let values = new Int32Array(Math.max(16, expected));
  let nexts = new Int32Array(values.length);
  let filled = 0;

  const slotOf = (key: number): number => {
    let slot = key & (size - 1);
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & (size - 1);
    return slot;
  };
  const grow = (): void => {
    const old = { keys, heads, counts };
    size *= 2;
    keys = new Uint32Array(size);
    heads = new Int32Array(size);
    counts = new Uint32Array(size);
    for (const [at, key] of old.keys.entries()) {
      if (key === 0) continue;
      const slot = slotOf(key);
      keys[slot] = key;
      heads[slot] = old.heads[at] ?? -1;
      counts[slot] = old.counts[at] ?? 0;
    }
  };
  return {
    add: (key, value) => {
      if (used * 2 >= size) grow();
      if (filled === values.length) {
        values = doubled(values);
        nexts = doubled(nexts);
      }
      const slot = slotOf(key);
      if (keys[slot] === 0) {
        keys[slot] = key;
        heads[slot] = -1;
        used++;
      }
      values[filled] = value;
      nexts[filled] = heads[slot] ?? -1;
      heads[slot] = filled++;
      counts[slot] = (counts[slot] ?? 0) + 1;
    },
    count: (key) => counts[slotOf(key)] ?? 0,
    each: (key, visit) => {
      const slot = slotOf(key);
      if (keys[slot] === 0) return;
      for (let at = heads[slot] ?? -1; at >= 0; at = nexts[at] ?? -1) if (!visit(values[at] ?? 0)) return;
    },
  };
}

/** A copy with room for as much again. */
export function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(array.length * 2);
  next.set(array);
  return next;
}
