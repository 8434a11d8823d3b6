/** Finds the records worth comparing with one, without comparing it with all. */
import { handlesFor, withoutDigits } from './handles.ts';
import { hash, openBuckets } from './hashing.ts';
import type { Profile } from './profile.ts';

/** A block of more records than this is split by a second thing they must share. */
const BLOCK_LIMIT = 24;
/** Of a block split once and still larger, only so many of the newest are compared. */
const PART_LIMIT = 48;

export interface Blocks {
  /** Numbers of the records to compare with, each once. */
  candidates(profile: Profile): readonly number[];
  add(profile: Profile, at: number): void;
}

/** Opens empty blocks; `expected` records is a hint for memory. */
export function openBlocks(expected = 1024): Blocks {
  const blocks = openBuckets(expected * 8);
  const parts = openBuckets(expected * 4);
  const profiles: (Profile | undefined)[] = [];
  const intoParts = (key: number, at: number): void => {
    const profile = profiles[at];
    if (profile === undefined) return;
    for (const second of secondKeys(profile)) parts.add(combine(key, second), at);
  };
  return {
    candidates: (profile) => {
      const found = new Set<number>();
      const take = (at: number): boolean => {
        found.add(at);
        return true;
      };
      const seconds = secondKeys(profile);
      for (const key of blockKeys(profile)) {
        if (blocks.count(key) <= BLOCK_LIMIT) blocks.each(key, take);
        else for (const second of seconds) takeSome(parts, combine(key, second), take);
      }
      return [...found];
    },
    add: (profile, at) => {
      profiles[at] = profile;
      for (const key of blockKeys(profile)) {
        const size = blocks.count(key);
        if (size > BLOCK_LIMIT) {
          intoParts(key, at);
          continue;
        }
        blocks.add(key, at);
        if (size === BLOCK_LIMIT) {
          blocks.each(key, (member) => {
            intoParts(key, member);
            return true;
          });
        }
      }
    },
  };
}

function takeSome(parts: ReturnType<typeof openBuckets>, key: number, take: (at: number) => boolean): void {
  let left = PART_LIMIT;
  parts.each(key, (at) => take(at) && --left > 0);
}

const combine = (key: number, second: number): number => (Math.imul(key, 0x9e3779b1) ^ second) >>> 0 || 1;

/** Records that share one of these may be one person's. */
function blockKeys(profile: Profile): ReadonlySet<number> {
  const { name, address, account, organization, homepage } = profile;
  const keys = new Set<number>();
  if (address !== '') keys.add(hash(address, 1));
  if (account !== '') keys.add(hash(account, 2));
  if (homepage !== '') keys.add(hash(homepage, 3));
  for (const handle of profile.handles) keys.add(hash(withoutDigits(handle), 4));
  for (const handle of handlesFor(name)) keys.add(hash(handle, 4));
  if (!name.full) return keys;
  keys.add(hash(name.key, 5));
  if (organization !== '') keys.add(hash(`${name.words[0]} ${organization}`, 6));
  return keys;
}

/** What tells the members of a large block apart. */
function secondKeys(profile: Profile): readonly number[] {
  const { name, address, account, organization } = profile;
  const keys = profile.handles.map((handle) => hash(withoutDigits(handle), 10));
  if (name.joined !== '') keys.push(hash(name.key, 11));
  if (address !== '') keys.push(hash(address, 12));
  if (account !== '') keys.push(hash(account, 13));
  if (organization !== '') keys.push(hash(organization, 14));
  return keys;
}
