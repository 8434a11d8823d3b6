/** Opens a table: unpacks it, finds its encoding, and streams it as bytes in which all syntax is ASCII. */
import { createReadStream, type ReadStream } from 'node:fs';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { LeadspringError } from '../../../base/plain.ts';

export interface TextFile {
  /** At most 64 KiB from the start. */
  readonly head: Buffer;
  /** The whole text, the head included. UTF-8 unless the file is in an eight-bit encoding. */
  readonly chunks: AsyncGenerator<Buffer>;
  /** Bytes of the file read so far, before unpacking. */
  bytesRead(): number;
}

const HEAD_SIZE = 64 * 1024;
const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/**
 * Opens a plain, gzip or zstd file. Throws `file_not_found`, `file_not_readable` or `file_expected`; while
 * streaming `file_truncated` or `file_corrupt`, after everything that could be unpacked.
 */
export async function openText(file: string, signal: AbortSignal): Promise<TextFile> {
  const stream = createReadStream(file, { signal });
  const unpacked = unpack(stream, file);
  const [head, rest] = await takeHead(unpacked);
  const encoding = encodingOf(head);
  const chunks = encoding === 'bytes' ? withoutBom(rest) : transcode(rest, encoding);
  const [decodedHead, all] = await takeHead(chunks);
  return { head: decodedHead, chunks: all, bytesRead: () => stream.bytesRead };
}

async function* unpack(stream: ReadStream, file: string): AsyncGenerator<Buffer> {
  try {
    const [head, rest] = await takeHead(stream as AsyncIterable<Buffer>, 4);
    const isZstd = head.equals(ZSTD);
    if (!isZstd && !head.subarray(0, 2).equals(GZIP)) return yield* rest;
    const input = piecesOf(rest);
    if (!isZstd) return yield* through(input, createGunzip());
    while ((await input.peek()).equals(ZSTD)) yield* through(input, createZstdDecompress());
  } catch (error) {
    throw fileError(file, error);
  } finally {
    stream.destroy();
  }
}

/** Small pieces: what a piece unpacks to is held in memory, and may be a thousand times as much. */
const PIECE = 8192;

/**
 * Unpacks one zstd frame, or all gzip members; what follows (the next frame, padding) is left in `input`. What was
 * unpacked before an error is yielded before the error is thrown.
 */
async function* through(
  input: Pieces,
  unpacker: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>,
): AsyncGenerator<Buffer> {
  let failure: unknown;
  let ended = false;
  let given = 0;
  let out: Buffer[] = [];
  let wake = (): void => undefined;
  const settled = (act: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      act(resolve);
    });
  unpacker.on('data', (chunk: Buffer) => out.push(chunk));
  unpacker.on('error', (error) => {
    failure = error;
    wake();
  });
  // an unpacker that meets something behind its data ends, and never answers the write that brought it
  unpacker.on('end', () => {
    ended = true;
    wake();
  });
  try {
    while (failure === undefined && !ended) {
      const piece = await input.next();
      if (piece === undefined) await settled(() => unpacker.end());
      else await settled((done) => unpacker.write(piece, done));
      given += piece?.length ?? 0;
      if (piece !== undefined && ended) input.giveBack(piece, given - unpacker.bytesWritten);
      yield* out;
      out = [];
    }
    if (failure !== undefined) throw failure;
  } finally {
    unpacker.destroy();
  }
}

/** A stream taken in small pieces, of which the end of the last can be given back. */
interface Pieces {
  next(): Promise<Buffer | undefined>;
  giveBack(piece: Buffer, count: number): void;
  /** The next bytes, at least 4 unless the stream ends, without taking them. */
  peek(): Promise<Buffer>;
}

function piecesOf(source: AsyncGenerator<Buffer>): Pieces {
  let held: Buffer = Buffer.alloc(0);
  const fill = async (): Promise<boolean> => {
    const next = await source.next();
    if (next.done !== true) held = Buffer.concat([held, next.value]);
    return next.done !== true;
  };
  return {
    next: async () => {
      while (held.length === 0) if (!(await fill())) return undefined;
      const piece = held.subarray(0, PIECE);
      held = held.subarray(piece.length);
      return piece;
    },
    giveBack: (piece, count) => {
      held = Buffer.concat([piece.subarray(piece.length - count), held]);
    },
    peek: async () => {
      while (held.length < ZSTD.length) if (!(await fill())) break;
      return held.subarray(0, ZSTD.length);
    },
  };
}

/** An error of the file system or of unpacking as one with a code; any other as it is. */
export function fileError(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const known = (
    {
      ENOENT: ['file_not_found', 'does not exist'],
      EACCES: ['file_not_readable', 'may not be read'],
      EPERM: ['file_not_readable', 'may not be read'],
      EISDIR: ['file_expected', 'is a directory'],
      Z_BUF_ERROR: ['file_truncated', 'ends early'],
    } as const
  )[code];
  const [name, what] = known ?? [];
  if (name !== undefined)
    return new LeadspringError(name, `${file} ${what}`, { where: { file }, cause: error });
  if (!/^(Z_|ZSTD_)/.test(code)) return error;
  return new LeadspringError('file_corrupt', `${file} cannot be unpacked further`, {
    where: { file },
    cause: error,
  });
}

/** The first bytes of a stream, and the stream as if nothing had been taken. */
async function takeHead(
  source: AsyncIterable<Buffer>,
  size = HEAD_SIZE,
): Promise<[Buffer, AsyncGenerator<Buffer>]> {
  const iterator = source[Symbol.asyncIterator]();
  const taken: Buffer[] = [];
  let length = 0;
  let failure: { error: unknown } | undefined;
  while (length < size && failure === undefined) {
    try {
      const next = await iterator.next();
      if (next.done === true) break;
      taken.push(next.value);
      length += next.value.length;
    } catch (error) {
      if (length === 0) throw error;
      failure = { error }; // thrown again in its place, after what came before it
    }
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      yield* taken;
      if (failure !== undefined) throw failure.error;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return [Buffer.concat(taken).subarray(0, size), all()];
}

type Encoding = 'bytes' | 'utf-16le' | 'utf-16be';

/** UTF-16 by its mark, or by the NULs that it puts beside ASCII. */
function encodingOf(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const nuls: [number, number] = [0, 0];
  const sample = head.subarray(0, 1000);
  sample.forEach((byte, i) => {
    if (byte === 0) nuls[i % 2 === 0 ? 0 : 1]++;
  });
  const many = sample.length / 4;
  if (nuls[1] > many && nuls[0] === 0) return 'utf-16le';
  return nuls[0] > many && nuls[1] === 0 ? 'utf-16be' : 'bytes';
}

/** The head of an unpacked file as `openText` would give it. */
export function decodeHead(head: Buffer): Buffer {
  const encoding = encodingOf(head);
  if (encoding !== 'bytes') return Buffer.from(new TextDecoder(encoding).decode(head));
  return head.subarray(0, BOM.length).equals(BOM) ? head.subarray(BOM.length) : head;
}

async function* transcode(source: AsyncGenerator<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

async function* withoutBom(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const [head, rest] = await takeHead(source, BOM.length);
  let skip = head.equals(BOM) ? BOM.length : 0;
  for await (const chunk of rest) {
    const part = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - part.length;
    if (part.length > 0) yield part;
  }
}
