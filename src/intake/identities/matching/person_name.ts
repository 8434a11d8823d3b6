/** A name taken apart for comparing. */
import { foldScript, squash } from './fold.ts';
import { hashWords } from './hashing.ts';
import { lettersOf } from './letters.ts';

export interface PersonName {
  /** Folded words, given name first where that is known. Empty when the name says nothing. */
  readonly words: readonly string[];
  /** The words as their usual spellings have in common (see `squash`). */
  readonly squashed: readonly string[];
  /** True when it can tell two people apart: two words or more that are not all initials, or an East Asian name. */
  readonly full: boolean;
  /** The words without blanks. */
  readonly joined: string;
  /** Which letters occur (see `lettersOf`). */
  readonly letters: number;
  /** A hash, the same for all orders and usual spellings of the name; 0 without a name. */
  readonly key: number;
}

export const NO_NAME: PersonName = { words: [], squashed: [], full: false, joined: '', letters: 0, key: 0 };

const WORD_LIMIT = 8;
const NAME_LIMIT = 200;
/** Written in place of a name. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(
  'unknown,none,noname,no name,no author,your name,yourname,name,user,username,root,admin,administrator,nobody,anonymous,anon,me,test,author,git,github,devnull,default,ubuntu,vagrant,localhost,null,undefined,first last,john q public,invalid name'.split(
    ',',
  ),
);
const TITLES: ReadonlySet<string> = new Set(
  'jr,sr,ii,iii,iv,dr,prof,mr,mrs,ms,phd,md,esq,msc,bsc,dipl,ing'.split(','),
);
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]{2,8}$/u;

/** ASCII words of letters with single blanks between them: most names. */
const PLAIN = /^[A-Za-z]+(?: [A-Za-z]+)*$/;
/** Words with which what tools add begins or ends (see `undecorate`). */
const ADDED = /via|behalf|github/i;

/** The name read last: sorted records come with the same one again and again. */
let last = { text: '', name: NO_NAME };

/** Never throws; time is bounded by the first 200 characters. */
export function parseName(text: string): PersonName {
  if (text !== last.text) last = { text, name: parse(text.slice(0, NAME_LIMIT)) };
  return last.name;
}

function parse(text: string): PersonName {
  if (!PLAIN.test(text) || ADDED.test(text)) return parseDecorated(text);
  const said = text.toLowerCase();
  if (PLACEHOLDERS.has(said)) return NO_NAME;
  const words = said.split(' ');
  return buildFrom(words, words.length === 1);
}

function parseDecorated(text: string): PersonName {
  const bare = undecorate(text);
  const folded = foldScript(bare).slice(0, NAME_LIMIT);
  const plain = folded.replace(/['’`´]/g, '');
  const said = plain.replace(/[^\p{L}\p{N} ]+/gu, ' ').trim();
  if (said === '' || PLACEHOLDERS.has(said.replace(/ +/g, ' '))) return NO_NAME;
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  // A single written word is a handle even when it has points or dashes: "jane.doe", "acme-bot".
  return buildFrom(words, !/\s/.test(bare.trim()) && !EAST_ASIAN.test(plain));
}

function buildFrom(said: readonly string[], single: boolean): PersonName {
  const words = said.filter((word) => !TITLES.has(word));
  const kept = words.length === 0 ? [said.join('')] : words.slice(0, WORD_LIMIT);
  return single ? build([kept.join('')], false) : build(kept, isFull(kept));
}

function build(said: readonly string[], full: boolean): PersonName {
  const found = said.map(pooled);
  const words = found.map(({ text }) => text);
  // Mostly nothing changes, and then one list serves for both.
  const squashed = found.every((word) => word.squashed === word.text)
    ? words
    : found.map((word) => word.squashed);
  // 30 bits, which the engine keeps without a box.
  const key = hashWords(sorted(squashed), 0) >>> 2 || 1;
  return { words, squashed, full, joined: words.join(''), letters: lettersOf(words), key };
}

/** Two words, as most names have, are swapped at most. */
function sorted(words: readonly string[]): readonly string[] {
  const [first = '', second = ''] = words;
  if (words.length > 2) return words.toSorted();
  return words.length < 2 || first <= second ? words : [second, first];
}

interface Word {
  readonly text: string;
  readonly squashed: string;
}

const pool = new Map<string, Word>();
const POOL_LIMIT = 200_000;

/** One copy of each word, since names repeat; beyond the limit words are simply not shared. */
function pooled(text: string): Word {
  const known = pool.get(text);
  if (known !== undefined) return known;
  const squashed = squash(text);
  const word = { text, squashed: squashed === text ? text : squashed };
  if (pool.size < POOL_LIMIT) pool.set(text, word);
  return word;
}

function isFull(words: readonly string[]): boolean {
  const [first = ''] = words;
  if (words.length === 1) return EAST_ASIAN.test(first);
  return words.some((word) => word.length > 1 && /\p{L}/u.test(word));
}

/** Takes off what lists and tools add: "via list", "(ACME)", quotes, "on behalf of", the address itself; turns "Doe, Jane". */
function undecorate(text: string): string {
  let name = text
    .replace(/<[^<>]*>/g, ' ')
    .replace(/^['"\s]+|['"\s]+$/g, '')
    .replace(/\s+via\s+\S.*$/i, '')
    .replace(/^.*\bon behalf of\s+/i, '')
    .replace(/\s+(?:on|at)\s+github\s*$/i, '')
    .replace(/[([{][^()[\]{}]*[)\]}]/g, ' ')
    .replace(/\s*[|/].*$/, '');
  if (name.trim() === '') name = text.replace(/[()[\]{}<>"']/g, ' ');
  if (/^\S+@\S+$/.test(name.trim())) name = name.trim().replace(/@.*$/, '');
  const turned = /^([^,]{2,40}),\s+([^,]{2,40})$/.exec(name.trim());
  return turned === null ? name.replace(/,.*$/, '') : `${turned[2]} ${turned[1]}`;
}
