/** How people make handles of their names. */
import { hashStart } from './hashing.ts';
import type { PersonName } from './person_name.ts';

/** `full`: janedoe, doejane. `initial`: jdoe, janed, doej, jqd. `word`: jane or doe alone. */
export type HandlePattern = 'full' | 'initial' | 'word';

export interface HandleFit {
  readonly pattern: HandlePattern;
  /** The words of the name that the handle spells; a single letter for an initial. */
  readonly words: readonly string[];
}

/**
 * Calls back with the handles that a full name suggests (at least three letters each), but for the given name alone:
 * in two parts, since to put them together costs more than to look them up. A handle may come twice.
 */
export function suggestHandles(name: PersonName, visit: (start: string, end: string) => void): void {
  const { words } = name;
  if (!name.full || words.length < 2) return;
  const suggest = (start: string, end: string): void => {
    if (start.length + end.length > 2) visit(start, end);
  };
  const [first = '', second = ''] = words;
  const last = words[words.length - 1] ?? '';
  suggest(first, last);
  suggest(last, first);
  suggest(first.charAt(0), last);
  suggest(last, first.charAt(0));
  suggest(first, last.charAt(0));
  if (words.length > 2) {
    suggest(name.joined, '');
    suggest(first, second);
    suggest(initialsOf(name), '');
  }
  if (last.length > 3) suggest(last, '');
}

/** A handle without the digits at its end ("jdoe42"), unless little would be left. */
export function withoutDigits(handle: string): string {
  return handle.slice(0, lengthWithoutDigits(handle));
}

/** How much of a handle stands before the digits at its end; all of it when little would be left. */
function lengthWithoutDigits(handle: string): number {
  let end = handle.length;
  while (end > 0 && isDigit(handle.charCodeAt(end - 1))) end--;
  return end >= 3 ? end : handle.length;
}

/** The key of a handle, whatever digits follow it. */
export const handleKey = (handle: string, seed: number): number =>
  hashStart(handle, lengthWithoutDigits(handle), seed);

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** How the handle may come from the name, by the most telling pattern; null when it does not. */
export function fitHandle(handle: string, name: PersonName): HandleFit | null {
  if (!name.full || name.words.length < 2) return null;
  const bare = withoutDigits(handle);
  const [first = '', second = ''] = name.words;
  const last = name.words.at(-1) ?? '';
  if (bare.length < 3) return null;
  if (bare === name.joined) return { pattern: 'full', words: name.words };
  if (first.length > 1 && last.length > 1 && (isPair(bare, first, last) || isPair(bare, last, first)))
    return { pattern: 'full', words: [first, last] };
  if (name.words.length > 2 && second.length > 1 && isPair(bare, first, second))
    return { pattern: 'full', words: [first, second] };
  const [f, l] = [first.charAt(0), last.charAt(0)];
  if (last.length > 1 && (isPair(bare, f, last) || isPair(bare, last, f)))
    return { pattern: 'initial', words: [f, last] };
  if (first.length > 1 && isPair(bare, first, l)) return { pattern: 'initial', words: [first, l] };
  if (name.words.length > 2 && bare === initialsOf(name)) return { pattern: 'initial', words: [...bare] };
  if (bare === last) return { pattern: 'word', words: [last] };
  return bare === first ? { pattern: 'word', words: [first] } : null;
}

const PATTERNS: readonly HandlePattern[] = ['full', 'initial', 'word'];

/** How the handle may come from any of the names of a record. */
export function fitAnyName(
  handle: string,
  { name, others }: { readonly name: PersonName; readonly others: readonly PersonName[] },
): HandleFit | null {
  let best = fitHandle(handle, name);
  for (const other of others) {
    const fit = fitHandle(handle, other);
    if (fit === null) continue;
    if (best === null || PATTERNS.indexOf(fit.pattern) < PATTERNS.indexOf(best.pattern)) best = fit;
  }
  return best;
}

const initialsOf = (name: PersonName): string => name.words.map((word) => word.charAt(0)).join('');

function isPair(text: string, start: string, end: string): boolean {
  return text.length === start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
