/** A page of a long list is read by the index of its order, and not by sorting all leads. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/support/database.ts';
import type { Queryable } from '../base/index.ts';
import { type LeadFilter, listLeads } from './list_store.ts';

let fresh: TestDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.db.query(
    `insert into lead_row (generation, lead_id, subject, name, domain, kind, segment, stage, score, fit, points, people,
                           access_points, since, last_at, headline, made_up, computed_at, likelihood)
     select generation, gen_random_uuid(), 'organization', 'Firm ' || n, 'firm' || n || '.example', 'company', 'unknown',
            'asking', n % 97, 1, '{}', 1, 1, now(), now(), '', false, now(), case when n % 3 > 0 then (n % 89) / 100.0 end
       from lead_generation, generate_series(1, 30000) n`,
  );
  await fresh.db.query('analyze lead_row');
}, 60_000);
afterAll(() => fresh[Symbol.asyncDispose]());

/** Whoever asks through this is told how the server would answer. */
function explaining(plans: string[]): Queryable {
  return {
    query: async (text, values) => {
      const { rows } = await fresh.db.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      return fresh.db.query<never>(text, values);
    },
  };
}

test.each([
  [{}, 'lead_row_by_likelihood'],
  [{ sort: 'score' }, 'lead_row_by_score'],
] as const)('%o', async (filter, index) => {
  const plans: string[] = [];
  const { rows, total } = await listLeads(explaining(plans), filter);
  expect(plans[0]).toContain(index);
  expect(plans[0]).not.toContain('Sort');
  expect([rows.length, total]).toEqual([50, 30_000]);
});

test('the likeliest come first, then by score; those without a likelihood last', async () => {
  const all = async (filter: LeadFilter) => (await listLeads(fresh.db, { ...filter, limit: 1_000 })).rows;
  const best = await all({});
  expect(best[0]).toMatchObject({ likelihood: 0.88 });
  for (const [index, row] of best.entries()) {
    const next = best[index + 1] ?? row;
    const [mine, its] = [row.likelihood ?? -1, next.likelihood ?? -1];
    expect(mine > its || (mine === its && row.score >= next.score)).toBe(true);
  }
  const last = (await listLeads(fresh.db, { offset: 29_990 })).rows;
  expect(last.map(({ likelihood }) => likelihood)).toEqual(Array.from({ length: 10 }, () => null));
  expect((await all({ direction: 'ascending', sort: 'likelihood' }))[0]?.likelihood).toBe(0);
});
