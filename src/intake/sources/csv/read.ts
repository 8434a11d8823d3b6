/** Reads tables row by row, in bounded memory, whatever is in them. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, Failure, ReadJob, SourceRecord } from '../../contract.ts';
import { cutRows, type RawRow, ROW_LIMIT, type Stop } from '../../files/csv_rows.ts';
import { findDelimiter } from './header.ts';
import { fileError, openText } from './open.ts';
import { type CsvBody, unread } from './row.ts';
import { type CsvSettings, readSettings } from './settings.ts';
import { openTable, type Table } from './table.ts';

type CsvBatch = Batch<CsvBody>;

const TABLE_NAME = /\.(csv|tsv)(\.gz|\.zst)?$/i;
const BATCH_SIZE = 1000;
/** Rows and bytes by which dates and decimal marks are decided. */
const SAMPLE_ROWS = 500;
const SAMPLE_BYTES = 1024 * 1024;

/** True for a name that a directory's tables have. */
export function isTableName(name: string): boolean {
  return TABLE_NAME.test(name);
}

/**
 * Reads one table, or all tables of a directory in the order of their names. In a directory a table that cannot
 * be read is a failure of its own and the others still count; alone it throws (`csv_columns`, `file_…`).
 */
export async function* readTables(job: ReadJob): AsyncGenerator<CsvBatch> {
  try {
    yield* readInput(job);
  } catch (error) {
    if (!job.signal.aborted) throw error; // what broke when the run was stopped is only the stopping
  }
}

async function* readInput(job: ReadJob): AsyncGenerator<CsvBatch> {
  const settings = readSettings(job.settings);
  const names = await tableNames(job.input);
  if (names === undefined) return yield* readTable(job.input, job.signal, settings);
  if (names.length === 0) {
    const message = `${job.input} holds no .csv file`;
    throw new LeadspringError('input_unrecognized', message, { where: { file: job.input } });
  }
  let before = 0;
  for (const name of names) {
    const file = path.join(job.input, name);
    let read = 0;
    try {
      for await (const batch of readTable(file, job.signal, settings)) {
        read = batch.bytes ?? read;
        yield { ...batch, bytes: before + read };
      }
    } catch (error) {
      if (!(error instanceof LeadspringError)) throw error;
      yield batchOf([fileFailure(file, error.where?.line, error.code, error.message)], before + read);
    }
    before += read;
  }
}

/** The tables of a directory; undefined for a file. */
async function tableNames(input: string): Promise<string[] | undefined> {
  try {
    if (!(await stat(input)).isDirectory()) return undefined;
    return (await readdir(input)).filter(isTableName).sort();
  } catch (error) {
    throw fileError(input, error);
  }
}

async function* readTable(
  file: string,
  signal: AbortSignal,
  settings: CsvSettings,
): AsyncGenerator<CsvBatch> {
  const text = await openText(file, signal);
  const { delimiter, declared } = findDelimiter(text.head);
  const groups = cutRows(text.chunks, delimiter);
  try {
    const start = await takeSample(groups);
    const rows = declared ? start.rows.slice(1) : start.rows;
    const at = rows.findIndex((row) => row.fields.some((field) => field.length > 0));
    const header = rows[at];
    if (header === undefined) throw noHeader(file, start.stop);
    const table = openTable(file, header, rows.slice(at + 1), settings);
    yield { records: [], cursors: [], notes: table.notes };
    yield* batches(file, table, chain(rows.slice(at + 1), start.stop, groups), text.bytesRead);
    if (table.sawWindows1252()) {
      const note = `${path.basename(file)}: not all of it is UTF-8; the rest is read as Windows-1252`;
      yield { records: [], cursors: [], notes: [note] };
    }
  } finally {
    await groups.return(undefined);
  }
}

type Groups = AsyncGenerator<readonly RawRow[] | Stop>;

async function takeSample(groups: Groups): Promise<{ rows: RawRow[]; stop: Stop | undefined }> {
  const rows: RawRow[] = [];
  let bytes = 0;
  while (rows.length < SAMPLE_ROWS && bytes < SAMPLE_BYTES) {
    const next = await groups.next();
    if (next.done === true) break;
    if ('reason' in next.value) return { rows, stop: next.value };
    for (const row of next.value) {
      rows.push(row);
      bytes += sizeOf(row);
    }
  }
  return { rows, stop: undefined };
}

async function* chain(sample: readonly RawRow[], stop: Stop | undefined, groups: Groups): Groups {
  yield sample;
  if (stop !== undefined) yield stop;
  else yield* groups;
}

async function* batches(
  file: string,
  table: Table,
  groups: Groups,
  bytesRead: () => number,
): AsyncGenerator<CsvBatch> {
  let items: (SourceRecord<CsvBody> | Failure)[] = [];
  let size = 0;
  for await (const group of groups) {
    if ('reason' in group) {
      if (typeof group.reason === 'object') {
        yield batchOf(items, bytesRead());
        throw group.reason.error;
      }
      items.push(stopFailure(file, group));
      break;
    }
    for (const row of group) {
      items.push(table.toRecord(row));
      size += sizeOf(row);
      if (items.length < BATCH_SIZE && size < ROW_LIMIT) continue;
      yield batchOf(items, bytesRead());
      items = [];
      size = 0;
    }
  }
  if (items.length > 0) yield batchOf(items, bytesRead());
}

function sizeOf(row: RawRow): number {
  return row.fields.reduce((sum, field) => sum + field.length, 0);
}

function batchOf(items: readonly (SourceRecord<CsvBody> | Failure)[], bytes: number): CsvBatch {
  return {
    records: items.filter((item): item is SourceRecord<CsvBody> => !('code' in item)),
    failures: items.filter((item): item is Failure => 'code' in item),
    cursors: [],
    bytes,
  };
}

function stopFailure(file: string, { line, reason }: Stop): Failure {
  const begins = `the row that begins on line ${line}`;
  const rest = 'nothing after it is read';
  return reason === 'too_large'
    ? fileFailure(file, line, 'record_too_large', `${begins} is longer than ${ROW_LIMIT} bytes; ${rest}`)
    : fileFailure(file, line, 'line_malformed', `a quote in ${begins} is never closed; ${rest}`);
}

function fileFailure(file: string, line: number | undefined, code: Failure['code'], detail: string): Failure {
  const place = line === undefined ? { file } : { file, line };
  return unread(`${path.basename(file)}:${line ?? 0}:${code}`, place, code, detail);
}

function noHeader(file: string, stop: Stop | undefined): unknown {
  if (stop !== undefined && typeof stop.reason === 'object') return stop.reason.error;
  const what = stop === undefined ? 'the file is empty' : 'the first row does not end within the limit';
  const message = `${file}, line 1: ${what}; a row of column names is needed`;
  return new LeadspringError('csv_columns', message, { where: { file, line: 1 } });
}
