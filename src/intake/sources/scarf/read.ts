/** Exports of Scarf to records: CSV with a header, a JSON array, or JSON one value a line; also .gz. */
import type { Batch, Failure, ReadJob, RecordPlace, SourceRecord } from '../../contract.ts';
import { inBatches } from '../../files/batches.ts';
import { cutRows } from '../../files/csv_rows.ts';
import { headOf, jsonValues } from '../../files/json_values.ts';
import { openFiles } from '../../files/open_files.ts';
import { unpackedFile } from '../../files/unpack.ts';
import { unreadable } from '../../files/unreadable.ts';
import { type EventBody, keptEvent } from './event.ts';

const LARGEST = 1024 * 1024;
const BATCH_RECORDS = 2_000;
const NAMES = /\.(?:csv|json|jsonl|ndjson)(?:\.gz)?$/i;

type Item = SourceRecord<EventBody> | Failure;

/** @throws LeadspringError `file_truncated`, `file_corrupt`, after everything that could be read */
export async function* readEvents(job: ReadJob): AsyncGenerator<Batch<EventBody>> {
  for await (const { path } of openFiles(job.input, NAMES)) {
    yield* inBatches(itemsOf(path), { size: BATCH_RECORDS, signal: job.signal });
    if (job.signal.aborted) return;
  }
}

async function* itemsOf(path: string): AsyncGenerator<Item> {
  if (!/^[[{]/.test(await headOf(path))) return yield* ofTable(path);
  for await (const { value, tooLong, place, id } of jsonValues(path, { limit: LARGEST })) {
    yield itemOf(value, place, id, tooLong);
  }
}

async function* ofTable(path: string): AsyncGenerator<Item> {
  let header: readonly string[] | undefined;
  const chunks = unpackedFile(path) as AsyncIterable<Buffer>;
  for await (const group of cutRows(chunks, ',')) {
    if ('reason' in group) {
      if (typeof group.reason === 'object') throw group.reason.error;
      const place = { file: path, line: group.line };
      const detail = 'A row is too long or its quote is never closed; nothing after it is read.';
      yield unreadable(`line:${group.line}`, place, 'record_malformed', detail);
      return;
    }
    for (const { line, fields } of group) {
      const cells = fields.map((field) => Buffer.from(field, 'latin1').toString('utf8'));
      if (cells.every((cell) => cell.trim() === '')) continue;
      if (header === undefined) header = cells.map((cell) => cell.replace(/^\ufeff/, '').trim());
      else yield itemOf(rowOf(header, cells), { file: path, line }, `line:${line}`);
    }
  }
}

function rowOf(header: readonly string[], cells: readonly string[]): unknown {
  if (cells.length !== header.length) return undefined;
  return Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']));
}

function itemOf(value: unknown, place: RecordPlace, id: string, tooLong = false): Item {
  if (tooLong) {
    const detail = `An event is larger than ${LARGEST / 2 ** 20} MiB.`;
    return unreadable(id, place, 'record_too_large', detail);
  }
  if (value === undefined) return unreadable(id, place, 'record_malformed', 'The event cannot be read.');
  const event = keptEvent(value);
  return {
    id: typeof event.id === 'string' ? `event:${event.id.slice(0, 200)}` : id,
    place,
    body: { event },
  };
}
