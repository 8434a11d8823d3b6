/** Names and labels: made safe to show, and made comparable. */
import { known } from './known.ts';
import type { ResolvedIdentity } from './rules.ts';

const INPUT_LIMIT = 1_000;
const LABEL_LIMIT = 200;

/** Control, format (zero width, bidi), private use and unassigned characters; line and paragraph separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Printable ASCII words with single blanks between them: nearly every name, and nothing to clean. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;
/** Marks stacked on one letter beyond what any script needs. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * Text that is safe to store and show: well-formed, without control, zero-width or direction characters,
 * white space collapsed, at most 200 UTF-16 units. Doing it twice changes nothing.
 */
export function cleanLabel(text: string): string {
  if (text.length <= LABEL_LIMIT && PLAIN.test(text)) return text;
  const safe = text
    .slice(0, INPUT_LIMIT)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(UNSAFE, '')
    .replace(STACKED_MARKS, '$1')
    .replace(/ {2,}/g, ' ')
    .trim()
    .normalize('NFC');
  if (safe.length <= LABEL_LIMIT) return safe;
  return safe
    .slice(0, LABEL_LIMIT)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}

/** Text for comparing: cleaned, compatibility forms unified, lower case. Doing it twice changes nothing. */
export function foldName(text: string): string {
  if (text.length <= LABEL_LIMIT && PLAIN.test(text)) return text.toLowerCase();
  const folded = cleanLabel(
    cleanLabel(text)
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase(),
  );
  return cleanLabel(folded.normalize('NFKD').replace(/\p{M}+/gu, ''));
}

/**
 * The key of an organization's name: folded, punctuation gone, legal forms taken off the end
 * ("Acme GmbH & Co. KG" and "ACME" are both "acme"). Empty when nothing is left to compare.
 */
export function organizationNameKey(name: string): string {
  const words = foldName(name)
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  let end = words.length;
  while (end > 1 && known.legal_forms.has(words[end - 1] ?? '')) end -= 1;
  // "s.r.o." written with blanks: single letters left at the end belong to a legal form.
  if (end > 3 && known.legal_forms.has(words.slice(end - 3, end).join(''))) end -= 3;
  return words.slice(0, end).join(' ');
}

/** A name for people from a domain's own label: "acme-tools" becomes "Acme Tools", "abc" and "xqzt" become capitals. */
export function nameFromLabel(label: string): string {
  const clean = cleanLabel(label);
  if (clean.length <= 3 || /^[bcdfghjklmnpqrstvwxz]+$/.test(clean)) return clean.toUpperCase() || label;
  const titled = clean
    .split(/[-_]+/)
    .filter((word) => word !== '')
    .map((word) => {
      const [first = ''] = word;
      return first.toUpperCase() + word.slice(first.length);
    });
  return cleanLabel(titled.join(' ')) || label;
}

/** Whether a domain's label may be short for this name: contained in it, containing it, or its initials. */
export function nameFitsLabel(name: string, label: string): boolean {
  const words = organizationNameKey(name).split(' ');
  const joined = words.join('');
  const short = foldName(label).replace(/[^\p{L}\p{N}]/gu, '');
  if (joined === '' || short === '') return false;
  const [first = ''] = words;
  if (joined.startsWith(short) || short.startsWith(joined)) return true;
  if (first.length >= 4 && short.startsWith(first)) return true;
  return words.length >= 2 && words.map((word) => word.charAt(0)).join('') === short;
}

/** The name that a claim gave to a handle; '' when it gave none, or the handle is nothing but a name. */
export function nameGiven({ kind, label, value }: ResolvedIdentity): string {
  return (kind === 'email' || kind === 'login') && label !== value ? label : '';
}

/** Whether a claim gave an address or login without a name. */
export function isNameless({ kind, label, value }: ResolvedIdentity): boolean {
  return (kind === 'email' || kind === 'login') && label === value;
}
