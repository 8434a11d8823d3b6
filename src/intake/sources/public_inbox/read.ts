/**
 * Reads the repositories of an inbox, oldest message first, and goes on behind the last commit it read.
 *
 * A repository only grows, except when a message is purged or edited: then its history is written anew from that
 * message on. What is new is read; what the old history held and the new one lacks was taken back, as far as the
 * repository still has the old one.
 */
import { basename } from 'node:path';
import type { Batch, ReadJob } from '../../contract.ts';
import type { GitPlace } from '../../files/run_git.ts';
import { publicMailSettings } from '../../mail/archive_settings.ts';
import { readHeader } from '../../mail/header.ts';
import { problemRecord } from '../../mail/record.ts';
import { messageId } from '../../mail/thread.ts';
import { type Blob, readBlobs } from './blobs.ts';
import { type Change, changesAfter, newestCommit, standing } from './history.ts';
import { findInbox, type Inbox } from './inbox.ts';
import type { InboxBody, InboxRecord } from './record.ts';

const BATCH_RECORDS = 500;
const BATCH_BYTES = 2 << 20;
/** Bytes of a message that is gone which are kept to find its Message-ID in. */
const HEADER_BYTES = 64 * 1024;
/** A larger message is not compared when a history was written anew. */
const MOST_COMPARED = 25_000_000;
/** An object without content: what a purge leaves in the place of a message. */
const EMPTY =
  /^(?:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391|473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813)$/;

interface Reading {
  readonly job: ReadJob;
  readonly inbox: Inbox;
  readonly repository: string;
  readonly place: GitPlace;
  readonly key: string;
  readonly maxMessageBytes: number;
}

/** How far a repository was read. */
interface Position {
  readonly commit: string;
  /** Messages that came and went up to there. */
  readonly count: number;
}

/** See `Source.read`. Ends quietly when the run is stopped; what broke then is only the stopping. */
export async function* readInbox(job: ReadJob): AsyncGenerator<Batch<InboxBody>> {
  const { maxMessageBytes } = publicMailSettings(job.settings);
  const inbox = await findInbox(job.input);
  try {
    for (const repository of inbox.repositories) {
      const place = { gitDir: repository };
      const key = `public_inbox:${inbox.name}/${basename(repository)}`;
      yield* readRepository({ job, inbox, repository, place, key, maxMessageBytes });
    }
  } catch (error) {
    if (!job.signal.aborted) throw error;
  }
  if (inbox.repositories.length === 0) {
    yield { records: [], cursors: [], notes: [`${job.input}: the inbox has no repository`] };
  }
}

async function* readRepository(reading: Reading): AsyncGenerator<Batch<InboxBody>> {
  const { job, place, key, repository } = reading;
  const { signal } = job;
  const tip = await newestCommit(place, signal);
  if (tip === undefined) return;
  const position = positionOf(await job.cursor(key));
  if (position === undefined) {
    yield* readChanges(reading, changesAfter(place, tip, undefined, signal), 0);
    return;
  }
  const stands = await standing(place, position.commit, tip, signal);
  if (stands === 'ancestor') {
    yield { records: [], cursors: [], skipped: position.count };
    yield* readChanges(reading, changesAfter(place, tip, position.commit, signal), position.count);
    return;
  }
  const notes = [`${repository}: its history was written anew, and is read again from its start`];
  yield { records: [], cursors: [], notes };
  const rewritten = stands === 'rewritten' ? await comparison(reading, position.commit, tip) : undefined;
  yield* readChanges(reading, changesAfter(place, tip, undefined, signal), 0, rewritten);
}

/** What an earlier history held and this one lacks: Message-ID → header. Empties as its messages turn up edited. */
type Lost = Map<string, Uint8Array>;

async function comparison({ job, place }: Reading, old: string, tip: string): Promise<Lost> {
  const blobs = new Set<string>();
  for await (const { kind, blob } of changesAfter(place, old, tip, job.signal)) {
    if (kind === 'message') blobs.add(blob);
  }
  for await (const { blob } of changesAfter(place, tip, old, job.signal)) blobs.delete(blob);
  const lost: Lost = new Map();
  for await (const { bytes } of readBlobs(place, [...blobs], MOST_COMPARED, job.signal)) {
    const header = headerOf(bytes);
    const id = idOf(header);
    if (id !== undefined) lost.set(id, header);
  }
  return lost;
}

async function* readChanges(
  reading: Reading,
  changes: AsyncIterable<Change>,
  before: number,
  lost?: Lost,
): AsyncGenerator<Batch<InboxBody>> {
  let count = before;
  let position: Position | undefined;
  for await (const { chunk, closed } of chunks(changes)) {
    count += chunk.length;
    yield* readChunk(reading, chunk, lost ?? new Map());
    position = { commit: chunk.at(-1)?.commit ?? '', count };
    if (closed && lost === undefined) yield { records: [], cursors: [{ key: reading.key, value: position }] };
  }
  if (lost === undefined) return;
  // Only now, for what was lost can be told only as long as the cursor names the earlier history.
  const records = [...lost].map(([id, header]): InboxRecord => {
    return { id: `gone:${id}`, place: { file: reading.repository }, body: { gone: 'since', header } };
  });
  yield { records, cursors: position === undefined ? [] : [{ key: reading.key, value: position }] };
}

/** Changes in groups; `closed` tells that the next group begins with another commit. */
async function* chunks(
  changes: AsyncIterable<Change>,
): AsyncGenerator<{ readonly chunk: readonly Change[]; readonly closed: boolean }> {
  let chunk: Change[] = [];
  for await (const change of changes) {
    if (chunk.length >= BATCH_RECORDS) {
      yield { chunk, closed: chunk.at(-1)?.commit !== change.commit };
      chunk = [];
    }
    chunk.push(change);
  }
  if (chunk.length > 0) yield { chunk, closed: true };
}

async function* readChunk(
  { job, inbox, place, repository, maxMessageBytes }: Reading,
  chunk: readonly Change[],
  lost: Lost,
): AsyncGenerator<Batch<InboxBody>> {
  let records: InboxRecord[] = [];
  let size = 0;
  let at = 0;
  const ids = chunk.map(({ blob }) => blob);
  for await (const blob of readBlobs(place, ids, maxMessageBytes, job.signal)) {
    const change = chunk[at++];
    if (change === undefined) break;
    const isEdited = lost.size > 0 && lost.delete(idOf(headerOf(blob.bytes)) ?? '');
    records.push(recordOf(inbox, repository, isEdited ? { ...change, editedAt: job.now } : change, blob));
    size += blob.bytes?.length ?? 0;
    if (size < BATCH_BYTES) continue;
    yield { records, cursors: [] };
    records = [];
    size = 0;
  }
  if (records.length > 0) yield { records, cursors: [] };
}

function recordOf(inbox: Inbox, repository: string, change: Change, { bytes, size }: Blob): InboxRecord {
  const { blob, kind, commit, editedAt } = change;
  const place = { file: repository };
  const id = `${kind}:${blob}${kind === 'gone' ? `@${commit}` : ''}`;
  if (kind === 'gone') return { id, place, body: { gone: 'since', header: headerOf(bytes) } };
  if (EMPTY.test(blob)) return { id: `purged:${commit}`, place, body: { purged: true } };
  if (size === null) {
    return problemRecord(id, place, 'file_corrupt', `the repository lacks object ${blob}`);
  }
  if (bytes === null) return problemRecord(id, place, 'mail_too_large', `the message has ${size} bytes`);
  const body = { raw: bytes, container: inbox.name, separator: null };
  return { id, place, body: editedAt === undefined ? body : { ...body, editedAt } };
}

function headerOf(bytes: Uint8Array | null): Uint8Array {
  return (bytes ?? new Uint8Array()).slice(0, HEADER_BYTES);
}

function idOf(header: Uint8Array): string | undefined {
  const read = readHeader(header);
  return 'malformed' in read ? undefined : messageId(read.header);
}

/** A stored cursor, or undefined when there is none of our shape. */
function positionOf(value: unknown): Position | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { commit, count } = value as Partial<Record<keyof Position, unknown>>;
  const isId = typeof commit === 'string' && /^[0-9a-f]{40,64}$/.test(commit);
  return isId && typeof count === 'number' ? { commit, count } : undefined;
}
