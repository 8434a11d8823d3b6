/** SQL of the digest: what changed between two days. */
import type { Queryable } from '../base/index.ts';
import { dayOf, isoDay } from './dates.ts';
import type { ListedLead } from './lead.ts';
import { LEAD_COLUMNS, LISTED } from './store.ts';

/** Leads that emerged within the period, most surprising first. */
export async function readEmerged(
  db: Queryable,
  since: number,
  limit: number,
): Promise<readonly ListedLead[]> {
  const { rows } = await db.query<ListedLead>(
    `select ${LEAD_COLUMNS} from ${LISTED}
      where emerging and status = 'open' and stage not in ('customer', 'vendor') and emerged_since >= $1::date
      order by surprise, lead_id limit $2`,
    [day(since), limit],
  );
  return rows;
}

/** A lead whose stage is another one than at the beginning of the period. */
export interface Moved extends ListedLead {
  readonly before: string;
}

/** Leads whose stage changed within the period, best score first. */
export async function readMoved(db: Queryable, since: number): Promise<readonly Moved[]> {
  const { rows } = await db.query<Moved>(
    `select ${LEAD_COLUMNS}, stage_before as before from ${LISTED} join lateral (
              select h.stage as stage_before from lead_history h where h.subject_id = lead_id and h.day <= $1::date
               order by h.day desc limit 1) was on was.stage_before <> listed.stage
      where status <> 'do_not_contact' and listed.stage <> 'vendor'
      order by score desc, lead_id`,
    [day(since)],
  );
  return rows;
}

/** How many leads there are by stage, the open ones. */
export async function countStages(db: Queryable): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.query<{ stage: string; count: number }>(
    `select stage, count(*)::int as count from ${LISTED} where status = 'open' group by 1`,
  );
  return Object.fromEntries(rows.map(({ stage, count }) => [stage, count]));
}

const day = (at: number): string => isoDay(dayOf(at));
