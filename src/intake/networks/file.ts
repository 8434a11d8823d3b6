/** The operator's network file, in whichever of its forms, as a look-up from an address to facts about its owner. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { LeadspringError } from '../../base/plain.ts';
import { parseAddress } from './address.ts';
import { isMmdb, openMmdb } from './mmdb.ts';
import type { OwnerFacts } from './owner.ts';
import { type RangeReader, rangeReader } from './range_file.ts';
import { findOwner } from './ranges.ts';

/** The largest MMDB file, decompressed: it is held in memory. */
const LARGEST = 512 * 1024 * 1024;
const PIECE = 256 * 1024;

function unusable(file: string, cause: unknown): LeadspringError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LeadspringError('setting_invalid', `The network file ${file} cannot be read: ${reason}`, {
    where: { file, field: 'networks' },
    cause,
  });
}

/** The file's bytes, decompressed, piece by piece. */
async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file);
  const magic = Buffer.alloc(4);
  try {
    await handle.read(magic, 0, 4, 0);
  } finally {
    await handle.close();
  }
  const raw = createReadStream(file, { highWaterMark: PIECE });
  const gzip = magic[0] === 0x1f && magic[1] === 0x8b;
  const zstd = magic.readUInt32LE(0) === 0xfd2fb528;
  if (!gzip && !zstd) return yield* raw as AsyncIterable<Buffer>;
  const decoder = gzip ? createGunzip({ chunkSize: PIECE }) : createZstdDecompress({ chunkSize: PIECE });
  raw.on('error', (error) => decoder.destroy(error));
  yield* raw.pipe(decoder) as AsyncIterable<Buffer>;
}

/** Gives whole lines to the reader; what is left of a piece waits for the next. */
function lineFeeder(reader: RangeReader): { push(piece: Buffer): void; end(): void } {
  let left: Buffer = Buffer.alloc(0);
  return {
    push: (piece) => {
      const bytes = left.length === 0 ? piece : Buffer.concat([left, piece]);
      let at = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, at)) {
        reader.add(bytes.toString('utf8', at, bytes[end - 1] === 13 && end > at ? end - 1 : end));
        at = end + 1;
      }
      // A line of megabytes is no line of a list.
      left = bytes.length - at > PIECE ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at));
    },
    end: () => {
      if (left.length > 0) reader.add(left.toString('utf8'));
    },
  };
}

/** The whole of a binary file; its first piece was read already. */
async function wholeOf(first: Buffer, pieces: AsyncGenerator<Buffer>): Promise<Buffer> {
  const all = [first];
  let size = first.length;
  for await (const piece of pieces) {
    all.push(piece);
    size += piece.length;
    if (size > LARGEST) throw new Error(`it is larger than ${LARGEST} bytes`);
  }
  return Buffer.concat(all);
}

async function read(file: string): Promise<(address: string) => OwnerFacts | undefined> {
  const pieces = piecesOf(file);
  const reader = rangeReader();
  const feeder = lineFeeder(reader);
  const first = await pieces.next();
  if (first.done !== true) {
    // A text has no NUL.
    if (first.value.includes(0)) {
      const bytes = await wholeOf(first.value, pieces);
      if (!isMmdb(bytes)) throw new Error('it is a binary file, but not MMDB');
      return openMmdb(file, bytes);
    }
    feeder.push(first.value);
  }
  for await (const piece of pieces) feeder.push(piece);
  feeder.end();
  const { ipv4, ipv6, owners } = reader.finish();
  if (ipv4.count + ipv6.count === 0) {
    throw new Error('it is neither MMDB nor a list of address ranges (start, end, asn, name)');
  }
  return (address) => {
    const words = parseAddress(address);
    if (words === undefined) return undefined;
    const owner = findOwner(words.length === 1 ? ipv4 : ipv6, words);
    return owner < 0 ? undefined : owners[owner];
  };
}

/**
 * Opens a network file.
 * @throws LeadspringError setting_invalid naming the file, when it cannot be read or is of no known form
 */
export async function openNetworkFile(file: string): Promise<(address: string) => OwnerFacts | undefined> {
  try {
    return await read(file);
  } catch (thrown) {
    throw thrown instanceof LeadspringError ? thrown : unusable(file, thrown);
  }
}
