/** A made-up database of leads, and what is compared of it. For tests. */
import { makeLeads } from '../../bench/support/make_leads.ts';
import { freshDatabase, servers } from '../../test/support/database.ts';
import type { Database } from '../base/index.ts';
import { loadWeights } from './index.ts';

const NOW = Date.parse('2026-03-20T00:00:00Z');
export const MADE_OPTIONS = { weights: loadWeights(), vendorDomains: [], now: NOW };

/** Sixty organizations with 3,000 signals of two years. */
export async function madeLeads() {
  const fresh = await freshDatabase(servers()[0]);
  await makeLeads(fresh.db, { organizations: 60, signals: 3_000, now: NOW });
  return fresh;
}

/** Leads as text; without the points by access point, which are sums of doubles in any order. The score is kept shorter. */
export async function leadsAsText(db: Database): Promise<readonly string[]> {
  const { rows } = await db.query<{ line: string }>(
    `select (to_jsonb(lead) - 'points')::text as line from lead order by lead_id`,
  );
  return rows.map(({ line }) => line);
}
