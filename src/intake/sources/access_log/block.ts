/** One block of a log: the body of a record, between the reader and `adapt`. */
import { z } from 'zod';

/** What `read` puts into a record, and what a failed line is kept as (with `text` instead of `bytes`). */
export interface Block {
  readonly file: string;
  /** A name that `openFormat` understands. */
  readonly format: string;
  /** Line number of the first line, from 1. */
  readonly firstLine: number;
  /** Where the block begins, in bytes of the decompressed file. */
  readonly offset: number;
  /** The first 64 bits of the SHA-256 of the stream's first line: what lines of this block are known by. */
  readonly stream: string;
  /** `YYYY-MM-DD`: lines of a later day come from a wrong clock, and still do when they are replayed. */
  readonly latest?: string;
  /** Whole lines; the end of the last may be missing. */
  readonly bytes?: Uint8Array;
  /** How many of the bytes are lines, when not all of them are: the rest is room that was not needed. */
  readonly size?: number;
  /** A single line, redacted. */
  readonly text?: string;
  /** Set when the line was longer than the limit, so that it fails again instead of counting by its beginning. */
  readonly tooLong?: true;
}

const shape = z.object({
  file: z.string(),
  format: z.string(),
  firstLine: z.int().min(1),
  offset: z.int().min(0),
  stream: z.string(),
  latest: z.string().optional(),
  bytes: z.union([z.instanceof(Uint8Array), z.string()]).optional(),
  size: z.int().min(0).optional(),
  text: z.string().optional(),
  tooLong: z.literal(true).optional(),
});

/** Some whole lines of a block, one character a byte. */
export interface Piece {
  readonly text: string;
  /** Where it begins in the block, in bytes. */
  readonly at: number;
}

/** A body as it comes from `read` or from the store of failed events; undefined when it is neither. */
export function readBlock(body: unknown): { block: Block; pieces: Iterable<Piece> } | undefined {
  const parsed = shape.safeParse(body);
  if (!parsed.success) return undefined;
  const { file, format, firstLine, offset, stream, latest, bytes, size, text, tooLong } = parsed.data;
  const block: Block = {
    file,
    format,
    firstLine,
    offset,
    stream,
    ...(latest === undefined ? {} : { latest }),
    ...(tooLong === undefined ? {} : { tooLong }),
  };
  if (bytes instanceof Uint8Array) return { block, pieces: piecesOf(bytes.subarray(0, size)) };
  // Text of a kept line is Unicode; lines are read one byte a character.
  const kept = text ?? bytes ?? '';
  return {
    block,
    pieces: [{ text: kept === '' ? '\n' : Buffer.from(kept, 'utf8').toString('latin1'), at: 0 }],
  };
}

/**
 * Strings of more than a mebibyte lie outside of the heap, and the collector answers every few of them with a full
 * collection; those of more than 128 KiB are given pages of their own, which are mapped and cleared for each, at ten
 * times the cost of copying the bytes. Smaller ones are young objects like any other.
 */
const PIECE_BYTES = 96 * 1024;

function* piecesOf(block: Uint8Array): Generator<Piece> {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const newline = at + PIECE_BYTES < bytes.length ? bytes.indexOf(10, at + PIECE_BYTES) : -1;
    const end = newline < 0 ? bytes.length : newline + 1;
    yield { text: bytes.toString('latin1', at, end), at };
    at = end;
  }
}
