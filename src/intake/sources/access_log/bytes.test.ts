import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openBytes } from './bytes.ts';

const directory = mkdtempSync(join(tmpdir(), 'leadspring-bytes-'));
afterAll(() => rmSync(directory, { recursive: true }));

const text = Buffer.from(Array.from({ length: 100_000 }, (_unused, n) => `line ${n}\n`).join(''));

test.each([
  ['log.gz', gzipSync(text)],
  ['log.zst', zstdCompressSync(text)],
  ['empty.gz', gzipSync('')],
  ['cut.gz', gzipSync(text).subarray(0, 100)],
])('%s can be closed at any moment, also while the next piece is being decoded', async (name, bytes) => {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  for (let pieces = 0; pieces < 6; pieces++) {
    const source = await openBytes(path);
    for (let piece = 0; piece < pieces; piece++) await source.next().catch(() => undefined);
    // Not awaited before closing: the reader was interrupted.
    const pending = source.next().catch(() => undefined);
    for (let turn = 0; turn < pieces; turn++) await new Promise(setImmediate);
    await source.close();
    await pending;
  }
});

test.each([
  ['whole.gz', gzipSync(text)],
  ['two.gz', Buffer.concat([gzipSync(text.subarray(0, 50_000)), gzipSync(text.subarray(50_000))])],
  ['whole.zst', zstdCompressSync(text)],
])('%s gives every byte once, in order', async (name, bytes) => {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  const source = await openBytes(path);
  const pieces: Buffer[] = [];
  for (let piece = await source.next(); piece !== undefined; piece = await source.next()) {
    pieces.push(Buffer.from(piece));
  }
  await source.close();
  expect(Buffer.concat(pieces).equals(text)).toBe(true);
});

const MEGABYTE = 1024 * 1024;
const zeros = Buffer.alloc(256 * MEGABYTE);

test.each([
  ['bomb.gz', gzipSync(zeros)],
  ['bomb.zst', zstdCompressSync(zeros)],
])('%s grows thousandfold, and a few pieces of it at a time', async (name, bytes) => {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  const before = process.memoryUsage().arrayBuffers;
  const source = await openBytes(path);
  let [size, most] = [0, 0];
  for (let piece = await source.next(); piece !== undefined; piece = await source.next()) {
    size += piece.length;
    // Whoever reads is slower than what decodes.
    await new Promise(setImmediate);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  await source.close();
  expect(size).toBe(zeros.length);
  expect(most).toBeLessThan(16 * MEGABYTE);
});

test('what came out before the piece with the damage is given, also when decoding paused', async () => {
  const path = join(directory, 'damaged.gz');
  const bytes = gzipSync(zeros.subarray(0, 16 * MEGABYTE));
  bytes.writeUInt32LE(1, bytes.length - 8); // the checksum
  writeFileSync(path, bytes);
  const source = await openBytes(path);
  let size = 0;
  const readAll = async () => {
    for (let piece = await source.next(); piece !== undefined; piece = await source.next())
      size += piece.length;
  };
  await expect(readAll()).rejects.toMatchObject({ code: 'file_corrupt' });
  await source.close();
  expect(size).toBeGreaterThanOrEqual(16 * MEGABYTE - 256 * 1024);
});
