/**
 * Rows out of PostgreSQL by COPY's binary format (PostgreSQL manual, "COPY", File Formats: Binary Format), found where
 * they stand in what the server sends (the same, "Message Formats": each row is a message CopyData). Nothing is copied
 * and nothing is made for a row: of ten million, that would cost more than reading them.
 */
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

/** Finds the rows in what the server sends. */
export interface RowFinder extends Pick<FixedRows, 'width' | 'offsets'> {
  /**
   * Whole rows of the bytes that come next, in blocks. Good until the next bytes are given.
   * @throws LeadspringError when they are not the answer of such a query
   */
  add(bytes: Buffer): Generator<Buffer, void>;
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const HEADER = SIGNATURE.length + 8;

/** A message begins with its type and its length, which counts itself and what follows. */
const HEAD = 5;
const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = 'c'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);

/** After the last row stands -1. */
const END = 2;

/** Takes what is no row. Bytes are good until the next ones are given to the finder. */
export interface OtherMessages {
  /** A message among the rows, a notice perhaps. */
  among(message: Buffer): void;
  /** The message that ends the answer, and all bytes that were given after it. Nothing is looked at any more. */
  after(bytes: Buffer): void;
}

/** @param types of the columns of the query, which are never null */
export function findRows(types: readonly FixedType[], others: OtherMessages): RowFinder {
  const offsets: number[] = [];
  // The number of columns comes first.
  let width = HEAD + 2;
  for (const type of types) {
    // Each value comes after its length.
    offsets.push(width + 4);
    width += 4 + WIDTHS[type];
  }
  const add = openFinder(
    {
      endOfRows: (bytes, at) => {
        let end = at;
        while (
          end + width <= bytes.length &&
          bytes[end] === COPY_DATA &&
          bytes.readInt32BE(end + 1) === width - 1 &&
          bytes.readInt16BE(end + HEAD) === types.length
        )
          end += width;
        return end;
      },
      rowOf: (content) => {
        if (content.length !== width - HEAD || content.readInt16BE(0) !== types.length) throw otherColumns();
        return Buffer.concat([Buffer.alloc(HEAD), content]);
      },
    },
    others,
  );
  return { width, offsets, add };
}

/** Finds the values of a query of one bytea that is never null. They are good until the next bytes are given. */
export function findBytes(others: OtherMessages): Pick<RowFinder, 'add'> {
  const add = openFinder(
    {
      endOfRows: (_, at) => at,
      rowOf: (content) => {
        // The number of columns, the length of the value, the value.
        if (content.length < 6 || content.readInt16BE(0) !== 1 || content.readInt32BE(2) < 0)
          throw otherColumns();
        return content.subarray(6);
      },
    },
    others,
  );
  return { add };
}

function otherColumns(): LeadspringError {
  return new LeadspringError(
    'internal',
    'a row of COPY has other columns than were asked for, or a value that is null',
  );
}

interface Rows {
  /** Where the rows end that stand one after the other from `at` on, and that may be given as they are. */
  endOfRows(bytes: Buffer, at: number): number;
  /** What is given of another row, of which this is the content of its message. */
  rowOf(content: Buffer): Buffer;
}

function openFinder({ endOfRows, rowOf }: Rows, others: OtherMessages): RowFinder['add'] {
  const begun = openBegun();
  let [headed, over] = [false, false];

  /** The row of a message, if it holds one: in the first one it stands behind a header, in the last one is none. */
  const take = (message: Buffer): Buffer | null => {
    if (message[0] !== COPY_DATA) {
      others.among(message);
      return null;
    }
    let content = message.subarray(HEAD);
    if (!headed) {
      if (content.length < HEADER || !content.subarray(0, SIGNATURE.length).equals(SIGNATURE))
        throw new LeadspringError('internal', 'the database answered COPY in an unknown format');
      headed = true;
      content = content.subarray(HEADER);
      if (content.length === 0) return null;
    }
    return content.length === END && content.readInt16BE(0) === -1 ? null : rowOf(content);
  };

  return function* add(bytes) {
    if (over) return others.after(bytes);
    let at = 0;
    if (begun.length() > 0) {
      at = begun.fill(bytes);
      const message = begun.take();
      if (message === null) return;
      if (isLast(message, 0)) {
        over = true;
        return others.after(Buffer.concat([message, bytes.subarray(at)]));
      }
      const row = take(message);
      if (row !== null) yield row;
    }
    while (isWhole(bytes, at)) {
      if (isLast(bytes, at)) {
        over = true;
        return others.after(bytes.subarray(at));
      }
      const rows = headed ? endOfRows(bytes, at) : at;
      if (rows > at) {
        yield bytes.subarray(at, rows);
        at = rows;
        continue;
      }
      const message = bytes.subarray(at, at + lengthOf(bytes, at));
      at += message.length;
      const row = take(message);
      if (row !== null) yield row;
    }
    begun.fill(bytes.subarray(at));
  };
}

/** The beginning of a message that is not whole yet. It does not hold on to the bytes that are given. */
function openBegun() {
  /** Used again and again: large messages would else be large garbage. */
  let room = Buffer.alloc(HEAD);
  let [filled, length] = [0, HEAD];
  return {
    length: () => filled,
    /** Adds what is missing, from the beginning of `bytes`; answers with how much that was. */
    fill: (bytes: Buffer): number => {
      let used = 0;
      const add = (): void => {
        const some = bytes.copy(room, filled, used, used + length - filled);
        filled += some;
        used += some;
      };
      add();
      if (filled === HEAD && length === HEAD) {
        length = lengthOf(room, 0);
        if (length > room.length) room = Buffer.concat([room], length);
        add();
      }
      return used;
    },
    /** The message, once it is whole; then the next one may begin. Good until it does. */
    take: (): Buffer | null => {
      if (!isWhole(room.subarray(0, filled), 0)) return null;
      [filled, length] = [0, HEAD];
      return room.subarray(0, lengthOf(room, 0));
    },
  };
}

/** Of the whole message that begins at `at`. */
function lengthOf(bytes: Buffer, at: number): number {
  const length = 1 + bytes.readInt32BE(at + 1);
  if (length < HEAD) throw new LeadspringError('internal', 'the database sent a message that cannot be');
  return length;
}

function isWhole(bytes: Buffer, at: number): boolean {
  return bytes.length - at >= HEAD && bytes.length - at >= lengthOf(bytes, at);
}

/** Whether the message that begins at `at` ends the answer. */
function isLast(bytes: Buffer, at: number): boolean {
  return bytes[at] === COPY_DONE || bytes[at] === ERROR;
}
