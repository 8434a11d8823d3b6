/**
 * A table of address ranges of one family: sorted typed arrays, found by binary search. Half a million
 * ranges take about 8 MB (IPv4) or 20 MB (IPv6).
 */
import type { AddressWords } from './address.ts';

/** Ranges being collected, in any order. */
export interface RangeBuilder {
  /** Words of an address: 1 (IPv4) or 4 (IPv6). */
  readonly width: 1 | 4;
  starts: Uint32Array;
  ends: Uint32Array;
  owners: Uint32Array;
  count: number;
}

/** A searchable table. `parents[i]` is the nearest range before i that reaches beyond it, or -1. */
export interface RangeTable {
  readonly width: 1 | 4;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly owners: Uint32Array;
  readonly parents: Int32Array;
  readonly count: number;
}

/** An empty builder. */
export function newRanges(width: 1 | 4): RangeBuilder {
  const room = 1024;
  return {
    width,
    starts: new Uint32Array(room * width),
    ends: new Uint32Array(room * width),
    owners: new Uint32Array(room),
    count: 0,
  };
}

function grown(old: Uint32Array): Uint32Array {
  const bigger = new Uint32Array(old.length * 2);
  bigger.set(old);
  return bigger;
}

/** Adds a range, both ends included. A range that ends before it starts is ignored (answers false). */
export function addRange(
  builder: RangeBuilder,
  first: AddressWords,
  last: AddressWords,
  owner: number,
): boolean {
  const { width, count } = builder;
  if (count === builder.owners.length) {
    builder.starts = grown(builder.starts);
    builder.ends = grown(builder.ends);
    builder.owners = grown(builder.owners);
  }
  for (let i = 0; i < width; i++) {
    builder.starts[count * width + i] = first[i] ?? 0;
    builder.ends[count * width + i] = last[i] ?? 0;
  }
  if (compareAt(builder.starts, count, builder.ends, count, width) > 0) return false;
  builder.owners[count] = owner;
  builder.count++;
  return true;
}

function compareAt(a: Uint32Array, i: number, b: Uint32Array, j: number, width: number): number {
  for (let k = 0; k < width; k++) {
    const difference = (a[i * width + k] ?? 0) - (b[j * width + k] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function isSorted(builder: RangeBuilder): boolean {
  for (let i = 1; i < builder.count; i++) {
    if (compareAt(builder.starts, i - 1, builder.starts, i, builder.width) >= 0) return false;
  }
  return true;
}

/** The builder's ranges by start; of two with the same start the wider first, so that it becomes the parent. */
function sorted(builder: RangeBuilder): RangeBuilder {
  const { width, count } = builder;
  const order = new Uint32Array(count).map((_, i) => i);
  order.sort(
    (i, j) =>
      compareAt(builder.starts, i, builder.starts, j, width) ||
      compareAt(builder.ends, j, builder.ends, i, width) ||
      i - j,
  );
  const result: RangeBuilder = {
    width,
    starts: new Uint32Array(count * width),
    ends: new Uint32Array(count * width),
    owners: new Uint32Array(count),
    count,
  };
  for (const [to, from] of order.entries()) {
    result.starts.set(builder.starts.subarray(from * width, (from + 1) * width), to * width);
    result.ends.set(builder.ends.subarray(from * width, (from + 1) * width), to * width);
    result.owners[to] = builder.owners[from] ?? 0;
  }
  return result;
}

/** Links each range to the nearest one before it that reaches beyond it, so that nested blocks are found. */
function parentsOf({ ends, count, width }: RangeBuilder): Int32Array {
  const parents = new Int32Array(count).fill(-1);
  for (let i = 1; i < count; i++) {
    let candidate = i - 1;
    while (candidate >= 0 && compareAt(ends, candidate, ends, i, width) <= 0) {
      candidate = parents[candidate] ?? -1;
    }
    parents[i] = candidate;
  }
  return parents;
}

/** The finished table; sorts only when the input was not sorted. Of nested ranges the narrowest wins. */
export function finishRanges(builder: RangeBuilder): RangeTable {
  const { width, count } = builder;
  const ordered = isSorted(builder) ? builder : sorted(builder);
  return {
    width,
    count,
    starts: ordered.starts.slice(0, count * width),
    ends: ordered.ends.slice(0, count * width),
    owners: ordered.owners.slice(0, count),
    parents: parentsOf(ordered),
  };
}

function compareTo(words: Uint32Array, i: number, address: AddressWords, width: number): number {
  for (let k = 0; k < width; k++) {
    const difference = (words[i * width + k] ?? 0) - (address[k] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The owner of the narrowest range that holds the address, or -1. */
export function findOwner(table: RangeTable, address: AddressWords): number {
  const { width, starts, ends } = table;
  let low = 0;
  let high = table.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareTo(starts, middle, address, width) <= 0) low = middle + 1;
    else high = middle;
  }
  let i = low - 1;
  while (i >= 0 && compareTo(ends, i, address, width) < 0) i = table.parents[i] ?? -1;
  return i < 0 ? -1 : (table.owners[i] ?? -1);
}
