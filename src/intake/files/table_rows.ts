/** The rows of a CSV file with a header, by the names of its columns; also packed with gzip. */
import type { Failure, RecordPlace } from '../contract.ts';
import { cutRows } from './csv_rows.ts';
import { unpackedFile } from './unpack.ts';
import { unreadable } from './unreadable.ts';

export interface TableRow {
  /** By column; undefined where the row has not as many as the header. */
  readonly cells: Readonly<Record<string, string>> | undefined;
  readonly place: RecordPlace;
  /** Tells the row from the others of its file. */
  readonly id: string;
}

/**
 * Streams the rows below the header, blank ones left out; last of all why it had to stop, if it had to. UTF-8.
 * @throws LeadspringError `file_truncated`, `file_corrupt`, after everything that could be read
 */
export async function* tableRows(path: string, delimiter = ','): AsyncGenerator<TableRow | Failure> {
  let header: readonly string[] | undefined;
  const chunks = unpackedFile(path) as AsyncIterable<Buffer>;
  for await (const group of cutRows(chunks, delimiter)) {
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
      else yield { cells: byColumn(header, cells), place: { file: path, line }, id: `line:${line}` };
    }
  }
}

function byColumn(header: readonly string[], cells: readonly string[]): TableRow['cells'] {
  if (cells.length !== header.length) return undefined;
  return Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']));
}
