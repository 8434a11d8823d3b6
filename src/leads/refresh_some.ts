/** Computes the leads of some subjects anew, so that a decision or a signal shows at once. */
import type { Client, Database } from '../base/index.ts';
import {
  openSubjects,
  readAgreements,
  readCells,
  readToldAgreements,
  type SubjectCell,
} from './acts_store.ts';
import { subjectsNow } from './backtest/span_store.ts';
import { dayOf } from './dates.ts';
import { describe, seenOf } from './described.ts';
import { readEmerged, writeEmerged } from './emergence_store.ts';
import { isListed, judge, type LeadRow, toRow } from './lead.ts';
import { modelInUse, probabilityBy } from './learned/in_use.ts';
import { keepHistory, settle, withLessons } from './life/index.ts';
import { leadsAsOf } from './list_store.ts';
import type { LeadOptions } from './refresh.ts';
import { clearLeads, holdGeneration, writeLeads } from './store.ts';

/** Subjects of one transaction: many share the cost of a query, and few keep others waiting for a moment only. */
const TOGETHER = 50;

/**
 * Computes the leads of these subjects (ids of organizations and people) anew, as of the day the others stand for.
 * What was detected about them is kept: that is a finding about all at once, which only `refreshLeads` makes.
 * @returns how many of them are leads now
 */
export async function refreshLeadsOf(
  db: Database,
  subjectIds: readonly string[],
  options: LeadOptions & { readonly now: number },
): Promise<{ leads: number }> {
  // In order, so that whoever does the same at the same time waits and does not deadlock.
  const ids = [...new Set(subjectIds)].sort();
  if (ids.length === 0) return { leads: 0 };
  const asOf = (await leadsAsOf(db)) ?? options.now;
  let leads = 0;
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const some = ids.slice(from, from + TOGETHER);
    leads += await db.transaction((client) => refreshTogether(client, some, asOf, options));
  }
  return { leads };
}

/** The same for the subject of a step in the life of a lead, whatever it was merged with since. */
export async function refreshStepped(
  db: Database,
  subjectId: string,
  options: LeadOptions & { readonly now: number },
): Promise<void> {
  await refreshLeadsOf(db, [subjectId, ...(await subjectsNow(db, [subjectId])).values()], options);
}

async function refreshTogether(
  client: Client,
  ids: readonly string[],
  asOf: number,
  options: LeadOptions,
): Promise<number> {
  const generation = await holdGeneration(client);
  const weights = await withLessons(client, options.weights, dayOf(asOf));
  const rows = await rowsOf(client, ids, asOf, { ...options, weights });
  const emerged = await readEmerged(client, ids);
  await clearLeads(client, generation, ids);
  await writeLeads(client, generation, rows, {
    ...{ computedAt: asOf, probability: probabilityBy(await modelInUse(client)) },
  });
  await writeEmerged(client, generation, emerged);
  await settle(client, asOf, ids);
  await keepHistory(client, asOf, ids);
  return rows.length;
}

/** Acts with more to know than a cell tells. */
const AGREEMENTS: ReadonlySet<string> = new Set(['contract', 'deal_open', 'deal_won', 'deal_lost']);

/** The rows of those subjects that are leads. */
async function rowsOf(
  client: Client,
  ids: readonly string[],
  asOf: number,
  options: LeadOptions,
): Promise<LeadRow[]> {
  const { weights } = options;
  const today = dayOf(asOf);
  const scope = await openSubjects(client, today, weights, ids);
  const groups: readonly SubjectCell[][] = [
    ...Map.groupBy(await readCells(client, scope), ({ subjectId }) => subjectId).values(),
  ];
  const described = await describe(client, groups.flatMap(seenOf), options);
  const any = groups.some((cells) => cells.some(({ act }) => AGREEMENTS.has(act)));
  const agreements = await (any ? readAgreements : readToldAgreements)(client, scope, 'listed');
  return groups.flatMap((cells) => {
    const known = described.get(cells[0]?.subjectId ?? '');
    if (known === undefined) return [];
    const facts = { ...known, cells, agreements: agreements.get(known.subject.id) ?? [] };
    const judged = judge(facts, today, weights);
    return isListed(judged, weights) ? [toRow(judged, today, weights)] : [];
  });
}
