import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { A_YEAR_LATER, AT_THE_TIME, companiesOf } from '../../../../test/support/profile_companies.ts';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { messageAdapter } from './adapt.ts';
import { readExport } from './read.ts';
import { messagesFile, messagesOf, realmFile } from './testing.ts';

const made = {
  read: readExport,
  adapt: messageAdapter({ server: 'chat.acme.example', visibility: 'private' }),
  who: 'name',
} as const;

test('a field of profiles that is called so names the company of who wrote in the year before the run', async () => {
  await using folder = await tempDir();
  await writeFile(join(folder.path, 'realm.json'), realmFile());
  await writeFile(join(folder.path, 'messages-000001.json'), messagesFile(messagesOf(0, 2)));
  expect(await companiesOf(made, folder.path, AT_THE_TIME)).toEqual([
    ['Ana', 'Acme GmbH'],
    ['Ben', undefined],
  ]);
  expect(await companiesOf(made, folder.path, A_YEAR_LATER)).toEqual([
    ['Ana', undefined],
    ['Ben', undefined],
  ]);
});
