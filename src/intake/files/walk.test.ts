import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { zipOf } from '../sources/slack/testing.ts';
import { walkFiles } from './walk.ts';

const directory = mkdtempSync(join(tmpdir(), 'leadspring-walk-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** One path is too long for the header of a tar archive. */
const FILES = {
  'a/x.json': 'first',
  'b.json': 'b'.repeat(100_000),
  [`${'c'.repeat(90)}/${'d'.repeat(60)}/y.json`]: '',
};

async function contents(path: string, take: (name: string) => boolean = () => true) {
  const found: Record<string, string> = {};
  for await (const { name, bytes } of walkFiles(path, /\.json$/)) {
    if (!take(name)) continue;
    const parts = [];
    for await (const part of bytes) parts.push(part);
    found[name.replace(/^\.\//, '')] = Buffer.concat(parts).toString();
  }
  return found;
}

const folder = join(directory, 'folder');
for (const [name, text] of Object.entries({ ...FILES, 'z.txt': 'other' })) {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}
const tar = (format: string): string => {
  const path = join(directory, `${format}.tar.gz`);
  execFileSync('tar', ['-czf', path, `--format=${format}`, '-C', folder, '.']);
  return path;
};

test('a folder, a zip and tar archives of it are read alike', async () => {
  expect(await contents(folder)).toEqual(FILES);
  const zip = join(directory, 'a.zip');
  writeFileSync(zip, zipOf(FILES));
  expect(await contents(zip)).toEqual(FILES);
  for (const format of ['gnu', 'pax', 'ustar']) expect(await contents(tar(format)), format).toEqual(FILES);
  const plain = join(directory, 'plain.tar');
  writeFileSync(plain, gunzipSync(readFileSync(tar('gnu'))));
  expect(await contents(plain)).toEqual(FILES);
});

test('a file that nobody reads is passed over', async () => {
  expect(await contents(tar('pax'), (name) => name.endsWith('x.json'))).toEqual({ 'a/x.json': 'first' });
});

test('what is cut or no archive is said so', async () => {
  const whole = readFileSync(tar('gnu'));
  const spoilt = join(directory, 'spoilt.tar.gz');
  const failOf = async (bytes: Uint8Array) => {
    writeFileSync(spoilt, bytes);
    return contents(spoilt).then(
      () => undefined,
      (thrown) => thrown.code,
    );
  };
  expect(await failOf(whole.subarray(0, 200))).toBe('file_truncated');
  expect(await failOf(gunzipSync(whole).subarray(0, 6_000))).toBe('file_truncated');
  expect(await failOf(Buffer.alloc(2_000, 'x'))).toBe('file_corrupt');
  expect(await failOf(Buffer.of(0x1f, 0x8b, 1, 2, 3))).toBe('file_corrupt');
});
