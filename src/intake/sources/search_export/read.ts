/** Exports of searches in JSON to records: one is one search, or what was searched for so many times. */
import type { Batch, Failure, ReadJob, SourceRecord } from '../../contract.ts';
import { inBatches } from '../../files/batches.ts';
import { jsonValues } from '../../files/json_values.ts';
import { openFiles } from '../../files/open_files.ts';
import { unreadable } from '../../files/unreadable.ts';
import { type SearchBody, searchOf } from './search.ts';

const LARGEST = 256 * 1024;
const BATCH_RECORDS = 1_000;
/** Members of an answer that hold the searches. */
const MEMBERS = ['searches', 'results', 'queries', 'items', 'data', 'rows'];

/** @throws LeadspringError `file_truncated`, `file_corrupt`, after everything that could be read */
export async function* readSearches(job: ReadJob): AsyncGenerator<Batch<SearchBody>> {
  for await (const { path } of openFiles(job.input, /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i)) {
    yield* inBatches(searchesOf(path), { size: BATCH_RECORDS, signal: job.signal });
    if (job.signal.aborted) return;
  }
}

async function* searchesOf(path: string): AsyncGenerator<SourceRecord<SearchBody> | Failure> {
  for await (const { value, tooLong, place, id } of jsonValues(path, { limit: LARGEST, members: MEMBERS })) {
    if (value !== undefined) yield { id, place, body: searchOf(value) };
    else if (tooLong) {
      const detail = `A search is larger than ${LARGEST / 1024} KiB.`;
      yield unreadable(id, place, 'record_too_large', detail);
    } else yield unreadable(id, place, 'record_malformed', 'A search is not JSON.');
  }
}
