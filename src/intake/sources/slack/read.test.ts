import { expect, test } from 'vitest';
import { A_YEAR_LATER, AT_THE_TIME, companiesOf } from '../../../../test/support/profile_companies.ts';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { messageAdapter } from './adapt.ts';
import { readExport } from './read.ts';
import { dayOf, listsOf, messageOf, writeFiles } from './testing.ts';

const made = {
  read: readExport,
  adapt: messageAdapter({ workspace: 'acme.slack.example', visibility: 'private' }),
  who: 'login',
} as const;

test('a title names the company of who wrote in the year before the run', async () => {
  await using folder = await tempDir();
  await writeFiles(folder.path, {
    ...listsOf(),
    [`help/${dayOf(1)}.json`]: JSON.stringify([messageOf(1, 1), messageOf(1, 2)]),
  });
  expect(await companiesOf(made, folder.path, AT_THE_TIME)).toEqual([
    ['chloe', 'Acme'],
    ['dev', 'Acme'],
  ]);
  expect(await companiesOf(made, folder.path, A_YEAR_LATER)).toEqual([
    ['chloe', undefined],
    ['dev', undefined],
  ]);
});
