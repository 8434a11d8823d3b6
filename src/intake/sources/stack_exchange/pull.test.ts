import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hostileRemote } from '../../../../test/support/hostile_remote.ts';
import { nothingKept, pullOnce } from '../../../../test/support/made_up_server.ts';
import { parseSettings } from '../../settings.ts';
import { postAdapter } from './adapt.ts';
import { apiOf, KEY, questionOf, type State, second, stateOf } from './api/testing.ts';
import { postsOfQuestion } from './api.ts';
import { readDump } from './dump.ts';
import { readSettings } from './settings.ts';
import { stackExchange } from './source.ts';
import { commentRow, postRow, table, USERS } from './testing.ts';

const directory = mkdtempSync(join(tmpdir(), 'leadspring-api-'));
afterAll(() => rmSync(directory, { recursive: true }));

const settings = { site: 'forum.acme.example', key: KEY };
const pull = (state: () => State, kept = nothingKept(), more: Readonly<Record<string, string>> = {}) =>
  pullOnce(stackExchange, apiOf(state), kept, { settings: { ...settings, ...more } });

test('questions with answers and comments, by number', async () => {
  const kept = await pull(() => stateOf(150));
  expect(kept.errors).toEqual([undefined]);
  expect([kept.messages.size, kept.signals.size]).toEqual([600, 600]);
  expect(kept.signals.get('post:2')).toMatchObject({ act: 'ask', actor: { login: '3', name: 'Chloe' } });
  expect(kept.messages.get('comment:21')).toMatchObject({ references: ['2', '3'], text: 'Comment 21' });
  expect(JSON.stringify([...kept.signals, ...kept.messages, ...kept.cursors])).not.toContain(KEY);
});

test('each tag is asked for by itself', async () => {
  const kept = await pull(() => stateOf(20), undefined, { tags: 'acme' });
  expect([...kept.messages.keys()].filter((id) => Number(id) % 4 === 0)).toHaveLength(10);
  expect(kept.messages.size).toBe(40);
  await pull(() => stateOf(20), kept, { tags: 'acme, widget, absent' });
  expect(kept.messages.size).toBe(80);
});

test('a second run finds what is new and what was edited', async () => {
  const state = stateOf(150);
  const kept = await pull(() => state);
  const edited = { body: '<p>Otherwise</p>', last_edit_date: second(900), last_activity_date: second(900) };
  state.questions[3] = questionOf(8, edited);
  state.questions.push(questionOf(1_000));
  await pull(() => state, kept);
  expect(kept.messages.size).toBe(604);
  expect(kept.messages.get('8')).toMatchObject({ text: 'Otherwise', editedAt: second(900) * 1_000 });
});

test('the API and the dump give the same signals', async () => {
  writeFileSync(join(directory, 'Users.xml'), USERS);
  const tables = {
    Posts: [
      postRow(2, {
        PostTypeId: 1,
        Title: 'How to 2?',
        OwnerUserId: 3,
        CreationDate: '2026-04-01T00:20:00.000',
      }),
    ],
    Comments: [commentRow(20, 2, { UserId: 1, CreationDate: '2026-04-01T03:20:00.000' })],
  };
  for (const [name, rows] of Object.entries(tables))
    writeFileSync(join(directory, `${name}.xml`), table(name.toLowerCase(), rows));
  const kept = await pull(() => stateOf(1));
  const adapt = postAdapter(readSettings(settings));
  const job = { input: directory, settings, now: 0, signal: new AbortController().signal };
  let seen = 0;
  for await (const { records } of readDump({ ...job, cursor: async () => undefined })) {
    for (const { asset: _asset, ...signal } of records.flatMap((record) => adapt(record).signals)) {
      // Home pages stand in dumps only.
      const { homepage: _page, ...actor } = signal.actor ?? {};
      expect(kept.signals.get(signal.nativeId)).toMatchObject({ ...signal, actor });
      seen++;
    }
  }
  expect(seen).toBe(2);
});

test('a back-off is waited for', async () => {
  const before = performance.now();
  const kept = await pull(() => ({ ...stateOf(1), backoff: 0.2 }));
  expect(kept.messages.size).toBe(4);
  expect(performance.now() - before).toBeGreaterThan(390);
  const long = await pull(() => ({ ...stateOf(1), backoff: 4_000 }));
  expect(long.errors[0]).toMatchObject({ code: 'remote_limited' });
});

test('a quota that is used up ends the run; the next goes on from there', async () => {
  const state = { ...stateOf(150), quota: 0 };
  const kept = await pull(() => state);
  expect(kept.errors[0]).toMatchObject({ code: 'remote_limited' });
  expect(kept.messages.size).toBe(400);
  state.quota = 300;
  await pull(() => state, kept);
  expect(kept.errors[1]).toBeUndefined();
  expect(kept.messages.size).toBe(600);
});

test.each(Array.from({ length: 8 }, (_unused, seed) => seed))(
  'a server that misbehaves (%i): nothing lost, nothing doubled',
  async (seed) => {
    const expected = await pull(() => stateOf(950));
    const counts = { limits: 0, cuts: 0, repeats: 0, shuffles: 0 };
    const mischief = { limits: 8, cuts: 20, repeats: 20, shuffles: 50 };
    const hostile = hostileRemote(
      apiOf(() => stateOf(950)),
      seed,
      counts,
      mischief,
    );
    const kept = nothingKept();
    for (let run = 0; run < 100; run++) {
      await pullOnce(stackExchange, hostile, kept, { settings });
      if (kept.errors.at(-1) === undefined) break;
    }
    expect(kept.errors.at(-1)).toBeUndefined();
    expect([...kept.signals.keys()].sort()).toEqual([...expected.signals.keys()].sort());
    expect(counts.repeats + counts.cuts + counts.limits).toBeGreaterThan(0);
  },
);

test('the site and the key are tried', async () => {
  const job = { cursor: async () => undefined, now: 0, signal: new AbortController().signal };
  const http = apiOf(() => stateOf(5));
  const given = parseSettings(stackExchange, settings);
  expect(await stackExchange.test?.({ ...job, http, settings: given })).toBe(
    'forum.acme.example with 5 questions; 300 requests left today',
  );
  const wrong = stackExchange.test?.({ ...job, http, settings: { ...given, key: 'other-4714' } });
  await expect(wrong).rejects.toMatchObject({ code: 'remote_refused' });
  const nowhere = stackExchange.test?.({ ...job, http, settings: { ...given, site: 'stackexchange' } });
  await expect(nowhere).rejects.toMatchObject({ code: 'setting_invalid' });
});

const DATA = join(import.meta.dirname, '../../../../../shared/data/api-answers/stackexchange');

test('every post of recorded answers is adapted, left out for a reason, or fails with a code', ({ skip }) => {
  if (!existsSync(DATA)) skip('../shared/data/api-answers is not here');
  mkdirSync(join(directory, 'recorded'));
  const adapt = postAdapter(readSettings(settings));
  let posts = 0;
  for (const name of ['question', 'question_page', 'question_page_2', 'question_backoff_page']) {
    const { items } = JSON.parse(readFileSync(join(DATA, `stackexchange_${name}`), 'utf8')) as {
      items: unknown[];
    };
    for (const body of items.flatMap(postsOfQuestion)) {
      const { units, messages, dropped, failures } = adapt({ id: 'x', place: { file: name }, body });
      expect(messages.length + Object.keys(dropped).length + failures.length).toBe(units);
      // They were recorded with another filter, without the texts.
      for (const failure of failures)
        expect(failure).toMatchObject({ code: 'record_malformed', field: 'body' });
      posts++;
    }
  }
  expect(posts).toBeGreaterThan(10);
});
