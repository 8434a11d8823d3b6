import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeWith } from '../../../../test/support/needs.ts';
import { requireTool } from '../../../../test/support/require_tool.ts';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { recognizePaths } from '../../recognize.ts';
import { fates, makeEpoch, makeInbox, post, readAll, type Step } from './testing.ts';

const came = (number: number, words?: string): Step => ({ kind: 'm', raw: post(number, words) });
const gone = (number: number): Step => ({ kind: 'd', raw: post(number) });

describeWith(requireTool('git'), 'an inbox of epochs', () => {
  test('is read in the order of its epochs, deletions too', async () => {
    await using dir = await tempDir();
    const inbox = makeInbox(join(dir.path, 'users'));
    makeEpoch(join(inbox, 'git', '10.git'), [came(3), gone(1), came(4)]);
    makeEpoch(join(inbox, 'git', '9.git'), [came(1), came(2)]);
    const cursors = new Map<string, unknown>();
    expect(await fates(await readAll(inbox, cursors))).toEqual([
      'public 1@list.example',
      'public 2@list.example',
      'public 3@list.example',
      'erased 1@list.example',
      'public 4@list.example',
    ]);
    const again = await readAll(inbox, cursors);
    expect(again.map(({ records, skipped }) => [records.length, skipped])).toEqual([
      [0, 2],
      [0, 3],
    ]);
  });

  test('goes on behind the last commit, also after a break', async () => {
    await using dir = await tempDir();
    const epoch = join(dir.path, 'users', 'git', '0.git');
    makeEpoch(
      epoch,
      Array.from({ length: 1200 }, (_, number) => came(number)),
    );
    const cursors = new Map<string, unknown>();
    await readAll(epoch, cursors, 3);
    const rest = await readAll(epoch, cursors);
    expect(rest[0]).toMatchObject({ skipped: 500 });
    expect(rest.flatMap(({ records }) => records)).toHaveLength(700);
    makeEpoch(epoch, [came(1200)]);
    expect(await fates(await readAll(epoch, cursors))).toEqual(['public 1200@list.example']);
  });

  test('whose history was written anew shows what was taken back and what was edited', async () => {
    await using dir = await tempDir();
    const epoch = join(dir.path, 'users', 'git', '0.git');
    makeEpoch(epoch, [came(1), came(2), came(3), came(4)]);
    const cursors = new Map<string, unknown>();
    await readAll(epoch, cursors);
    makeEpoch(
      epoch,
      [came(1), { kind: 'm', raw: '' }, came(3, 'Without the password.'), came(4), came(5)],
      true,
    );
    const batches = await readAll(epoch, cursors);
    expect(batches[0]?.notes?.[0]).toContain('written anew');
    expect(await fates(batches)).toEqual([
      'public 1@list.example',
      'deleted',
      'public 3@list.example edited',
      'public 4@list.example',
      'public 5@list.example',
      'erased 2@list.example',
    ]);
    expect(await fates(await readAll(epoch, cursors))).toEqual([]);
  });

  test('is known from other repositories', async () => {
    await using dir = await tempDir();
    const inbox = makeInbox(join(dir.path, 'users'));
    const epoch = makeEpoch(join(inbox, 'git', '0.git'), [came(1)]);
    const plain = makeEpoch(join(dir.path, 'engine.git'), [came(1)]);
    const { recognized } = await recognizePaths([inbox, epoch, join(inbox, 'git'), plain]);
    expect(recognized.map(({ source, paths }) => [source.name, paths.length])).toEqual([
      ['public_inbox', 3],
      ['git', 1],
    ]);
  });
});

describe('an inbox without a repository', () => {
  test('is said to be empty', async () => {
    await using dir = await tempDir();
    const [batch] = await readAll(makeInbox(join(dir.path, 'users')));
    expect(batch?.notes?.[0]).toContain('no repository');
  });
});
