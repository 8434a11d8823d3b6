/** Rows to the text format of PostgreSQL's COPY (PostgreSQL manual, "COPY", File Formats: Text Format). */
import type { CopyValue, WrittenRows } from './types.ts';

const SPECIAL = /[\\\n\r\t\0]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  // PostgreSQL cannot store U+0000 in text; the replacement character shows that something was there.
  '\0': '\uFFFD',
};

function text(value: string): string {
  return SPECIAL.test(value) ? value.replace(/[\\\n\r\t\0]/g, (char) => ESCAPES[char] ?? char) : value;
}

/** JSON that jsonb accepts: no U+0000 and no lone surrogates, neither in values nor in names. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value);
  return /\\u(0000|d[89a-f])/i.test(json) ? JSON.stringify(storable(value)) : json;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [storable(name), storable(part)]));
}

function field(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return text(value);
  if (typeof value === 'object') {
    if (value instanceof Uint8Array) {
      return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
    }
    if (value instanceof Date) return value.toISOString();
    return text(jsonText(value));
  }
  return String(value);
}

/** Chunks of about 64 KiB of COPY text. */
export function* copyChunks(rows: Iterable<readonly CopyValue[]>, onRow: () => void): Generator<Buffer> {
  let chunk = '';
  for (const row of rows) {
    let line = '';
    for (let index = 0; index < row.length; index++) line += (index === 0 ? '' : '\t') + field(row[index]);
    chunk += `${line}\n`;
    onRow();
    if (chunk.length >= 65_536) {
      yield Buffer.from(chunk, 'utf8');
      chunk = '';
    }
  }
  if (chunk !== '') yield Buffer.from(chunk, 'utf8');
}

/** Writes rows as COPY takes them. */
export function writtenRows(rows: Iterable<readonly CopyValue[]>): WrittenRows {
  let count = 0;
  const text = Buffer.concat([...copyChunks(rows, () => count++)]);
  return { text, count };
}

/** Chunks of rows that are waited for, some at a time. */
export async function* copyChunksLater(
  batches: AsyncIterable<WrittenRows>,
  onRows: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const { text, count } of batches) {
    onRows(count);
    if (text.length > 0) yield text;
  }
}
