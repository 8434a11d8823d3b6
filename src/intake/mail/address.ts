/** Mailboxes in header fields, with the hiding of archives undone. Pure. */
import { addressParser, decodeWords } from 'postal-mime';

export interface Mailbox {
  readonly name?: string;
  /** Always with one `@` and a domain; what only looks like an address is left out. */
  readonly email?: string;
}

/** Longest field value that is parsed as addresses, in characters. */
const MAX_VALUE = 10_000;
const MAX_NAME = 200;

/** `Name <a@b.example>` and nothing odd: read without the full parser, which most mail does not need. */
const PLAIN = /^(?:"?([A-Za-z][A-Za-z0-9 .'-]*)"? *)?<([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>$/;
const ADDRESS = /^[^\s@<>()",;:]+@[^\s@<>()",;:]+\.[^\s@<>()",;:.]+$/;

/** Every mailbox of a field value, groups opened. Encoded words are decoded. */
export function mailboxes(value: string): readonly Mailbox[] {
  const plain = PLAIN.exec(value);
  if (plain !== null) return [mailbox(plain[1] ?? '', plain[2] ?? '')];
  const shown = unhide(value.slice(0, MAX_VALUE));
  const found = parsed(shown);
  if (!shown.includes('(') || found.some(({ email }) => email !== undefined)) return found;
  return parsed(withoutComments(shown));
}

function parsed(value: string): readonly Mailbox[] {
  return addressParser(value, { flatten: true }).map(({ name, address }) => mailbox(name, address ?? ''));
}

/** RFC 5322 lets comments stand inside an address: `Pete <pete(his account)@silly.test(his host)>`. */
function withoutComments(value: string): string {
  const bare = value.replace(/\\[()]/g, '').replace(/\([^()]*\)/g, '');
  return bare.replace(/(?<=@[\w.-]*)\s*\.\s*/g, '.');
}

/** The first mailbox of a field value. */
export function firstMailbox(value: string | undefined): Mailbox | undefined {
  return value === undefined || value === '' ? undefined : mailboxes(value)[0];
}

/** Text of an unstructured field with encoded words decoded (RFC 2047). */
export function decoded(value: string): string {
  return value.includes('=?') ? clean(decodeWords(value)) : value;
}

function mailbox(name: string, address: string): Mailbox {
  const shown = clean(name)
    .replace(/^["']+|["']+$/g, '')
    .trim();
  const email = clean(address).replace(/^mailto:/i, '');
  return {
    ...(shown === '' ? {} : { name: cut(shown, MAX_NAME) }),
    ...(isAddress(email) ? { email } : {}),
  };
}

/** `joh...@acme.example` is an archive's cut, not an address. */
function isAddress(email: string): boolean {
  return email.length <= 320 && ADDRESS.test(email) && !email.includes('...');
}

const WORD = "[\\w.+=~&'-]+";
const HOST = '[\\w-]+(?:(?:\\.| dot | \\. )[\\w-]+)+';
/** `user at acme.example`, `user at acme dot example`, `user(a)acme.example`, `user＠acme.example`. */
const HIDDEN = new RegExp(
  `(?<![\\w@])(${WORD}(?: dot ${WORD}){0,3})(?: at | \\(?at\\)? |\\(a\\)|\\(at\\)|\\[at\\]| \\[at\\] |＠)(${HOST})`,
  'i',
);
/** `user () acme ! example` (one well-known archive). */
const BANGS = new RegExp(`(?<![\\w@])(${WORD}) \\(\\) ([\\w-]+(?: ! [\\w-]+)+)`);

/**
 * A field value with an address that an archive hid made one again: `ana at acme.example (Ana)` becomes
 * `ana@acme.example (Ana)`. A value that holds an address already is left alone.
 */
export function unhide(value: string): string {
  if (value.includes('@')) return value;
  const hidden = HIDDEN.exec(value);
  if (hidden !== null) return replaced(value, hidden, / dot /gi);
  const bangs = BANGS.exec(value);
  return bangs === null ? value : replaced(value, bangs, / ! /g);
}

function replaced(value: string, match: RegExpExecArray, dots: RegExp): string {
  const [whole, local, host] = match;
  const address = `${local?.replace(/ dot /gi, '.')}@${host?.replace(dots, '.').replace(/ \. /g, '.')}`;
  return value.slice(0, match.index) + address + value.slice(match.index + whole.length);
}

/** Without NULs, control characters and runs of spaces. */
export function clean(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** At most `max` characters, never ending in half of one. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).toWellFormed();
}
