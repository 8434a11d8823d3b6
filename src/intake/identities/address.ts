/** Mail addresses: one spelling, and what kind of mailbox each is. */
import { type KnownDomain, knowDomain } from './domains.ts';
import { known } from './known.ts';

/** RFC 5321 §4.5.3.1: at most 64 octets before the @; addresses beyond 254 cannot be delivered. */
const LOCAL_LIMIT = 64;
const ADDRESS_LIMIT = 254;
const INPUT_LIMIT = 1_000;
/** Nearly every address: nothing around it to take off. */
const BARE = /^[A-Za-z0-9.+_@-]+$/;
/** Nearly every part before @: the one spelling already. */
const PLAIN_LOCAL = /^[a-z0-9.+_-]+$/;

/** Whose mailbox it is: a person's, a function's, a machine's, a mailing list's, or a code host's stand-in. */
export type Mailbox = 'person' | 'role' | 'bot' | 'list' | 'code_host';

export interface Address {
  /** Lower case, host in ASCII: the one spelling. */
  readonly value: string;
  readonly local: string;
  readonly domain: KnownDomain;
  readonly mailbox: Mailbox;
  /** The login that a code host's no-reply address stands for. */
  readonly login?: { readonly platform: string; readonly value: string };
}

/**
 * An address taken apart, its `value` in the one spelling; or null when it cannot be one on the public internet:
 * `(none)`, `root@localhost`, `jane@laptop.(none)`, an address with blanks. Takes `<jane@acme.example>` and
 * `mailto:`; keeps `+tags`, since `jane+list@` and `jane@` need not be one person's.
 */
export function parseAddress(text: string): Address | null {
  const bare = unwrap(text);
  const at = bare.lastIndexOf('@');
  if (at < 1 || at > LOCAL_LIMIT) return null;
  const written = bare.slice(0, at);
  const local = PLAIN_LOCAL.test(written) ? written : written.normalize('NFC').toLowerCase().normalize('NFC');
  if (local.length > LOCAL_LIMIT || !/^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~.[\]-]+$/u.test(local)) return null;
  const domain = knowDomain(bare.slice(at + 1));
  if (domain === null) return null;
  const value = `${local}@${domain.host}`;
  if (value.length > ADDRESS_LIMIT) return null;
  const login = codeHostLogin(value, domain.host);
  return {
    value,
    local,
    domain,
    mailbox: mailboxOf(local, domain, login),
    ...(login === undefined ? {} : { login }),
  };
}

function unwrap(text: string): string {
  if (text.length <= INPUT_LIMIT && BARE.test(text)) return text;
  let bare = text.slice(0, INPUT_LIMIT).trim();
  const angled = /<([^<>]*)>\s*$/.exec(bare);
  if (angled?.[1] !== undefined) bare = angled[1].trim();
  return bare
    .replace(/^mailto:/i, '')
    .replace(/^['"\s]+|['"\s]+$/g, '')
    .trim();
}

function codeHostLogin(value: string, host: string): Address['login'] {
  if (!host.includes('noreply.') && !host.startsWith('users.')) return undefined;
  for (const { platform, pattern } of known.code_host_addresses) {
    const login = pattern.exec(value)?.[1];
    if (login !== undefined) return { platform, value: login };
  }
  // Code hosts that firms run themselves follow the same habit.
  const own = /^(?:\d+[-+])?([^+@]+)@(?:users\.)?noreply\.(.+)$/.exec(value);
  return own?.[1] === undefined || own[2] === undefined ? undefined : { platform: own[2], value: own[1] };
}

function mailboxOf(local: string, domain: KnownDomain, login: Address['login']): Mailbox {
  if (known.bot_pattern.test(local) || (login !== undefined && known.bot_pattern.test(login.value)))
    return 'bot';
  if (login !== undefined) return 'code_host';
  const name = local.replace(/\+.*$/, '').replace(/\d+$/, '');
  // Nobody reads it, so a machine wrote: mailers, and assistants that sign the changes they helped with.
  if (/^(no[-_]?reply|do[-_]?not[-_]?reply)([-_.+]|$)/.test(local)) return 'bot';
  if (isRole(name)) return 'role';
  if (domain.class === 'mailing_list' || known.list_host_pattern.test(domain.host)) return 'list';
  return known.list_name_pattern.test(name) ? 'list' : 'person';
}

/** The name of a function, or several words of functions together: `it-operations`, `service.desk`. */
function isRole(name: string): boolean {
  if (known.role_names.has(name)) return true;
  const words = name.split(/[-_.]/);
  return words.length > 1 && words.every((word) => known.role_names.has(word) || known.role_words.has(word));
}
