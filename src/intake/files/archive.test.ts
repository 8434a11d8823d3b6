import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { zipOf } from '../sources/slack/testing.ts';
import { openArchive } from './archive.ts';

const directory = mkdtempSync(join(tmpdir(), 'leadspring-archive-'));
afterAll(() => rmSync(directory, { recursive: true }));

const FILES = { 'b.txt': 'second', 'a/x.txt': 'first' };

test('a folder and a zip of it are read alike', async () => {
  mkdirSync(join(directory, 'folder', 'a'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(directory, 'folder', name), text);
  writeFileSync(join(directory, 'files.zip'), zipOf(FILES));
  for (const path of ['folder', 'files.zip']) {
    const archive = await openArchive(join(directory, path));
    expect(archive.names).toEqual(['a/x.txt', 'b.txt']);
    expect(Buffer.from((await archive.read('a/x.txt', 100)) ?? []).toString()).toBe('first');
    expect(await archive.read('a/x.txt', 4)).toBeUndefined();
    await archive.close();
  }
});

test('what is no archive is said to be none', async () => {
  const path = join(directory, 'junk.zip');
  writeFileSync(path, 'no archive');
  await expect(openArchive(path)).rejects.toMatchObject({ code: 'file_corrupt' });
});

test('what an entry says of its size is not relied upon', async () => {
  const path = join(directory, 'liar.zip');
  writeFileSync(
    path,
    zipOf({ 'a.txt': 'x'.repeat(10_000) }, () => 10),
  );
  const archive = await openArchive(path);
  await expect(archive.read('a.txt', 100)).rejects.toMatchObject({ code: 'file_corrupt' });
  await archive.close();
});
