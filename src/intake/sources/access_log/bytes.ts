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

type Decoder = Gunzip | ZstdDecompress;

function decoderFor(magic: Uint8Array): Decoder | undefined {
  if (magic[0] === 0x1f && magic[1] === 0x8b) return createGunzip({ chunkSize: PIECE });
  if (magic[0] === 0x28 && magic[1] === 0xb5 && magic[2] === 0x2f && magic[3] === 0xfd) {
    return createZstdDecompress({ chunkSize: PIECE });
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

/**
 * Decompresses. What the decoder has made is taken from it at once: a stream that ends in an error would
 * throw away what it still holds.
 */
function decodedSource(path: string, file: FileHandle, decoder: Decoder): ByteSource {
  const raw = plainSource(file, 0, COMPRESSED_PIECE);
  const ready: Uint8Array[] = [];
  let failure: Error | undefined;
  let ended = false;
  decoder.on('data', (piece: Uint8Array) => ready.push(piece));
  decoder.on('error', (error) => {
    failure ??= error;
  });

  const feed = async (): Promise<void> => {
    const piece = await raw.next();
    ended = piece === undefined;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        decoder.off('error', done);
        resolve();
      };
      decoder.once('error', done);
      if (piece !== undefined) decoder.write(piece, done);
      else decoder.once('end', done).end();
    });
  };
  return {
    compressed: true,
    next: async () => {
      for (;;) {
        const piece = ready.shift();
        if (piece !== undefined) return piece;
        if (failure !== undefined) throw decodingError(path, failure);
        if (ended) return undefined;
        await feed();
      }
    },
    consumed: raw.consumed,
    close: async () => {
      decoder.destroy();
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
    const magic = new Uint8Array(4);
    try {
      await file.read(magic, 0, 4, 0);
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
    const decoder = decoderFor(magic);
    return decoder === undefined ? plainSource(file, 0, PIECE) : decodedSource(path, file, decoder);
  } catch (thrown) {
    throw fileError(path, thrown);
  }
}
