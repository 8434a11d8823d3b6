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
 * Open addressing, in the order of the keys spread, so that growing goes through memory once. One value lies in its slot, several
 * in chunks: among a million records each step elsewhere is a miss of the processor's caches.
 */
export function openBuckets(expected = 1024): Buckets {
  let size = Math.ceil(Math.max(16, expected) / FULL);
  /** By slot: the key; the one value, or the newest chunk as its complement, which is negative. */
  let slots = new Int32Array(size * 2);
  let used = 0;
  let chunks = new Int32Array(Math.max(16, expected));
  let filled = 0;

  const slotOf = (key: number): number => {
    let slot = Math.floor((Math.imul(key, SPREAD) >>> 0) * (size / 2 ** 32));
    for (;;) {
      const found = slots[slot * 2] ?? 0;
      if (found === key || found === 0) return slot * 2;
      slot = slot + 1 === size ? 0 : slot + 1;
    }
  };
  const grow = (): void => {
    const old = slots;
    size = Math.ceil(size * 1.5);
    slots = new Int32Array(size * 2);
    for (let from = 0; from < old.length; from += 2) {
      const key = old[from] ?? 0;
      if (key === 0) continue;
      const slot = slotOf(key);
      slots[slot] = key;
      slots[slot + 1] = old[from + 1] ?? 0;
    }
  };
  /** Opens a chunk for the values after those of an older one. */
  const open = (older: number, before: number): number => {
    const chunk = filled;
    filled += HEADER + capacityAfter(before);
    if (filled > chunks.length) chunks = enlarged(chunks);
    chunks[chunk] = older;
    chunks[chunk + BEFORE] = before;
    return chunk;
  };
  const push = (chunk: number, value: number): void => {
    const fill = chunks[chunk + FILL] ?? 0;
    chunks[chunk + HEADER + fill] = value;
    chunks[chunk + FILL] = fill + 1;
  };
  const withRoom = (chunk: number): number => {
    const [before, fill] = [chunks[chunk + BEFORE] ?? 0, chunks[chunk + FILL] ?? 0];
    return fill < capacityAfter(before) ? chunk : open(chunk, before + fill);
  };
  const first = (value: number): number => {
    const chunk = open(NO_CHUNK, 0);
    push(chunk, value);
    return chunk;
  };
  return {
    add: (key, value) => {
      if (used >= size * FULL) grow();
      const slot = slotOf(key);
      const held = slots[slot + 1] ?? 0;
      if (slots[slot] === 0) {
        slots[slot] = key;
        slots[slot + 1] = value;
        used++;
      } else {
        const chunk = held < 0 ? withRoom(~held) : first(held);
        push(chunk, value);
        slots[slot + 1] = ~chunk;
      }
    },
    count: (key) => {
      const slot = slotOf(key);
      if (slots[slot] === 0) return 0;
      const held = slots[slot + 1] ?? 0;
      return held >= 0 ? 1 : (chunks[~held + BEFORE] ?? 0) + (chunks[~held + FILL] ?? 0);
    },
    each: (key, visit) => {
      const slot = slotOf(key);
      if (slots[slot] === 0) return;
      const held = slots[slot + 1] ?? 0;
      if (held >= 0) visit(held);
      else
        for (let chunk = ~held; chunk !== NO_CHUNK; chunk = chunks[chunk] ?? NO_CHUNK)
          for (let at = (chunks[chunk + FILL] ?? 0) - 1; at >= 0; at--)
            if (!visit(chunks[chunk + HEADER + at] ?? 0)) return;
    },
  };
}

/** Slots in use before there are more. */
const FULL = 0.7;
/** Keys of a part of all numbers are spread over all slots. */
const SPREAD = 0x9e3779b1;
const NO_CHUNK = -1;
/** A chunk begins with the number of the older one, how many values those before it hold, and how many it holds. */
const BEFORE = 1;
const FILL = 2;
const HEADER = 3;
/** With its header a chunk fills half a cache line, and a whole one when others came before it. */
const capacityAfter = (before: number): number => (before === 0 ? 8 : 16) - HEADER;

/** A copy with room for half as much again, and for 16 more at least. */
export function enlarged(array: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(Math.ceil(array.length * 1.5) + 16);
  next.set(array);
  return next;
}
