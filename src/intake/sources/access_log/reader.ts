/** A log file being read from its beginning, with places that can be stopped at exactly. */
import { type ByteSource, openBytes } from './bytes.ts';
import type { PrefixReader } from './stream.ts';

export interface LogReader extends PrefixReader {
  /** Whether the file is compressed, and therefore will not grow. */
  readonly compressed: boolean;
  /** Bytes given out so far, decompressed. */
  position(): number;
  /** Bytes of the file itself read so far. */
  consumed(): number;
  /** The next piece, valid until the next call; undefined at the end. Throws as `ByteSource.next` does. */
  next(): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** Opens a log. @throws LeadspringError as `openBytes` does */
export async function openLog(path: string): Promise<LogReader> {
  return readerOf(await openBytes(path));
}

/** A log that was read whole already. @param consumed bytes of its file */
export function logInMemory(bytes: Uint8Array, compressed: boolean, consumed: number): LogReader {
  let left: Uint8Array | undefined = bytes.length > 0 ? bytes : undefined;
  const next = async (): Promise<Uint8Array | undefined> => {
    const piece = left;
    left = undefined;
    return piece;
  };
  return readerOf({ compressed, next, consumed: () => consumed, close: async () => undefined });
}

function readerOf(source: ByteSource): LogReader {
  let position = 0;
  let left: Uint8Array | undefined;
  const pull = async (): Promise<Uint8Array | undefined> => {
    const piece = left ?? (await source.next());
    left = undefined;
    return piece;
  };
  const next = async (): Promise<Uint8Array | undefined> => {
    const piece = await pull();
    position += piece?.length ?? 0;
    return piece;
  };
  const readTo = async (offset: number, use: (piece: Uint8Array) => void): Promise<boolean> => {
    while (position < offset) {
      const piece = await pull();
      if (piece === undefined) return false;
      const wanted = piece.subarray(0, offset - position);
      if (wanted.length < piece.length) left = piece.subarray(wanted.length);
      position += wanted.length;
      use(wanted);
    }
    return true;
  };
  return {
    compressed: source.compressed,
    position: () => position,
    consumed: source.consumed,
    next,
    readTo,
    close: source.close,
  };
}
