/** The list of leads of a day of the past, with the same questions asked as of today's. */
import type { Database } from '../base/index.ts';
import { DAY_MS, dayOf } from './dates.ts';
import type { Insiders } from './insiders.ts';
import type { LeadRow, ListedLead } from './lead.ts';
import { statusesOn } from './life/index.ts';
import { type LeadFilter, statusesOf } from './list_store.ts';
import { computeChanges, type PastOptions, toEmerged } from './refresh.ts';
import { NOT_NEW } from './stage.ts';

/** What may be asked of a day of the past. */
export type PastFilter = Pick<LeadFilter, 'stage' | 'status' | 'owner' | 'emerging'>;

/**
 * The best leads as they stood at the end of the day of `asOf`, with what was detected and what was done with them by
 * then; but whoever asks not to be contacted now is left out of every list but that of those.
 */
export async function listPastLeads(
  db: Database,
  options: Pick<PastOptions, 'asOf' | 'limit' | 'weights' | keyof Insiders>,
  filter: PastFilter = {},
): Promise<ListedLead[]> {
  const { stage, owner, emerging } = filter;
  const wanted = statusesOf(filter);
  const statuses = await statusesOn(db, (dayOf(options.asOf) + 1) * DAY_MS - 1);
  const keep = (row: LeadRow): boolean => {
    const { status: stood, owner: whose } = statuses.get(row.id) ?? { status: 'open', owner: null };
    return (
      (stage === undefined ? !NOT_NEW.includes(row.stage) : stage === 'any' || row.stage === stage) &&
      (wanted === null || wanted.includes(stood)) &&
      (owner === undefined || whose === owner)
    );
  };
  // Which changed more than chance does is known when all were seen.
  const limit = emerging === true ? Number.POSITIVE_INFINITY : options.limit;
  const { leads, changes } = await computeChanges(db, { ...options, limit, keep });
  const found = new Map(changes.map((change) => [change.id, change]));
  const rows = leads.map((lead): ListedLead => {
    const change = found.get(lead.id);
    const detected = change === undefined ? null : toEmerged(change);
    const { status: stood = 'open', owner: whose = null, returned = false } = statuses.get(lead.id) ?? {};
    return {
      ...lead,
      emerging: detected?.emerging ?? false,
      surprise: detected?.surprise ?? null,
      falseDiscoveryRate: detected?.falseDiscoveryRate ?? null,
      emergedSince: detected === null || detected.since === null ? null : Date.parse(detected.since),
      // Whether it was marked on the day before is not asked.
      emergingOn: detected?.emerging === true ? dayOf(options.asOf) * DAY_MS : null,
      emergedBecause: detected?.because ?? '',
      // What was learned since is no knowledge of that day.
      likelihood: null,
      ...{ status: stood, owner: whose, returned },
    };
  });
  if (emerging !== true) return rows;
  return rows
    .filter((row) => row.emerging)
    .sort((a, b) => (a.surprise ?? 1) - (b.surprise ?? 1) || (a.id < b.id ? -1 : 1))
    .slice(0, options.limit);
}
