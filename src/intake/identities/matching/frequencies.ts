/**
 * How common words, handles and addresses are among the records at hand: agreement on what is common says
 * little (the adjustment for frequencies of Winkler, 1989 and 2000; as in Splink).
 */
import { countPeople } from './crowd.ts';
import { handleKey } from './handles.ts';
import { openBuckets } from './hashing.ts';
import type { PersonName } from './person_name.ts';
import type { Profile } from './profile.ts';
import type { Timezone } from './types.ts';

export interface Frequencies {
  /** Takes a record into account. Order does not matter. */
  add(profile: Profile): void;
  /** Records so far. */
  people(): number;
  /** The chance that another person's full name holds this word; for a single letter, a word that begins with it. */
  word(word: string): number;
  /** Whether any full name holds the word. */
  knows(word: string): boolean;
  /** The chance of a handle that is a word of names ("alex") or made of such words ("jsmith", "alexsmith"). */
  spelled(handle: string): number;
  /** How many names that have nothing to do with each other use the address: 0, 1, or more. */
  namesOnAddress(addressKey: number): number;
  /** How many full names that contradict each other use the handle. */
  namesOnHandle(handle: string): number;
  /** Records that give this organization, as a share. */
  organization(key: string): number;
  /** How many records have this home page. */
  homepage(value: string): number;
  /** The share of records that clocks of these time zones fit, among those whose clocks are known at these times. */
  timezone(zone: Timezone): number;
  /** How many records took part in this thread. */
  thread(key: string): number;
}

const NAMES_LIMIT = 24;
const USERS_LIMIT = 64;
const SPELLED_LIMIT = 100_000;
/** Counts over more names than this are kept until another name comes. */
const REMEMBERED = 3;
/** Names of whom a word stands for that no full name here holds. */
const UNSEEN = 0.2;

/** Starts counting; `expected` records is a hint for memory. */
export function openFrequencies(expected = 1024): Frequencies {
  const words = new Map<string, number>();
  const organizations = new Map<string, number>();
  const pages = new Map<string, number>();
  const threads = new Map<string, number>();
  const zones = openTimezones();
  const seen = openBuckets(expected);
  const users = openBuckets(expected * 2);
  const names: PersonName[] = [];
  let people = 0;
  let distinct = 0;
  let once = 0;
  let twice = 0;
  const bump = (counts: Map<string, number>, key: string): unknown =>
    counts.set(key, (counts.get(key) ?? 0) + 1);
  // Half of what looks rare is there by chance: absolute discounting, the discount after Ney, Essen & Kneser (1994).
  const discount = (): number => once / Math.max(1, once + 2 * twice);
  const wordChance = (word: string): number =>
    Math.max(UNSEEN, (words.get(word) ?? 0) - discount()) / (distinct + 1);
  /** Kept until another name changes the words. */
  const spelled = new Map<string, number>();
  const groups = new Map<number, { readonly count: number; readonly groups: number }>();
  const contradicting = (key: number): number => {
    const count = users.count(key);
    if (count < 2) return count;
    const known = groups.get(key);
    if (known?.count === count) return known.groups;
    const found = countUsers(users, key, names);
    if (count > REMEMBERED) groups.set(key, { count, groups: found });
    return found;
  };
  const addName = (profile: Profile, name: PersonName): void => {
    if (name.joined === '') return;
    const at = names.push(name) - 1;
    if (profile.addressKey !== 0) users.add(profile.addressKey, at);
    if (!name.full) return;
    for (const handle of profile.handles) users.add(handleKey(handle, 2), at);
    const { key } = name;
    if (seen.count(key) > 0) return;
    seen.add(key, 0);
    distinct++;
    if (spelled.size > 0) spelled.clear();
    for (const [at, word] of name.words.entries()) {
      if (name.words.indexOf(word) !== at) continue;
      const count = (words.get(word) ?? 0) + 1;
      words.set(word, count);
      if (count === 1) once++;
      else if (count === 2) [once, twice] = [once - 1, twice + 1];
      else if (count === 3) twice--;
      if (word.length > 1) bump(words, word.charAt(0));
    }
  };

  return {
    add: (profile) => {
      people++;
      if (profile.organization !== '') bump(organizations, profile.organization);
      if (profile.homepage !== '') bump(pages, profile.homepage);
      for (const thread of profile.threads) bump(threads, thread);
      if (profile.timezone !== null) zones.add(profile.timezone);
      addName(profile, profile.name);
      for (const name of profile.others) addName(profile, name);
    },
    people: () => people,
    word: wordChance,
    knows: (word) => words.has(word),
    spelled: (handle) => {
      const known = spelled.get(handle);
      if (known !== undefined) return known;
      const chance = spell(handle, (word) => (words.has(word) ? wordChance(word) : 0));
      if (spelled.size < SPELLED_LIMIT) spelled.set(handle, chance);
      return chance;
    },
    namesOnAddress: contradicting,
    namesOnHandle: (handle) => contradicting(handleKey(handle, 2)),
    organization: (key) => (organizations.get(key) ?? 0) / Math.max(1, people),
    homepage: (value) => pages.get(value) ?? 0,
    timezone: zones.share,
    thread: (key) => threads.get(key) ?? 0,
  };
}

/** How common clocks are: at each of the two times of a year, and at both. */
function openTimezones(): { add(zone: Timezone): void; share(zone: Timezone): number } {
  const counts = new Map<number, number>();
  const bump = (key: number): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
  const addOne = ({ january, july }: Timezone): void => {
    bump(zoneKey(january, july));
    bump(knownKey(january, july));
  };
  return {
    add: (zone) => {
      addOne(zone);
      if (zone.january === null || zone.july === null) return;
      addOne({ ...zone, july: null });
      addOne({ ...zone, january: null });
    },
    share: ({ january, july }) =>
      (counts.get(zoneKey(january, july)) ?? 0) / Math.max(1, counts.get(knownKey(january, july)) ?? 0),
  };
}

/** Numbers, since they are asked for with every pair. More minutes than any clock is ahead or behind. */
const BEYOND = 2_000;
const zoneKey = (january: number | null, july: number | null): number =>
  (january === null ? 0 : january + BEYOND) * 2 * BEYOND + (july === null ? 0 : july + BEYOND);
const knownKey = (january: number | null, july: number | null): number =>
  -1 - (january === null ? 0 : 1) - (july === null ? 0 : 2);

/** Who makes a handle of words chooses among several forms. */
const FORMS = { word: 0.3, initial: 0.15, full: 0.2 } as const;

function spell(handle: string, word: (text: string) => number): number {
  let chance = FORMS.word * word(handle);
  for (let at = 1; at < handle.length; at++) {
    const start = word(handle.slice(0, at));
    if (start === 0) continue;
    const form = at === 1 || at === handle.length - 1 ? FORMS.initial : FORMS.full;
    chance += form * start * word(handle.slice(at));
  }
  return chance;
}

type Users = ReturnType<typeof openBuckets>;

function countUsers(users: Users, key: number, names: readonly PersonName[]): number {
  const found = new Map<number, PersonName>();
  let looked = 0;
  users.each(key, (at) => {
    const name = names[at];
    if (name !== undefined && !found.has(name.key)) found.set(name.key, name);
    return ++looked < USERS_LIMIT && found.size < NAMES_LIMIT;
  });
  return countPeople([...found.values()]);
}
