/** Under which keys records are looked for and found. */
import { handleKey, suggestHandles } from './handles.ts';
import { hash, hashJoined, hashWords } from './hashing.ts';
import type { PersonName } from './person_name.ts';
import type { Profile } from './profile.ts';

/** A few keys in one list that serves record after record. */
export interface KeyList {
  clear(): void;
  push(key: number): void;
  /** Pushes a key that is not there yet. */
  add(key: number): void;
  each(visit: (key: number) => void): void;
}

/** Opens an empty list. */
export function openKeyList(): KeyList {
  const keys: number[] = [];
  let count = 0;
  const push = (key: number): void => {
    keys[count++] = key;
  };
  return {
    clear: () => {
      count = 0;
    },
    push,
    add: (key) => {
      for (let at = 0; at < count; at++) if (keys[at] === key) return;
      push(key);
    },
    each: (visit) => {
      for (let at = 0; at < count; at++) visit(keys[at] ?? 0);
    },
  };
}

/** Fills the list with the keys of a record: those that share one may be one person's. */
export function listBlockKeys(profile: Profile, keys: KeyList): void {
  const { name, others, addressKey, account, homepage } = profile;
  keys.clear();
  if (addressKey !== 0) keys.add(addressKey);
  if (account !== '') keys.add(hash(account, 2));
  if (homepage !== '') keys.add(hash(homepage, 3));
  for (const handle of profile.handles) keys.add(handleKey(handle, 4));
  addNameKeys(name, profile, keys);
  for (const other of others) addNameKeys(other, profile, keys);
}

function addNameKeys(name: PersonName, { organization }: Profile, keys: KeyList): void {
  suggestHandles(name, (start, end) => keys.add(hashJoined(start, end, 4)));
  if (!name.full) return;
  keys.add(nameKey(name));
  if (organization !== '') keys.add(hashWords([name.words[0] ?? '', organization], 6));
}

/**
 * A given name alone brings together handles and full names, but not one full name and another: those who share
 * no more are too many. So records are looked for under other keys than those under which they are found.
 */
export function listAskedKeys(profile: Profile, keys: KeyList): void {
  listGivenKeys(profile, 8, 7, keys);
}

/** The other side of `listAskedKeys`. */
export function listSaidKeys(profile: Profile, keys: KeyList): void {
  listGivenKeys(profile, 7, 8, keys);
}

function listGivenKeys(
  { name, others, handles }: Profile,
  asHandle: number,
  asName: number,
  keys: KeyList,
): void {
  keys.clear();
  for (const handle of handles) keys.push(handleKey(handle, asHandle));
  const add = ({ full, words: [first = ''] }: PersonName): void => {
    if (full && first.length > 3) keys.add(hash(first, asName));
  };
  add(name);
  for (const other of others) add(other);
}

/** The key of a name in any order and usual spelling. */
export const nameKey = (name: PersonName): number => hash(String(name.key), 5);
