/** Files of a tar archive, one after the other (POSIX.1-2017 pax and ustar; long names of GNU tar). */
import { LeadspringError } from '../../base/plain.ts';

export interface TarFile {
  /** Its path, with `/`. */
  readonly name: string;
  /** To be read before the next file is asked for; what is left of it is passed over. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

const BLOCK = 512;
/** Headers that only tell a name. */
const LONGEST_HEADER = 64 * 1024;

/**
 * Streams the files of an archive. Links, devices and folders are passed over.
 * @param path for messages
 * @throws LeadspringError `file_corrupt` for what is no archive, `file_truncated` when it ends within a file
 */
export async function* tarFiles(stream: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<TarFile> {
  const input = takerOf(stream, path);
  let longName: string | undefined;
  try {
    for (;;) {
      const block = await input.take(BLOCK, true);
      if (block === undefined || block.every((byte) => byte === 0)) return;
      const header = readHeader(block, path);
      const padding = (BLOCK - (header.size % BLOCK)) % BLOCK;
      if (header.type === 'L' || header.type === 'x') {
        if (header.size > LONGEST_HEADER) throw corrupt(path);
        const text = Buffer.from((await input.take(header.size + padding)) ?? []).subarray(0, header.size);
        longName = header.type === 'L' ? untilNul(text) : (paxPath(text) ?? longName);
        continue;
      }
      const name = longName ?? header.name;
      longName = undefined;
      const rest = input.part(header.size);
      if (header.type === '0' || header.type === '\0') yield { name, bytes: rest.bytes() };
      await rest.skip();
      await input.part(padding).skip();
    }
  } finally {
    await input.close();
  }
}

function readHeader(block: Uint8Array, path: string) {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const sum = bytes.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== octal(bytes, 148, 8)) throw corrupt(path);
  const size = (bytes[124] ?? 0) & 0x80 ? bytes.readUIntBE(130, 6) : octal(bytes, 124, 12);
  if (!Number.isSafeInteger(size)) throw corrupt(path);
  const prefix = bytes.toString('latin1', 257, 263) === 'ustar\0' ? untilNul(bytes.subarray(345, 500)) : '';
  const name = untilNul(bytes.subarray(0, 100));
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    type: String.fromCharCode(bytes[156] ?? 0),
  };
}

function octal(bytes: Buffer, from: number, length: number): number {
  const digits = /^[0-7]+/.exec(bytes.toString('latin1', from, from + length).trim())?.[0];
  return digits === undefined ? 0 : Number.parseInt(digits, 8);
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** The path that a pax header gives to the file behind it. */
function paxPath(text: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text.toString('utf8'))?.[1];
}

/** A stream taken in parts. */
function takerOf(stream: AsyncIterable<Uint8Array>, path: string) {
  const iterator = stream[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array();
  /** The next piece, at most so long; undefined at the end. */
  const next = async (most: number): Promise<Uint8Array | undefined> => {
    while (held.length === 0) {
      const { done, value } = await iterator.next();
      if (done === true) return undefined;
      held = value;
    }
    const piece = held.subarray(0, most);
    held = held.subarray(piece.length);
    return piece;
  };
  const part = (size: number) => {
    let left = size;
    async function* bytes(): AsyncGenerator<Uint8Array> {
      while (left > 0) {
        const piece = await next(left);
        if (piece === undefined) throw truncated(path);
        left -= piece.length;
        yield piece;
      }
    }
    const skip = async (): Promise<void> => {
      for await (const _piece of bytes());
    };
    return { bytes, skip };
  };
  return {
    part,
    /** So many bytes; undefined when there are none at all and that is allowed. */
    take: async (size: number, orNone = false): Promise<Uint8Array | undefined> => {
      const first = orNone ? await next(size) : new Uint8Array();
      if (first === undefined) return undefined;
      const pieces = [first];
      for await (const piece of part(size - first.length).bytes()) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    close: async (): Promise<void> => {
      await iterator.return?.();
    },
  };
}

function corrupt(path: string): LeadspringError {
  return new LeadspringError('file_corrupt', `${path} is no tar archive, or is damaged.`, {
    where: { file: path },
  });
}

function truncated(path: string): LeadspringError {
  return new LeadspringError('file_truncated', `${path} ends early.`, { where: { file: path } });
}
