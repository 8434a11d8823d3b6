import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { messageAdapter } from './adapt.ts';
import { readExport } from './read.ts';
import { messagesFile, messagesOf, realmFile } from './testing.ts';

const YEAR = 365 * 86_400_000;
const NOW = Date.UTC(2026, 10, 24);

async function companiesOf(input: string, now: number): Promise<readonly unknown[]> {
  const found = new Map<string, string | undefined>();
  const job = {
    ...{ input, settings: {}, now, signal: new AbortController().signal },
    cursor: async () => undefined,
  };
  const adapt = messageAdapter({ server: 'chat.acme.example', visibility: 'private' });
  for await (const { records } of readExport(job)) {
    for (const record of records) {
      for (const { actor } of (await adapt(record)).signals)
        found.set(actor?.name ?? '', actor?.profileCompany);
    }
  }
  return [...found].sort();
}

test('a field of profiles that is called so names the company of who wrote in the year before the run', async () => {
  await using folder = await tempDir();
  await writeFile(join(folder.path, 'realm.json'), realmFile());
  await writeFile(join(folder.path, 'messages-000001.json'), messagesFile(messagesOf(0, 2)));
  expect(await companiesOf(folder.path, NOW)).toEqual([
    ['Ana', 'Acme GmbH'],
    ['Ben', undefined],
  ]);
  expect(await companiesOf(folder.path, NOW + YEAR)).toEqual([
    ['Ana', undefined],
    ['Ben', undefined],
  ]);
});
