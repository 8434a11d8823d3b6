/** A message of a conversation as an RFC 5322 mail: to a list, to the vendor, or from it. */
import { hash } from '../random.ts';
import type { Post } from '../story/events.ts';
import { LISTS_DOMAIN, VENDOR_DOMAIN } from '../story/names.ts';
import { fullName, habit, jobAt, mailAt, type Person } from '../story/people.ts';
import { mailBody } from './body.ts';
import { type Encoding, headerText, mailbox, mailDate, simpleHtml, textPart } from './mime.ts';

export const SUPPORT = `support@${VENDOR_DOMAIN}`;
const PROGRAMS = [
  'Mozilla Thunderbird',
  'Microsoft Outlook 16.0',
  'Mutt/2.2.13',
  'Apple Mail (2.3826)',
  'Evolution 3.52.3',
];
/** By the writer's habit. `8bit` is the commonest. */
const ENCODINGS: readonly Encoding[] = [
  '8bit',
  '8bit',
  '8bit',
  'quoted-printable',
  'quoted-printable',
  'base64',
  'latin1',
  '7bit',
  '8bit',
  '8bit',
];
const HTML_HABIT = 4;

/** The whole mail, headers and body, lines ended by LF. */
export function renderMail(post: Post): string {
  return `${headers(post).join('\n')}\n${content(post)}`;
}

/** Who a mail is from, before a list touches it; empty for a bounce's envelope. */
export function envelopeSender(post: Post): string {
  return post.nature === 'bounce' ? `MAILER-DAEMON@${VENDOR_DOMAIN}` : mailAt(post.author, post.at);
}

function headers(post: Post): string[] {
  const { author, at, place } = post;
  const list = place === 'users' || place === 'dev' ? `${place}@${LISTS_DOMAIN}` : undefined;
  const sender = envelopeSender(post);
  const host = sender.split('@')[1];
  const chain = ancestors(post);
  const parent = chain.at(-1);
  return [
    `Return-Path: <${post.nature === 'bounce' ? '' : list === undefined ? sender : `${place}-bounces@${LISTS_DOMAIN}`}>`,
    `Received: from mail.${host} (mail.${host} [192.0.2.${1 + (hash(host ?? '') % 250)}])\n\tby mx.${VENDOR_DOMAIN} with ESMTPS id ${hash(post.id).toString(36)};\n\t${mailDate(at, 0)}`,
    `Date: ${mailDate(at, author.country.zone)}`,
    ...fromHeaders(post, list),
    `To: ${recipient(post, list)}`,
    `Subject: ${headerText(subjectOf(post, list))}`,
    `Message-ID: <${messageId(post)}>`,
    ...(parent === undefined
      ? []
      : [
          `In-Reply-To: <${messageId(parent)}>`,
          `References: ${chain.map((entry) => `<${messageId(entry)}>`).join('\n ')}`,
        ]),
    ...(list === undefined
      ? []
      : [`List-Id: <${place}.${LISTS_DOMAIN}>`, `List-Post: <mailto:${list}>`, `Precedence: list`]),
    ...(post.nature === 'person'
      ? [`User-Agent: ${PROGRAMS[habit(author, 'program', PROGRAMS.length)]}`]
      : ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All']),
    'X-Made-Up: yes',
    'MIME-Version: 1.0',
  ];
}

/** A list rewrites the From of domains with a strict DMARC policy and keeps the author in Reply-To. */
function fromHeaders(post: Post, list: string | undefined): string[] {
  const address = envelopeSender(post);
  if (post.nature === 'bounce') return [`From: ${mailbox('Mail Delivery System', address)}`];
  const name = shownName(post.author, address);
  if (list === undefined || hash(address.split('@')[1] ?? '') % 4 !== 0)
    return [`From: ${mailbox(name, address)}`];
  return [`From: ${mailbox(`${name} via ${post.place}`, list)}`, `Reply-To: ${mailbox(name, address)}`];
}

function shownName(person: Person, address: string): string {
  if (person.sharedMailbox !== undefined && address.startsWith(`${person.sharedMailbox}@`))
    return 'IT Operations';
  return person.nickname !== undefined && habit(person, 'shown', 2) === 0
    ? person.nickname
    : fullName(person);
}

function recipient(post: Post, list: string | undefined): string {
  if (list !== undefined) return list;
  const fromVendor = jobAt(post.author, post.at)?.organization.kind === 'vendor';
  return fromVendor && post.parent !== undefined ? mailAt(post.parent.author, post.parent.at) : SUPPORT;
}

function subjectOf(post: Post, list: string | undefined): string {
  const subject =
    list === undefined ? post.thread.subject : `[Quillfjord-${post.place}] ${post.thread.subject}`;
  if (post.nature === 'bounce') return 'Undelivered Mail Returned to Sender';
  if (post.nature === 'automatic')
    return `${post.language === 'de' ? 'Automatische Antwort' : 'Out of Office'}: ${subject}`;
  return post.parent === undefined
    ? subject
    : `${post.language === 'de' && hash(post.id) % 3 === 0 ? 'AW' : 'Re'}: ${subject}`;
}

function content(post: Post): string {
  const text = mailBody(post);
  if (post.nature === 'bounce') return bounceReport(post, text);
  const encoding = ENCODINGS[habit(post.author, 'encoding', ENCODINGS.length)] ?? '8bit';
  if (habit(post.author, 'encoding', ENCODINGS.length) !== HTML_HABIT)
    return textPart(text.trimEnd(), 'plain', encoding);
  const boundary = `=_made_up_${hash(post.id).toString(16)}`;
  const parts = [textPart(text.trimEnd(), 'plain', encoding), textPart(simpleHtml(text), 'html', encoding)];
  return `Content-Type: multipart/alternative; boundary="${boundary}"\n\n${multipart(boundary, parts)}`;
}

/** RFC 3464, as short as a mail server would write it. */
function bounceReport(post: Post, text: string): string {
  const boundary = `=_report_${hash(post.id).toString(16)}`;
  const status = `Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.${VENDOR_DOMAIN}\n\nFinal-Recipient: rfc822; ${mailAt(post.author, post.at)}\nAction: failed\nStatus: 5.1.1\n`;
  return `Content-Type: multipart/report; report-type=delivery-status;\n boundary="${boundary}"\n\n${multipart(boundary, [textPart(text.trimEnd(), 'plain', '7bit'), status])}`;
}

function multipart(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--\n`;
}

function messageId(post: Post): string {
  return `${hash(`id${post.id}`).toString(16)}.${post.id}@${envelopeSender(post).split('@')[1]}`;
}

/** The messages above this one in its thread, the oldest first. */
function ancestors(post: Post): Post[] {
  const chain: Post[] = [];
  for (let parent = post.parent; parent !== undefined; parent = parent.parent) chain.unshift(parent);
  return chain;
}
