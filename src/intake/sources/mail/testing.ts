/** Small helpers of this folder's tests. */
import type { Batch, ReadJob } from '../../contract.ts';
import type { MailBody } from '../../mail/record.ts';
import { readMail } from './read.ts';

/** Reads an input and keeps the cursors as the runner does: each batch's only once it is "stored". */
export async function readAll(
  input: string,
  cursors = new Map<string, unknown>(),
  options: { readonly stopAfter?: number; readonly settings?: ReadJob['settings'] } = {},
): Promise<Batch<MailBody>[]> {
  const batches: Batch<MailBody>[] = [];
  const job: ReadJob = {
    input,
    settings: options.settings ?? {},
    cursor: (key) => Promise.resolve(cursors.get(key)),
    now: 0,
    signal: new AbortController().signal,
  };
  for await (const batch of readMail(job)) {
    batches.push(batch);
    for (const { key, value } of batch.cursors) cursors.set(key, structuredClone(value));
    if (batches.length === options.stopAfter) break;
  }
  return batches;
}
