/** How far two names agree. */
import { isClose } from './distance.ts';
import { lettersApart } from './letters.ts';
import { isNickname } from './nicknames.ts';
import type { PersonName } from './person_name.ts';

/** From full agreement to contradiction; `incomparable` when one is a handle, `missing` when one says nothing. */
export type NameLevel =
  | 'same'
  | 'swapped'
  | 'variant'
  | 'subset'
  | 'initials'
  | 'nickname'
  | 'typo'
  | 'one_word'
  | 'differs'
  | 'incomparable'
  | 'missing';

export interface NameComparison {
  readonly level: NameLevel;
  /** The words on which they agree; a single letter for an agreement on the initial only. */
  readonly shared: readonly string[];
}

const AGREEING: ReadonlySet<NameLevel> = new Set([
  'same',
  'swapped',
  'variant',
  'subset',
  'initials',
  'nickname',
  'typo',
]);

/** Whether two names can well be one person's name. */
export const agree = (level: NameLevel): boolean => AGREEING.has(level);

const MISSING: NameComparison = { level: 'missing', shared: [] };
const INCOMPARABLE: NameComparison = { level: 'incomparable', shared: [] };
const DIFFERS: NameComparison = { level: 'differs', shared: [] };

/** Compares two names; the order of the two does not matter. */
export function compareNames(a: PersonName, b: PersonName): NameComparison {
  if (a.words.length === 0 || b.words.length === 0) return MISSING;
  // 山田 may be Yamada: who writes in two scripts does not contradict himself.
  if (!a.full || !b.full || isEastAsian(a) !== isEastAsian(b)) return INCOMPARABLE;
  if (a.joined === b.joined) return { level: 'same', shared: a.words };
  if (a.key === b.key) return { level: sameWords(a, b) ? 'swapped' : 'variant', shared: a.words };
  const turn = a.words.length - b.words.length || (a.joined < b.joined ? -1 : 1);
  const [short, long] = turn < 0 ? [a, b] : [b, a];
  const aligned = align(short, long);
  if (aligned !== null) return aligned;
  if (isTypo(a, b)) return { level: 'typo', shared: short.words };
  const common = short.words.filter((word) => word.length > 1 && long.words.includes(word));
  return common.length > 0 ? { level: 'one_word', shared: common } : DIFFERS;
}

/** From the most telling agreement to none. */
const ORDER: readonly NameLevel[] = [...AGREEING, 'one_word', 'incomparable', 'missing', 'differs'];

interface Named {
  readonly name: PersonName;
  readonly others: readonly PersonName[];
}

/** The best agreement between any name of the one and any of the other. */
export function compareAllNames(a: Named, b: Named): NameComparison {
  let best = compareNames(a.name, b.name);
  if (a.others.length === 0 && b.others.length === 0) return best;
  for (const one of [a.name, ...a.others]) {
    for (const other of [b.name, ...b.others]) {
      const next = compareNames(one, other);
      if (isBetter(next, best)) best = next;
    }
  }
  return best;
}

function isBetter(next: NameComparison, best: NameComparison): boolean {
  const order = ORDER.indexOf(next.level) - ORDER.indexOf(best.level);
  if (order !== 0) return order < 0;
  const [one, other] = [next.shared.join(' '), best.shared.join(' ')];
  return one.length === other.length ? one < other : one.length > other.length;
}

/** By its first letter; from U+2E80 on stand the scripts of East Asia. */
const isEastAsian = ({ joined }: PersonName): boolean => joined.charCodeAt(0) >= 0x2e80;

/** Errors that change where words end; those within words are found word by word, so that Doe is not Roe. */
function isTypo(a: PersonName, b: PersonName): boolean {
  if (a.words.length === b.words.length) return false;
  const limit = a.joined.length >= 12 && b.joined.length >= 12 ? 2 : 1;
  if (lettersApart(a.letters, b.letters) > 2 * limit) return false;
  return isClose(a.joined, b.joined, limit);
}

function sameWords(a: PersonName, b: PersonName): boolean {
  return a.words.length === b.words.length && a.words.every((word) => b.words.includes(word));
}

type Fit = 'exact' | 'variant' | 'nickname' | 'typo' | 'initial';
const FITS: readonly Fit[] = ['exact', 'variant', 'nickname', 'typo', 'initial'];

/** In what sense word `i` of `a` is word `j` of `b`; null in none. */
function fitOf(a: PersonName, i: number, b: PersonName, j: number): Fit | null {
  const [one, other] = [a.words[i] ?? '', b.words[j] ?? ''];
  if (one === other) return one.length > 1 ? 'exact' : 'initial';
  if (one.length === 1 || other.length === 1)
    return one.charCodeAt(0) === other.charCodeAt(0) ? 'initial' : null;
  if (one.length > 2 && a.squashed[i] === b.squashed[j]) return 'variant';
  if (one.length >= 5 && other.length >= 5 && sharesEnd(one, other) && isClose(one, other, 1)) return 'typo';
  return isNickname(one, other) ? 'nickname' : null;
}

/** One edit leaves the first or the last letter in place. */
const sharesEnd = (one: string, other: string): boolean =>
  one.charCodeAt(0) === other.charCodeAt(0) ||
  one.charCodeAt(one.length - 1) === other.charCodeAt(other.length - 1);

/** Finds for every word of the shorter name one of the longer, best fits first; null when a word finds none. */
function align(short: PersonName, long: PersonName): NameComparison | null {
  if (!everyWordFits(short, long)) return null;
  // Words that found theirs, one bit each: names have few words.
  let [placed, taken, used] = [0, 0, 0];
  const shared: string[] = [];
  for (let fit = 0; fit < FITS.length; fit++) {
    for (let at = 0; at < short.words.length; at++) {
      if ((placed & (1 << at)) !== 0) continue;
      const place = placeOf(short, at, long, taken, FITS[fit] ?? null);
      if (place < 0) continue;
      placed |= 1 << at;
      taken |= 1 << place;
      used |= 1 << fit;
      const word = short.words[at] ?? '';
      shared.push(FITS[fit] === 'initial' ? word.charAt(0) : word);
    }
  }
  // Initials alone agree too easily.
  if (shared.length < short.words.length || !shared.some((word) => word.length > 1)) return null;
  return { level: levelOf(used), shared };
}

/** The first word of the longer name, of those not taken, that fits just so; below 0 when none does. */
function placeOf(short: PersonName, at: number, long: PersonName, taken: number, fit: Fit | null): number {
  for (let index = 0; index < long.words.length; index++)
    if ((taken & (1 << index)) === 0 && fitOf(short, at, long, index) === fit) return index;
  return -1;
}

/** The quick way to no: most pairs end here. */
function everyWordFits(short: PersonName, long: PersonName): boolean {
  for (let at = 0; at < short.words.length; at++) {
    let fits = false;
    for (let index = 0; index < long.words.length && !fits; index++)
      fits = fitOf(short, at, long, index) !== null;
    if (!fits) return false;
  }
  return true;
}

/** The loosest of the fits, given as bits in their order. */
function levelOf(used: number): NameLevel {
  const has = (fit: Fit): boolean => (used & (1 << FITS.indexOf(fit))) !== 0;
  if (has('typo')) return 'typo';
  if (has('initial')) return 'initials';
  if (has('nickname')) return 'nickname';
  return has('variant') ? 'variant' : 'subset';
}
