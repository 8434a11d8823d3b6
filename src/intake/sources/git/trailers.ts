/** The lines of a commit message that name further people (git-interpret-trailers(1)). */

export interface Person {
  readonly name: string;
  readonly email: string;
}

export const TRAILER_ROLES = ['co_author', 'signed_off', 'reviewed', 'acked', 'tested'] as const;
export type TrailerRole = (typeof TRAILER_ROLES)[number];

export interface Trailer extends Person {
  readonly role: TrailerRole;
}

const ROLE_OF: Readonly<Record<string, TrailerRole>> = {
  'co-authored': 'co_author',
  'signed-off': 'signed_off',
  reviewed: 'reviewed',
  acked: 'acked',
  tested: 'tested',
};
const LINE = /^(co-authored|signed-off|reviewed|acked|tested)-by[ \t]*:[ \t]*(\S[^\r\n]*)/gim;

/** More names than this on one commit are no longer people who worked on it. */
const TRAILER_LIMIT = 100;

/**
 * Trailers anywhere in the message, at the start of a line: squash merges and mail patches put text after them,
 * so the strict rule of a last paragraph would lose them. Indented (quoted) ones do not count.
 */
export function parseTrailers(message: string): Trailer[] {
  const trailers: Trailer[] = [];
  for (const [, word = '', contact = ''] of message.matchAll(LINE)) {
    const role = ROLE_OF[word.toLowerCase()];
    const person = parseContact(contact);
    if (role !== undefined && person !== undefined) trailers.push({ role, ...person });
    if (trailers.length === TRAILER_LIMIT) break;
  }
  return trailers;
}

/** `Name <address>`, `<address>`, a bare address or a bare name; undefined when nothing is left. */
export function parseContact(contact: string): Person | undefined {
  const [, before = '', inside = ''] = /^([^<]*)<([^<>]*)>/.exec(contact) ?? [];
  const bare = inside === '' ? contact.replace(/[<>]/g, ' ').trim() : '';
  const bareIsAddress = /^\S+@\S+$/.test(bare);
  const person = {
    name: tidy(inside === '' && !bareIsAddress ? bare : before),
    email: tidy(bareIsAddress ? bare : inside),
  };
  return person.name === '' && person.email === '' ? undefined : person;
}

/** One line, no control characters, no brackets, at most 300 characters. */
export function tidy(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const clean = text.replace(/[\u0000-\u0020\u007f\u0085\u2028\u2029<>]+/g, ' ').trim();
  return clean.slice(0, 300).toWellFormed();
}
