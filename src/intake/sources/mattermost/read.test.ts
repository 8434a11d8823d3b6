import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { postAdapter } from './adapt.ts';
import { readExport } from './read.ts';
import { headOf, postsOf } from './testing.ts';

const YEAR = 365 * 86_400_000;
const NOW = Date.UTC(2026, 10, 24);

async function companiesOf(input: string, now: number): Promise<readonly unknown[]> {
  const found = new Map<string, string | undefined>();
  const job = {
    ...{ input, settings: {}, now, signal: new AbortController().signal },
    cursor: async () => undefined,
  };
  const adapt = postAdapter({ server: 'chat.acme.example', visibility: 'private' });
  for await (const { records } of readExport(job)) {
    for (const record of records) {
      for (const { actor } of (await adapt(record)).signals)
        found.set(actor?.login ?? '', actor?.profileCompany);
    }
  }
  return [...found].sort();
}

test('a position names the company of who wrote in the year before the run', async () => {
  await using folder = await tempDir();
  const file = join(folder.path, 'export.jsonl');
  await writeFile(file, headOf() + postsOf(0, 2));
  expect(await companiesOf(file, NOW)).toEqual([
    ['ana', 'Acme'],
    ['ben', 'Acme'],
  ]);
  expect(await companiesOf(file, NOW + YEAR)).toEqual([
    ['ana', undefined],
    ['ben', undefined],
  ]);
});
