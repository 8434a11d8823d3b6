/** Sets and multimaps of hashes in flat arrays, since maps of strings would not fit a million records. */

/** FNV-1a over UTF-16 units with a final mix, seeded; a whole number of 32 bits with its sign, never 0. */
export const hash = (text: string, seed: number): number => mixed(extended(startOf(seed), text, text.length));

/** The hash of two texts written as one, which is then never put together. */
export const hashJoined = (start: string, end: string, seed: number): number =>
  mixed(extended(extended(startOf(seed), start, start.length), end, end.length));

/** The hash of words with a blank between each two. */
export function hashWords(words: readonly string[], seed: number): number {
  let value = startOf(seed);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    value = extended(at === 0 ? value : extended(value, ' ', 1), word, word.length);
  }
  return mixed(value);
}

/** The hash of the first `length` units of a text. */
export const hashStart = (text: string, length: number, seed: number): number =>
  mixed(extended(startOf(seed), text, length));

const startOf = (seed: number): number => 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);

function extended(before: number, text: string, length: number): number {
  let value = before;
  for (let at = 0; at < length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value;
}

function mixed(before: number): number {
  let value = Math.imul(before ^ (before >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16) || 1;
}

/** Small whole numbers under hashes, newest first. Equal hashes of different texts share a bucket. */
export interface Buckets {
  add(key: number, value: number): void;
  count(key: number): number;
  /** Calls back with each value until the callback returns false. */
  each(key: number, visit: (value: number) => boolean): void;
}

/**
 * Open addressing for the heads, linked lists for the values; grows by doubling. What is read together lies together:
 * among a million records each step is a miss of the processor's caches.
 */
export function openBuckets(expected = 1024): Buckets {
  let size = 2 ** Math.ceil(Math.log2(Math.max(16, expected) * 2));
  /** By slot: the key, the newest entry, how many there are, and a place left empty. */
  let slots = new Int32Array(size * SLOT);
  let used = 0;
  /** By entry: the value, and the entry before it under the same key. */
  let entries = new Int32Array(Math.max(16, expected) * 2);
  let filled = 0;

  const slotOf = (key: number): number => {
    let slot = key & (size - 1);
    for (;;) {
      const found = slots[slot * SLOT] ?? 0;
      if (found === key || found === 0) return slot * SLOT;
      slot = (slot + 1) & (size - 1);
    }
  };
  const grow = (): void => {
    const old = slots;
    size *= 2;
    slots = new Int32Array(size * SLOT);
    for (let from = 0; from < old.length; from += SLOT) {
      const key = old[from] ?? 0;
      if (key !== 0) slots.set(old.subarray(from, from + SLOT), slotOf(key));
    }
  };
  return {
    add: (key, value) => {
      if (used * 2 >= size) grow();
      if (filled * 2 === entries.length) entries = doubled(entries);
      const slot = slotOf(key);
      if (slots[slot] === 0) {
        slots[slot] = key;
        slots[slot + HEAD] = -1;
        used++;
      }
      entries[filled * 2] = value;
      entries[filled * 2 + 1] = slots[slot + HEAD] ?? -1;
      slots[slot + HEAD] = filled++;
      slots[slot + COUNT] = (slots[slot + COUNT] ?? 0) + 1;
    },
    count: (key) => slots[slotOf(key) + COUNT] ?? 0,
    each: (key, visit) => {
      const slot = slotOf(key);
      if (slots[slot] === 0) return;
      for (let at = slots[slot + HEAD] ?? -1; at >= 0; at = entries[at * 2 + 1] ?? -1)
        if (!visit(entries[at * 2] ?? 0)) return;
    },
  };
}

/** Numbers to a slot, a power of two so that none lies across two cache lines. */
const SLOT = 4;
const HEAD = 1;
const COUNT = 2;

/** A copy with room for as much again. */
export function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(array.length * 2);
  next.set(array);
  return next;
}
