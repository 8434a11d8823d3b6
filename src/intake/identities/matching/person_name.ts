/** A name taken apart for comparing. */
import { foldScript, squash } from './fold.ts';
import { hash } from './hashing.ts';
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

/** Never throws; time is bounded by the first 200 characters. */
export function parseName(text: string): PersonName {
  const bare = undecorate(text.slice(0, NAME_LIMIT));
  const folded = foldScript(bare).slice(0, NAME_LIMIT);
  const plain = folded.replace(/['’`´]/g, '');
  const said = plain.replace(/[^\p{L}\p{N} ]+/gu, ' ').trim();
  if (said === '' || PLACEHOLDERS.has(said.replace(/ +/g, ' '))) return NO_NAME;
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !TITLES.has(word));
  // A single written word is a handle even when it has points or dashes: "jane.doe", "acme-bot".
  const single = !/\s/.test(bare.trim()) && !EAST_ASIAN.test(plain);
  const kept = words.length === 0 ? [said.replaceAll(' ', '')] : words.slice(0, WORD_LIMIT);
  return single ? build([kept.join('')], false) : build(kept, isFull(kept));
}

function build(said: readonly string[], full: boolean): PersonName {
  const words = said.map(pooled);
  const found = words.map((word) => pooled(squash(word)));
  // Mostly nothing changes, and then one list serves for both.
  const squashed = found.every((word, at) => word === words[at]) ? words : found;
  // 30 bits, which the engine keeps without a box.
  const key = hash(squashed.toSorted().join(' '), 0) >>> 2 || 1;
  return { words, squashed, full, joined: words.join(''), letters: lettersOf(words), key };
}

const pool = new Map<string, string>();
const POOL_LIMIT = 200_000;

/** One copy of each word, since names repeat; beyond the limit words are simply not shared. */
function pooled(word: string): string {
  const known = pool.get(word);
  if (known !== undefined) return known;
  if (pool.size < POOL_LIMIT) pool.set(word, word);
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
