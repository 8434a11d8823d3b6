/** Bytes of a file or an answer, decompressed when they are gzip or zstd. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { ErrorCode } from '../../base/plain.ts';
import { unpack } from '../files/decoder.ts';
import type { Problem } from './record.ts';
import { isZstd, unzstd } from './zstd.ts';

/** Counts bytes of input, for progress. */
export interface Progress {
  bytes: number;
}

const CHUNK = 256 * 1024;

/**
 * Streams a file in chunks of bounded size. Throws what the file system or the decoder throws; `problemOf`
 * names it.
 */
export async function* bytesOf(path: string, progress: Progress): AsyncGenerator<Buffer> {
  yield* decompressed(counted(createReadStream(path, { highWaterMark: CHUNK }), progress));
}

/** Bytes as they are, or of what is inside when they are gzip or zstd. Throws what the decoder throws. */
export async function* decompressed(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await chunks.next();
  if (first.done === true) return;
  const whole = chain(first.value, chunks);
  if (isGzip(first.value)) yield* unpack(whole, createGunzip({ chunkSize: CHUNK }));
  else if (isZstd(first.value)) yield* unzstd(whole, CHUNK);
  else yield* whole;
}

/** True when bytes begin as gzip or zstd do. */
export function isCompressed(head: Buffer): boolean {
  return isGzip(head) || isZstd(head);
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function* counted(stream: AsyncIterable<Buffer>, progress: Progress): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    progress.bytes += chunk.length;
    yield chunk;
  }
}

async function* chain(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

const CODES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ['file_not_found', 'the file is gone'],
  EACCES: ['file_not_readable', 'no permission to read it'],
  EPERM: ['file_not_readable', 'no permission to read it'],
  Z_BUF_ERROR: ['file_truncated', 'the compressed file ends early; the message it ends in is left out'],
};

/** The code for what reading a file threw. What is no error of a file or a decoder is thrown again. */
export function problemOf(error: unknown): Problem {
  const thrown = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = CODES[thrown];
  if (known !== undefined) return { code: known[0], detail: known[1] };
  if (/^(?:Z_|ZSTD_)/.test(thrown)) {
    return { code: 'file_corrupt', detail: `it cannot be decoded further (${thrown})` };
  }
  if (/^E[A-Z0-9]+$/.test(thrown))
    return { code: 'file_not_readable', detail: `it cannot be read (${thrown})` };
  throw error;
}
