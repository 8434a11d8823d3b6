/** Finds the records worth comparing with one, without comparing it with all. */
import { lengthWithoutDigits, suggestHandles } from './handles.ts';
import { type Buckets, doubled, hash, hashJoined, hashStart, openBuckets } from './hashing.ts';
import type { PersonName } from './person_name.ts';
import type { Profile } from './profile.ts';

/** A block of more records than this is split by a second thing they must share. */
const BLOCK_LIMIT = 20;
/** Of a block split once and still larger, only so many of the newest are compared. */
const PART_LIMIT = 40;

export interface Blocks {
  /** Numbers of the earlier records to compare with, each once; then adds the record under its number. */
  visit(profile: Profile, at: number): readonly number[];
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
  return {
    visit: (profile, at) => {
      seconds.add(profile);
      if (at >= seenBy.length) seenBy = doubled(seenBy);
      const found: number[] = [];
      const take = (other: number): boolean => {
        if (seenBy[other] !== at + 1) found.push(other);
        seenBy[other] = at + 1;
        return true;
      };
      const look = (key: number): void => {
        if (blocks.count(key) <= BLOCK_LIMIT) blocks.each(key, take);
        else seconds.each(at, key, (second) => takeSome(parts, combine(key, second), take));
      };
      const keys = blockKeys(profile);
      for (const key of keys) look(key);
      for (const key of askedKeys(profile)) look(key);
      for (const key of keys) addTo(key, at);
      for (const key of saidKeys(profile)) addTo(key, at);
      return found;
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
    if (filled === hashes.length) hashes = doubled(hashes);
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
      if (records * 2 + 2 >= starts.length) starts = doubled(starts);
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

const handleKey = (handle: string, seed: number): number =>
  hashStart(handle, lengthWithoutDigits(handle), seed);

/** Records that share one of these may be one person's. */
function blockKeys(profile: Profile): readonly number[] {
  const { name, address, account, organization, homepage } = profile;
  const keys: number[] = [];
  const add = (key: number): void => {
    if (!keys.includes(key)) keys.push(key);
  };
  if (address !== '') add(hash(address, 1));
  if (account !== '') add(hash(account, 2));
  if (homepage !== '') add(hash(homepage, 3));
  for (const handle of profile.handles) add(handleKey(handle, 4));
  const addName = (each: PersonName): void => {
    suggestHandles(each, (start, end) => add(hashJoined(start, end, 4)));
    if (!each.full) return;
    add(nameKey(each));
    if (organization !== '') add(hash(`${each.words[0]} ${organization}`, 6));
  };
  addName(name);
  for (const other of profile.others) addName(other);
  return keys;
}

/**
 * A given name alone brings together handles and full names, but not one full name and another: those who share
 * no more are too many.
 */
const saidKeys = (profile: Profile): readonly number[] => givenKeys(profile, 7, 8);
const askedKeys = (profile: Profile): readonly number[] => givenKeys(profile, 8, 7);

function givenKeys({ name, others, handles }: Profile, asHandle: number, asName: number): readonly number[] {
  const keys = handles.map((handle) => handleKey(handle, asHandle));
  const add = ({ full, words: [first = ''] }: PersonName): void => {
    if (!full || first.length <= 3) return;
    const key = hash(first, asName);
    if (!keys.includes(key)) keys.push(key);
  };
  add(name);
  for (const other of others) add(other);
  return keys;
}

const nameKey = (name: PersonName): number => hash(String(name.key), 5);
