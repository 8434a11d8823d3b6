import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { jsonValues } from './json_values.ts';

const directory = mkdtempSync(join(tmpdir(), 'leadspring-values-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function valuesOf(content: string | Uint8Array) {
  const path = join(directory, 'a.json');
  writeFileSync(path, content);
  const found = [];
  for await (const each of jsonValues(path, { limit: 100, members: ['rows'] })) found.push(each);
  return found;
}

test.each([
  ['an array', '\ufeff [{"a": 1},\n {"a": 2}]', ['item:1', 'item:2']],
  [
    'an object with it, on one line',
    '{"total": 2, "rows": [{"a": 1}, {"a": 2}], "other": [7]}',
    ['item:rows:1', 'item:rows:2'],
  ],
  [
    'an object with it, on many lines',
    '{\n "rows": [\n{"a": 1},\n{"a": 2}]}',
    ['item:rows:1', 'item:rows:2'],
  ],
  ['one a line', '{"a": 1}\n\n{"a": 2}', ['line:1', 'line:3']],
  ['packed', gzipSync('{"a": 1}\n{"a": 2}\n'), ['line:1', 'line:2']],
])('%s', async (_what, content, ids) => {
  const found = await valuesOf(content);
  expect(found.map(({ value }) => value)).toEqual([{ a: 1 }, { a: 2 }]);
  expect(found.map(({ id }) => id)).toEqual(ids);
});

test('what is too long or no JSON is told, the rest is there', async () => {
  const found = await valuesOf(`{"a": 1}\n{"a": "${'x'.repeat(200)}"}\n{"a"\n{"a": 2}\n`);
  expect(found.map(({ value, tooLong }) => [value, tooLong])).toEqual([
    [{ a: 1 }, false],
    [undefined, true],
    [undefined, false],
    [{ a: 2 }, false],
  ]);
});

test('what is none of these is refused', async () => {
  await expect(valuesOf('7')).rejects.toMatchObject({ code: 'file_corrupt' });
  await expect(valuesOf('')).rejects.toMatchObject({ code: 'file_corrupt' });
});
