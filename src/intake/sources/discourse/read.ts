/**
 * Saved answers of a Discourse forum: topics (`/t/ID.json`), lists of posts (`/posts.json`, `/private-posts.json`),
 * single posts (`/posts/ID.json`), as files of JSON or of one JSON value a line.
 */
import { createReadStream } from 'node:fs';
import type { Batch, Failure, ReadJob, RecordPlace, SourceRecord } from '../../contract.ts';
import { type OpenFile, openFiles } from '../../files/open_files.ts';
import { unreadable } from '../../files/unreadable.ts';
import { type Fields, fieldsOf, parseJson } from '../../text/json.ts';
import { readLines } from '../../text/lines.ts';
import { type PostBody, postBody } from './post.ts';

/** A file of JSON is read as a whole, and may be this large; a line of a file of lines, too. */
const LARGEST = 16 * 1024 * 1024;
const BATCH_RECORDS = 500;
const NAME = /\.(?:json|jsonl|ndjson)$/i;

/** Reads all files of the input, in the order of their names. */
export async function* readPosts(job: ReadJob): AsyncGenerator<Batch<PostBody>> {
  const state: State = { bytes: 0, partial: 0 };
  for await (const file of openFiles(job.input, NAME)) {
    if (job.signal.aborted) return;
    yield* readFile(file, state);
  }
  if (state.partial > 0) {
    const what = state.partial === 1 ? '1 topic was' : `${state.partial} topics were`;
    const note = `${job.input}: ${what} saved without all posts; save the pages that are missing, too.`;
    yield { records: [], cursors: [], notes: [note] };
  }
}

interface State {
  bytes: number;
  partial: number;
}

async function* readFile(file: OpenFile, state: State): AsyncGenerator<Batch<PostBody>> {
  const before = state.bytes;
  let records: SourceRecord<PostBody>[] = [];
  let failures: Failure[] = [];
  const batch = (): Batch<PostBody> => {
    const full = { records, failures, cursors: [], bytes: state.bytes };
    [records, failures] = [[], []];
    return full;
  };
  for await (const value of valuesOf(file)) {
    state.bytes = before + value.bytes;
    const found = 'text' in value ? recordsOf(value.text, value.place, state) : tooLarge(value.place);
    if (Array.isArray(found)) records.push(...found);
    else failures.push(found);
    if (records.length + failures.length >= BATCH_RECORDS) yield batch();
  }
  if (records.length + failures.length > 0) yield batch();
}

/** A text that should be JSON, or undefined text where it is too large; `bytes` of the file read so far. */
type Value = { readonly place: RecordPlace; readonly bytes: number } & ({ readonly text: string } | object);

async function* valuesOf({ path, bytes: size, read }: OpenFile): AsyncGenerator<Value> {
  if (/\.(?:jsonl|ndjson)$/i.test(path)) {
    let line = 0;
    for await (const { text, bytes } of readLines(createReadStream(path), LARGEST)) {
      const place = { file: path, line: ++line };
      if (text === undefined) yield { place, bytes };
      else if (text.trim() !== '') yield { place, bytes, text };
    }
    return;
  }
  const place = { file: path };
  if (size > LARGEST) yield { place, bytes: size };
  else yield { place, bytes: size, text: Buffer.from(await read()).toString('utf8') };
}

function tooLarge(place: RecordPlace): Failure {
  return failure(place, 'record_too_large', `The value is larger than ${LARGEST / 1024 / 1024} MiB.`);
}

function failure(place: RecordPlace, code: 'record_malformed' | 'record_too_large', detail: string): Failure {
  return unreadable(`value:${place.file}:${place.line ?? 0}`, place, code, detail);
}

function recordsOf(text: string, place: RecordPlace, state: State): SourceRecord<PostBody>[] | Failure {
  const value = parseJson(text);
  if (value === undefined) return failure(place, 'record_malformed', 'The value is not JSON.');
  const bodies = bodiesOf(value, state);
  if (bodies === undefined) {
    return failure(place, 'record_malformed', 'The value is neither a topic nor posts of Discourse.');
  }
  return bodies.map((body, index) => ({ id: recordId(body, place, index), place, body }));
}

/** The forum's own name of a post, or else the place where it stands. */
export function recordId({ post }: PostBody, place: RecordPlace, index: number): string {
  const { topic_id: topic, post_number: number } = post;
  const named = Number.isInteger(topic) && Number.isInteger(number);
  return named ? `post:${topic}/${number}` : `post:${place.file}:${place.line ?? 0}:${index}`;
}

function bodiesOf(value: unknown, state: State): PostBody[] | undefined {
  const fields = fieldsOf(value);
  const stream = fieldsOf(fields.post_stream);
  if (Array.isArray(stream.posts)) {
    const all = stream.stream;
    if (Array.isArray(all) && all.length > stream.posts.length) state.partial++;
    return stream.posts.map((post) => postBody(withTopic(post, fields), fields, 'topic'));
  }
  if (Array.isArray(fields.latest_posts))
    return fields.latest_posts.map((post) => postBody(post, {}, 'latest_posts'));
  if (Array.isArray(fields.private_posts))
    return fields.private_posts.map((post) => postBody(post, {}, 'private_posts'));
  return 'cooked' in fields && 'post_number' in fields ? [postBody(fields, {}, 'alone')] : undefined;
}

/** Posts of a stream need not repeat their topic. */
export function withTopic(post: unknown, topic: Fields): unknown {
  const fields = fieldsOf(post);
  return 'topic_id' in fields ? fields : { ...fields, topic_id: topic.id };
}
