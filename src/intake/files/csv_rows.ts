/** Cuts a stream of bytes into rows of fields, each with the line it begins on. */
import { CsvError, parse } from 'csv-parse';

export interface RawRow {
  /** Counts from 1. */
  readonly line: number;
  /** Bytes, one a character (`latin1`): the encoding of each is looked at only where a field is used. */
  readonly fields: readonly string[];
}

/** Why the rest of a file could not be cut into rows: a row that does not end, or an error of its bytes. */
export interface Stop {
  /** Where the row begins that could not be read. */
  readonly line: number;
  readonly reason: 'too_large' | 'quote_not_closed' | { readonly error: unknown };
}

/** Bytes. A quote that is never closed must not swallow a file into memory. */
export const ROW_LIMIT = 1024 * 1024;
const CHUNK = 64 * 1024;

/**
 * Streams rows in groups, one for each piece of input, and last of all why it had to stop, if it had to.
 * Line ends may be mixed; a quote inside an unquoted field is text.
 */
export async function* cutRows(
  chunks: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<readonly RawRow[] | Stop> {
  let rows: RawRow[] = [];
  const lines = createLineCounter();
  const parser = parse({
    delimiter,
    encoding: 'latin1',
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: ROW_LIMIT,
    record_delimiter: ['\r\n', '\n', '\r'],
    // collected here, not read from the stream, which would drop them when a later row is broken
    on_record: (fields, { bytes }) => {
      rows.push({ line: lines.current(), fields });
      lines.moveTo(bytes);
      return null;
    },
  });
  parser.on('error', () => undefined); // each call below gets it too
  const take = async (act: (done: (error?: Error | null) => void) => void) => {
    rows = [];
    return await new Promise<Error | null | undefined>((resolve) => act(resolve));
  };
  const stop = (error: unknown): Stop => ({ line: lines.current(), reason: reasonOf(error) });
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += CHUNK) {
        const piece = chunk.subarray(at, at + CHUNK);
        lines.see(piece);
        const error = await take((done) => parser.write(piece, done));
        yield rows;
        if (error) return yield stop(error);
      }
    }
  } catch (error) {
    return yield stop(error);
  }
  const error = await take((done) => parser.once('error', done).end(() => done()));
  yield rows;
  if (error) yield stop(error);
}

function reasonOf(error: unknown): Stop['reason'] {
  if (!(error instanceof CsvError)) return { error };
  return error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'quote_not_closed' : 'too_large';
}

/** Knows on which line a byte of the stream stands. csv-parse's own count is wrong after a quoted CR LF. */
function createLineCounter() {
  let line = 1;
  let seen = 0;
  let endsWithCr = false;
  let starts: number[] = []; // offsets at which lines begin, in order
  let next = 0; // the first of them beyond the current row
  return {
    current: () => line,
    see: (chunk: Buffer) => {
      starts = starts.slice(next);
      next = 0;
      if (endsWithCr && chunk[0] !== 0x0a) starts.push(seen);
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i];
        if (byte === 0x0a || (byte === 0x0d && i + 1 < chunk.length && chunk[i + 1] !== 0x0a)) {
          starts.push(seen + i + 1);
        }
      }
      endsWithCr = chunk.at(-1) === 0x0d;
      seen += chunk.length;
    },
    /** Moves past a row that ends before byte `offset`. */
    moveTo: (offset: number) => {
      while ((starts[next] ?? Number.POSITIVE_INFINITY) <= offset) {
        next++;
        line++;
      }
    },
  };
}
