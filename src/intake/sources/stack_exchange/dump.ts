/**
 * The data dump of a site (Stack Exchange Data Dump: Posts.xml, Comments.xml, Users.xml, one row an item) to records.
 * Memory does not grow with the size of the files.
 */
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, Failure, ReadJob, SourceRecord } from '../../contract.ts';
import { firstBytes } from '../../files/unpack.ts';
import { unreadable } from '../../files/unreadable.ts';
import { type Known, readKnown } from './known.ts';
import type { PostBody } from './post.ts';
import { commentOfRow, numberOf, postOfRow } from './row.ts';
import { type Attributes, type Row, tableRows } from './rows.ts';
import { readSettings, type StackExchangeSettings } from './settings.ts';

const BATCH_RECORDS = 1_000;
const TABLES = ['posts', 'comments', 'users'] as const;
type Table = (typeof TABLES)[number];

/**
 * Reads a dump: a folder of its tables, or one of them alone. A table that breaks off is read as far as it goes, and the
 * others are read all the same.
 * @throws LeadspringError `file_corrupt`, `file_truncated`, `record_too_large`, `input_unrecognized`
 */
export async function* readDump(job: ReadJob): AsyncGenerator<Batch<PostBody>> {
  const settings = readSettings(job.settings);
  const files = await tablesOf(job.input);
  if (files.posts === undefined && files.comments === undefined) {
    const message = `${job.input} holds neither Posts.xml nor Comments.xml.`;
    throw new LeadspringError('input_unrecognized', message, { where: { file: job.input } });
  }
  let failure: LeadspringError | undefined;
  const known = await knownOf(files, settings, (error) => {
    failure = error;
  });
  for (const table of ['posts', 'comments'] as const) {
    const file = files[table];
    if (file === undefined) continue;
    try {
      yield* batchesOf(job, table, file, known, settings);
    } catch (thrown) {
      if (!(thrown instanceof LeadspringError)) throw thrown;
      failure ??= thrown;
    }
    if (job.signal.aborted) return;
  }
  if (failure !== undefined) throw failure;
}

type Files = Readonly<Record<Table, string | undefined>>;

async function tablesOf(input: string): Promise<Files> {
  if ((await stat(input)).isDirectory()) {
    const names = await readdir(input);
    const find = (table: Table): string | undefined => {
      const name = names.find((each) => each.toLowerCase().replace(/\.gz$/, '') === `${table}.xml`);
      return name === undefined ? undefined : join(input, name);
    };
    return { posts: find('posts'), comments: find('comments'), users: find('users') };
  }
  const isComments = /^comments\b/i.test(basename(input));
  return {
    posts: isComments ? undefined : input,
    comments: isComments ? input : undefined,
    users: undefined,
  };
}

/** Without all names there is still all that was written. */
async function knownOf(
  files: Files,
  { tags }: StackExchangeSettings,
  fail: (error: LeadspringError) => void,
): Promise<Known> {
  try {
    return await readKnown(files, tags);
  } catch (thrown) {
    if (!(thrown instanceof LeadspringError)) throw thrown;
    fail(thrown);
    return readKnown({ posts: undefined, comments: undefined, users: undefined }, tags);
  }
}

const cursorShape = z.object({ rows: z.int().min(0) });

/** Rows that an earlier run stored of the very same file are read, for what they say of others, and passed over. */
async function* batchesOf(
  job: ReadJob,
  table: 'posts' | 'comments',
  file: string,
  known: Known,
  settings: StackExchangeSettings,
): AsyncGenerator<Batch<PostBody>> {
  const key = await keyOf(file, settings);
  const stored = cursorShape.safeParse(await job.cursor(key)).data?.rows ?? 0;
  let records: SourceRecord<PostBody>[] = [];
  let failures: Failure[] = [];
  let taken = 0;
  let others = 0;
  function* rest(): Generator<Batch<PostBody>> {
    if (stored > 0) yield { records: [], cursors: [], skipped: Math.min(taken, stored) };
    if (records.length + failures.length > 0) yield batch();
  }
  const batch = (): Batch<PostBody> => {
    const done = { records, failures, cursors: [{ key, value: { rows: taken } }] };
    [records, failures] = [[], []];
    return done;
  };
  try {
    for await (const rows of tableRows(file)) {
      for (const row of rows) {
        const record = recordOf(table, row, file, known);
        if (record === undefined) others++;
        else if (++taken <= stored) continue;
        else if ('code' in record) failures.push(record);
        else records.push(record);
      }
      if (records.length + failures.length >= BATCH_RECORDS) yield batch();
      if (job.signal.aborted) return;
    }
  } catch (thrown) {
    // A table that breaks off is stored as far as it goes.
    yield* rest();
    throw thrown;
  }
  yield* rest();
  if (others > 0) {
    const note = `${basename(file)}: ${others} rows are not about the tags that were asked for.`;
    yield { records: [], cursors: [], notes: [note] };
  }
}

/** A dump that is brought out anew has other sizes. */
async function keyOf(file: string, { site, tags }: StackExchangeSettings): Promise<string> {
  const { size } = await stat(file);
  const hash = createHash('sha256').update(await firstBytes(file, 65_536));
  hash.update(JSON.stringify([size, site, [...tags].sort()]));
  return `dump:${hash.digest('hex').slice(0, 32)}`;
}

function recordOf(
  table: 'posts' | 'comments',
  { line, attributes }: Row,
  file: string,
  known: Known,
): SourceRecord<PostBody> | Failure | undefined {
  const place = { file, line };
  if (attributes === undefined) {
    return unreadable(`${table}:line:${line}`, place, 'record_malformed', 'The row is not well-formed XML.');
  }
  const body = table === 'posts' ? postOf(attributes, known) : commentOf(attributes, known);
  if (body === undefined) return undefined;
  const { kind, id } = body.post;
  const name = kind === 'comment' ? 'comment' : 'post';
  return { id: id === null ? `${table}:line:${line}` : `${name}:${id}`, place, body };
}

function postOf(row: Attributes, known: Known): PostBody | undefined {
  return known.takePost(row) ? postOfRow(row, known.shownOf(row.OwnerUserId)) : undefined;
}

function commentOf(row: Attributes, known: Known): PostBody | undefined {
  const thread = known.threadOf(numberOf(row.PostId));
  return thread === undefined ? undefined : commentOfRow(row, known.shownOf(row.UserId), thread);
}
