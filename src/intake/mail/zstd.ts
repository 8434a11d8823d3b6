/**
 * Zstandard streams of any number of frames. Node's own decoder stops after the first frame, and `pzstd`,
 * `zstd -B` and plain `cat a.zst b.zst` write many, so the frames are told apart here (RFC 8878 §3.1) and
 * each is given to a decoder of its own.
 */
import { createZstdDecompress } from 'node:zlib';
import { unpack } from '../files/decoder.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a5;

/** True when bytes begin with a frame, be it one to be skipped. */
export function isZstd(head: Buffer): boolean {
  if (head.length < 4) return false;
  const magic = head.readUInt32LE(0);
  return magic === MAGIC || magic >>> 4 === SKIPPABLE;
}

/** Decompressed bytes. Throws what the decoder throws, and `Z_BUF_ERROR` when the input ends early. */
export async function* unzstd(source: AsyncIterable<Buffer>, chunkSize: number): AsyncGenerator<Buffer> {
  const input = puller(source);
  for (;;) {
    const magic = await input.peek(4);
    if (magic.length === 0) return;
    if (magic.length < 4) throw ended();
    if (magic.readUInt32LE(0) >>> 4 === SKIPPABLE) {
      await skip(input);
    } else {
      yield* unpack(frame(input), createZstdDecompress({ chunkSize }));
    }
  }
}

/**
 * The compressed bytes of the frame at hand, in pieces. Ends when the input does: the decoder then gives what
 * it has and complains itself.
 */
async function* frame(input: Puller): AsyncGenerator<Buffer> {
  const head = await input.peek(5);
  if (head.length === 5 && head.readUInt32LE(0) !== MAGIC)
    throw coded('not a zstd frame', 'ZSTD_error_prefix_unknown');
  const flags = head[4] ?? 0;
  yield await input.upTo(headerSize(flags));
  for (;;) {
    const block = await input.peek(3);
    if (block.length < 3) return;
    const bits = block.readUIntLE(0, 3);
    const size = ((bits >> 1) & 3) === 1 ? 1 : bits >>> 3;
    yield await input.upTo(3 + size);
    if ((bits & 1) === 1) break;
  }
  if ((flags & 4) !== 0) yield await input.upTo(4);
}

/** Magic number and frame header in bytes, by the frame header descriptor. */
function headerSize(flags: number): number {
  const single = (flags & 0x20) !== 0;
  const contentSize = [single ? 1 : 0, 2, 4, 8][flags >>> 6] ?? 0;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  return 5 + (single ? 0 : 1) + dictionary + contentSize;
}

async function skip(input: Puller): Promise<void> {
  const head = await input.upTo(8);
  if (head.length < 8) throw ended();
  for (let left = head.readUInt32LE(4); left > 0; ) {
    const passed = await input.upTo(Math.min(left, 1 << 16));
    if (passed.length === 0) throw ended();
    left -= passed.length;
  }
}

/** Bytes of a stream by count; fewer come only at its end. */
interface Puller {
  /** The next bytes, without taking them. */
  peek(size: number): Promise<Buffer>;
  upTo(size: number): Promise<Buffer>;
}

function puller(source: AsyncIterable<Buffer>): Puller {
  const chunks = source[Symbol.asyncIterator]();
  let bytes: Buffer = Buffer.alloc(0);
  const peek = async (size: number): Promise<Buffer> => {
    while (bytes.length < size) {
      const next = await chunks.next();
      if (next.done === true) break;
      bytes = Buffer.concat([bytes, next.value]);
    }
    return bytes.subarray(0, size);
  };
  const upTo = async (size: number): Promise<Buffer> => {
    const taken = await peek(size);
    bytes = bytes.subarray(taken.length);
    return taken;
  };
  return { peek, upTo };
}

function ended(): Error {
  return coded('unexpected end of file', 'Z_BUF_ERROR');
}

function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
