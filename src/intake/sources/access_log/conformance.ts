/** The cases of the conformance suite: logs with visitors whose addresses must be found nowhere. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  type Conformance,
  type ConformanceInput,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import type { ErrorCode } from '../../../base/plain.ts';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0';
const SECRETS = [
  '192.0.2.77',
  '198.51.100.23',
  '2001:db8::4711',
  'pool-203-0-113-9',
  'jo.doe',
  'tok3n',
  'hidden-host',
];

function visit(number: number, client: string, request: string, more = ''): string {
  const second = String(number % 60).padStart(2, '0');
  return `${client} - jo.doe [17/May/2026:10:${String(number % 24).padStart(2, '0')}:${second} +0000] "${request}" 200 ${number} "https://acme.example/?key=tok3n" "${AGENT}"${more}\n`;
}

const CLIENTS = [
  '192.0.2.77',
  '198.51.100.23',
  '2001:db8::4711',
  'pool-203-0-113-9.isp-lines.com',
  'gw.acme-motors.com',
];
const PATHS = ['/docs/install', '/docs/sso?session=tok3n', '/download/acme-5.2.1.zip', '/static/app.js', '/'];

/** Visits from `from` on, with lines that cannot be read among them. */
function visits(from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const number = from + i;
    const client = CLIENTS[number % CLIENTS.length] ?? '';
    const path = PATHS[(number * 3 + Math.floor(number / 5)) % PATHS.length] ?? '';
    const broken =
      number % 11 === 7 ? `hidden-host.acme.example - jo.doe [never] "GET /x?key=tok3n" ${number}\n` : '';
    const early =
      number % 13 === 5 ? visit(number, client, `GET ${path} HTTP/1.1`).replace('2026', '2126') : '';
    return visit(number, client, `GET ${path} HTTP/1.1`) + broken + early;
  }).join('');
}

const logOf = (directory: string): string => join(directory, 'logs', 'access.log');

async function ordinary(directory: string): Promise<ConformanceInput> {
  await mkdir(join(directory, 'logs'), { recursive: true });
  await writeFile(logOf(directory), visits(1000, 60));
  await writeFile(join(directory, 'logs', 'access.log.1.gz'), gzipSync(visits(0, 60)));
  return { path: join(directory, 'logs') };
}

/** What is written, how many records are stored of it, and the codes of what is not. */
type Case = readonly [content: string | Uint8Array, stored: number, ...codes: ErrorCode[]];

const JUNK = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 256);
const PACKED = gzipSync(visits(0, 5000)).subarray(0, 9000);
const [FIRST, LAST] = [visits(0, 3), visits(3, 2)];
const zstd = (text: string): Uint8Array => zstdCompressSync(Buffer.from(text));
const REQUESTS = [
  '\\x16\\x03\\x01',
  '-',
  '',
  'GET',
  `GET /docs/${'%41'.repeat(15_000)} HTTP/1.1`,
  'GET /docs/%00%ff HTTP/1.1',
];

/** S3 names requesters, and signs what it is asked for. */
function s3(number: number, status = '200'): string {
  return `${'ab'.repeat(32)} docs.acme.example [17/May/2026:10:00:0${number} +0000] 192.0.2.77 arn:aws:iam::123456789012:user/jo.doe R${number} REST.GET.OBJECT docs/a${number} "GET /docs/a${number}?X-Amz-Signature=tok3n HTTP/1.1" ${status} - 5 5 7 1 "https://acme.example/?key=tok3n" "${AGENT}" - h= SigV4 C QueryString docs.acme.example TLSv1.3 - -\n`;
}

const HOSTILE: Readonly<Record<string, Case>> = {
  's3.log': [s3(1) + s3(2, 'none') + s3(3), 2, 'line_malformed'],
  'junk.log': [JUNK, 0, 'input_unrecognized'],
  'nul.log': [`${FIRST}\0\0\0\n\0${LAST}`, 3, 'line_malformed'],
  'giant.log': [`${FIRST}${'x'.repeat(24_000_000)}\n${LAST}`, 3, 'line_too_long'],
  'no_end.log': [`${FIRST}${'x'.repeat(200_000)}`, 2, 'line_too_long'],
  'encoding.log': [
    Buffer.concat([Buffer.from(FIRST), Buffer.from([0xff, 0xfe, 0xc3, 0x28, 10])]),
    2,
    'line_malformed',
  ],
  'joined.log': [
    FIRST + FIRST.replaceAll(' +0000', visit(0, 'gw.acme.example', 'GET / HTTP/1.1')),
    2,
    'line_malformed',
  ],
  'cut.log.gz': [PACKED, 589, 'date_in_future', 'file_truncated', 'line_malformed'],
  'padded.log.gz': [Buffer.concat([gzipSync(FIRST), Buffer.alloc(100_000)]), 2],
  'frames.log.zst': [Buffer.concat([zstd(FIRST), zstd(LAST), Buffer.alloc(9)]), 3],
  'scrambled.log.gz': [
    Buffer.concat([PACKED, Buffer.alloc(9000, 0xff)]),
    633,
    'date_in_future',
    'file_truncated',
    'line_malformed',
  ],
  // A good member, then one whose first block has the reserved type: zlib gives nothing of the piece it breaks in.
  'damaged.log.gz': [
    Buffer.concat([gzipSync(FIRST), gzipSync('').subarray(0, 10), Buffer.alloc(100, 0xff)]),
    0,
    'file_corrupt',
  ],
  'bomb.log.gz': [gzipSync(`${FIRST}${'x'.repeat(70_000_000)}\n${LAST}`), 3, 'line_too_long'],
  'quotes.log': [
    `${FIRST}${'"'.repeat(60_000)}\n${'\\'.repeat(60_000)}"\n${'['.repeat(60_000)}\n`,
    2,
    'line_malformed',
  ],
  'requests.log': [REQUESTS.map((request, i) => visit(i, '192.0.2.77', request)).join(''), 2],
  'dates.log': [
    FIRST.replaceAll('2026', '2126') + FIRST.replaceAll('2026', '1926'),
    0,
    'date_in_future',
    'date_out_of_range',
  ],
  'empty.log': ['', 0],
};

export const conformance: Conformance = {
  ordinary,
  grow: (directory) => appendFile(logOf(directory), visits(1060, 30)),
  hostile: (directory) => writeHostile(directory, HOSTILE),
  secrets: SECRETS,
  // A log has no private records: all that leaves it is sums.
  privateMarks: [],
};
