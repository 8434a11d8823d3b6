/**
 * Reads a folder, oldest message first, and goes on behind the last one it read.
 *
 * Messages of a folder have numbers that only grow (UID, RFC 9051 §2.3.1.1), as long as the folder's own number
 * (UIDVALIDITY) stays. When that changes, the folder is read again from its start; messages are known by their
 * Message-IDs, so nothing doubles. A connection that breaks off is opened again behind what was read.
 */
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FetchMessageObject, MailboxObject } from 'imapflow';
import { z } from 'zod';
import type { Batch, PullJob } from '../../contract.ts';
import { readHeader } from '../../mail/header.ts';
import { problemRecord } from '../../mail/record.ts';
import { messageId } from '../../mail/thread.ts';
import { type Connection, connect, isPassing, problemOf } from './connection.ts';
import { goneSince } from './gone.ts';
import { type Keeper, type Kept, keeper } from './kept.ts';
import { numbers, placeOf, WINDOW } from './numbers.ts';
import type { ImapBody, ImapRecord } from './record.ts';
import { type ImapSettings, imapSettings } from './settings.ts';

const BATCH_RECORDS = 200;
const BATCH_BYTES = 2 << 20;
/** How often a connection that broke off is opened again without having read anything. */
const MOST_FAILURES = 5;
const LONGEST_PAUSE = 60_000;

/** How far a folder was read. */
const positionShape = z.object({
  validity: z.string(),
  uid: z.number().min(0),
  /** Blocks of numbers whose Message-IDs are kept. */
  blocks: z.array(z.number()).optional(),
});
type Position = z.infer<typeof positionShape>;

interface Reading {
  readonly job: PullJob;
  readonly settings: ImapSettings;
  readonly key: string;
  position: Position | undefined;
  /** Of the folder as it is numbered now, when deletions are followed. */
  keeper: Keeper | undefined;
  bytes: number;
  /** Whether the folder was open in this run, and the messages that earlier runs stored are counted. */
  opened: boolean;
}

/** See `Source.pull`. */
export async function* pullImap(job: PullJob): AsyncGenerator<Batch<ImapBody>> {
  const settings = imapSettings(job.settings);
  const key = keyOf(settings);
  const position = positionShape.safeParse(await job.cursor(key)).data;
  const reading: Reading = { job, settings, key, position, keeper: undefined, bytes: 0, opened: false };
  for (let failures = 0; ; failures++) {
    try {
      for await (const batch of readFolder(reading)) {
        failures = 0;
        yield batch;
      }
      return;
    } catch (error) {
      if (job.signal.aborted) return;
      const problem = problemOf(error, settings);
      if (!reading.opened || !isPassing(problem) || failures >= MOST_FAILURES) throw problem;
      await pauseAfter(failures, job.signal);
    }
  }
}

/** Waits before another try, longer each time: one second, two, four, up to a minute. */
export async function pauseAfter(failures: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(1000 * 2 ** failures, LONGEST_PAUSE), undefined, { signal }).catch(
    (error: unknown) => {
      if (!signal.aborted) throw error;
    },
  );
}

/** The folder is named without saying whose it is. */
function keyOf({ host, auth, folder }: ImapSettings): string {
  return `imap:${hash('sha256', JSON.stringify([host.toLowerCase(), auth.user, folder])).slice(0, 16)}`;
}

async function* readFolder(reading: Reading): AsyncGenerator<Batch<ImapBody>> {
  const connection = await connect(reading.job, reading.settings);
  try {
    yield* readNew(reading, connection);
  } catch (error) {
    throw problemOf(connection.broken() ?? error, reading.settings);
  } finally {
    connection.close();
  }
}

async function* readNew(reading: Reading, connection: Connection): AsyncGenerator<Batch<ImapBody>> {
  const { settings } = reading;
  const { folder } = connection;
  const validity = String(folder.uidValidity);
  if (reading.position !== undefined && reading.position.validity !== validity) {
    const notes = [`${settings.folder} was numbered anew by its server, and is read again from its start`];
    yield { records: [], cursors: [], notes };
  }
  if (reading.position?.validity !== validity) {
    reading.position = { validity, uid: 0 };
    reading.keeper = undefined;
  }
  const last = reading.position.uid;
  if (settings.followDeletions) {
    reading.keeper ??= keeper(reading.job, reading.key, validity);
    const blocks = reading.position.blocks ?? [];
    yield* goneSince({ settings, connection, keeper: reading.keeper, blocks, last });
  }
  const fresh = await numbersAfter(last, connection);
  if (!reading.opened && folder.exists > fresh.length) {
    yield { records: [], cursors: [], skipped: folder.exists - fresh.length };
  }
  reading.opened = true;
  for (let at = 0; at < fresh.length; at += WINDOW) {
    yield* readWindow(reading, connection, fresh.slice(at, at + WINDOW));
  }
}

/** Numbers of the messages behind the last one that was read. */
async function numbersAfter(last: number, { client, folder }: Connection): Promise<number[]> {
  if (folder.exists === 0 || folder.uidNext <= last + 1) return [];
  const uids = await numbers(client.search({ uid: `${last + 1}:*` }, { uid: true }));
  return uids.filter((uid) => uid > last); // `*` is the last message, be it one that is known
}

async function* readWindow(
  reading: Reading,
  { client, folder }: Connection,
  uids: number[],
): AsyncGenerator<Batch<ImapBody>> {
  const query = { uid: true, size: true, flags: true };
  const heads = await client.fetchAll(uids, query, { uid: true });
  heads.sort((one, other) => one.uid - other.uid);
  for (const group of groups(heads)) {
    const wanted = group.filter((head) => !isMarked(head) && !isTooLarge(head, reading.settings));
    const bodies = new Map<number, Uint8Array>();
    const query = { uid: true, source: true };
    const found =
      wanted.length === 0
        ? []
        : await client.fetchAll(
            wanted.map(({ uid }) => uid),
            query,
            { uid: true },
          );
    for (const { uid, source } of found) if (source !== undefined) bodies.set(uid, new Uint8Array(source));
    const records = group.flatMap((head) => recordOf(reading, folder, head, bodies.get(head.uid)) ?? []);
    for (const raw of bodies.values()) reading.bytes += raw.length;
    const kept = await reading.keeper?.keep([...bodies].flatMap(keptOf));
    const blocks = new Set([...(reading.position?.blocks ?? []), ...(kept?.blocks ?? [])]);
    const position: Position = {
      validity: String(folder.uidValidity),
      uid: group.at(-1)?.uid ?? 0,
      ...(blocks.size === 0 ? {} : { blocks: [...blocks] }),
    };
    const cursors = [...(kept?.cursors ?? []), { key: reading.key, value: position }];
    yield { records, cursors, bytes: reading.bytes };
    reading.position = position;
  }
}

/** As many messages as one batch may hold. */
function* groups(heads: readonly FetchMessageObject[]): Generator<FetchMessageObject[]> {
  let group: FetchMessageObject[] = [];
  let size = 0;
  for (const head of heads) {
    if (group.length >= BATCH_RECORDS || (size > 0 && size + (head.size ?? 0) > BATCH_BYTES)) {
      yield group;
      group = [];
      size = 0;
    }
    group.push(head);
    size += head.size ?? 0;
  }
  if (group.length > 0) yield group;
}

function isMarked({ flags }: FetchMessageObject): boolean {
  return flags?.has('\\Deleted') === true;
}

function isTooLarge({ size = 0 }: FetchMessageObject, { maxMessageBytes }: ImapSettings): boolean {
  return size > maxMessageBytes;
}

/** Undefined for a message that was removed while it was read. */
function recordOf(
  { settings }: Reading,
  { uidValidity }: MailboxObject,
  head: FetchMessageObject,
  raw: Uint8Array | undefined,
): ImapRecord | undefined {
  const place = placeOf(settings, head.uid);
  const id = `${place.file};UIDVALIDITY=${uidValidity}`;
  if (isMarked(head)) return { id, place, body: { gone: 'unread', header: new Uint8Array() } };
  if (isTooLarge(head, settings)) {
    const detail = `the message has ${head.size} bytes, the limit is ${settings.maxMessageBytes}`;
    return problemRecord(id, place, 'mail_too_large', detail);
  }
  if (raw === undefined) return undefined;
  return {
    id: `sha256:${hash('sha256', raw)}`,
    place,
    body: { raw, container: settings.folder, separator: null },
  };
}

function keptOf([uid, raw]: readonly [number, Uint8Array]): Kept[] {
  const read = readHeader(raw);
  const id = 'malformed' in read ? undefined : messageId(read.header);
  return id === undefined ? [] : [[uid, id]];
}
