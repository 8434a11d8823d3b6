/** How far two names agree. */
import { isClose } from './distance.ts';
import { squash } from './fold.ts';
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

/** Compares two names; the order of the two does not matter. */
export function compareNames(a: PersonName, b: PersonName): NameComparison {
  if (a.joined === '' || b.joined === '') return { level: 'missing', shared: [] };
  if (!a.full || !b.full) return { level: 'incomparable', shared: [] };
  if (a.joined === b.joined) return { level: 'same', shared: a.words };
  if (a.key === b.key) return { level: sameWords(a, b) ? 'swapped' : 'variant', shared: a.words };
  const turn = a.words.length - b.words.length || (a.joined < b.joined ? -1 : 1);
  const [short, long] = turn < 0 ? [a, b] : [b, a];
  const aligned = align(short.words, long.words);
  if (aligned !== null) return aligned;
  const typo = isClose(a.joined, b.joined, a.joined.length >= 12 ? 2 : 1);
  if (typo) return { level: 'typo', shared: short.words };
  const common = short.words.filter((word) => word.length > 1 && long.words.includes(word));
  return { level: common.length > 0 ? 'one_word' : 'differs', shared: common };
}

function sameWords(a: PersonName, b: PersonName): boolean {
  return a.words.length === b.words.length && a.words.every((word) => b.words.includes(word));
}

type Fit = 'exact' | 'variant' | 'nickname' | 'typo' | 'initial';
const FITS: readonly (readonly [Fit, (a: string, b: string) => boolean])[] = [
  ['exact', (a, b) => a === b && a.length > 1],
  ['variant', (a, b) => a.length > 2 && squash(a) === squash(b)],
  ['nickname', isNickname],
  ['typo', (a, b) => Math.min(a.length, b.length) >= 5 && isClose(a, b, 1)],
  ['initial', (a, b) => (a.length === 1 || b.length === 1) && a.charAt(0) === b.charAt(0)],
];

/** Finds for every word of the shorter name one of the longer, best fits first; null when a word finds none. */
function align(short: readonly string[], long: readonly string[]): NameComparison | null {
  const open = new Set(long.keys());
  const left = new Set(short.keys());
  const used = new Set<Fit>();
  const shared: string[] = [];
  for (const [fit, fits] of FITS) {
    for (const at of left) {
      const word = short[at] ?? '';
      const other = [...open].find((index) => fits(word, long[index] ?? ''));
      if (other === undefined) continue;
      open.delete(other);
      left.delete(at);
      used.add(fit);
      shared.push(fit === 'initial' ? word.charAt(0) : word);
    }
  }
  // Initials alone agree too easily.
  if (left.size > 0 || !shared.some((word) => word.length > 1)) return null;
  return { level: levelOf(used), shared };
}

function levelOf(used: ReadonlySet<Fit>): NameLevel {
  if (used.has('typo')) return 'typo';
  if (used.has('initial')) return 'initials';
  if (used.has('nickname')) return 'nickname';
  return used.has('variant') ? 'variant' : 'subset';
}
