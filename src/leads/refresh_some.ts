/** Computes the leads of a few subjects anew, so that a decision shows at once. */
import type { Client, Database } from '../base/index.ts';
import { openSubject, readAgreements, readCells } from './acts_store.ts';
import { DAY_MS, dayOf } from './dates.ts';
import { readEmerged, writeEmerged } from './emergence_store.ts';
import type { Day } from './facts.ts';
import { isListed, judge, type LeadRow, toRow } from './lead.ts';
import { followMerges, keepHistory, readLessons } from './life/index.ts';
import { leadsAsOf } from './list_store.ts';
import { describe, type LeadOptions, refreshLeads } from './refresh.ts';
import { clearLeads, writeLeads } from './store.ts';

/** Beyond so many, all are computed: that reads the signals once instead of once for each. */
const MANY = 50;

/**
 * Computes the leads of these subjects (ids of organizations and people) anew, as of the day the others stand for.
 * @returns how many of them are leads now
 */
export async function refreshLeadsOf(
  db: Database,
  subjectIds: readonly string[],
  options: LeadOptions & { readonly now: number },
): Promise<{ leads: number }> {
  const ids = [...new Set(subjectIds)];
  if (ids.length === 0) return { leads: 0 };
  const asOf = (await leadsAsOf(db)) ?? options.now;
  if (ids.length > MANY) return refreshLeads(db, { ...options, now: asOf });
  return db.transaction(async (client) => {
    const lessons = await readLessons(client, (dayOf(asOf) + 1) * DAY_MS);
    const taught = { ...options, weights: { ...options.weights, lessons } };
    const emerged = await readEmerged(client, ids);
    await clearLeads(client, ids);
    const rows: LeadRow[] = [];
    for (const id of ids) rows.push(...(await rowsOf(client, id, dayOf(asOf), taught)));
    await writeLeads(client, rows, asOf);
    // What was detected is a finding about all at once; the next whole computation looks again.
    await writeEmerged(client, emerged);
    await followMerges(client);
    await keepHistory(client, asOf, ids);
    return { leads: rows.length };
  });
}

/** The row of a subject, or none when it is no lead or is no more. */
async function rowsOf(client: Client, id: string, today: Day, options: LeadOptions): Promise<LeadRow[]> {
  const { weights } = options;
  const scope = await openSubject(client, today, weights, id);
  const cells = await readCells(client, scope);
  const described = (await describe(client, [cells], options)).get(id);
  if (described === undefined) return [];
  const agreements = (await readAgreements(client, scope)).get(id) ?? [];
  const judged = judge({ ...described, cells, agreements }, today, weights);
  return isListed(judged, weights) ? [toRow(judged, today, weights)] : [];
}
