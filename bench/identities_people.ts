/** Made-up identities whose truth is known: people with several addresses, typing errors, namesakes, shared mailboxes. */
import type { MatchRecord } from '../src/intake/identities/matching/index.ts';

export interface MadePeople {
  readonly records: readonly MatchRecord[];
  /** The person of each record; records of nobody in particular have a number of their own. */
  readonly truth: readonly number[];
}

/** A small seeded generator (mulberry32): the same seed gives the same numbers. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SYLLABLES =
  'ba be bo da de di do fa fe ga go ha he ja jo ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi wa we ya za zo'.split(
    ' ',
  );
const ENDS = 'n r s l m t d k x'.split(' ');
const HOSTS = ['gmail.com', 'outlook.com', 'yahoo.com', 'gmx.de', 'proton.me', 'qq.com'];

type Random = () => number;
const pick = <T>(list: readonly T[], random: Random): T => {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

/** Words with the frequencies that names have (the law of Zipf and Mandelbrot): the first about 1 % of all. */
function zipf(words: readonly string[], random: Random): string {
  const rank = Math.floor(SHIFT * ((words.length + SHIFT) / SHIFT) ** random() - SHIFT);
  return words[Math.min(words.length - 1, Math.max(0, rank))] ?? '';
}

const SHIFT = 15;

function makeWords(count: number, syllables: number, random: Random): readonly string[] {
  const words = new Set<string>();
  while (words.size < count) {
    let word = '';
    const length = syllables + (random() < 0.4 ? 1 : 0);
    for (let at = 0; at < length; at++) word += pick(SYLLABLES, random);
    words.add(word + (random() < 0.6 ? pick(ENDS, random) : ''));
  }
  return [...words];
}

/** About `count` records. Half of the people have one record, the others up to five. */
export function makePeople(count: number, seed: number): MadePeople {
  const random = seeded(seed);
  const given = makeWords(2000, 2, random);
  const family = makeWords(Math.max(3000, Math.round(count / 8)), 3, random);
  const firms = makeWords(Math.max(50, Math.round(count / 20)), 3, random);
  const records: MatchRecord[] = [];
  const truth: number[] = [];
  const taken = new Set<string>();
  for (let person = 0; records.length < count; person++) {
    const name = { first: zipf(given, random), last: zipf(family, random) };
    const free = !taken.has(`${name.first}.${name.last}`);
    taken.add(`${name.first}.${name.last}`);
    const who = { ...name, number: person, free: free && person % 3 === 0 };
    const several = random() < 0.5 ? 1 : 2 + Math.floor(random() * 4);
    const seen = new Set<string>();
    for (let at = 0; at < several && records.length < count; at++) {
      const one = record(who, firms, random, String(records.length));
      if (seen.has(one.name + one.email)) continue;
      seen.add(one.name + one.email);
      records.push(one);
      truth.push(person);
    }
  }
  return { records, truth };
}

interface Who {
  readonly first: string;
  readonly last: string;
  readonly number: number;
  /** Whether the plain address of the name is theirs. */
  readonly free?: boolean;
}

function record(who: Who, firms: readonly string[], random: Random, id: string): MatchRecord {
  const name = spelled(who, random);
  if (random() < 0.005) return { id, name, email: 'devnull@localhost' };
  return { id, name, email: address(who, firms, random) };
}

const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function spelled({ first, last }: Who, random: Random): string {
  const kind = random();
  if (kind < 0.72) return `${title(first)} ${title(last)}`;
  if (kind < 0.78) return `${title(last)}, ${title(first)}`;
  if (kind < 0.84) return `${title(first).charAt(0)}. ${title(last)}`;
  if (kind < 0.9) return first.charAt(0) + last;
  if (kind < 0.95) return title(first);
  return `${title(first)} ${title(typo(last, random))}`;
}

/** One typing error: a letter dropped, doubled, replaced, or swapped with its neighbour. */
export function typo(word: string, random: Random): string {
  const at = 1 + Math.floor(random() * Math.max(1, word.length - 2));
  const kind = Math.floor(random() * 4);
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1);
  if (kind === 1) return word.slice(0, at) + word.charAt(at) + word.slice(at);
  if (kind === 2) return word.slice(0, at) + pick(ENDS, random) + word.slice(at + 1);
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

function address({ first, last, number, free }: Who, firms: readonly string[], random: Random): string {
  const firm = firms[number % firms.length] ?? 'acme';
  const kind = random();
  // The person's own free mail: always the same, with a number where the name is taken.
  if (kind < 0.45) return `${first}.${last}${free === true ? '' : number}@${HOSTS[number % HOSTS.length]}`;
  if (kind < 0.7) return `${first.charAt(0)}${last}@${firm}.com`;
  if (kind < 0.85) return `${1000 + number}+${last}${number}@users.noreply.github.com`;
  if (kind < 0.95) return `${last}${number}@${pick(HOSTS, random)}`;
  return `${first}@${pick(firms, random)}-laptop.(none)`;
}

/** Records after the manner of FEBRL: originals and up to two damaged copies (typing errors, swaps, lost fields). */
export function makeDirty(count: number, seed: number): MadePeople {
  const random = seeded(seed);
  const given = makeWords(600, 2, random);
  const family = makeWords(1500, 3, random);
  const records: MatchRecord[] = [];
  const truth: number[] = [];
  for (let person = 0; records.length < count; person++) {
    const who = { first: zipf(given, random), last: zipf(family, random), number: person };
    const email = `${who.first}${who.last}${person % 90}@${pick(HOSTS, random)}`;
    const original = { name: `${title(who.first)} ${title(who.last)}`, email };
    for (let copy = Math.floor(random() * 3); copy >= 0; copy--) {
      const damaged = copy === 0 ? original : damage(who, email, random);
      records.push({ ...damaged, id: String(records.length) });
      truth.push(person);
    }
  }
  return { records, truth };
}

function damage({ first, last }: Who, email: string, random: Random): { name: string; email: string } {
  const one = random() < 0.5 ? typo(first, random) : first;
  const other = random() < 0.5 ? typo(last, random) : last;
  const name = random() < 0.2 ? `${other} ${one}` : `${one} ${other}`;
  const kind = random();
  return {
    name,
    email: kind < 0.25 ? '' : kind < 0.55 ? email.replace(/^[^@]+/, (local) => typo(local, random)) : email,
  };
}
