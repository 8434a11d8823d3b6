/** Saved channels of Discord, a file of JSON each (the format of DiscordChatExporter), to records: one is one message. */
import type { Batch, Failure, ReadJob, SourceRecord } from '../../contract.ts';
import { openFiles } from '../../files/open_files.ts';
import { unreadable } from '../../files/unreadable.ts';
import { fieldsOf, parseJson } from '../../text/json.ts';
import { type MessageBody, messageBody } from './message.ts';

/** A file is read as a whole; the exporter can divide channels into parts of a bounded size. */
const LARGEST = 64 * 1024 * 1024;
const BATCH_RECORDS = 1_000;

/** Reads all files of the input, in the order of their names. */
export async function* readChannels(job: ReadJob): AsyncGenerator<Batch<MessageBody>> {
  let before = 0;
  for await (const { path, bytes, read } of openFiles(job.input, /\.json$/i)) {
    if (job.signal.aborted) return;
    const found = bytes > LARGEST ? tooLarge(path) : messagesOf(await read(), path);
    before += bytes;
    yield* Array.isArray(found)
      ? batchesOf(found, before)
      : [{ records: [], failures: [found], cursors: [], bytes: before }];
  }
}

function* batchesOf(
  records: readonly SourceRecord<MessageBody>[],
  bytes: number,
): Generator<Batch<MessageBody>> {
  for (let at = 0; at < records.length; at += BATCH_RECORDS) {
    yield { records: records.slice(at, at + BATCH_RECORDS), cursors: [], bytes };
  }
}

function tooLarge(file: string): Failure {
  const most = LARGEST / 2 ** 20;
  return failure(
    file,
    'record_too_large',
    `The file is larger than ${most} MiB; export the channel in parts.`,
  );
}

function failure(file: string, code: 'record_malformed' | 'record_too_large', detail: string): Failure {
  return unreadable(`file:${file}`, { file }, code, detail);
}

function messagesOf(bytes: Uint8Array, file: string): SourceRecord<MessageBody>[] | Failure {
  const value = parseJson(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  );
  if (value === undefined) return failure(file, 'record_malformed', 'The file is not JSON.');
  const fields = fieldsOf(value);
  if (!Array.isArray(fields.messages) || !('channel' in fields)) {
    return failure(file, 'record_malformed', 'The file is not a saved channel.');
  }
  return fields.messages.map((message, index) => {
    const body = messageBody(message, fields);
    const { id } = body.message;
    return { id: `message:${typeof id === 'string' ? id : `${file}:${index}`}`, place: { file }, body };
  });
}
