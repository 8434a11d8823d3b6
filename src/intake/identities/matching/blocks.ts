/** Finds the records worth comparing with one, without comparing it with all. */
import { handlesFor, withoutDigits } from './handles.ts';
import { hash, openBuckets } from './hashing.ts';
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
  const profiles: Profile[] = [];
  /** The last record (its number and one) that each was a candidate of. */
  let seenBy = new Int32Array(expected + 1);
  const intoParts = (key: number, at: number): void => {
    const profile = profiles[at];
    if (profile !== undefined)
      for (const second of secondKeys(profile, key)) parts.add(combine(key, second), at);
  };
  const addTo = (key: number, at: number): void => {
    const size = blocks.count(key);
    if (size <= BLOCK_LIMIT) blocks.add(key, at);
    if (size < BLOCK_LIMIT) return;
    if (size > BLOCK_LIMIT) intoParts(key, at);
    else
      blocks.each(key, (member) => {
        intoParts(key, member);
        return true;
      });
  };
  return {
    visit: (profile, at) => {
      profiles[at] = profile;
      if (at >= seenBy.length) seenBy = doubledTo(seenBy, at);
      const found: number[] = [];
      const take = (other: number): boolean => {
        if (seenBy[other] !== at + 1) found.push(other);
        seenBy[other] = at + 1;
        return true;
      };
      const look = (key: number): void => {
        if (blocks.count(key) <= BLOCK_LIMIT) {
          blocks.each(key, take);
          return;
        }
        for (const second of secondKeys(profile, key)) takeSome(parts, combine(key, second), take);
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

function doubledTo(array: Int32Array, at: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(Math.max(at + 1, array.length * 2));
  next.set(array);
  return next;
}

function takeSome(parts: ReturnType<typeof openBuckets>, key: number, take: (at: number) => boolean): void {
  let left = PART_LIMIT;
  parts.each(key, (at) => take(at) && --left > 0);
}

const combine = (key: number, second: number): number => (Math.imul(key, 0x9e3779b1) ^ second) >>> 0 || 1;

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
  for (const handle of profile.handles) add(hash(withoutDigits(handle), 4));
  const addName = (each: PersonName): void => {
    for (const handle of handlesFor(each)) add(hash(handle, 4));
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
  const keys = handles.map((handle) => hash(withoutDigits(handle), asHandle));
  const add = ({ full, words: [first = ''] }: PersonName): void => {
    if (!full || first.length <= 3) return;
    const key = hash(first, asName);
    if (!keys.includes(key)) keys.push(key);
  };
  add(name);
  for (const other of others) add(other);
  return keys;
}

/**
 * What tells the members of a large block apart. Name, address and account need not be among it, since they make
 * blocks of their own; of the block of a name itself the newest are compared.
 */
function secondKeys({ name, others, handles, organization }: Profile, key: number): readonly number[] {
  const keys = handles.map((handle) => hash(withoutDigits(handle), 10));
  if (organization !== '') keys.push(hash(organization, 14));
  const isOfName = (each: PersonName): boolean => each.full && key === nameKey(each);
  if (isOfName(name) || others.some(isOfName)) keys.push(key);
  return keys;
}

const nameKey = (name: PersonName): number => hash(String(name.key), 5);
