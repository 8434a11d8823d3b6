/** The matcher on a CSV file of raw identities. */
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { LeadspringError, type Progress } from '../../../base/index.ts';
import { type MatchResult, matchRecords } from './match.ts';
import type { MatchRecord, Thresholds } from './types.ts';

export interface CsvMatchOptions {
  readonly input: string;
  readonly output: string;
  /** Where suggestions go, when wanted. */
  readonly suggestions?: string;
  readonly thresholds: Thresholds;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface CsvMatchSummary {
  readonly rows: number;
  /** People found: clusters, a row alone being one. */
  readonly people: number;
  /** Clusters of several rows, and the rows in them. */
  readonly merged: number;
  readonly merged_rows: number;
  readonly suggestions: number;
  readonly decide: number;
  readonly suggest: number;
}

/** Bytes; a quote that is never closed must not take all memory. */
const ROW_LIMIT = 1024 * 1024;
const ADDED = ['cluster', 'confidence'] as const;

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly records: readonly MatchRecord[];
}

/**
 * Reads `raw_name,raw_email[,login]` with any other columns, and writes the same rows in the same order with
 * `cluster` (a number; the same for rows of one person) and `confidence` added. Throws `csv_columns` or
 * `csv_value` naming file, line and column, and `file_not_found`, `file_not_readable` or `file_expected`.
 */
export async function matchCsv(options: CsvMatchOptions): Promise<CsvMatchSummary> {
  const { input, thresholds, progress, signal } = options;
  const table = await readTable(input, progress, signal);
  const label = 'comparing';
  const result = matchRecords(table.records, {
    thresholds,
    progress: (done) => progress.update({ label, done, unit: 'rows' }),
  });
  progress.finish({ label, done: table.rows.length, unit: 'rows' });
  const clusters = numberClusters(table.rows.length, result.clusters);
  await writeRows(options.output, clusterRows(table, clusters, result.confidence), signal);
  if (options.suggestions !== undefined)
    await writeRows(options.suggestions, suggestionRows(table, clusters, result), signal);
  const mergedRows = result.clusters.reduce((sum, ids) => sum + ids.length, 0);
  return {
    rows: table.rows.length,
    people: table.rows.length - mergedRows + result.clusters.length,
    merged: result.clusters.length,
    merged_rows: mergedRows,
    suggestions: result.suggestions.length,
    ...thresholds,
  };
}

async function readTable(file: string, progress: Progress, signal: AbortSignal): Promise<Table> {
  let columns: Columns | undefined;
  let header: readonly string[] = [];
  const rows: (readonly string[])[] = [];
  const records: MatchRecord[] = [];
  const take = (fields: readonly string[], line: number): void => {
    if (columns === undefined) {
      header = fields.map((field) => field.trim());
      columns = findColumns(file, header);
      return;
    }
    if (fields.length !== header.length) throw wrongLength(file, line, fields.length, header.length);
    records.push(recordOf(fields, columns, rows.length));
    rows.push(fields);
    if (rows.length % 1000 === 0) progress.update({ label: 'reading', done: rows.length, unit: 'rows' });
  };
  try {
    const parser = parse({
      bom: true,
      info: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: ROW_LIMIT,
    });
    await pipeline(
      createReadStream(file),
      parser,
      async (source: AsyncIterable<Parsed>) => {
        for await (const { record, info } of source) take(record, info.lines);
      },
      { signal },
    );
  } catch (error) {
    throw readError(file, error);
  }
  if (columns === undefined) findColumns(file, []);
  return { header, rows, records };
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

interface Columns {
  readonly name: number;
  readonly email: number;
  readonly login: number;
}

function findColumns(file: string, header: readonly string[]): Columns {
  const at = (column: string): number => header.indexOf(column);
  const where = { file, line: 1 };
  for (const column of ['raw_name', 'raw_email']) {
    if (at(column) >= 0) continue;
    const message = `${file}, line 1: the header lacks the column ${column}`;
    throw new LeadspringError('csv_columns', message, { where: { ...where, field: column } });
  }
  const taken = ADDED.find((column) => at(column) >= 0);
  if (taken !== undefined) {
    const message = `${file}, line 1: the column ${taken} is there already; it would be written twice`;
    throw new LeadspringError('csv_columns', message, { where: { ...where, field: taken } });
  }
  return { name: at('raw_name'), email: at('raw_email'), login: at('login') };
}

function recordOf(fields: readonly string[], { name, email, login }: Columns, at: number): MatchRecord {
  const base = { id: String(at), name: fields[name] ?? '', email: fields[email] ?? '' };
  const said = fields[login] ?? '';
  return said === '' ? base : { ...base, login: said };
}

function wrongLength(file: string, line: number, found: number, wanted: number): LeadspringError {
  const message = `${file}, line ${line}, column ${Math.min(found, wanted) + 1}: the row has ${found} columns, the header ${wanted}`;
  return new LeadspringError('csv_value', message, { where: { file, line } });
}

const FILE_ERRORS = {
  ENOENT: ['file_not_found', 'does not exist'],
  EACCES: ['file_not_readable', 'may not be read or written'],
  EISDIR: ['file_expected', 'is a directory'],
} as const;

function readError(file: string, error: unknown): unknown {
  if (error instanceof CsvError) {
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    const column = 'column' in error ? `, column ${String(error.column)}` : '';
    const what =
      error.code === 'CSV_MAX_RECORD_SIZE' ? 'a row is larger than 1 MiB' : 'a quote is out of place';
    return new LeadspringError('csv_value', `${file}, line ${line}${column}: ${what}`, {
      where: { file, line },
      cause: error,
    });
  }
  return fileError(file, error);
}

function fileError(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.entries(FILE_ERRORS).find(([name]) => name === code)?.[1];
  if (known === undefined) return error;
  return new LeadspringError(known[0], `${file} ${known[1]}`, { where: { file }, cause: error });
}

/** Numbers from 1, in the order in which the rows come. */
function numberClusters(rows: number, clusters: readonly (readonly string[])[]): readonly number[] {
  const groups = new Map<number, number>();
  for (const [group, ids] of clusters.entries()) for (const id of ids) groups.set(Number(id), group);
  const numbers = new Map<number, number>();
  let next = 1;
  return Array.from({ length: rows }, (_, row) => {
    const group = groups.get(row);
    if (group === undefined) return next++;
    const number = numbers.get(group) ?? next++;
    numbers.set(group, number);
    return number;
  });
}

function* clusterRows(
  { header, rows }: Table,
  clusters: readonly number[],
  confidence: ReadonlyMap<string, number>,
): Generator<readonly string[]> {
  yield [...header, ...ADDED];
  for (const [at, fields] of rows.entries())
    yield [...fields, String(clusters[at] ?? ''), (confidence.get(String(at)) ?? 0).toFixed(4)];
}

function* suggestionRows(
  { records }: Table,
  clusters: readonly number[],
  { suggestions, explain }: MatchResult,
): Generator<readonly string[]> {
  yield 'cluster_a,raw_name_a,raw_email_a,cluster_b,raw_name_b,raw_email_b,probability,reasons'.split(',');
  for (const pair of suggestions) {
    const { a, b, probability, reasons } = explain(pair);
    const sides = [a, b].flatMap((id) => {
      const record = records[Number(id)];
      return [String(clusters[Number(id)] ?? ''), record?.name ?? '', record?.email ?? ''];
    });
    const why = reasons.map(({ reason, weight }) => `${reason} (${weight.toFixed(1)})`).join(' ');
    yield [...sides, probability.toFixed(4), why];
  }
}

async function writeRows(
  file: string,
  rows: Iterable<readonly string[]>,
  signal: AbortSignal,
): Promise<void> {
  const lines = new Transform({
    writableObjectMode: true,
    transform: (fields: readonly string[], _encoding, done) => done(null, `${fields.map(quote).join(',')}\n`),
  });
  try {
    await pipeline(rows, lines, createWriteStream(file), { signal });
  } catch (error) {
    throw fileError(file, error);
  }
}

const quote = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
