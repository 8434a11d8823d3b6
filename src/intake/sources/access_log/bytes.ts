/** The bytes of a log file, decompressed, in order, a piece at a time. */
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { LeadspringError } from '../../../base/plain.ts';

/** A file being read. */
export interface ByteSource {
  readonly compressed: boolean;
  /**
   * The next piece, or undefined at the end. A piece is valid until the next call.
   * @throws LeadspringError file_truncated or file_corrupt after everything that could be read was given out
   */
  next(): Promise<Uint8Array | undefined>;
  /** Bytes of the file itself (compressed) read so far. */
  consumed(): number;
  close(): Promise<void>;
}

const PIECE = 256 * 1024;
/** Compressed input is fed in small pieces, for one piece may grow a thousandfold. */
const COMPRESSED_PIECE = 32 * 1024;

/** Decoded pieces that may wait before no more is given to the decoder. */
const READY_PIECES = 4;
/** Decoded pieces at which it stops in the middle of what it was given: that may grow ten thousandfold. */
const MOST_PIECES = 8;

/** What tells one kind of compressed data from another. */
const MAGIC_BYTES = 4;

type Decoder = Gunzip | ZstdDecompress;

/** Logs that are delivered in small files grow some ten times; larger pieces would only be memory to clear away. */
const GROWTH = 16;
const SMALLEST_PIECE = 4096;

const between = (size: number, most: number): number => Math.min(Math.max(size, SMALLEST_PIECE), most);

/** @param size of the file, if it is that of all there is to decode */
function decoderFor(magic: Uint8Array, size = PIECE): Decoder | undefined {
  const chunkSize = between(size * GROWTH, PIECE);
  if (magic[0] === 0x1f && magic[1] === 0x8b) return createGunzip({ chunkSize });
  if (magic[0] === 0x28 && magic[1] === 0xb5 && magic[2] === 0x2f && magic[3] === 0xfd) {
    return createZstdDecompress({ chunkSize });
  }
  return undefined;
}

/** Errors of the file system with our codes. */
function fileError(path: string, thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  const where = { file: path };
  if (code === 'ENOENT') return new LeadspringError('file_not_found', `${path} does not exist.`, { where });
  if (code === 'EACCES' || code === 'EPERM') {
    return new LeadspringError('file_not_readable', `${path} may not be read.`, { where });
  }
  if (code === 'EISDIR') {
    return new LeadspringError('file_expected', `${path} is a directory.`, { where });
  }
  return thrown;
}

/** Codes of an input that ends too early: zlib's and zstd's. */
const ENDS_EARLY = new Set<unknown>(['Z_BUF_ERROR', 'ZSTD_error_srcSize_wrong']);

function decodingError(path: string, thrown: Error): LeadspringError {
  const early = ('code' in thrown && ENDS_EARLY.has(thrown.code)) || /unexpected end/i.test(thrown.message);
  return early
    ? new LeadspringError('file_truncated', `${path} ends before its compressed data does.`, {
        where: { file: path },
        cause: thrown,
      })
    : new LeadspringError('file_corrupt', `${path} is damaged and cannot be decompressed further.`, {
        where: { file: path },
        cause: thrown,
      });
}

/** Reads a file piece by piece from a position on. */
function plainSource(file: FileHandle, start: number, size: number): ByteSource {
  const buffer = Buffer.allocUnsafeSlow(size);
  let position = start;
  return {
    compressed: false,
    next: async () => {
      const { bytesRead } = await file.read(buffer, 0, size, position);
      position += bytesRead;
      return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
    },
    consumed: () => position,
    close: () => file.close(),
  };
}

/** A decoder at work on one run of compressed data, to which pieces are given. */
interface Decoding {
  /** The piece is decoded; what is left of it when the data ended inside of it, else undefined. */
  give(piece: Uint8Array): Promise<Uint8Array | undefined>;
  /** There are no more pieces. */
  finish(): Promise<void>;
  /** Stops decoding after the next piece; `resume` goes on. */
  pause(): void;
  resume(): void;
  close(): void;
}

/**
 * What the decoder has made is taken from it at once: a stream that ends in an error would throw away what it
 * still holds. A decoder that meets something else behind its data (the next zstd frame, padding) ends, and never
 * answers the write that brought it.
 */
function decoding(
  decoder: Decoder,
  take: (piece: Uint8Array) => void,
  fail: (error: Error) => void,
): Decoding {
  let given = 0;
  let ended = false;
  let wake = (): void => undefined;
  decoder.on('data', take);
  decoder.on('error', (error) => {
    fail(error);
    wake();
  });
  decoder.on('end', () => {
    ended = true;
    wake();
  });
  // A decoder that was closed answers nothing any more: neither its writes nor its end.
  let closed = false;
  const settled = (act: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      if (closed) return resolve();
      wake = resolve;
      act(resolve);
    });
  return {
    give: async (piece) => {
      given += piece.length;
      await settled((done) => decoder.write(piece, done));
      return ended ? piece.subarray(piece.length - (given - decoder.bytesWritten)) : undefined;
    },
    finish: () => settled(() => decoder.end()),
    pause: () => decoder.pause(),
    resume: () => {
      if (decoder.isPaused()) decoder.resume();
    },
    close: () => {
      closed = true;
      decoder.destroy();
      wake();
    },
  };
}

/**
 * Gives the memory of a decoded piece back at once. Left to the collector, a hundred megabytes of log are a hundred
 * megabytes of it, and it looks through everything else again for every few of them.
 * A piece that does not end with its buffer shares it with the next; small ones may share it with anything.
 */
function free({ buffer, byteOffset, byteLength }: Uint8Array): void {
  if (buffer.byteLength <= Buffer.poolSize || byteOffset + byteLength !== buffer.byteLength) return;
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** Decompresses, one zstd frame after the other; padding behind the data is not read. */
function decodedSource(path: string, file: FileHandle, first: Decoder, size: number): ByteSource {
  const raw = plainSource(file, 0, between(size, COMPRESSED_PIECE));
  const ready: Uint8Array[] = [];
  let failure: Error | undefined;
  let ended = false;
  let arrived = (): void => undefined;
  const take = (piece: Uint8Array): void => {
    ready.push(piece);
    if (ready.length >= MOST_PIECES) now?.pause();
    arrived();
  };
  const begin = (decoder: Decoder): Decoding =>
    decoding(decoder, take, (error) => {
      failure ??= error;
    });
  let now: Decoding | undefined = begin(first);
  let left = new Uint8Array();

  /** Decodes a piece and, where the data ends inside of it, what follows. */
  const decode = async (piece: Uint8Array): Promise<void> => {
    let rest = piece;
    while (rest.length >= MAGIC_BYTES || now !== undefined) {
      if (now === undefined) {
        const decoder = decoderFor(rest);
        ended = decoder === undefined;
        if (decoder === undefined) return;
        now = begin(decoder);
      }
      const behind = await now.give(rest);
      if (behind === undefined) return;
      rest = behind;
      now.close();
      now = undefined;
    }
    left = Uint8Array.from(rest);
  };
  const feed = async (): Promise<void> => {
    const read = await raw.next();
    if (read === undefined) {
      ended = true;
      return now?.finish();
    }
    const piece = left.length === 0 ? read : Buffer.concat([left, read]);
    left = new Uint8Array();
    await decode(piece);
  };
  // Decoding goes on in its own thread while the caller is busy with what it was given: one feed ahead.
  let feeding: Promise<void> | undefined;
  let last: Uint8Array | undefined;
  const feedAhead = (): void => {
    if (feeding !== undefined || ended || failure !== undefined || ready.length >= READY_PIECES) return;
    feeding = feed().finally(() => {
      feeding = undefined;
    });
    feeding.catch(() => undefined); // thrown by the `next` or `close` that waits for it
  };
  const arrival = (): Promise<void> =>
    new Promise((resolve) => {
      arrived = resolve;
    });
  return {
    compressed: true,
    next: async () => {
      if (last !== undefined) free(last);
      last = undefined;
      for (;;) {
        const piece = ready.shift();
        last = piece;
        if (ready.length < READY_PIECES) now?.resume();
        feedAhead();
        if (piece !== undefined) return piece;
        if (feeding !== undefined) await Promise.race([feeding, arrival()]);
        else if (failure !== undefined) throw decodingError(path, failure);
        else if (ended && ready.length === 0) return undefined;
      }
    },
    consumed: raw.consumed,
    close: async () => {
      now?.close();
      await feeding?.catch(() => undefined);
      await file.close();
    },
  };
}

/**
 * Opens a file; gzip (members joined end to end, too) and Zstandard are told by their first bytes.
 * @throws LeadspringError file_not_found, file_not_readable, file_expected
 */
export async function openBytes(path: string): Promise<ByteSource> {
  try {
    const file = await open(path, 'r');
    const magic = new Uint8Array(MAGIC_BYTES);
    let size: number;
    try {
      await file.read(magic, 0, MAGIC_BYTES, 0);
      size = (await file.stat()).size;
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
    const decoder = decoderFor(magic, size);
    return decoder === undefined
      ? plainSource(file, 0, between(size, PIECE))
      : decodedSource(path, file, decoder, size);
  } catch (thrown) {
    throw fileError(path, thrown);
  }
}
