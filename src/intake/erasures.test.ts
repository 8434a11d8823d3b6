/** What a platform takes back is gone, whichever came first. */
import { expect, test } from 'vitest';
import { withDatabase } from '../../test/support/database.ts';
import { storedState, storedText } from '../../test/support/state.ts';
import type { Database } from '../base/index.ts';
import type { Batch } from './contract.ts';
import type { Touched } from './group.ts';
import { runSource } from './run.ts';
import { parseSettings } from './settings.ts';
import { postBody } from './sources/discourse/post.ts';
import { discourse } from './sources/discourse/source.ts';
import { postOf, topicOf } from './sources/discourse/testing.ts';
import { saveSource } from './store.ts';

const NOW = Date.UTC(2026, 10, 24);

type Item = { readonly body: unknown; readonly id: string };

const post = (number: number, username: string): Item => ({
  id: `post ${number}`,
  body: postBody(postOf(1, number, { username, name: `${username} Example` }), topicOf(1, []), 'topic'),
});

/** @returns whose acts changed, for each item */
async function importItems(db: Database, items: readonly Item[]): Promise<readonly Touched[]> {
  const settings = parseSettings(discourse, { url: 'https://forum.acme.example' });
  const row = await saveSource(db, { name: 'forum', kind: 'discourse', settings, madeUp: false }, NOW);
  async function* replay(): AsyncGenerator<Batch<unknown>> {
    for (const { id, body } of items) yield { records: [{ id, place: { file: 'test' }, body }], cursors: [] };
  }
  const given = { db, source: discourse, row: { ...row, settings }, inputs: [], now: NOW, threads: 0 };
  const touched: Touched[] = [];
  const stored = (each: Touched): void => void touched.push(each);
  const report = await runSource({ ...given, replay: replay(), groupRecords: 1, stored });
  expect(report.errors).toEqual([]);
  const { read, stored: kept, duplicate, dropped, failed } = report.counts;
  expect(read).toBe(kept + duplicate + dropped + failed);
  return touched;
}

/** As the forum's webhook says that an account was destroyed. */
const destroyed = async (): Promise<Item> => {
  const { receive } = discourse;
  if (receive === undefined) throw new Error('discourse takes deliveries');
  const { records } = receive.records(
    {
      ...{ method: 'POST', path: '', query: {}, at: NOW },
      headers: {
        'x-discourse-event-type': 'user',
        'x-discourse-event': 'user_destroyed',
        'x-discourse-event-id': '9',
      },
      body: new Uint8Array(Buffer.from(JSON.stringify({ user: { id: 7, username: 'mallory' } }))),
    },
    parseSettings(discourse, { url: 'https://forum.acme.example' }),
  );
  const [record] = records;
  if (record === undefined) throw new Error('the delivery holds a record');
  return record;
};

test('an account that its forum erased is erased here, and an older copy does not bring it back', async () => {
  const gone = await destroyed();
  const posts = [post(1, 'ana'), post(2, 'mallory'), post(3, 'ana')];
  const without = ['message_node'];
  const states = [];
  for (const items of [
    [...posts, gone],
    [gone, ...posts],
    [post(2, 'mallory'), gone, ...posts, gone],
  ]) {
    states.push(
      await withDatabase(async (db) => {
        await importItems(db, items);
        expect(await storedText(db)).not.toMatch(/mallory Example/);
        const { rows } = await db.query<{ count: number }>('select count(*)::int as count from message');
        expect(rows[0]?.count).toBe(2);
        const { identity, person, ...rest } = await storedState(db, { without });
        return rest;
      }),
    );
  }
  expect(states[1]).toEqual(states[0]);
  expect(states[2]).toEqual(states[0]);
});

test('whose acts were taken back is told as well as whose came, so that leads follow both', async () => {
  await withDatabase(async (db) => {
    const handle = async (login: string): Promise<string | undefined> => {
      const { rows } = await db.query<{ id: string }>(
        'select identity_id as id from identity where value = $1',
        [login],
      );
      return rows[0]?.id;
    };
    const came = await importItems(db, [post(1, 'ana'), post(2, 'mallory')]);
    const [ana, mallory] = [await handle('ana'), await handle('mallory')];
    expect(came.flat()).toEqual(expect.arrayContaining([ana, mallory]));
    const [took = null] = await importItems(db, [await destroyed()]);
    expect(took).toContain(mallory);
    expect(took).not.toContain(ana);
  });
});

test('who stores or takes back signals says so to those who keep months packed, and erased ones stay in no pack', async () => {
  const gone = await destroyed();
  await withDatabase(async (db) => {
    const stale = async (): Promise<readonly string[]> => {
      const { rows } = await db.query<{ month: string }>('delete from signal_pack_stale returning month');
      return [...new Set(rows.map(({ month }) => month))].sort();
    };
    await importItems(db, [post(1, 'ana'), post(2, 'mallory')]);
    const { rows } = await db.query<{ month: string }>(
      `select distinct to_char(at at time zone 'UTC', 'YYYY-MM') as month from signal order by 1`,
    );
    const months = rows.map(({ month }) => month);
    expect(months.length).toBeGreaterThan(0);
    expect(await stale()).toEqual(months);
    // What is there already changes nothing.
    await importItems(db, [post(1, 'ana')]);
    expect(await stale()).toEqual([]);
    await db.query(
      `insert into signal_pack select month, 0, 'any', 'mallory' from unnest(array['1999-12', $1]) as month`,
      [months[0]],
    );
    await importItems(db, [gone]);
    expect(await stale()).toEqual(months);
    const { rows: packs } = await db.query<{ month: string }>('select month from signal_pack');
    expect(packs).toEqual([{ month: '1999-12' }]);
  });
});
