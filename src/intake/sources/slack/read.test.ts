import { expect, test } from 'vitest';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { messageAdapter } from './adapt.ts';
import { readExport } from './read.ts';
import { dayOf, listsOf, messageOf, writeFiles } from './testing.ts';

const YEAR = 365 * 86_400_000;
const NOW = Date.UTC(2026, 10, 24);

async function companiesOf(input: string, now: number): Promise<readonly unknown[]> {
  const found = new Map<string, string | undefined>();
  const job = {
    ...{ input, settings: {}, now, signal: new AbortController().signal },
    cursor: async () => undefined,
  };
  const adapt = messageAdapter({ workspace: 'acme.slack.example', visibility: 'private' });
  for await (const { records } of readExport(job)) {
    for (const record of records) {
      for (const { actor } of (await adapt(record)).signals)
        found.set(actor?.login ?? '', actor?.profileCompany);
    }
  }
  return [...found].sort();
}

test('a title names the company of who wrote in the year before the run', async () => {
  await using folder = await tempDir();
  await writeFiles(folder.path, {
    ...listsOf(),
    [`help/${dayOf(1)}.json`]: JSON.stringify([messageOf(1, 1), messageOf(1, 2)]),
  });
  expect(await companiesOf(folder.path, NOW)).toEqual([
    ['chloe', 'Acme'],
    ['dev', 'Acme'],
  ]);
  expect(await companiesOf(folder.path, NOW + YEAR)).toEqual([
    ['chloe', undefined],
    ['dev', undefined],
  ]);
});
