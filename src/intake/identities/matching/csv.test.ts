import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noProgress } from '../../../base/index.ts';
import { DEFAULT_THRESHOLDS, matchCsv, matchCsvAside } from './index.ts';

async function run(
  text: string,
  match: (options: Parameters<typeof matchCsv>[0]) => Promise<unknown> = matchCsv,
): Promise<{ out: string; suggestions: string; summary: unknown }> {
  const folder = await mkdtemp(join(tmpdir(), 'leadspring-match-'));
  const at = (name: string): string => join(folder, name);
  await writeFile(at('raw.csv'), text);
  const summary = await match({
    input: at('raw.csv'),
    output: at('out.csv'),
    suggestions: at('suggestions.csv'),
    thresholds: DEFAULT_THRESHOLDS,
    progress: noProgress,
    signal: new AbortController().signal,
  });
  const read = (name: string): Promise<string> => readFile(at(name), 'utf8');
  return { out: await read('out.csv'), suggestions: await read('suggestions.csv'), summary };
}

test('other columns are read through, rows keep their order', async () => {
  const { out, summary } = await run(
    '\ufeffnote,raw_name,raw_email,login\r\n"a, ""b""\nc",Jane Quibble,jane@q.example,jq\n2,Max Roe,max@roe.example,\n3,Jane Quibble,JANE@q.example,\n',
  );
  expect(out.split('\n').slice(0, 2).join('\n')).toBe(
    'note,raw_name,raw_email,login,cluster,confidence\n"a, ""b""',
  );
  expect(out).toMatch(/c",Jane Quibble,jane@q\.example,jq,1,0\.9\d+\n/);
  expect(out).toMatch(/\n2,Max Roe,max@roe\.example,,2,1\.0000\n3,Jane Quibble,JANE@q\.example,,1,/);
  expect(summary).toMatchObject({ rows: 3, people: 2, merged: 1, merged_rows: 2, suggestions: 0 });
});

describe('what cannot be read is named', () => {
  test.each([
    ['raw_name,email\na,b\n', 'csv_columns', /line 1: the header lacks the column raw_email/],
    ['', 'csv_columns', /lacks the column raw_name/],
    ['raw_name,raw_email,cluster\n', 'csv_columns', /column cluster is there already/],
    ['raw_name,raw_email\na,b\nc\n', 'csv_value', /line 3, column 2: the row has 1 columns, the header 2/],
    ['raw_name,raw_email\na,"b\n', 'csv_value', /line \d, column .*quote/],
  ])('%j', async (text, code, message) => {
    const failure = await run(text).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

test('in a process of its own it says the same, and fails the same', async () => {
  const text = 'raw_name,raw_email\nJane Quibble,jane@q.example\nJane Quibble,JANE@q.example\n';
  expect(await run(text, matchCsvAside)).toEqual(await run(text));
  const failure = await run('raw_name,raw_email\na,b\nc\n', matchCsvAside).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'csv_value', where: { line: 3 } });
});
