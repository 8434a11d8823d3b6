/** Gumroad's tables of sales to one record a row; also .gz. */
import { basename } from 'node:path';
import type { Batch, Failure, ReadJob, SourceRecord } from '../../contract.ts';
import { inBatches } from '../../files/batches.ts';
import { headOf } from '../../files/json_values.ts';
import { openFiles } from '../../files/open_files.ts';
import { type TableRow, tableRows } from '../../files/table_rows.ts';
import { unreadable } from '../../files/unreadable.ts';
import type { Fields } from '../../text/json.ts';
import { recordIdOf } from './sale.ts';
import { delimiterOf, saleOfRow } from './table.ts';

const BATCH_RECORDS = 1_000;
const NAMES = /\.(?:csv|tsv)(?:\.gz)?$/i;

/** @throws LeadspringError `file_truncated`, `file_corrupt`, after everything that could be read */
export async function* readSales(job: ReadJob): AsyncGenerator<Batch<Fields>> {
  for await (const { path } of openFiles(job.input, NAMES)) {
    yield* inBatches(salesOf(path), { size: BATCH_RECORDS, signal: job.signal });
    if (job.signal.aborted) return;
  }
}

async function* salesOf(path: string): AsyncGenerator<SourceRecord<Fields> | Failure> {
  const delimiter = delimiterOf(await headOf(path));
  if (delimiter === undefined) {
    const detail = 'The first row has not the columns of a table of sales.';
    yield unreadable(`table:${basename(path)}`, { file: path, line: 1 }, 'csv_columns', detail);
    return;
  }
  for await (const row of tableRows(path, delimiter)) yield 'code' in row ? row : recordOfRow(path, row);
}

function recordOfRow(path: string, { cells, place, id }: TableRow): SourceRecord<Fields> | Failure {
  if (cells === undefined) {
    const detail = 'The row has not as many cells as the first one.';
    return unreadable(`${basename(path)}:${id}`, place, 'line_malformed', detail);
  }
  const sale = saleOfRow(cells);
  return { id: recordIdOf(sale), place, body: sale };
}
