/** All leads at once, and some by themselves: the same answer, and neither undoes the other's work. */
import { expect, test } from 'vitest';
import { organizationIdOf } from '../../bench/support/make_leads.ts';
import { findLead, followSignals, leadsAsOf, listLeads, refreshLeads, refreshLeadsOf } from './index.ts';
import { refreshHere } from './refresh.ts';
import { refreshAside } from './refresh_aside.ts';
import { beginGeneration, readLeadIds, showGeneration, writeLeads } from './store.ts';
import { leadsAsText, MADE_OPTIONS, madeLeads } from './testing.ts';

const DAY = 86_400_000;
const options = MADE_OPTIONS;
const { now: NOW } = options;

test('several threads, and a process of its own, make the same leads', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  const detected = async (): Promise<unknown> =>
    (await db.query('select * from access_point_flow order by 1, 2')).rows;
  await refreshHere(db, { ...options, hands: 1 });
  const [leads, flow] = [await leadsAsText(db), await detected()];
  expect(leads.filter((line) => line.includes('"surprise": 0.')).length).toBeGreaterThan(0);
  const ways = {
    'two threads': () => refreshHere(db, { ...options, hands: 2 }),
    'three threads': () => refreshHere(db, { ...options, hands: 3 }),
    process: () => refreshAside(db, options),
  };
  for (const [name, refresh] of Object.entries(ways)) {
    await db.query('delete from lead_row');
    expect([name, await refresh()]).toEqual([name, { leads: leads.length }]);
    expect([name, await leadsAsText(db), await detected()]).toEqual([name, leads, flow]);
  }
});

test('what ends one of the threads ends the computation, and the leads stay what they were', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  await refreshLeads(db, options);
  const before = await leadsAsText(db);
  await db.query(`alter table signal_rollup rename column quantity to amount`);
  await expect(refreshHere(db, { ...options, now: NOW + DAY, hands: 2 })).rejects.toThrow(/quantity/);
  await expect(refreshAside(db, { ...options, now: NOW + DAY })).rejects.toThrow(/quantity/);
  expect(await leadsAsText(db)).toEqual(before);
});

test('more leads than fit one transaction, computed by themselves, are what computing all makes of them', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  await refreshLeads(db, options);
  const all = await leadsAsText(db);
  expect(all.length).toBeGreaterThan(55);
  await db.query(`update lead set score = 0, headline = '' where kind <> 'person'`);
  const organizations = Array.from({ length: 60 }, (_, index) => organizationIdOf(index));
  await refreshLeadsOf(db, organizations, options);
  expect(await leadsAsText(db)).toEqual(all);
});

test('what was said of companies counts the same when all are computed and when some are', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  await refreshLeads(db, options);
  const before = await leadsAsText(db);
  await db.query(
    `insert into organization_decision (decision_id, kind, organization_ids, author, at)
     values (1, 'wrong', array[$1::uuid], 'operator', now())`,
    [organizationIdOf(2)],
  );
  // Every second handle of those who act for it does not; and one domain proves less than it did.
  await db.query(
    `insert into organization_verdict (identity_id, organization_id, verdict, decision_id)
     select distinct on (s.identity_id) s.identity_id, i.organization_id, 'wrong', 1
       from signal s join identity i on i.identity_id = s.organization_identity_id
      where i.organization_id = any($1::uuid[]) and s.identity_id::text < '8'`,
    [[0, 1, 2, 3].map(organizationIdOf)],
  );
  await db.query(`insert into evidence_lesson values ('mail_domain', 'firm-5.example', 0, 3, 0.5)`);
  await refreshLeads(db, options);
  const all = await leadsAsText(db);
  expect(all).not.toEqual(before);
  await refreshLeadsOf(db, await readLeadIds(db), options);
  expect(await leadsAsText(db)).toEqual(all);
});

test('a lead that is computed while all are is not put back, and stands for the new day afterwards', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  await refreshLeads(db, options);
  const id = organizationIdOf(3);
  const before = await findLead(db, id);
  if (before === null) throw new Error('there is no such lead');
  await db.transaction(async (client) => {
    const generation = await beginGeneration(db, client);
    await writeLeads(client, generation, [before], { computedAt: NOW, probability: () => null });
    // A signal comes that the computation under way did not read.
    await db.query(
      `insert into signal select gen_random_uuid(), $2, source_id, 'new', access_point, act, visibility, 1, asset_id, s.identity_id,
              organization_identity_id, null, null, null, null, now()
         from signal s join identity i on i.identity_id = organization_identity_id where organization_id = $1 limit 1`,
      [id, new Date(NOW + 3_600_000)],
    );
    await refreshLeadsOf(db, [id], options);
    expect((await findLead(db, id))?.lastAt).toBe(NOW);
    expect(await showGeneration(client, generation)).toEqual([id]);
  });
  expect((await findLead(db, id))?.lastAt).toBe(NOW);
  expect((await listLeads(db, { stage: 'any', status: 'any' })).total).toBe(1);
  await refreshLeads(db, { ...options, now: NOW + DAY });
  expect((await listLeads(db, { stage: 'any', status: 'any' })).total).toBeGreaterThan(55);
  const { rows } = await db.query<{ generations: number }>(
    'select count(distinct generation)::int as generations from lead_row where computed_at = $1',
    [new Date(NOW + DAY)],
  );
  expect(rows[0]?.generations).toBe(1);
});

test('readers and single leads do not wait for a computation of all', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  await refreshLeads(db, options);
  const seen: number[] = [];
  await db.transaction(async (client) => {
    const generation = await beginGeneration(db, client);
    seen.push((await listLeads(db)).total);
    await refreshLeadsOf(db, [organizationIdOf(1)], options);
    seen.push((await listLeads(db)).total, generation);
  });
  expect(seen[0]).toBeGreaterThan(0);
  expect(seen[1]).toBe(seen[0]);
});

test('leads of an archive come to today with the first signal of today; those of yesterday stay until the night', async () => {
  await using fresh = await madeLeads();
  const { db } = fresh;
  const id = organizationIdOf(3);
  await refreshLeads(db, { ...options, now: NOW - 90 * DAY });
  await followSignals(db, [id], options);
  expect(await leadsAsOf(db)).toBe(NOW);
  const all = (await listLeads(db, { status: 'any', stage: 'any', limit: 1 })).total;
  await db.query('update lead set score = 0 where lead_id <> $1', [id]);
  await followSignals(db, [id], { ...options, now: NOW + DAY });
  expect(await leadsAsOf(db)).toBe(NOW);
  const { rows } = await db.query<{ untouched: number }>(
    'select count(*)::int as untouched from lead where score = 0',
  );
  expect(rows).toEqual([{ untouched: all - 1 }]);
  await followSignals(db, null, { ...options, now: NOW + DAY });
  expect(await leadsAsOf(db)).toBe(NOW + DAY);
});
