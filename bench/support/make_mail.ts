/**
 * Makes a mailing-list archive of invented mail: about 5 KB a message, in threads, with quotes, signatures,
 * a few HTML parts and munged authors. The same seed gives the same bytes.
 */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface MadeMessage {
  readonly raw: string;
  readonly from: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const LIST = 'users@lists.acme.example';
const START = Date.UTC(2019, 0, 1);
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A small generator of numbers from 0 to 1 (mulberry32), so that runs can be compared. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Writer {
  readonly random: () => number;
  readonly words: readonly string[];
}

function writer(seed: number): Writer {
  const random = chance(seed);
  const syllables =
    'ba be bi bo ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to'.split(
      ' ',
    );
  const words = Array.from({ length: 20_000 }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * 4) },
      () => syllables[Math.floor(random() * syllables.length)],
    ).join(''),
  );
  return { random, words };
}

/** Common words come often, rare ones seldom, as in a language. */
function word({ random, words }: Writer): string {
  return words[Math.floor(words.length * random() ** 4)] ?? 'acme';
}

function line(by: Writer, length: number): string {
  let text = word(by);
  while (text.length < length) text += ` ${word(by)}`;
  return text;
}

function paragraph(by: Writer): string {
  const lines = Array.from({ length: 2 + Math.floor(by.random() * 7) }, () => line(by, 62));
  return `${lines.join('\n')}.\n`;
}

interface Post {
  readonly id: string;
  readonly references: readonly string[];
  readonly subject: string;
  readonly name: string;
  readonly text: string;
}

/** `count` messages in the order of their dates. */
export function* makeMail(count: number, seed = 1): Generator<MadeMessage> {
  const by = writer(seed);
  const people = Array.from({ length: Math.ceil(count / 12) }, (_, i) => ({
    name: `${capital(word(by))} ${capital(word(by))}`,
    email: `${word(by)}${i}@${i % 3 === 0 ? 'mail.example' : `company${i % 400}.example`}`,
  }));
  const open: Post[] = [];
  for (let i = 0; i < count; i++) {
    const person = people[Math.floor(people.length * by.random() ** 2)] ?? {
      name: 'Ana',
      email: 'ana@acme.example',
    };
    const parent = by.random() < 0.75 ? open[Math.floor(open.length * by.random())] : undefined;
    const at = START + i * 540_000;
    const post = postOf(by, i, person.name, parent);
    open.push(post);
    if (open.length > 60) open.shift();
    yield { raw: messageOf(by, post, person.email, at), from: person.email, at };
  }
}

function postOf(by: Writer, index: number, name: string, parent: Post | undefined): Post {
  const subject = parent === undefined ? capital(line(by, 30)) : `Re: ${parent.subject.replace(/^Re: /, '')}`;
  const own = Array.from({ length: 2 + Math.floor(by.random() * 8) }, () => paragraph(by)).join('\n');
  const quoted =
    parent === undefined ? '' : `On an earlier day in 2019, ${parent.name} wrote:\n${quote(parent.text)}\n\n`;
  return {
    id: `${index}.${Math.floor(by.random() * 1e9)}@mail.example`,
    references: parent === undefined ? [] : [...parent.references, parent.id].slice(-10),
    subject,
    name,
    text: `${quoted}${own}\n-- \n${name}\n`,
  };
}

function quote(text: string): string {
  return text
    .split('\n')
    .slice(0, 25)
    .map((part) => `> ${part}`)
    .join('\n');
}

function messageOf(by: Writer, post: Post, email: string, at: number): string {
  const munged = by.random() < 0.1;
  const date = mailDate(at);
  const token = () => Array.from({ length: 4 }, () => Math.floor(by.random() * 1e9).toString(36)).join('');
  const html = by.random() < 0.15;
  const fields = [
    `Return-Path: <users-bounces@lists.acme.example>`,
    `Received: from lists.acme.example (lists.acme.example [192.0.2.7])\n\tby mx.acme.example (Postfix) with ESMTPS id ${token()}\n\tfor <archive@acme.example>; ${date}`,
    `Received: from out.mail.example (out.mail.example [198.51.100.9])\n\tby lists.acme.example (Postfix) with ESMTPS id ${token()}; ${date}`,
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example; s=s1;\n\tbh=${token()}; b=${Array.from({ length: 10 }, token).join('')}`,
    munged ? `From: ${post.name} via users <${LIST}>` : `From: ${post.name} <${email}>`,
    ...(munged ? [`Reply-To: ${post.name} <${email}>`] : []),
    `To: ${LIST}`,
    `Date: ${date}`,
    `Message-ID: <${post.id}>`,
    ...(post.references.length === 0
      ? []
      : [
          `In-Reply-To: <${post.references.at(-1)}>`,
          `References: ${post.references.map((id) => `<${id}>`).join('\n ')}`,
        ]),
    `Subject: [users] ${post.subject}`,
    `List-Id: Users of Acme <users.lists.acme.example>`,
    `List-Post: <mailto:${LIST}>`,
    `List-Archive: <https://lists.acme.example/archives/users/>`,
    `Precedence: list`,
    `MIME-Version: 1.0`,
    html
      ? 'Content-Type: multipart/alternative; boundary="=_part"'
      : 'Content-Type: text/plain; charset=utf-8',
  ];
  return `${fields.join('\n')}\n\n${html ? alternative(post.text) : post.text}`;
}

function alternative(text: string): string {
  const markup = text
    .split('\n\n')
    .map((part) => `<p>${part.replaceAll('>', '&gt;')}</p>`)
    .join('\n');
  return [
    '--=_part\nContent-Type: text/plain; charset=utf-8\n',
    text,
    '--=_part\nContent-Type: text/html; charset=utf-8\n',
    `<html><body>${markup}</body></html>`,
    '--=_part--\n',
  ].join('\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function mailDate(at: number): string {
  const date = new Date(at);
  const day = `${WEEKDAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day} ${clock(date)} +0000`;
}

function separatorOf({ from, at }: MadeMessage): string {
  const date = new Date(at);
  const day = `${WEEKDAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}`;
  return `From ${from} ${day} ${clock(date)} ${date.getUTCFullYear()}\n`;
}

function clock(date: Date): string {
  return [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
}

/** Writes an mbox (mboxrd quoting). */
export async function writeMbox(path: string, messages: Iterable<MadeMessage>): Promise<void> {
  function* parts(): Generator<string> {
    for (const message of messages) {
      yield `${separatorOf(message)}${message.raw.replace(/^(>*From )/gm, '>$1')}\n`;
    }
  }
  await pipeline(Readable.from(parts()), createWriteStream(path));
}

/** Writes a Maildir. */
export function writeMaildir(path: string, messages: Iterable<MadeMessage>): void {
  for (const folder of ['cur', 'new', 'tmp']) mkdirSync(join(path, folder), { recursive: true });
  let index = 0;
  for (const { raw } of messages)
    writeFileSync(join(path, 'cur', `${1_500_000_000 + index++}.made.example:2,S`), raw);
}
