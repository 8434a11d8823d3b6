/** Cuts a stream of bytes into blocks of whole lines, in bounded memory whatever the lines are. */

import { takeBlock } from '../../files/blocks.ts';

/** A line longer than this is not kept. */
export const LINE_LIMIT = 64 * 1024;
const BLOCK_BYTES = 2 * 1024 * 1024;
/** Blocks of very short lines end earlier: every line may become a failure of its own. */
const BLOCK_LINES = 16 * 1024;
/** Of a line that is too long this much is kept, to show it. */
const KEPT = 1024;

/** What comes out, in the order of the bytes; together they cover every byte that went in. */
export type Cut =
  /** The bytes begin their buffer, which is nobody else's. */
  | { readonly kind: 'block'; readonly bytes: Uint8Array<ArrayBuffer>; readonly lines: number }
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
  rest(): Uint8Array<ArrayBuffer>;
  /** The beginning of the line that is too long in which the stream stopped, after `flush`. */
  longHead(): Uint8Array | undefined;
}

/** What cutters work in, one after the other. */
export interface CutterSpace {
  buffer: Buffer<ArrayBuffer>;
}

/** A space for cutters. Small files would pay for a new one each more than for all else. */
export function cutterSpace(): CutterSpace {
  return { buffer: newBuffer() };
}

function newBuffer(): Buffer<ArrayBuffer> {
  return Buffer.from(takeBlock(BLOCK_BYTES + 4 * LINE_LIMIT));
}

/** A new cutter. @param space of `cutterSpace`, for one cutter at a time */
export function newCutter(space: CutterSpace): Cutter {
  let { buffer } = space;
  let size = 0;
  let lineStart = 0;
  let lines = 0;
  let long: Uint8Array | undefined;

  /** The lines so far in a buffer of their own, and what follows them at the beginning of the space. */
  const takeLines = (): Uint8Array<ArrayBuffer> => {
    if (lineStart < BLOCK_BYTES / 2) {
      const copy = new Uint8Array(lineStart);
      copy.set(buffer.subarray(0, lineStart));
      buffer.copyWithin(0, lineStart, size);
      return copy;
    }
    const full = buffer;
    buffer = newBuffer();
    space.buffer = buffer;
    buffer.set(full.subarray(lineStart, size));
    return full.subarray(0, lineStart);
  };

  function* emit(): Generator<Cut> {
    if (lineStart === 0) return;
    const bytes = takeLines();
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
    rest: () => (long === undefined ? Uint8Array.from(buffer.subarray(0, size)) : new Uint8Array()),
    longHead: () => long,
  };
}
