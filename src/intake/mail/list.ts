/** Which list a message came through, and whether that list is public. Pure. */
import type { Visibility } from '../contract.ts';
import { cut } from './address.ts';
import type { Header } from './header.ts';
import { isObfuscated } from './separator.ts';

/** The list in a message's own header. */
export interface MailList {
  /** The list's id, e.g. `users.lists.acme.example` (RFC 2919); from its address where there is no List-Id. */
  readonly id: string;
  /** Its posting address in lower case, where the header shows it or the id implies it. */
  readonly address: string | undefined;
}

const MAX_ID = 200;

/** The list of List-Id, List-Post, X-Mailing-List or Mailing-list; undefined for mail that went through none. */
export function mailList(header: Header): MailList | undefined {
  const post = /<mailto:([^<>?@\s]+@[^<>?\s]+)/i.exec(header.first('list-post') ?? '')?.[1];
  const other = /([^\s<>;,]+@[^\s<>;,]+)/.exec(
    header.first('x-mailing-list') ?? header.first('mailing-list') ?? '',
  )?.[1];
  const address = (post ?? other)?.toLowerCase();
  const id = listId(header.first('list-id')) ?? address?.replace('@', '.');
  if (id === undefined) return undefined;
  return { id: cut(id, MAX_ID), address: address ?? addressOf(id) };
}

function listId(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const id = (/<([^<>]+)>\s*$/.exec(value)?.[1] ?? value).trim().toLowerCase();
  return /^[^\s<>]+$/.test(id) ? id : undefined;
}

/** `users.lists.acme.example` is `users@lists.acme.example`, as list managers build it. */
function addressOf(id: string): string | undefined {
  const dot = id.indexOf('.');
  return dot <= 0 || id.includes('@') ? undefined : `${id.slice(0, dot)}@${id.slice(dot + 1)}`;
}

/**
 * `public` when the message went through a list or comes from a Pipermail archive, and nothing says that it
 * is closed; else `private`. A header cannot prove that strangers may read a list: the setting can.
 */
export function visibilityOf(
  header: Header,
  list: MailList | undefined,
  separator: string | null,
): Visibility {
  if (isClosed(header, list)) return 'private';
  const pipermail = separator !== null && isObfuscated(separator);
  const archived = header.first('archived-at') !== undefined || header.first('list-archive') !== undefined;
  return list !== undefined || archived || pipermail ? 'public' : 'private';
}

/** Signs that a list is not for everyone. Notifications of code hosts carry list headers in private projects too. */
function isClosed(header: Header, list: MailList | undefined): boolean {
  if (/\/private\/|^no$/i.test(header.first('list-archive') ?? '')) return true;
  if (/^yes/i.test(header.first('x-no-archive') ?? '') || /^no/i.test(header.first('archive') ?? ''))
    return true;
  if (/private|personal|confidential/i.test(header.first('sensitivity') ?? '')) return true;
  return CODE_HOSTS.some((name) => header.first(name) !== undefined) || /\.github\.com$/.test(list?.id ?? '');
}

const CODE_HOSTS = ['x-github-sender', 'x-github-reason', 'x-gitlab-project', 'x-gitea-repository'];
