/** Months of signals that are kept packed: the same leads, also after signals of these months came or went. */
import { expect, test } from 'vitest';
import { organizationIdOf } from '../../bench/support/make_leads.ts';
import { type Database, idFrom } from '../base/index.ts';
import { dayOf } from './dates.ts';
import { dropStalePacks, planMonths } from './everyone/packs_store.ts';
import { findLead, refreshLeadsOf } from './index.ts';
import { refreshHere } from './refresh.ts';
import { readLeadIds } from './store.ts';
import { leadsAsText, MADE_OPTIONS, madeLeads } from './testing.ts';

const DAY = 86_400_000;
const options = MADE_OPTIONS;
const { now: NOW } = options;
/** Months of any size are packed. */
const PACKING = { hands: 2, packBytes: 0 };

async function compute(db: Database, more: object = PACKING): Promise<readonly string[]> {
  await refreshHere(db, { ...options, ...more });
  return leadsAsText(db);
}

const packsOf = async (db: Database): Promise<readonly string[]> =>
  (await db.query<{ month: string }>('select distinct month from signal_pack order by 1')).rows.map(
    ({ month }) => month,
  );

const stale = async (db: Database): Promise<readonly string[]> =>
  (await db.query<{ month: string }>('select month from signal_pack_stale order by 1')).rows.map(
    ({ month }) => month,
  );

const plan = async (db: Database, now = NOW) =>
  Object.fromEntries(
    (await planMonths(db, dayOf(now), { make: true, leastBytes: 0 })).tasks.map(({ table, pack }) => [
      table.slice('signal_'.length).replace('_', '-'),
      pack?.how ?? 'rows',
    ]),
  );

test('months that are over are packed, and their packs are read instead of the rows', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  const leads = await compute(db, { hands: 1 });
  expect(await packsOf(db)).toEqual([]);
  expect(await compute(db)).toEqual(leads);
  const months = await packsOf(db);
  expect(months.length).toBeGreaterThan(20);
  // This month goes on.
  expect(months).not.toContain('2026-03');
  expect(await plan(db)).toMatchObject({ '2026-03': 'rows', '2026-02': 'read', '2025-06': 'read' });
  expect(await compute(db)).toEqual(leads);
  // Nobody says so, so nobody looks at the rows.
  await db.query('delete from signal_2026_02');
  expect(await compute(db)).toEqual(leads);
  await db.query(`insert into signal_pack_stale values ('2026-02')`);
  expect(await compute(db)).not.toEqual(leads);
});

test('small months are not worth a pack, and what changed is forgotten all the same', async () => {
  await using fresh = await madeLeads();
  for (const hands of [1, 2]) {
    await fresh.db.query(`insert into signal_pack_stale values ('2026-02'), ('2026-03')`);
    await compute(fresh.db, { hands });
    expect([hands, await packsOf(fresh.db), await stale(fresh.db)]).toEqual([hands, [], []]);
  }
});

test('signals outside of months are read as far as they are of the day or before', async () => {
  await using fresh = await madeLeads();
  await fresh.db.query('create table signal_rest partition of signal default');
  expect(await plan(fresh.db)).toMatchObject({ rest: 'rows', '2026-02': 'make' });
});

test('as of a past day the packs of months before it are read, and nothing of later ones', async () => {
  await using fresh = await madeLeads();
  await compute(fresh.db);
  const past = Date.parse('2026-01-15T00:00:00Z');
  const tasks = await plan(fresh.db, past);
  expect(tasks).toMatchObject({ '2026-01': 'rows', '2025-12': 'read' });
  expect(Object.keys(tasks)).not.toContain('2026-02');
  const last = Date.parse('2026-01-31T00:00:00Z');
  expect(await plan(fresh.db, last)).toMatchObject({ '2026-01': 'read' });
  await fresh.db.query('delete from lead_row');
  const at = { now: past };
  const leads = await compute(fresh.db, { hands: 1, ...at });
  expect(await compute(fresh.db, { ...PACKING, ...at })).toEqual(leads);
});

test('a month that changed is read from its rows, and packed again once it stayed as it was', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  await compute(db);
  const id = organizationIdOf(3);
  const before = await findLead(db, id);
  await db.query(
    `insert into signal select gen_random_uuid(), $2, source_id, 'late', 'support', 'ask', visibility, 1, asset_id, s.identity_id,
            organization_identity_id, null, null, null, null, now()
       from signal s join identity i on i.identity_id = organization_identity_id where organization_id = $1 limit 1`,
    [id, new Date(NOW - 35 * DAY)],
  );
  await db.query(`insert into signal_pack_stale values ('2026-02'), ('2026-02')`);
  expect(await plan(db)).toMatchObject({ '2026-02': 'rows', '2026-01': 'read' });
  await compute(db);
  const after = await findLead(db, id);
  expect(after?.score).toBeGreaterThan(before?.score ?? 0);
  expect(await packsOf(db)).not.toContain('2026-02');
  expect(await stale(db)).toEqual([]);
  const again = await compute(db);
  expect(await packsOf(db)).toContain('2026-02');
  expect(await compute(db)).toEqual(again);
  expect(await findLead(db, id)).toEqual(after);
});

test('what comes while a month is packed is not lost: the pack is not used', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  // Somebody stores a late signal, and has not finished when all are computed.
  await db.transaction(async (client) => {
    await client.query(`insert into signal_pack_stale values ('2026-02')`);
    await client.query(
      `insert into signal select gen_random_uuid(), '2026-02-10', source_id, 'late', access_point, act, visibility, 1, asset_id,
              identity_id, organization_identity_id, null, null, null, null, now() from signal limit 1`,
    );
    await compute(db);
    expect(await packsOf(db)).toContain('2026-02');
  });
  expect(await plan(db)).toMatchObject({ '2026-02': 'rows' });
  await dropStalePacks(db);
  expect(await packsOf(db)).not.toContain('2026-02');
  const leads = await compute(db);
  expect(await compute(db, { hands: 1 })).toEqual(leads);
});

test('packs of another layout are made anew', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  const leads = await compute(db);
  await db.query(`update signal_pack set layout = 'older', bytes = '\\x00' where month = '2025-12'`);
  expect(await plan(db)).toMatchObject({ '2025-12': 'make', '2025-11': 'read' });
  expect(await compute(db)).toEqual(leads);
  expect(await plan(db)).toMatchObject({ '2025-12': 'read' });
});

test('who is whom is looked up anew: packs know handles only', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  await compute(db);
  // Half of the people of one firm turn out to work for another one, and a handle becomes nobody's.
  await db.query(`update affiliation set organization_id = $1 where organization_id = $2`, [
    ...[organizationIdOf(5), organizationIdOf(6)],
  ]);
  await db.query(`update identity_affiliation set organization_id = $1 where organization_id = $2`, [
    ...[organizationIdOf(5), organizationIdOf(6)],
  ]);
  await db.query(
    `update identity set person_id = null where identity_id = (select identity_id from identity where kind = 'email' order by 1 limit 1)`,
  );
  const leads = await compute(db, { hands: 1 });
  expect(await compute(db)).toEqual(leads);
});

test('which acts are made up is packed with them, also where only some are', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  const real = idFrom('source', 'real');
  await db.query(
    `insert into source (source_id, name, kind, settings, made_up, created_at)
     select $1, 'real', kind, settings, false, created_at from source`,
    [real],
  );
  // All acts of half of the handles.
  await db.query(`update signal set source_id = $1 where identity_id::text < '8'`, [real]);
  const leads = await compute(db, { hands: 1 });
  const madeUp = leads.filter((line) => line.includes('"made_up": true')).length;
  expect(madeUp).toBeGreaterThan(0);
  expect(madeUp).toBeLessThan(leads.length);
  expect(await compute(db)).toEqual(leads);
  expect(await compute(db)).toEqual(leads);
  await refreshLeadsOf(db, await readLeadIds(db), options);
  expect(await leadsAsText(db)).toEqual(leads);
});
