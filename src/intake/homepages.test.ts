/** The home page of a claim is kept with its handle, in one spelling, however often it comes. */
import { expect, test } from 'vitest';
import { withDatabase } from '../../test/support/database.ts';
import { adapted, type Batch, type SignalDraft, type Source } from './contract.ts';
import { runSource } from './run.ts';
import { parseSettings } from './settings.ts';
import { mail } from './sources/mail/source.ts';
import { saveSource } from './store.ts';

const NOW = Date.UTC(2026, 10, 24);

const starOf = (nativeId: string, login: string, homepage: string): SignalDraft => ({
  ...{ nativeId, accessPoint: 'code', act: 'star', at: NOW, visibility: 'public' },
  actor: { login, platform: 'github', homepage },
});

test('of what profiles name, pages are kept', async () => {
  const source: Source = { ...mail, adapter: async () => (record) => adapted([record.body as SignalDraft]) };
  const stars = [
    starOf('1', 'jane', 'https://www.Jane.example/'),
    starOf('2', 'jane', 'jane.example'),
    starOf('3', 'max', 'I have none'),
  ];
  async function* replay(): AsyncGenerator<Batch<unknown>> {
    const records = stars.map((body) => ({ id: body.nativeId, place: { file: 'test' }, body }));
    yield { records, cursors: [] };
  }
  await withDatabase(async (db) => {
    const settings = parseSettings(source, {});
    const row = await saveSource(db, { name: 'stars', kind: 'mail', settings, madeUp: false }, NOW);
    const given = { db, source, row: { ...row, settings }, inputs: [], now: NOW, threads: 0 };
    expect((await runSource({ ...given, replay: replay() })).counts.stored).toBe(3);
    const { rows } = await db.query(
      'select i.value, h.page from identity_homepage h join identity i using (identity_id)',
    );
    expect(rows).toEqual([{ value: 'jane', page: 'jane.example' }]);
  });
});
