/** For tests: an archive as HyperKitty 1.3 answers. */
import { gzipSync } from 'node:zlib';
import { type Http, LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import type { MailBody } from '../../mail/record.ts';
import { pullHyperkitty } from './pull.ts';

export const LIST = 'users@lists.acme.example';
export const BASE = 'https://lists.acme.example/archives';
export const ADDRESS = `${BASE}/list/${LIST}`;
export const NOW = Date.UTC(2026, 10, 24);

/** A message of the archive; the order of messages is that in which they were archived. */
export interface Archived {
  readonly number: number;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** More fields of the header. */
  readonly extra?: readonly string[];
  readonly words?: string;
}

/** As the export writes it: made anew from the parts that the archive keeps, each time with another boundary. */
export function exported({ number, day, extra = [], words }: Archived, boundary: string): string {
  const root = number - (number % 5);
  return [
    `From ana@corp${number % 7}.example ${new Date(`${day}T10:00:00Z`).toUTCString()}`,
    `From: Ana Ana <ana@corp${number % 7}.example>`,
    `To: ${LIST}`,
    `Subject: [users] Question ${root}`,
    ...(extra.some((field) => field.startsWith('Date:'))
      ? []
      : [`Date: ${new Date(`${day}T10:00:00Z`).toUTCString().replace('GMT', '+0000')}`]),
    `Message-ID: <${number}@list.example>`,
    ...(number === root ? [] : [`In-Reply-To: <${root}@list.example>`]),
    ...extra,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset="utf-8"',
    'Content-Transfer-Encoding: 7bit',
    '',
    words ?? `Words of message ${number}. Write to ana(a)corp.example`,
    '',
    `--${boundary}--`,
    '',
    '',
    '',
  ].join('\n');
}

/** A page of the interface's list. */
export function listed(emails: readonly Archived[], order: string, limit: number, offset: number): unknown {
  const sorted = emails.toReversed();
  if (order === 'date') sorted.sort((one, other) => (one.day < other.day ? -1 : 1));
  const results = sorted.slice(offset, offset + limit).map(({ number, day }) => ({
    url: `${BASE}/api/list/${LIST}/email/HASH${number}/`,
    message_id: `${number}@list.example`,
    message_id_hash: `HASH${number}`,
    subject: `Question ${number}`,
    date: `${day}T10:00:00Z`,
    sender: { address: `ana (a) corp${number % 7}.example`, mailman_id: null },
  }));
  const next = offset + limit < sorted.length ? 'https://elsewhere.example/' : null;
  return { count: sorted.length, next, previous: null, results };
}

/** The server; `log` tells what was asked for: `list ORDER OFFSET` or `export START END`. */
export function archiveServer(
  emails: readonly Archived[],
  log: string[] = [],
  most = Number.POSITIVE_INFINITY,
): Http {
  let boundaries = 0;
  return {
    request: async (address, { maxBytes = 0 } = {}) => {
      const url = new URL(address);
      const asked = (name: string): string => url.searchParams.get(name) ?? '';
      if (url.pathname === `/archives/api/list/${LIST}/emails/`) {
        log.push(`list ${asked('ordering')} ${asked('offset')}`);
        const page = listed(emails, asked('ordering'), Number(asked('limit')), Number(asked('offset')));
        return { status: 200, headers: {}, url: address, body: Buffer.from(JSON.stringify(page)) };
      }
      if (!url.pathname.startsWith(`/archives/list/${LIST}/export/`)) {
        throw new LeadspringError('remote_not_found', `${address} is not there.`);
      }
      const [start, end] = [asked('start'), asked('end')];
      log.push(`export ${start} ${end}`);
      const chosen = emails.filter(({ day }) => day >= start && day < end);
      if (chosen.length > Math.min(most, maxBytes)) {
        throw new LeadspringError('remote_answer_too_large', `${address} is too large.`);
      }
      const mbox = chosen.map((email) => exported(email, `===${++boundaries}==`)).join('');
      return { status: 200, headers: {}, url: address, body: gzipSync(mbox) };
    },
  };
}

/** Pulls and keeps the cursors as the runner does: each batch's only once it is "stored". */
export async function pullAll(
  http: PullJob['http'],
  cursors = new Map<string, unknown>(),
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<Batch<MailBody>[]> {
  const batches: Batch<MailBody>[] = [];
  const job: PullJob = {
    http,
    settings: { url: ADDRESS },
    cursor: (key) => Promise.resolve(cursors.get(key)),
    now: NOW,
    signal: new AbortController().signal,
  };
  for await (const batch of pullHyperkitty(job)) {
    for (const { key, value } of batch.cursors) cursors.set(key, structuredClone(value));
    batches.push(batch);
    if (batches.length >= stopAfter) break;
  }
  return batches;
}
