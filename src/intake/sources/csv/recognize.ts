/** Whether the head of a file is a table of a known kind. */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { mapColumns, presetOf } from './columns.ts';
import { findDelimiter } from './header.ts';
import { decodeHead } from './open.ts';

/** True when the first row, under the most likely delimiter, has the needed columns of one kind. */
export function fitsHead(head: Uint8Array): boolean {
  const text = decodeHead(Buffer.from(head.buffer, head.byteOffset, head.byteLength));
  const { delimiter, declared } = findDelimiter(text);
  const options = { delimiter, relax_column_count: true, relax_quotes: true, to: declared ? 2 : 1 };
  try {
    const rows: string[][] = parse(text, { ...options, skip_empty_lines: true });
    const header = rows.at(-1) ?? [];
    if (header.length < 2 || header.some((name) => name.includes('\0'))) return false;
    if (presetOf(header, 'auto') !== undefined) return true;
    return !('missing' in mapColumns(header, { kind: 'auto', columns: new Map(), given: new Set() }));
  } catch (error) {
    if (error instanceof CsvError) return false;
    throw error;
  }
}
