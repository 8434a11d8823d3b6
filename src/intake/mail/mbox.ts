/**
 * Messages of one mbox, each exactly once over any number of runs.
 *
 * The cursor is kept under the digest of the file's first message, so it follows a file that is renamed,
 * moved or packed. Its value says how many messages are stored and the digest of their chain. A later run
 * splits that prefix again, and passes over it when the chain is the same: a file that grew is read from
 * where it grew, one that was rewritten is read whole (and known messages count as duplicates). The last
 * message of a file is never covered, for it may have been cut off in the middle of being written.
 */
import { hash } from 'node:crypto';
import type { Cursor } from '../contract.ts';
import { type MailRecord, problemRecord } from './record.ts';
import { type Split, splitter } from './split.ts';
import { problemOf } from './stream.ts';

/** What reading an archive gives, one by one. */
export interface Unit {
  readonly record?: MailRecord;
  /** Valid once the record of this unit, and all before it, are stored. */
  readonly cursor?: Cursor;
  /** Messages passed over, for the cursor proves that they are stored. */
  readonly skipped?: number;
}

export interface MboxJob {
  readonly path: string;
  readonly container: string;
  readonly maxMessageBytes: number;
  cursor(key: string): Promise<unknown>;
  /** Opens the file from its start. */
  open(): AsyncIterable<Uint8Array>;
}

/** How far a file is stored. */
interface Mark {
  readonly count: number;
  readonly chain: string;
}

/** Reads an mbox. What cannot be read becomes a record with a problem. */
export async function* readMbox(job: MboxJob): AsyncGenerator<Unit> {
  const known = yield* readFrom(job, true);
  if (known === 'changed') yield* readFrom(job, false);
}

async function* readFrom(job: MboxJob, trust: boolean): AsyncGenerator<Unit, 'done' | 'changed'> {
  let key = '';
  let mark: Mark | undefined;
  let count = 0;
  let chain = '';
  for await (const split of splits(job)) {
    if ('record' in split) {
      if (mark !== undefined) return 'changed';
      yield split;
      continue;
    }
    count++;
    chain = hash('sha256', `${chain} ${split.separator ?? ''} ${split.sha256}`);
    if (count === 1) {
      key = `mbox:${split.sha256}`;
      mark = trust ? markOf(await job.cursor(key)) : undefined;
    }
    if (mark === undefined) {
      yield {
        record: recordOf(job, split),
        ...(split.closed ? { cursor: { key, value: { count, chain } } } : {}),
      };
    } else if (count === mark.count) {
      if (chain !== mark.chain || !split.closed) return 'changed';
      yield { skipped: count };
      mark = undefined;
    }
  }
  return mark === undefined ? 'done' : 'changed';
}

/** Messages of the file; `closed` tells that another one follows. Ends with a problem when the file does. */
async function* splits(
  job: MboxJob,
): AsyncGenerator<(Split & { readonly closed: boolean }) | { readonly record: MailRecord }> {
  const cut = splitter(job.maxMessageBytes);
  try {
    for await (const chunk of job.open()) {
      for (const split of cut.push(chunk)) yield { ...split, closed: true };
    }
  } catch (error) {
    const { code, detail } = problemOf(error);
    yield { record: problemRecord(`${code}:${job.path}`, { file: job.path }, code, detail) };
    return;
  }
  const last = cut.end();
  for (const [index, split] of last.entries()) yield { ...split, closed: index < last.length - 1 };
}

function recordOf(job: MboxJob, split: Split): MailRecord {
  const id = `sha256:${split.sha256}`;
  const place = { file: job.path, line: split.line };
  if (split.raw !== null) {
    return { id, place, body: { raw: split.raw, container: job.container, separator: split.separator } };
  }
  const detail = `the message has ${split.size} bytes, the limit is ${job.maxMessageBytes}`;
  return problemRecord(id, place, 'mail_too_large', detail);
}

/** A stored cursor, or undefined when there is none of our shape. */
function markOf(value: unknown): Mark | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { count, chain } = value as Partial<Record<keyof Mark, unknown>>;
  return typeof count === 'number' && count > 0 && typeof chain === 'string' ? { count, chain } : undefined;
}
