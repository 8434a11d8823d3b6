/** The cases of the conformance suite: a list's archive, and a mailbox whose mail must not become public. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';

const SECRETS = ['192.0.2.77', '2001:db8::4711', 'cookie-tok3n', 'hidden-relay'];
const PRIVATE = ['merger of Acme', 'zebra-invoice', 'cfo@quiet-customer.example'];

function dateOf(number: number): string {
  return `${1 + (number % 28)} May 2026 10:00:00 +0000`;
}

/**
 * A message of the list; every fifth begins a thread, some are automatic, some have no date. Those fail and are
 * kept whole for replay, so they carry no secret.
 */
function post(number: number, fails = number % 13 === 6): string {
  const root = number - (number % 5);
  const sender =
    number % 4 === 0
      ? `Ana ${number} via users <users@lists.acme.example>`
      : `Bo <bo@corp${number % 7}.example>`;
  const fields = [
    `Received: from hidden-relay (hidden-relay [192.0.2.77])\n\tby mx.acme.example; ${dateOf(number)}`,
    `From: ${sender}`,
    `Reply-To: ana@corp${number % 7}.example`,
    `Message-ID: <${number}@list.example>`,
    ...(number === root ? [] : [`In-Reply-To: <${root}@list.example>`]),
    `Subject: ${number === root ? '' : 'Re: '}[users] Question ${root}`,
    `Date: ${dateOf(number)}`,
    'List-Id: <users.lists.acme.example>',
    'X-Spam-Report: cookie-tok3n from 2001:db8::4711',
    ...(number % 11 === 7 ? ['Auto-Submitted: auto-replied'] : []),
  ];
  const kept = fails ? fields.filter((field) => !/^(?:Date|Received|X-Spam)/.test(field)) : fields;
  return `${kept.join('\n')}\n\nWords of message ${number}.\n\nFrom here it goes on.\n`;
}

/** What archives write that have no date to give. */
const DATELESS = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n';

function posts(from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => `${DATELESS}${post(from + i)}\n`).join('');
}

function privateMail(number: number): string {
  return [
    'From: Jo <cfo@quiet-customer.example>',
    `Message-ID: <${number}@quiet.example>`,
    `Date: ${dateOf(number)}`,
    `Subject: The merger of Acme, ${number}`,
    '',
    `See zebra-invoice ${number}.`,
  ].join('\n');
}

async function addPrivate(directory: string, from: number, count: number): Promise<void> {
  for (let number = from; number < from + count; number++) {
    await writeFile(
      join(directory, 'mail', 'inbox', 'cur', `${1000 + number}.made:2,S`),
      privateMail(number),
    );
  }
}

/** What the author of a list message has of it in a mailbox: the same Message-ID, but no word of a list. */
function ownCopy(number: number): string {
  return post(number)
    .split('\n')
    .filter((line) => !/^(?:Received|List-Id|X-Spam|\tby)/.test(line))
    .join('\n');
}

const archiveOf = (directory: string): string => join(directory, 'mail', 'users.mbox');

async function ordinary(directory: string): Promise<ConformanceInput> {
  for (const folder of ['cur', 'new', 'tmp'])
    await mkdir(join(directory, 'mail', 'inbox', folder), { recursive: true });
  await writeFile(archiveOf(directory), posts(0, 60));
  await addPrivate(directory, 0, 8);
  await writeFile(join(directory, 'mail', 'inbox', 'new', '1'), 'no mail at all');
  for (const number of [3, 4])
    await writeFile(join(directory, 'mail', 'inbox', 'new', `1${number}`), ownCopy(number));
  return { path: join(directory, 'mail') };
}

async function grow(directory: string): Promise<void> {
  await appendFile(archiveOf(directory), posts(60, 30));
  await addPrivate(directory, 8, 3);
}

const HEAD = 'From: ana@corp.example\nDate: 3 May 2026 10:00:00 +0000\n';
const SEPARATOR = 'From ana@corp.example Sun May  3 10:00:00 2026\n';
const NESTED = Array.from(
  { length: 200 },
  (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
).join('');
/** Automatic mail, which is never stored: a file of it may be cut anywhere, and the count stays the same. */
const NOISE = Array.from(
  { length: 3000 },
  (_, i) => `${SEPARATOR}${HEAD}Auto-Submitted: auto-replied\n\n${Math.sin(i)}\n\n`,
).join('');

/** A plain message of a year, which carries no secret for it is to fail. */
function dated(year: number): string {
  return `${DATELESS}From: ana@corp.example\nDate: 3 May ${year} 10:00:00 +0000\nMessage-ID: <${year}@x>\n\nx\n\n`;
}

/** Three good messages, one to be judged, three more good ones. */
function among(message: string): string {
  return `${posts(0, 3)}${SEPARATOR}${message}\n\n${posts(9, 3)}`;
}

const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.mbox': [Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 256), 0, 'mail_malformed'],
  'nul.mbox': [among(`${HEAD}Sub\0ject: \0a\0\nMessage-ID: <a\0b@x>\n\n\0\0text\0`), 7],
  'giant_line.mbox': [among(`${HEAD}\n${'x'.repeat(30_000_000)}`), 6, 'mail_too_large'],
  'giant_header.mbox': [among(`${HEAD}X-A: ${'y'.repeat(3_000_000)}\n\nx`), 6, 'mail_malformed'],
  'headers.mbox': [among(`${HEAD}${'X-A: b\n'.repeat(10_000)}\nx`), 6, 'mail_malformed'],
  'nested.mbox': [among(`${HEAD}${NESTED}\nx`), 6, 'mail_malformed'],
  'separators.mbox': [posts(0, 1) + `${SEPARATOR}\n\n`.repeat(1000) + posts(1, 2), 3],
  'same_id.mbox': [
    `${SEPARATOR}${HEAD}Message-ID: <same@x>\n\none\n\n${SEPARATOR}${HEAD}Message-ID: <same@x>\n\ntwo\n\n`,
    1,
  ],
  'encoding.mbox': [
    Buffer.concat([
      Buffer.from(`${SEPARATOR}${HEAD}Subject: `),
      Buffer.from([0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
      Buffer.from('\n\nx\n'),
    ]),
    1,
  ],
  'words.eml': [`${HEAD}Subject: ${'=?utf-8?B?YQ==?= '.repeat(30_000)}\n\nx`, 1],
  'names.eml': [
    `From: "${'\\'.repeat(5000)}" <a@x.example>, ${'b@x.example, '.repeat(5000)}\nDate: 3 May 2026\n\nx`,
    1,
  ],
  'dates.mbox': [dated(2126) + dated(2026) + dated(1926), 1, 'date_in_future', 'date_out_of_range'],
  'padded.mbox.gz': [Buffer.concat([gzipSync(posts(0, 3)), Buffer.alloc(100_000)]), 3],
  'frames.mbox.zst': [
    Buffer.concat([posts(0, 3), posts(3, 3)].map((text) => zstdCompressSync(Buffer.from(text)))),
    6,
  ],
  'cut.mbox.gz': [gzipSync(NOISE).subarray(0, 20_000), 0, 'file_truncated'],
  'cut.mbox.zst': [zstdCompressSync(Buffer.from(NOISE)).subarray(0, 20_000), 0, 'file_truncated'],
  'damaged.mbox.gz': [
    Buffer.concat([gzipSync(NOISE).subarray(0, 20_000), Buffer.alloc(9000, 0xff)]),
    0,
    'file_corrupt',
  ],
  'empty.mbox': ['', 0],
};

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile: (directory) => writeHostile(directory, HOSTILE),
  secrets: SECRETS,
  privateMarks: PRIVATE,
};
