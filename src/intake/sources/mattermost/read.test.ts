import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { A_YEAR_LATER, AT_THE_TIME, companiesOf } from '../../../../test/support/profile_companies.ts';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { postAdapter } from './adapt.ts';
import { readExport } from './read.ts';
import { headOf, postsOf } from './testing.ts';

const made = {
  read: readExport,
  adapt: postAdapter({ server: 'chat.acme.example', visibility: 'private' }),
  who: 'login',
} as const;

test('a position names the company of who wrote in the year before the run', async () => {
  await using folder = await tempDir();
  const file = join(folder.path, 'export.jsonl');
  await writeFile(file, headOf() + postsOf(0, 2));
  expect(await companiesOf(made, file, AT_THE_TIME)).toEqual([
    ['ana', 'Acme'],
    ['ben', 'Acme'],
  ]);
  expect(await companiesOf(made, file, A_YEAR_LATER)).toEqual([
    ['ana', undefined],
    ['ben', undefined],
  ]);
});
