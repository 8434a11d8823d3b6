/** The path of a request, as people read it. */

/** The longest asset key the contract allows. */
const LONGEST = 500;

/** Nothing else needs decoding. */
const ENCODED = /[%\\\u0080-\uffff]/;

/** Undoes `\x41`, `\"` and `\\`, as Apache and nginx escape what is not printable, then `%41`; gives UTF-8. */
export function decodePath(raw: string): string {
  if (!ENCODED.test(raw)) return raw;
  const bytes: number[] = [];
  for (let i = 0; i < raw.length; i++) {
    const c = raw.charCodeAt(i);
    const hex =
      c === 37 ? raw.slice(i + 1, i + 3) : c === 92 && raw[i + 1] === 'x' ? raw.slice(i + 2, i + 4) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      i += c === 37 ? 2 : 3;
    } else if (c === 92 && (raw[i + 1] === '"' || raw[i + 1] === '\\')) {
      bytes.push(raw.charCodeAt(++i));
    } else bytes.push(c & 0xff);
  }
  return Buffer.from(bytes).toString('utf8');
}

/** Control characters and the replacement mark of broken UTF-8 would only make keys that no one can read. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u{fffd}]+/gu, '_');
}

/** At most `length` characters, never half of a pair. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}

/** Mail addresses in any part of a text. Part by part, for one pattern over all would be slow on hostile input. */
function withoutMail(text: string): string {
  if (!text.includes('@')) return text;
  return text.replace(/[^\s/?&=,;]+/g, (part) => (/@./.test(part) ? '' : part));
}

/** A dotted quad that is more likely an address than a version. */
function isAddress(quad: string): boolean {
  const parts = quad.split('.').map(Number);
  return parts.every((part) => part <= 255) && parts.some((part) => part >= 100);
}

/** Addresses of people and machines, and numbers as long as a phone or an account, do not belong in a key. */
function withoutPersonal(text: string): string {
  return withoutMail(text)
    .replace(/\+?\d[\d ()-]{7,}\d/g, (run) => (run.replace(/\D/g, '').length >= 9 ? '' : run))
    .replace(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g, (quad) => (isAddress(quad) ? '' : quad));
}

/** A path on the same server: absolute forms (`GET http://host/path`) lose their origin, all lose the query. */
export function pathOf(target: string): { path: string; query: string } {
  const local = target.replace(/^[a-z][a-z0-9+.-]{0,15}:\/\/[^/?#]*/i, '');
  const mark = local.search(/[?#]/);
  if (mark < 0) return { path: local === '' ? '/' : local, query: '' };
  const path = local.slice(0, mark);
  return { path: path === '' ? '/' : path, query: local[mark] === '?' ? local.slice(mark + 1) : '' };
}

/** Decoded, without session parameters, index file and final slash, one slash for many. */
function tidy(path: string): string {
  return printable(decodePath(path.slice(0, 2048)))
    .replace(/;[^/]*/g, '')
    .replace(/\/{2,}/g, '/')
    .replace(/\/(?:index|default)\.(?:html?|php|aspx?|jsp)$/i, '/');
}

/** The key of a page: its path, tidied, without personal data, at most 500 characters. */
export function pageKey(path: string): string {
  const key = withoutPersonal(tidy(path))
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '');
  return cut(key === '' ? '/' : key, LONGEST);
}

/** The path of a file: tidied, at most 500 characters. Its numbers are versions and builds, and stay. */
export function fileKey(path: string): string {
  return cut(withoutMail(tidy(path)), LONGEST);
}

/** Names of the parameter that carries what is searched for. */
export const SEARCH_PARAMETERS: readonly string[] = ['q', 'query', 'search', 'keywords'];

/** The searched words of a query string as `searchWords` gives them; '' if none. @param names in lower case */
export function searchTerm(query: string, names: readonly string[] = SEARCH_PARAMETERS): string {
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if (equals < 0 || !names.includes(pair.slice(0, equals).toLowerCase())) continue;
    return searchWords(decodePath(pair.slice(equals + 1, equals + 1000).replaceAll('+', ' ')));
  }
  return '';
}

/** The longest search that is kept, and the longest word of one. */
const LONGEST_SEARCH = 80;
const KEY_PREFIX = /^(?:eyj|gh[opsu]_|github_pat_|glpat-|sk-|pk_|sk_|xox[abp]-|akia|bearer)./i;

/** Whether a word is more likely a key, a hash or a token than something people look for. */
function isToken(word: string): boolean {
  if (word.length >= 16 && KEY_PREFIX.test(word)) return true;
  if (word.length < 20 || !/^[\w+/=-]+$/.test(word)) return false;
  // Names change between letters and digits once or twice, random text all the time.
  return (word.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0) >= 4;
}

/**
 * What was typed into a search, fit to be kept: lower case, at most 80 characters, without longer words and without
 * what looks like an address, a number of a person or account, or a token; '' when nothing is left.
 */
export function searchWords(typed: string): string {
  const words = withoutPersonal(printable(typed.slice(0, 1000)))
    .replace(/\d{7,}/g, '')
    .split(/\s+/)
    .filter((word) => word.length <= LONGEST_SEARCH && !isToken(word));
  const clean = words.join(' ').toLowerCase().trim();
  if (clean.length <= LONGEST_SEARCH) return clean;
  return cut(clean, clean.lastIndexOf(' ', LONGEST_SEARCH));
}
