/** Small helpers of this folder's tests. */
import { type Dial, LeadspringError } from '../../../base/plain.ts';
import type { Batch, PullJob } from '../../contract.ts';
import { pullImap } from './pull.ts';
import type { ImapBody } from './record.ts';

export const HOST = 'imap.acme.example';

/** Leads to a server of the test under the name of a public one. */
export const toLoopback: Dial = async (host) => {
  if (host === HOST) return '127.0.0.1';
  throw new LeadspringError('address_forbidden', `${host} is not a public address.`);
};

export interface JobOptions {
  readonly settings: PullJob['settings'];
  readonly cursors?: Map<string, unknown>;
  readonly signal?: AbortSignal;
}

export function jobOf({
  settings,
  cursors = new Map(),
  signal = new AbortController().signal,
}: JobOptions): PullJob {
  return {
    settings: { host: HOST, ...settings },
    cursor: (key) => Promise.resolve(cursors.get(key)),
    now: Date.UTC(2026, 10, 24),
    signal,
    http: { request: () => Promise.reject(new Error('not HTTP')) },
    dial: toLoopback,
  };
}

/** Pulls and keeps the cursors as the runner does: each batch's only once it is "stored". */
export async function pullAll(
  options: JobOptions,
  onBatch: (batch: Batch<ImapBody>, number: number) => Promise<void> | void = () => undefined,
): Promise<Batch<ImapBody>[]> {
  const { cursors = new Map<string, unknown>() } = options;
  const batches: Batch<ImapBody>[] = [];
  for await (const batch of pullImap(jobOf({ ...options, cursors }))) {
    for (const { key, value } of batch.cursors) cursors.set(key, structuredClone(value));
    batches.push(batch);
    await onBatch(batch, batches.length);
  }
  return batches;
}

/** A message of someone to the vendor. */
export function message(number: number, text = `Words of message ${number}.`): string {
  return [
    `From: Jo <jo@corp${number % 7}.example>`,
    'To: support@acme.example',
    `Message-ID: <${number}@corp.example>`,
    `Date: ${1 + (number % 28)} May 2026 10:00:00 +0000`,
    `Subject: Question ${number}`,
    '',
    text,
    '',
  ].join('\n');
}
