/** How records are kept: JSON in which bytes are tagged, compressed with zstd (RFC 8878). */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const TAG = '$bytes';
/** Level 3 is zstd's own default: most of the gain for little time. */
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 3 };

/** Compresses bytes as they are kept in `message.raw` and `failed_event.body`. */
export function compress(bytes: Uint8Array): Uint8Array {
  // zlib answers with a view into a buffer of `chunkSize`; kept by the thousand, or sent to another thread, the
  // whole buffers would count. So the chunk is no larger than needed, and the answer a copy of its own size.
  const chunkSize = Math.max(1_024, Math.min(bytes.byteLength, 131_072));
  return new Uint8Array(zstdCompressSync(bytes, { params: LEVEL, chunkSize }));
}

/** The bytes that were given to `compress`. */
export function decompress(bytes: Uint8Array): Uint8Array {
  return zstdDecompressSync(bytes);
}

/** A record's body as kept for replay. */
export function encodeBody(body: unknown): Uint8Array {
  const json = JSON.stringify(tag(body)) ?? 'null';
  return compress(Buffer.from(json, 'utf8'));
}

/** The body that was given to `encodeBody`. */
export function decodeBody(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(decompress(bytes)).toString('utf8'), untag);
}

/** Tags bytes before JSON.stringify sees them: Buffer's own toJSON would run before a replacer. */
function tag(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return { [TAG]: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  }
  if (Array.isArray(value)) return value.map(tag);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, tag(part)]));
  }
  return value;
}

function untag(_key: string, value: unknown): unknown {
  if (value !== null && typeof value === 'object' && TAG in value && typeof value[TAG] === 'string') {
    return new Uint8Array(Buffer.from(value[TAG], 'base64'));
  }
  return value;
}
