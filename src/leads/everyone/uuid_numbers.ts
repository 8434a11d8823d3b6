/**
 * Numbers for ids, in flat arrays: 44 to 84 bytes an id, where a map of texts takes a hundred and more, and one miss
 * of the processor's caches a question. Ids are hashes already (`base/ids.ts`), or random, so that their own bits
 * choose the slot.
 */

/** Ids and their numbers: 1, 2, 3 … in the order in which they were added. 0 stands for none. */
export interface UuidNumbers {
  /** The number of the id whose 16 bytes stand at `at`, after adding it when it is new. The nil UUID is 0. */
  add(bytes: DataView, at: number): number;
  /** The number of the id whose 16 bytes stand at `at`; 0 when it is not known. */
  find(bytes: DataView, at: number): number;
  /** As `add` and `find`, of an id as it is written. */
  addText(id: string): number;
  findText(id: string): number;
  /** The id of a number, as it is written. */
  idOf(number: number): string;
  /** How many there are: the highest number. */
  size(): number;
  /** What `findUuid` takes, for other threads too. Nothing may be added any more. */
  table(): UuidTable;
}

/** Ids in memory that threads share. */
export type UuidTable = Int32Array<SharedArrayBuffer>;

/** Words of 32 bits to a slot: the number, and the four of its id. */
const SLOT = 5;

/** The number of the id whose 16 bytes stand at `at`; 0 when it is not in the table. */
export function findUuid(slots: UuidTable, bytes: DataView, at: number): number {
  const [a, b] = [bytes.getInt32(at), bytes.getInt32(at + 4)];
  const [c, d] = [bytes.getInt32(at + 8), bytes.getInt32(at + 12)];
  return slots[placeOf(slots, a, b, c, d)] ?? 0;
}

/**
 * The same for the ids of `count` rows of `width` bytes. One after the other without anything between, the processor
 * fetches the slots of several at once.
 */
export function findUuids(
  slots: UuidTable,
  bytes: DataView,
  { at, width, count }: { readonly at: number; readonly width: number; readonly count: number },
  into: Int32Array,
): void {
  for (let row = 0; row < count; row++) into[row] = findUuid(slots, bytes, at + row * width);
}

/** Where the slot of an id begins, or the free one where it belongs. There are a power of two of slots. */
function placeOf(slots: UuidTable, a: number, b: number, c: number, d: number): number {
  const mask = slots.length / SLOT - 1;
  let slot = (d ^ Math.imul(b, 0x9e3779b1)) & mask;
  for (;;) {
    const at = slot * SLOT;
    if (slots[at] === 0) return at;
    if (slots[at + 1] === a && slots[at + 2] === b && slots[at + 3] === c && slots[at + 4] === d) return at;
    slot = (slot + 1) & mask;
  }
}

/** Two bytes as they are written in an id; made when the first is asked for, which most commands never do. */
let written: readonly string[] | null = null;

/** Two bytes of a word: those from the bit `from` down, 16 bits. @param from 24 for the upper ones, 8 for the lower */
function hex(word: number, from: 24 | 8): string {
  written ??= Array.from({ length: 2 ** 16 }, (_, two) => two.toString(16).padStart(4, '0'));
  return written[(word >>> (from - 8)) & 0xffff] ?? '';
}

/** Words that other threads see as well. */
function shared(words: number): UuidTable {
  return new Int32Array(new SharedArrayBuffer(4 * words));
}

export function openUuidNumbers(expected = 1_024): UuidNumbers {
  let room = 2 ** Math.ceil(Math.log2(Math.max(16, expected)));
  /** At least twice as many as ids. A slot without a number is free. */
  let slots = shared(room * 2 * SLOT);
  /** Where the slot of each number begins. */
  let places = new Int32Array(room + 1);
  let size = 0;
  const text = new DataView(new ArrayBuffer(16));

  const put = (at: number, number: number, a: number, b: number, c: number, d: number): void => {
    slots[at] = number;
    slots[at + 1] = a;
    slots[at + 2] = b;
    slots[at + 3] = c;
    slots[at + 4] = d;
    places[number] = at;
  };
  const grow = (): void => {
    const old = slots;
    room *= 2;
    slots = shared(room * 2 * SLOT);
    places = new Int32Array(room + 1);
    for (let at = 0; at < old.length; at += SLOT) {
      const number = old[at] ?? 0;
      if (number === 0) continue;
      const [a, b] = [old[at + 1] ?? 0, old[at + 2] ?? 0];
      const [c, d] = [old[at + 3] ?? 0, old[at + 4] ?? 0];
      put(placeOf(slots, a, b, c, d), number, a, b, c, d);
    }
  };
  const find = (bytes: DataView, at: number): number => findUuid(slots, bytes, at);
  const add = (bytes: DataView, at: number): number => {
    const [a, b] = [bytes.getInt32(at), bytes.getInt32(at + 4)];
    const [c, d] = [bytes.getInt32(at + 8), bytes.getInt32(at + 12)];
    if ((a | b | c | d) === 0) return 0;
    const known = slots[placeOf(slots, a, b, c, d)] ?? 0;
    if (known !== 0) return known;
    if (size === room) grow();
    size += 1;
    put(placeOf(slots, a, b, c, d), size, a, b, c, d);
    return size;
  };
  const read = (id: string): DataView => {
    const hex = id.replaceAll('-', '');
    for (let word = 0; word < 4; word++)
      text.setUint32(4 * word, Number.parseInt(hex.slice(8 * word, 8 * word + 8), 16));
    return text;
  };
  return {
    ...{ add, find },
    addText: (id) => add(read(id), 0),
    findText: (id) => find(read(id), 0),
    idOf: (number) => {
      const at = places[number] ?? 0;
      const [a, b] = [slots[at + 1] ?? 0, slots[at + 2] ?? 0];
      const [c, d] = [slots[at + 3] ?? 0, slots[at + 4] ?? 0];
      return `${hex(a, 24)}${hex(a, 8)}-${hex(b, 24)}-${hex(b, 8)}-${hex(c, 24)}-${hex(c, 8)}${hex(d, 24)}${hex(d, 8)}`;
    },
    size: () => size,
    table: () => slots,
  };
}
