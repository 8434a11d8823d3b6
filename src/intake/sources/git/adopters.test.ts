import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adaptAll, makeRepository, readGit, runGit, temporaryFolder } from './testing.ts';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const LIST = '# Adopters\n\n- [Acme](https://acme.example) - turbines\n';
const make = () =>
  makeRepository(path.join(folder, 'engine.git'), [
    { files: { 'ADOPTERS.md': LIST }, authored: 1_700_000_000, committed: 1_700_000_000 },
    {
      files: {
        'ADOPTERS.md': `${LIST}- **Königsfjord**\n`,
        'docs/USERS.md': '| Company |\n|---|\n| Kelp |\n',
      },
      authored: 1_700_100_000,
      committed: 1_700_100_000,
    },
  ]);

test('who stands in a list of adopters, since the commit that first named them', async () => {
  const answers = await adaptAll(make());
  const listed = answers.flatMap(({ signals }) => signals).filter(({ act }) => act === 'adopt');
  expect(listed.map(({ at, actor, details }) => [at, actor, details])).toEqual([
    [
      1_700_000_000_000,
      { organizationName: 'Acme', organizationDomain: 'acme.example' },
      { list: 'ADOPTERS.md', line: 3 },
    ],
    [1_700_100_000_000, { organizationName: 'Königsfjord' }, { list: 'ADOPTERS.md', line: 4 }],
    [1_700_100_000_000, { organizationName: 'Kelp' }, { list: 'docs/USERS.md', line: 3 }],
  ]);
  expect(new Set(listed.map(({ nativeId }) => nativeId)).size).toBe(3);
});

test('a list whose text is not in the clone is a note; the history is read all the same', async () => {
  const repository = make();
  const blob = runGit(repository, 'rev-parse', 'HEAD:docs/USERS.md').trim();
  const { notes, records } = await withoutBlob(repository, blob);
  expect(notes.join()).toMatch(/^docs\/USERS\.md could not be read: /);
  expect(records.length).toBeGreaterThan(2);
});

/** Reads the repository after one blob was taken from it. */
async function withoutBlob(repository: string, blob: string) {
  const kept = path.join(folder, 'kept.git');
  runGit(folder, 'init', '--quiet', '--bare', '--initial-branch=main', kept);
  const objects = runGit(repository, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split(
    '\n',
  );
  for (const object of objects) {
    if (object === '' || object === blob) continue;
    const type = runGit(repository, 'cat-file', '-t', object).trim();
    const file = path.join(folder, object);
    runGit(
      folder,
      '-c',
      'alias.save=!f() { git -C "$1" cat-file "$2" "$3" > "$4"; }; f',
      'save',
      repository,
      type,
      object,
      file,
    );
    runGit(kept, 'hash-object', '-w', '-t', type, '--literally', file);
    rmSync(file);
  }
  runGit(kept, 'update-ref', 'refs/heads/main', runGit(repository, 'rev-parse', 'main').trim());
  return readGit(kept);
}

test('an author who signs off from another address shows it; somebody else does not', async () => {
  const message = (name: string) => `Mend\n\nSigned-off-by: ${name} <ada@work.example>\n`;
  const repository = makeRepository(path.join(folder, 'other.git'), [
    { author: 'Ada Example <ada@mail.example>', message: message('Ada Example') },
    { author: 'Ada Example <ada@mail.example>', message: message('Bea Example') },
  ]);
  const answers = await adaptAll(repository);
  const authors = answers.flatMap(({ signals }) => signals.filter(({ act }) => act === 'commit'));
  expect(authors.map(({ actor }) => actor?.alsoEmail)).toEqual(['ada@work.example', undefined]);
});
