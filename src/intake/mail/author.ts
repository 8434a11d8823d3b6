/**
 * Who wrote a message. Lists rewrite From to pass DMARC ("Ana via users <users@lists.example>") and archives
 * hide addresses; both are undone here. The untouched fields are kept beside the answer.
 */
import type { ActorClaim } from '../contract.ts';
import { cut, firstMailbox, type Mailbox, mailboxes } from './address.ts';
import type { Header } from './header.ts';
import type { MailList } from './list.ts';

export interface Authorship {
  readonly author: ActorClaim;
  readonly claims: Readonly<Record<string, string>>;
}

/** Where list software keeps the author's own field, the surest first. */
const ORIGINALS = [
  'x-original-from',
  'original-from',
  'x-original-sender',
  'x-mailfrom',
  'x-google-original-from',
];
const VIA = /^(.*?)["']?\s+via\s+(?=\S)/is;
const MAX_CLAIM = 1000;

/** @param list the list of the message's header, whose own address is never an author */
export function authorship(header: Header, list: MailList | undefined): Authorship {
  const from = firstMailbox(header.first('from')) ?? firstMailbox(header.first('sender')) ?? {};
  const claims = claimsOf(header);
  const packed = packedAddress(from.email ?? '');
  if (packed !== undefined) return { author: claim(packed, nameBehind(from) ?? from.name), claims };
  if (isMunged(from, list)) {
    const found = behind(header, from, list);
    return { author: claim(found?.email, nameBehind(from) ?? found?.name ?? from.name), claims };
  }
  // A form or a notification: the person is who an answer goes to.
  const person = NO_REPLY.test(from.email ?? '') ? behind(header, from, list) : undefined;
  return { author: person ?? from, claims };
}

/** Senders that take no answers. */
export const NO_REPLY = /^(?:no|do|donot|dont)[-_.]?(?:not[-_.]?)?reply(?:[-+._][^@]*)?@/i;

/** True when From holds the list in place of the author. */
function isMunged(from: Mailbox, list: MailList | undefined): boolean {
  if (from.email === undefined) return false;
  return from.email.toLowerCase() === list?.address || VIA.test(from.name ?? '');
}

/**
 * `ana=acme.example@groups.example` and `ana=40acme.example@dmarc.example`: the author's address packed into
 * the local part.
 */
function packedAddress(email: string): string | undefined {
  const [, local, host] = /^([^=@]+)=(?:40)?([\w-]+(?:\.[\w-]+)+)@(?:groups\.io|dmarc\.)/i.exec(email) ?? [];
  return local === undefined ? undefined : `${local}@${host}`;
}

function nameBehind(from: Mailbox): string | undefined {
  const name = VIA.exec(from.name ?? '')?.[1]
    ?.replace(/^["']+|["']+$/g, '')
    .trim();
  return name === '' ? undefined : name;
}

/** The author's mailbox in the fields that lists move it to. */
function behind(header: Header, from: Mailbox, list: MailList | undefined): Mailbox | undefined {
  const name = nameBehind(from);
  const isAuthor = ({ email }: Mailbox): boolean => {
    const own = email?.toLowerCase();
    return (
      own !== undefined && own !== from.email?.toLowerCase() && own !== list?.address && !isListRobot(own)
    );
  };
  for (const field of ['x-original-from', 'reply-to', ...ORIGINALS]) {
    const found = header.all(field).map(withoutTag).flatMap(mailboxes).find(isAuthor);
    if (found !== undefined) return found;
  }
  const copied = header.all('cc').flatMap(mailboxes);
  return name === undefined ? undefined : copied.find((one) => isAuthor(one) && one.name === name);
}

/** An envelope address without the tag that proves a bounce genuine (BATV): `prvs=0a1b2c=ana@acme.example`. */
function withoutTag(value: string): string {
  return value.replace(/\b(?:prvs|btv1)==?[^=@\s]{1,40}==?(?=[^=\s]*@)/i, '');
}

function isListRobot(email: string): boolean {
  return /-(?:bounces?|owner|request|admin)(?:\+.*)?@|^(?:bounces?|owner|no-?reply)[-+@]/.test(email);
}

function claim(email: string | undefined, name: string | undefined): ActorClaim {
  return { ...(email === undefined ? {} : { email }), ...(name === undefined ? {} : { name }) };
}

/** The fields as they stand, so that a better rule can be applied later. */
function claimsOf(header: Header): Readonly<Record<string, string>> {
  const fields = {
    from: header.first('from'),
    replyTo: header.first('reply-to'),
    sender: header.first('sender'),
    originalFrom: ORIGINALS.map((name) => header.first(name)).find((value) => value !== undefined),
  };
  const claims: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== '') claims[name] = cut(value, MAX_CLAIM);
  }
  return claims;
}
