/** Rows out of PostgreSQL by COPY's binary format (PostgreSQL manual, "COPY", File Formats: Binary Format). */
import { LeadspringError } from '../errors.ts';

/**
 * Types of a column whose values all take the same number of bytes. A timestamptz is whole microseconds since the
 * beginning of 2000 (UTC), a uuid its 16 bytes.
 */
export const WIDTHS = { int4: 4, int8: 8, float4: 4, float8: 8, timestamptz: 8, uuid: 16 } as const;
export type FixedType = keyof typeof WIDTHS;

/** Rows as they come, whole ones only; `width` bytes each. Numbers are big-endian. */
export interface FixedRows {
  readonly width: number;
  /** Where each column stands within a row. */
  readonly offsets: readonly number[];
  readonly blocks: AsyncIterable<Buffer>;
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const HEADER = SIGNATURE.length + 8;

/** Lays out the answer of a query whose columns have these types and are never null. */
export function fixedRows(types: readonly FixedType[], chunks: AsyncIterable<Buffer>): FixedRows {
  const offsets: number[] = [];
  let width = 2;
  for (const type of types) {
    // Each value comes after its length.
    offsets.push(width + 4);
    width += 4 + WIDTHS[type];
  }
  return { width, offsets, blocks: wholeRows(chunks, types.length, width) };
}

async function* wholeRows(
  chunks: AsyncIterable<Buffer>,
  columns: number,
  width: number,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of chunks) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!begun) {
      if (bytes.length < HEADER) {
        rest = bytes;
        continue;
      }
      if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE))
        throw new LeadspringError('internal', 'the database answered COPY in an unknown format');
      bytes = bytes.subarray(HEADER);
      begun = true;
    }
    const end = bytes.length - (bytes.length % width);
    for (let at = 0; at < end; at += width) {
      if (bytes.readInt16BE(at) !== columns)
        throw new LeadspringError('internal', 'a row of COPY has other columns than were asked for');
    }
    if (end > 0) yield bytes.subarray(0, end);
    rest = bytes.subarray(end);
  }
  // After the last row stands -1.
  if (!begun || rest.length !== 2 || rest.readInt16BE(0) !== -1)
    throw new LeadspringError(
      'internal',
      'the answer of COPY ends within a row, or holds a value that is null',
    );
}
