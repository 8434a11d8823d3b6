/** Exports of Scarf to records: CSV with a header, a JSON array, or JSON one value a line; also .gz. */
import type { Batch, Failure, ReadJob, RecordPlace, SourceRecord } from '../../contract.ts';
import { inBatches } from '../../files/batches.ts';
import { headOf, jsonValues } from '../../files/json_values.ts';
import { openFiles } from '../../files/open_files.ts';
import { tableRows } from '../../files/table_rows.ts';
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
  for await (const row of tableRows(path)) {
    if ('code' in row) yield row;
    else yield itemOf(row.cells, row.place, row.id);
  }
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
