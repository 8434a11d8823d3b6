/**
 * Answers for most pairs of a large set whether they may match, from a few numbers of each record that lie together:
 * to look at the records themselves is a walk through memory.
 */
import { isClose } from './distance.ts';
import { enlarged, hash } from './hashing.ts';
import { lettersApart, lettersOf } from './letters.ts';
import { isNickname } from './nicknames.ts';
import type { PersonName } from './person_name.ts';
import type { Profile } from './profile.ts';

/** `unsure`: only the records themselves tell. The other two are what `mayMatch` says. */
export type Judgement = 'apart' | 'may_match' | 'unsure';

export interface Sieve {
  /** Takes the next record; they are numbered in this order from 0. */
  add(profile: Profile): void;
  /** What is known of two records by their numbers. */
  judge(a: number, b: number): Judgement;
}

/** Numbers to a record: as many as the processor fetches at once. */
const ROW = 16;
const MARKS = 0;
const ADDRESS = 1;
const HOMEPAGE = 2;
const NAME = 3;
const JOINED = 4;
const LETTERS = 5;
const HANDLES = 6;
const HANDLE_LIMIT = 4;
const WORDS = HANDLES + HANDLE_LIMIT;
const WORD_LIMIT = ROW - WORDS;

/** Marks; the lowest three bits count the words. */
const WORD_COUNT = 7;
const SUGGEST_ONLY = 8;
/** All its names are full ones. */
const NAMED = 16;
/** The row holds all of it. */
const WHOLE = 32;

/** Opens an empty sieve; `expected` records is a hint for memory. */
export function openSieve(expected = 1024): Sieve {
  const words = openWords();
  let rows = new Int32Array(expected * ROW);
  let count = 0;
  const get = (at: number): number => rows[at] ?? 0;
  const sharesHandle = (one: number, other: number): boolean => {
    for (let at = one + HANDLES; at < one + WORDS && get(at) !== 0; at++)
      for (let index = other + HANDLES; index < other + WORDS; index++)
        if (get(at) === get(index)) return true;
    return false;
  };
  const same = (one: number, other: number, field: number): boolean =>
    get(one + field) !== 0 && get(one + field) === get(other + field);
  /** Whether some word of the one is none of the other's, however spelled. */
  const hasOwnWord = (one: number, ones: number, other: number, others: number): boolean => {
    for (let at = one + WORDS; at < one + WORDS + ones; at++) {
      let fits = false;
      for (let index = other + WORDS; index < other + WORDS + others && !fits; index++)
        fits = words.mayFit(get(at), get(index));
      if (!fits) return true;
    }
    return false;
  };
  const namesDisagree = (one: number, other: number): boolean => {
    if (same(one, other, NAME) || same(one, other, JOINED)) return false;
    const [ones, others] = [get(one) & WORD_COUNT, get(other) & WORD_COUNT];
    if (ones === others) return hasOwnWord(one, ones, other, others);
    // The joined names may be two errors apart.
    if (lettersApart(get(one + LETTERS), get(other + LETTERS)) <= 4) return false;
    return ones < others ? hasOwnWord(one, ones, other, others) : hasOwnWord(other, others, one, ones);
  };
  return {
    add: (profile) => {
      if ((count + 1) * ROW > rows.length) rows = enlarged(rows);
      fill(rows, count * ROW, profile, words);
      count++;
    },
    judge: (a, b) => {
      const [one, other] = [a * ROW, b * ROW];
      const both = get(one) & get(other);
      if ((both & SUGGEST_ONLY) !== 0) return 'apart';
      if ((both & NAMED) === 0) return 'may_match';
      if ((both & WHOLE) === 0 || same(one, other, ADDRESS) || same(one, other, HOMEPAGE)) return 'unsure';
      if (sharesHandle(one, other)) return 'unsure';
      return namesDisagree(one, other) ? 'apart' : 'unsure';
    },
  };
}

function fill(rows: Int32Array, row: number, profile: Profile, words: Words): void {
  const { name, others, addressKey, homepage, handles, record } = profile;
  const whole = others.length === 0 && handles.length <= HANDLE_LIMIT && name.words.length <= WORD_LIMIT;
  const named = name.full && others.every(({ full }) => full);
  const marks = (record.suggestOnly === true ? SUGGEST_ONLY : 0) | (named ? NAMED : 0) | (whole ? WHOLE : 0);
  rows[row + MARKS] = marks | (whole ? name.words.length : 0);
  if (!whole || !named) return;
  rows[row + ADDRESS] = addressKey;
  if (homepage !== '') rows[row + HOMEPAGE] = hash(homepage, 3);
  rows[row + NAME] = name.key;
  rows[row + JOINED] = hash(name.joined, 0);
  rows[row + LETTERS] = name.letters;
  for (const [at, handle] of handles.entries()) rows[row + HANDLES + at] = hash(handle, 4);
  for (let at = 0; at < name.words.length; at++) rows[row + WORDS + at] = words.numberOf(name, at);
}

type Words = ReturnType<typeof openWords>;

/** Numbers to a word. */
const CELLS = 8;
const SQUASHED = 1;
const LENGTH = 2;
const FIRST = 3;
const LAST = 4;
/** 1 when the table of nicknames has it. */
const NICKNAME = 5;

/** Distinct words as numbers, with what tells most pairs of them apart. */
function openWords() {
  const numbers = new Map<string, number>();
  const squashes = new Map<string, number>();
  const texts: string[] = [];
  let cells = new Int32Array(1024 * CELLS);
  const get = (at: number): number => cells[at] ?? 0;
  const add = (text: string, squashed: string): number => {
    const number = texts.push(text) - 1;
    numbers.set(text, number);
    const squash = squashes.get(squashed) ?? squashes.size;
    squashes.set(squashed, squash);
    if (texts.length * CELLS > cells.length) cells = enlarged(cells);
    const ends = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
    const nickname = isNickname(text, text) ? 1 : 0;
    cells.set([lettersOf([text]), squash, text.length, ...ends, nickname], number * CELLS);
    return number;
  };
  const isTypo = (one: number, other: number): boolean =>
    get(one + LENGTH) >= 5 &&
    get(other + LENGTH) >= 5 &&
    (get(one + FIRST) === get(other + FIRST) || get(one + LAST) === get(other + LAST)) &&
    lettersApart(get(one), get(other)) <= 2 &&
    isClose(texts[one / CELLS] ?? '', texts[other / CELLS] ?? '', 1);
  return {
    numberOf: ({ words, squashed }: PersonName, at: number): number => {
      const text = words[at] ?? '';
      return numbers.get(text) ?? add(text, squashed[at] ?? '');
    },
    /** False when the first word is in no sense the second, as `compareNames` sees it. */
    mayFit: (a: number, b: number): boolean => {
      if (a === b) return true;
      const [one, other] = [a * CELLS, b * CELLS];
      if (get(one + LENGTH) === 1 || get(other + LENGTH) === 1)
        return get(one + FIRST) === get(other + FIRST);
      if (get(one + SQUASHED) === get(other + SQUASHED) || isTypo(one, other)) return true;
      return get(one + NICKNAME) === 1 && isNickname(texts[a] ?? '', texts[b] ?? '');
    },
  };
}
