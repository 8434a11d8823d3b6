/**
 * A Mattermost bulk export (Mattermost: "Bulk export tool", "Bulk loading data") to records: JSON, one value a line,
 * as a file or inside of a zip. Channels and users stand before the posts that need them.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, Failure, ReadJob, RecordPlace, SourceRecord } from '../../contract.ts';
import { openArchive } from '../../files/archive.ts';
import { unreadable } from '../../files/unreadable.ts';
import { type Fields, fieldsOf, parseJson } from '../../text/json.ts';
import { readLines } from '../../text/lines.ts';
import { isCurrent } from '../../text/profile.ts';
import { keptFields, type PostBody, type User, user } from './post.ts';

/** A post with all of its replies is one line. */
const LONGEST_LINE = 16 * 1024 * 1024;
const BATCH_RECORDS = 1_000;
const MOST_USERS = 100_000;
const MOST_CHANNELS = 50_000;

/** What earlier lines said. */
interface Known {
  readonly users: LRUCache<string, User>;
  readonly channels: LRUCache<string, { readonly open: boolean; readonly title: string }>;
  readonly now: number;
}

/** Reads the lines of the export. Lines that are no posts are no records. */
export async function* readExport(job: ReadJob): AsyncGenerator<Batch<PostBody>> {
  const opened = await openLines(job.input);
  const known: Known = {
    users: new LRUCache({ max: MOST_USERS }),
    channels: new LRUCache({ max: MOST_CHANNELS }),
    now: job.now,
  };
  let records: SourceRecord<PostBody>[] = [];
  let failures: Failure[] = [];
  let line = 0;
  try {
    for await (const { text, bytes } of readLines(opened.stream, LONGEST_LINE)) {
      const place: RecordPlace = { file: opened.name, line: ++line };
      const found = text === undefined ? tooLong(place) : recordsOf(text, place, known);
      if (Array.isArray(found)) records.push(...found);
      else failures.push(found);
      if (records.length + failures.length < BATCH_RECORDS) continue;
      yield { records, failures, cursors: [], ...(opened.packed ? {} : { bytes }) };
      [records, failures] = [[], []];
      if (job.signal.aborted) return;
    }
    if (records.length + failures.length > 0) yield { records, failures, cursors: [] };
  } finally {
    await opened.close();
  }
}

interface Lines {
  readonly name: string;
  readonly packed: boolean;
  readonly stream: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** @throws LeadspringError `file_corrupt` for a damaged zip or one without an export */
async function openLines(input: string): Promise<Lines> {
  if (!(await stat(input)).isDirectory() && !(await isZip(input))) {
    return { name: input, packed: false, stream: createReadStream(input), close: async () => undefined };
  }
  const archive = await openArchive(input);
  const name = archive.names.find((each) => /\.jsonl$/i.test(each));
  if (name === undefined) {
    await archive.close();
    throw new LeadspringError('file_corrupt', `${input} holds no .jsonl file.`, { where: { file: input } });
  }
  return {
    name: `${input}/${name}`,
    packed: true,
    stream: await archive.stream(name),
    close: archive.close,
  };
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PK\u0003\u0004';
  } finally {
    await file.close();
  }
}

function tooLong(place: RecordPlace): Failure {
  const detail = `The line is longer than ${LONGEST_LINE / 2 ** 20} MiB.`;
  return unreadable(`line:${place.line}`, place, 'record_too_large', detail);
}

function recordsOf(text: string, place: RecordPlace, known: Known): SourceRecord<PostBody>[] | Failure {
  if (text.trim() === '') return [];
  const line = fieldsOf(parseJson(text));
  switch (line.type) {
    case 'user':
      addUser(fieldsOf(line.user), known);
      return [];
    case 'channel':
      addChannel(fieldsOf(line.channel), known);
      return [];
    case 'post':
      return postsOf(fieldsOf(line.post), place, known);
    case 'direct_post':
      return directPostsOf(fieldsOf(line.direct_post), place, known);
    default:
      if (typeof line.type === 'string') return [];
      return unreadable(
        `line:${place.line}`,
        place,
        'record_malformed',
        'The line is not one of a Mattermost export.',
      );
  }
}

function addUser(value: Fields, { users }: Known): void {
  const read = user.safeParse(value);
  if (read.success) users.set(read.data.username, read.data);
}

const keyOf = (team: unknown, channel: unknown): string => `${String(team)}/${String(channel)}`.slice(0, 300);

function addChannel({ team, name, type, display_name: title }: Fields, { channels }: Known): void {
  const shown = typeof title === 'string' && title !== '' ? title.slice(0, 200) : String(name);
  channels.set(keyOf(team, name), { open: type === 'O', title: shown });
}

function postsOf(post: Fields, place: RecordPlace, known: Known): SourceRecord<PostBody>[] {
  const channel = keyOf(post.team, post.channel);
  // A channel that no line told of is nobody's to show.
  const { open, title } = known.channels.get(channel) ?? { open: false, title: channel };
  return withReplies(post, { channel, open, title }, place, known);
}

function directPostsOf(post: Fields, place: RecordPlace, known: Known): SourceRecord<PostBody>[] {
  const members = Array.isArray(post.channel_members) ? post.channel_members.map(String).sort() : [];
  const channel = `direct/${members.join(',')}`.slice(0, 300);
  return withReplies(post, { channel, open: false, title: 'direct' }, place, known);
}

/** Of an author as they may have been long ago. */
function withoutPosition(author: User | null): User | null {
  if (author === null) return null;
  const { position: _position, ...rest } = author;
  return rest;
}

function withReplies(
  post: Fields,
  where: Pick<PostBody, 'channel' | 'open' | 'title'>,
  place: RecordPlace,
  known: Known,
): SourceRecord<PostBody>[] {
  const replies: unknown[] = Array.isArray(post.replies) ? post.replies : [];
  const first = keptFields(post);
  const parent = { user: first.user, create_at: first.create_at };
  return [post, ...replies].map((each, index) => {
    const kept = keptFields(each);
    const user = typeof kept.user === 'string' ? (known.users.get(kept.user) ?? null) : null;
    const author = isCurrent(Number(kept.create_at), known.now) ? user : withoutPosition(user);
    const body: PostBody = {
      ...where,
      ...{ post: kept, author, parent: index === 0 ? null : parent },
      replies: index === 0 ? replies.length : 0,
    };
    return { id: `line:${place.line}:${index}`, place, body };
  });
}
