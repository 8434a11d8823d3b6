/** The bytes of a file that may be packed with gzip (RFC 1952). */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { LeadspringError } from '../../base/plain.ts';
import { unpack } from './decoder.ts';

/**
 * Streams a file, unpacked when its first bytes are those of gzip, whatever its name.
 * @throws LeadspringError `file_truncated`, `file_corrupt` while it is read, after everything that could be unpacked
 */
export async function* unpackedFile(path: string): AsyncGenerator<Uint8Array> {
  const packed = (await firstBytes(path, 2)).equals(Buffer.of(0x1f, 0x8b));
  const file = createReadStream(path);
  try {
    yield* packed ? unpack(file, createGunzip()) : (file as AsyncIterable<Buffer>);
  } catch (thrown) {
    throw unpackError(path, thrown);
  } finally {
    file.destroy();
  }
}

/** The first bytes of a file, fewer when it is shorter. */
export async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function unpackError(path: string, thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (!code.startsWith('Z_')) return thrown;
  const options = { where: { file: path }, cause: thrown };
  if (code === 'Z_BUF_ERROR') return new LeadspringError('file_truncated', `${path} ends early.`, options);
  return new LeadspringError('file_corrupt', `${path} cannot be unpacked further.`, options);
}
