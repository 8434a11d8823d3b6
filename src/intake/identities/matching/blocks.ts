/** Finds the records worth comparing with one, without comparing it with all. */
import { listAskedKeys, listBlockKeys, listSaidKeys, nameKey, openKeyList } from './block_keys.ts';
import { handleKey } from './handles.ts';
import { type Buckets, enlarged, hash, openBuckets } from './hashing.ts';
import type { Profile } from './profile.ts';

/** A block of more records than this is split by a second thing they must share. */
const BLOCK_LIMIT = 20;
/** Of a block split once and still larger, only so many of the newest are compared. */
const PART_LIMIT = 40;

export interface Blocks {
  /**
   * Calls back with the numbers of the earlier records to compare with, each once; then adds the record under its number:
   * the first is 0, and each the one before and one.
   */
  visit(profile: Profile, at: number, found: (other: number) => void): void;
}

/** Opens empty blocks; `expected` records is a hint for memory. */
export function openBlocks(expected = 1024): Blocks {
  const blocks = openBuckets(expected * 4);
  const parts = openBuckets(expected * 2);
  const seconds = openSeconds(expected);
  /** The last record (its number and one) that each was a candidate of. */
  let seenBy = new Int32Array(expected + 1);
  const addTo = (key: number, at: number): void => {
    const size = blocks.count(key);
    if (size <= BLOCK_LIMIT) blocks.add(key, at);
    if (size < BLOCK_LIMIT) return;
    const intoParts = (member: number): boolean => {
      seconds.each(member, key, (second) => parts.add(combine(key, second), member));
      return true;
    };
    if (size > BLOCK_LIMIT) intoParts(at);
    else blocks.each(key, intoParts);
  };
  const keys = openKeyList();
  const given = openKeyList();
  return {
    visit: (profile, at, found) => {
      seconds.add(profile);
      if (at >= seenBy.length) seenBy = enlarged(seenBy);
      const take = (other: number): boolean => {
        if (seenBy[other] !== at + 1) found(other);
        seenBy[other] = at + 1;
        return true;
      };
      const look = (key: number): void => {
        if (blocks.count(key) <= BLOCK_LIMIT) blocks.each(key, take);
        else seconds.each(at, key, (second) => takeSome(parts, combine(key, second), take));
      };
      const add = (key: number): void => addTo(key, at);
      listBlockKeys(profile, keys);
      keys.each(look);
      listAskedKeys(profile, given);
      given.each(look);
      keys.each(add);
      listSaidKeys(profile, given);
      given.each(add);
    },
  };
}

function takeSome(parts: Buckets, key: number, take: (at: number) => boolean): void {
  let left = PART_LIMIT;
  parts.each(key, (at) => take(at) && --left > 0);
}

const combine = (key: number, second: number): number => Math.imul(key, 0x9e3779b1) ^ second || 1;

/**
 * What tells the members of a large block apart. Name, address and account need not be among it, since they make
 * blocks of their own; of the block of a name itself the newest are compared. The hashes of all records lie one
 * after the other, since members come from everywhere.
 */
function openSeconds(expected: number) {
  /** By record: where its names begin, and where its other hashes do. */
  let starts = new Int32Array(expected * 2 + 1);
  let hashes = new Int32Array(expected * 4);
  let records = 0;
  let filled = 0;
  const put = (key: number): void => {
    if (filled === hashes.length) hashes = enlarged(hashes);
    hashes[filled++] = key;
  };
  const isName = (at: number, key: number): boolean => {
    for (let index = starts[at * 2] ?? 0; index < (starts[at * 2 + 1] ?? 0); index++)
      if (hashes[index] === key) return true;
    return false;
  };
  return {
    /** Takes the next record. */
    add: ({ name, others, handles, organization }: Profile): void => {
      if (records * 2 + 2 >= starts.length) starts = enlarged(starts);
      if (name.full) put(nameKey(name));
      for (const other of others) if (other.full) put(nameKey(other));
      starts[records * 2 + 1] = filled;
      for (const handle of handles) put(handleKey(handle, 10));
      if (organization !== '') put(hash(organization, 14));
      starts[++records * 2] = filled;
    },
    /** Calls back with the second keys of a record in a block. */
    each: (at: number, block: number, visit: (second: number) => void): void => {
      const end = starts[at * 2 + 2] ?? 0;
      for (let index = starts[at * 2 + 1] ?? 0; index < end; index++) visit(hashes[index] ?? 0);
      if (isName(at, block)) visit(block);
    },
  };
}
