/** Cuts a stream of bytes into blocks of whole lines, in bounded memory whatever the lines are. */

/** A line longer than this is not kept. */
export const LINE_LIMIT = 64 * 1024;
const BLOCK_BYTES = 2 * 1024 * 1024;
/** Blocks of very short lines end earlier: every line may become a failure of its own. */
const BLOCK_LINES = 16 * 1024;
/** Of a line that is too long this much is kept, to show it. */
const KEPT = 1024;

/** What comes out, in the order of the bytes; together they cover every byte that went in. */
export type Cut =
  | { readonly kind: 'block'; readonly bytes: Uint8Array; readonly lines: number }
  /** A piece of a line that is too long, to be counted as consumed only. */
  | { readonly kind: 'passed'; readonly bytes: Uint8Array }
  /** The end of such a line: one unit. `head` is its beginning. */
  | { readonly kind: 'too_long'; readonly head: Uint8Array };

export interface Cutter {
  /** Takes a piece; what comes out must be used before the next call, except the bytes of blocks. */
  push(piece: Uint8Array): Generator<Cut>;
  /** All whole lines that are left; then `rest` tells what has no end. */
  flush(): Generator<Cut>;
  /** The unfinished last line, after `flush`. Empty when there is none or it is too long. */
  rest(): Uint8Array;
  /** The beginning of the line that is too long in which the stream stopped, after `flush`. */
  longHead(): Uint8Array | undefined;
}

/** What a cutter works in. Small files would pay for a new one each more than for all else. */
export function cutterBuffer(): Buffer {
  return Buffer.allocUnsafeSlow(BLOCK_BYTES + 4 * LINE_LIMIT);
}

/** A new cutter. @param buffer of `cutterBuffer`, for one cutter at a time */
export function newCutter(buffer: Buffer): Cutter {
  let size = 0;
  let lineStart = 0;
  let lines = 0;
  let long: Uint8Array | undefined;

  function* emit(): Generator<Cut> {
    if (lineStart === 0) return;
    // A buffer of its own: it is moved to another thread.
    const bytes = new Uint8Array(lineStart);
    bytes.set(buffer.subarray(0, lineStart));
    buffer.copyWithin(0, lineStart, size);
    size -= lineStart;
    lineStart = 0;
    const count = lines;
    lines = 0;
    yield { kind: 'block', bytes, lines: count };
  }

  function* startLong(end: number): Generator<Cut> {
    yield* emit();
    // After `emit` the long line begins the buffer.
    const bytes = buffer.subarray(0, end);
    long = Uint8Array.prototype.slice.call(bytes, 0, KEPT);
    yield { kind: 'passed', bytes };
  }

  function* skipLong(piece: Uint8Array): Generator<Cut, number> {
    const newline = piece.indexOf(10);
    if (newline < 0) {
      yield { kind: 'passed', bytes: piece };
      return piece.length;
    }
    yield { kind: 'passed', bytes: piece.subarray(0, newline + 1) };
    yield { kind: 'too_long', head: long ?? new Uint8Array() };
    long = undefined;
    return newline + 1;
  }

  /** Looks at what was added to the buffer from `from` on. */
  function* scan(from: number): Generator<Cut> {
    let at = from;
    let filled = buffer.subarray(0, size);
    for (;;) {
      const newline = filled.indexOf(10, at);
      const end = newline < 0 ? size : newline;
      if (end - lineStart > LINE_LIMIT) {
        const [start, rest] = [lineStart, size];
        yield* startLong(newline < 0 ? size - start : newline + 1 - start);
        const passed = newline < 0 ? rest - start : newline + 1 - start;
        buffer.copyWithin(0, passed, size);
        size -= passed;
        if (newline < 0) return;
        yield { kind: 'too_long', head: long ?? new Uint8Array() };
        long = undefined;
        filled = buffer.subarray(0, size);
        at = 0;
        continue;
      }
      if (newline < 0) return;
      lines++;
      lineStart = newline + 1;
      at = lineStart;
      if (lineStart >= BLOCK_BYTES || lines >= BLOCK_LINES) {
        yield* emit();
        filled = buffer.subarray(0, size);
        at = 0;
      }
    }
  }

  function* push(piece: Uint8Array): Generator<Cut> {
    let at = 0;
    while (at < piece.length) {
      if (long !== undefined) {
        at += yield* skipLong(piece.subarray(at));
        continue;
      }
      const part = piece.subarray(at, at + LINE_LIMIT);
      const from = size;
      buffer.set(part, size);
      size += part.length;
      at += part.length;
      yield* scan(from);
    }
  }

  function* flush(): Generator<Cut> {
    yield* emit();
  }

  return {
    push,
    flush,
    rest: () => (long === undefined ? Uint8Array.prototype.slice.call(buffer, 0, size) : new Uint8Array()),
    longHead: () => long,
  };
}
