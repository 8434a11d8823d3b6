import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Adapted, SettingValues } from '../../contract.ts';
import { postAdapter } from './adapt.ts';
import { readDump } from './dump.ts';
import { readSettings } from './settings.ts';
import { commentRow, postRow, postRows, table, USERS } from './testing.ts';

const directory = mkdtempSync(join(tmpdir(), 'leadspring-dump-'));
afterAll(() => rmSync(directory, { recursive: true }));

let folders = 0;
function dumpOf(posts: readonly string[], comments: readonly string[] = []): string {
  const folder = join(directory, String(folders++));
  mkdirSync(folder);
  writeFileSync(join(folder, 'posts.xml'), table('posts', posts));
  writeFileSync(join(folder, 'Comments.xml'), table('comments', comments));
  writeFileSync(join(folder, 'Users.xml'), USERS);
  return folder;
}

async function read(input: string, more: SettingValues = {}, cursors = new Map<string, unknown>()) {
  const settings = { site: 'forum.acme.example', ...more };
  const adapt = postAdapter(readSettings(settings));
  const before = new Map(cursors);
  const job = { input, settings, now: 0, signal: new AbortController().signal };
  const answers: Adapted[] = [];
  const notes: string[] = [];
  let skipped = 0;
  for await (const batch of readDump({ ...job, cursor: async (key) => before.get(key) })) {
    answers.push(...batch.records.map(adapt));
    notes.push(...(batch.notes ?? []));
    skipped += batch.skipped ?? 0;
    for (const { key, value } of batch.cursors) cursors.set(key, value);
  }
  const signals = answers.flatMap((answer) => answer.signals);
  return { answers, signals, messages: answers.flatMap((answer) => answer.messages), notes, skipped };
}

test('a question asks, answers and comments take part in it, by name and number', async () => {
  const { signals, messages } = await read(dumpOf(postRows(1, 3), [commentRow(7, 2)]));
  expect(signals).toMatchObject([
    {
      ...{ nativeId: 'post:1', act: 'ask', accessPoint: 'forum', at: Date.UTC(2026, 3, 1, 1) },
      actor: { login: '2', platform: 'forum.acme.example', name: 'Ben' },
      asset: { kind: 'thread', key: 'forum.acme.example/1', title: 'How to 1?' },
    },
    { nativeId: 'post:2', act: 'reply', asset: { key: 'forum.acme.example/1' } },
    { nativeId: 'post:comment:7', act: 'reply', asset: { key: 'forum.acme.example/1' } },
  ]);
  expect(messages.map(({ references }) => references)).toEqual([[], ['1'], ['1', '2']]);
  expect(messages[0]?.text).toBe('Post 1\n\na < b');
});

test('the home page that a profile names is its writer’s, and not part of what was written', async () => {
  const row = postRow(1, { OwnerUserId: 1 });
  const { signals, messages } = await read(dumpOf([row, postRow(2, { OwnerUserId: 2 })]));
  expect(signals.map(({ actor }) => actor?.homepage)).toEqual(['https://ana.example/', undefined]);
  expect(messages.map(({ raw }) => Buffer.from(raw).toString()).join()).not.toContain('ana.example');
});

test('an edit and the name of an account that is gone', async () => {
  const row = postRow(1, {
    OwnerUserId: '',
    OwnerDisplayName: 'user7',
    LastEditDate: '2026-05-01T10:00:00.5',
  });
  const { messages } = await read(dumpOf([row]));
  expect(messages[0]).toMatchObject({ author: { name: 'user7' }, editedAt: Date.UTC(2026, 4, 1, 10) + 500 });
});

test('of some tags: their questions, what answers and comments them, and nobody else', async () => {
  const folder = dumpOf(postRows(1, 7), [commentRow(1, 2), commentRow(2, 4), commentRow(3, 6)]);
  const { signals, notes } = await read(folder, { tags: ['Acme'] });
  expect(signals.map(({ nativeId }) => nativeId)).toEqual(['post:1', 'post:2', 'post:3', 'post:comment:1']);
  expect(signals.map(({ actor }) => actor?.name)).toEqual(['Ben', 'Chloe', 'Dev', 'Ben']);
  expect(notes[0]).toMatch(/^posts.xml: 3 rows are not about/);
});

test('a dump that was read is passed over, another one is read', async () => {
  const cursors = new Map<string, unknown>();
  const folder = dumpOf(postRows(1, 3_000), [commentRow(1, 2)]);
  expect((await read(folder, {}, cursors)).signals).toHaveLength(3_000);
  expect(await read(folder, {}, cursors)).toMatchObject({ signals: [], skipped: 3_000 });
  writeFileSync(join(folder, 'posts.xml'), table('posts', postRows(1, 3_001)));
  expect((await read(folder, {}, cursors)).signals).toHaveLength(3_000);
});

test('what is no table is said with its file and line', async () => {
  const folder = dumpOf([]);
  writeFileSync(join(folder, 'posts.xml'), 'no xml at all');
  await expect(read(folder)).rejects.toMatchObject({ code: 'file_corrupt', where: { line: 1 } });
});
