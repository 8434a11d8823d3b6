/**
 * Zstandard streams of any number of frames. Node's own decoder stops after the first frame, and `pzstd`,
 * `zstd -B` and plain `cat a.zst b.zst` write many, so the frames are told apart here (RFC 8878 §3.1) and
 * each is given to a decoder of its own.
 */
import { pipeline, Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a5;

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
      const decoder = createZstdDecompress({ chunkSize });
      // What goes wrong reaches the loop that reads the decoder; there is nothing left to do here.
      pipeline(Readable.from(frame(input)), decoder, () => {});
      yield* decoder as AsyncIterable<Buffer>;
    }
  }
}

/** The compressed bytes of the frame at hand, in pieces. */
async function* frame(input: Puller): AsyncGenerator<Buffer> {
  const head = await input.peek(5);
  const flags = head[4] ?? 0;
  if (head.length < 5) throw ended();
  if (head.readUInt32LE(0) !== MAGIC) throw coded('not a zstd frame', 'ZSTD_error_prefix_unknown');
  yield await input.take(headerSize(flags));
  for (;;) {
    const block = await input.peek(3);
    if (block.length < 3) throw ended();
    const bits = block.readUIntLE(0, 3);
    const size = ((bits >> 1) & 3) === 1 ? 1 : bits >>> 3;
    yield await input.take(3 + size);
    if ((bits & 1) === 1) break;
  }
  if ((flags & 4) !== 0) yield await input.take(4);
}

/** Magic number and frame header in bytes, by the frame header descriptor. */
function headerSize(flags: number): number {
  const single = (flags & 0x20) !== 0;
  const contentSize = [single ? 1 : 0, 2, 4, 8][flags >>> 6] ?? 0;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  return 5 + (single ? 0 : 1) + dictionary + contentSize;
}

async function skip(input: Puller): Promise<void> {
  let left = (await input.take(8)).readUInt32LE(4);
  while (left > 0) left -= (await input.take(Math.min(left, 1 << 16))).length;
}

interface Puller {
  /** The next `size` bytes without taking them; fewer at the end. */
  peek(size: number): Promise<Buffer>;
  /** Takes exactly `size` bytes or throws. */
  take(size: number): Promise<Buffer>;
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
  const take = async (size: number): Promise<Buffer> => {
    const taken = await peek(size);
    if (taken.length < size) throw ended();
    bytes = bytes.subarray(size);
    return taken;
  };
  return { peek, take };
}

function ended(): Error {
  return coded('unexpected end of file', 'Z_BUF_ERROR');
}

function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
