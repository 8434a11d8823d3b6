/** Bytes of a file, decompressed when they are gzip or zstd. */
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ErrorCode } from '../../../base/index.ts';
import type { Problem } from './record.ts';
import { unzstd } from './zstd.ts';

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
  const chunks = counted(createReadStream(path, { highWaterMark: CHUNK }), progress);
  const first = await chunks.next();
  if (first.done === true) return;
  const head = first.value;
  const whole = chain(head, chunks);
  if (isGzip(head)) yield* gunzip(whole);
  else if (isZstd(head)) yield* unzstd(whole, CHUNK);
  else yield* whole;
}

/** True when bytes begin as gzip or zstd do. */
export function isCompressed(head: Buffer): boolean {
  return isGzip(head) || isZstd(head);
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function isZstd(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528;
}

function gunzip(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const decoder = createGunzip({ chunkSize: CHUNK });
  // What goes wrong reaches the loop that reads the decoder; there is nothing left to do here.
  pipeline(Readable.from(source), decoder, () => {});
  return decoder;
}

async function* counted(stream: Readable, progress: Progress): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
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

/** The code for what reading a file threw. */
export function problemOf(error: unknown): Problem {
  const thrown = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = CODES[thrown];
  if (known !== undefined) return { code: known[0], detail: known[1] };
  if (/^(?:Z_|ZSTD_|ERR_)/.test(thrown))
    return { code: 'file_corrupt', detail: `it cannot be decoded further (${thrown})` };
  if (thrown !== '') return { code: 'file_not_readable', detail: `it cannot be read (${thrown})` };
  throw error;
}
