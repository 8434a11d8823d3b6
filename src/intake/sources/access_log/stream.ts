/**
 * How a log is known again, whatever its file is called and however it is compressed, so that every line
 * counts once while the log grows and is rotated.
 *
 * A stream is what was appended to one log since it was begun. It is found by the SHA-256 of its first data
 * line (the cursor key), and recognized by checkpoints: the SHA-256 of everything from the beginning to that
 * place, cut to 64 bits. They stand at the ends of the first 16 lines, of line 32, 64, 128, ..., at 64 KiB,
 * 128 KiB, 256 KiB, ..., and at the end of what was consumed.
 */
import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';

/** What is remembered of a stream; part of a cursor's value. */
export interface Stream {
  /** Bytes consumed, decompressed. */
  readonly end: number;
  /** Units counted in them. */
  readonly lines: number;
  /** True when `end` lies inside of a line that was counted already: the rest of it must be passed over. */
  readonly open: boolean;
  /** [offset, hash], by offset; the last is at `end`. */
  readonly points: readonly (readonly [number, string])[];
}

const shape = z.object({
  version: z.literal(1),
  streams: z.array(
    z.object({
      end: z.int().positive(),
      lines: z.int().min(0),
      open: z.boolean(),
      points: z.array(z.tuple([z.int().positive(), z.string()])).min(1),
    }),
  ),
});

/** The streams of a stored cursor value; none when there is no cursor yet. */
export function readStreams(value: unknown): readonly Stream[] {
  return value === undefined || value === null ? [] : shape.parse(value).streams;
}

/** A cursor value that holds the streams. */
export function streamsValue(streams: readonly Stream[]): unknown {
  return { version: 1, streams };
}

const DENSE_LINES = 16;
const FIRST_BYTES = 64 * 1024;

function isLinePoint(line: number): boolean {
  return line <= DENSE_LINES || (line & (line - 1)) === 0;
}

function digestOf(hash: Hash): string {
  return hash.copy().digest('hex').slice(0, 16);
}

/** Follows a stream as its bytes are consumed. */
export interface Tracker {
  readonly offset: number;
  readonly lines: number;
  /** Consumes bytes, and counts the lines that end in them; `newlines` is how many, where that is known already. */
  advance(bytes: Uint8Array, newlines?: number): void;
  /** Counts a line that has no end, and whose bytes were consumed. */
  countOpenLine(): void;
  /** The stream up to here. */
  snapshot(): Stream;
}

/** Where a tracker begins: at the beginning of a stream, or at its known end. */
export interface TrackerStart {
  readonly stream: Stream;
  readonly hash: Hash;
}

/** A tracker at the beginning or, with `start`, where a known stream ends. */
export function newTracker(start?: TrackerStart): Tracker {
  const hash = start?.hash ?? createHash('sha256');
  let offset = start?.stream.end ?? 0;
  let lines = start?.stream.lines ?? 0;
  let open = start?.stream.open ?? false;
  // The point at the former end is kept only if it is a regular one.
  const points = (start?.stream.points ?? []).filter(
    ([at], i, all) => i < all.length - 1 || isBytePoint(at) || (!open && isLinePoint(lines)),
  );

  const consume = (bytes: Uint8Array): void => {
    let from = 0;
    for (let next = nextBytePoint(offset); next <= offset + bytes.length - from; next *= 2) {
      const part = bytes.subarray(from, from + next - offset);
      hash.update(part);
      from += part.length;
      offset += part.length;
      points.push([offset, digestOf(hash)]);
    }
    hash.update(bytes.subarray(from));
    offset += bytes.length - from;
  };
  const pointHere = (): void => {
    if (points.at(-1)?.[0] !== offset) points.push([offset, digestOf(hash)]);
  };
  /** Whether none of the next lines ends at a place that is remembered. */
  const isPlain = (count: number): boolean =>
    !open && lines > DENSE_LINES && Math.floor(Math.log2(lines)) === Math.floor(Math.log2(lines + count));
  const advance = (piece: Uint8Array, newlines?: number): void => {
    if (newlines !== undefined && isPlain(newlines)) {
      consume(piece);
      lines += newlines;
      return;
    }
    // Buffer searches several times faster than a plain Uint8Array.
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let from = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
      if (open) open = false;
      else lines++;
      if (!isLinePoint(lines)) continue;
      consume(bytes.subarray(from, at + 1));
      from = at + 1;
      pointHere();
    }
    consume(bytes.subarray(from));
  };
  return {
    get offset() {
      return offset;
    },
    get lines() {
      return lines;
    },
    advance,
    countOpenLine: () => {
      lines++;
      open = true;
    },
    snapshot: () => {
      const last: (readonly [number, string])[] =
        points.at(-1)?.[0] === offset ? [] : [[offset, digestOf(hash)]];
      return { end: offset, lines, open, points: [...points, ...last] };
    },
  };
}

function isBytePoint(offset: number): boolean {
  const times = offset / FIRST_BYTES;
  return Number.isInteger(times) && Number.isInteger(Math.log2(times));
}

/** The first of 64 KiB, 128 KiB, 256 KiB, ... beyond an offset. */
function nextBytePoint(offset: number): number {
  let point = FIRST_BYTES;
  while (point <= offset) point *= 2;
  return point;
}

/** What a file turned out to be. */
export type Match =
  /** Nothing of it is known. */
  | { readonly kind: 'new' }
  /** It begins with all of a known stream, which goes on here. */
  | { readonly kind: 'goes_on'; readonly stream: Stream; readonly hash: Hash }
  /** It is the beginning of a known stream, as far as can be checked: all of its lines are known. */
  | { readonly kind: 'known'; readonly lines: number };

/** Reads a file's bytes one after the other up to a place. */
export interface PrefixReader {
  /** Gives pieces until `offset` bytes were given in all; false when the file ends before. */
  readTo(offset: number, use: (piece: Uint8Array) => void): Promise<boolean>;
}

/**
 * Compares the beginning of a file with the known streams of its key. Bytes are hashed, not parsed.
 * The longest known end whose checkpoints all agree wins.
 */
export async function matchStreams(streams: readonly Stream[], reader: PrefixReader): Promise<Match> {
  const hash = createHash('sha256');
  let at = 0;
  let lines = 0;
  let lastByte = 10;
  const take = (bytes: Uint8Array): void => {
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    hash.update(piece);
    at += piece.length;
    lastByte = piece.at(-1) ?? lastByte;
    for (let i = piece.indexOf(10); i >= 0; i = piece.indexOf(10, i + 1)) lines++;
  };
  let alive = [...streams];
  let found: Match = { kind: 'new' };
  const offsets = [...new Set(streams.flatMap(({ points }) => points.map(([offset]) => offset)))];
  for (const offset of offsets.sort((a, b) => a - b)) {
    if (!alive.some(({ end }) => end >= offset)) break;
    if (!(await reader.readTo(offset, take))) {
      const wholeLines = lastByte === 10;
      const longer = alive.some((stream) => stream.end > at && mayBeginWith(stream, at, lines, wholeLines));
      return longer ? { kind: 'known', lines } : found;
    }
    const digest = digestOf(hash);
    alive = alive.filter(({ points }) =>
      points.every(([place, known]) => place !== offset || known === digest),
    );
    const ended = alive.find(({ end }) => end === offset);
    if (ended !== undefined) found = { kind: 'goes_on', stream: ended, hash: hash.copy() };
  }
  return found;
}

/**
 * Whether a file that ends at `at` may be a shortened copy of a stream whose checkpoints up to there agree.
 * Among the first lines every line has its checkpoint, so there a file that ends between two is another.
 */
function mayBeginWith(stream: Stream, at: number, lines: number, wholeLines: boolean): boolean {
  if (!wholeLines || lines > DENSE_LINES) return true;
  return stream.points.some(([offset]) => offset === at);
}
