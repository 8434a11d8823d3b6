/** Reads an input of any kind into batches. Memory is bounded by a batch and one message. */
import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, Cursor, ReadJob } from '../../contract.ts';
import { readMbox, type Unit } from '../../mail/mbox.ts';
import { type MailBody, type MailRecord, problemRecord } from '../../mail/record.ts';
import { mailSettings } from '../../mail/settings.ts';
import { bytesOf, isCompressed, type Progress, problemOf } from '../../mail/stream.ts';
import { HEAD, kindOf } from './kind.ts';
import { isPacked, packedBytes, packedNames } from './packed.ts';
import { containerOf, type MailFile, mailFiles } from './walk.ts';

const BATCH_RECORDS = 200;
const BATCH_BYTES = 2 << 20;

/** What reading a run shares. */
interface Reading {
  readonly job: ReadJob;
  readonly maxMessageBytes: number;
  readonly progress: Progress;
  /** Files of a directory that hold no mail: how many, and the first. */
  strangers: { count: number; first: string };
}

/** See `Source.read`. */
export async function* readMail(job: ReadJob): AsyncGenerator<Batch<MailBody>> {
  const { maxMessageBytes } = mailSettings(job.settings);
  const reading: Reading = {
    job,
    maxMessageBytes,
    progress: { bytes: 0 },
    strangers: { count: 0, first: '' },
  };
  yield* inBatches(reading, units(reading));
  const { count, first } = reading.strangers;
  if (count > 0) {
    const note = `${count} ${count === 1 ? 'file is' : 'files are'} not mail and passed over, the first: ${first}`;
    yield { records: [], cursors: [], notes: [note] };
  }
}

async function* inBatches(reading: Reading, source: AsyncIterable<Unit>): AsyncGenerator<Batch<MailBody>> {
  let records: MailRecord[] = [];
  let cursors = new Map<string, Cursor>();
  let size = 0;
  let skipped = 0;
  const batch = (): Batch<MailBody> => {
    const full = { records, cursors: [...cursors.values()], skipped, bytes: reading.progress.bytes };
    records = [];
    cursors = new Map();
    size = skipped = 0;
    return full;
  };
  for await (const unit of source) {
    if (reading.job.signal.aborted) return;
    if (unit.record !== undefined) {
      records.push(unit.record);
      size += unit.record.body.raw?.length ?? 0;
    }
    if (unit.cursor !== undefined) cursors.set(unit.cursor.key, unit.cursor);
    skipped += unit.skipped ?? 0;
    if (records.length >= BATCH_RECORDS || size >= BATCH_BYTES) yield batch();
  }
  if (records.length > 0 || skipped > 0) yield batch();
}

async function* units(reading: Reading): AsyncGenerator<Unit> {
  for await (const file of mailFiles(reading.job.input)) {
    if (reading.job.signal.aborted) return;
    if ('error' in file) yield { record: unreadable(file.path, file.error) };
    else if (file.isMessage) yield* oneMessage(reading, file);
    else yield* byContent(reading, file);
  }
}

async function* byContent(reading: Reading, file: MailFile): AsyncGenerator<Unit> {
  const { path, container } = file;
  let head: Uint8Array;
  try {
    head = await headOf(path);
  } catch (error) {
    yield { record: unreadable(path, error) };
    return;
  }
  const kind = kindOf(head);
  if (kind === 'message') {
    yield* oneMessage(reading, file);
  } else if (kind === 'mbox') {
    const { job, maxMessageBytes, progress } = reading;
    yield* readMbox({
      path,
      container,
      maxMessageBytes,
      cursor: (key) => job.cursor(key),
      open: () => bytesOf(path, progress),
    });
  } else if (isPacked(head)) {
    yield* packed(reading, file);
  } else if (path !== reading.job.input) {
    reading.strangers = { count: reading.strangers.count + 1, first: reading.strangers.first || path };
  } else if (head.length > 0) {
    const detail = 'the file is neither an mbox nor a message';
    yield { record: problemRecord(`mail_malformed:${path}`, { file: path }, 'mail_malformed', detail) };
  }
}

/** The mbox files of an archive, each as if it lay beside it. */
async function* packed(reading: Reading, { path, container }: MailFile): AsyncGenerator<Unit> {
  const { job, maxMessageBytes } = reading;
  try {
    for (const name of await packedNames(path)) {
      const own = containerOf(name);
      yield* readMbox({
        path: `${path}/${name}`,
        container: own === '.' ? container : own.replace('@', '.'),
        maxMessageBytes,
        cursor: (key) => job.cursor(key),
        open: () => packedBytes(path, name),
      });
      if (job.signal.aborted) return;
    }
  } catch (error) {
    if (!(error instanceof LeadspringError)) throw error;
    const { code, message } = error;
    yield { record: problemRecord(`${code}:${path}`, { file: path }, code, message) };
  }
}

/** The first bytes of a file, decompressed; fewer when the file ends. */
async function headOf(path: string): Promise<Uint8Array> {
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of bytesOf(path, { bytes: 0 })) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= HEAD) break;
  }
  return head;
}

/** A file that is one message. */
async function* oneMessage(reading: Reading, file: MailFile): AsyncGenerator<Unit> {
  const { path, container } = file;
  const place = { file: path };
  try {
    const raw = await wholeFile(path, reading);
    if (raw === 'too_large') {
      const detail = `the message is larger than the limit of ${reading.maxMessageBytes} bytes`;
      yield { record: problemRecord(`mail_too_large:${path}`, place, 'mail_too_large', detail) };
    } else if (raw !== 'no_file') {
      const id = `sha256:${hash('sha256', raw)}`;
      yield { record: { id, place, body: { raw, container, separator: null } } };
    }
  } catch (error) {
    yield { record: unreadable(path, error) };
  }
}

/**
 * The bytes of a file in a buffer of its own. Read at once and in place: a Maildir holds very many very small
 * files, for which streams and round trips to other threads cost several times the reading.
 */
async function wholeFile(path: string, reading: Reading): Promise<Uint8Array | 'too_large' | 'no_file'> {
  const stats = statSync(path);
  if (!stats.isFile()) return 'no_file';
  if (stats.size > reading.maxMessageBytes) return 'too_large';
  const bytes = readFileSync(path);
  if (isCompressed(bytes)) return unpacked(path, reading);
  reading.progress.bytes += bytes.length;
  return new Uint8Array(bytes);
}

async function unpacked(path: string, reading: Reading): Promise<Uint8Array | 'too_large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytesOf(path, reading.progress)) {
    size += chunk.length;
    if (size > reading.maxMessageBytes) return 'too_large';
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function unreadable(path: string, error: unknown): MailRecord {
  const { code, detail } = problemOf(error);
  return problemRecord(`${code}:${path}`, { file: path }, code, detail);
}
