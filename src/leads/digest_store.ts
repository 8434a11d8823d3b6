/** SQL of the digest: what changed between two days, of leads that are open. Whoever is left alone is not told of. */
import type { Queryable } from '../base/index.ts';
import type { ListedLead } from './lead.ts';
import { LADDER, NOT_NEW, type Stage } from './stage.ts';
import { LEAD_COLUMNS, LISTED } from './store.ts';

/** A lead, and its stage at the beginning of the period; null when it was not known then. */
export interface Changed extends ListedLead {
  readonly before: Stage | null;
}

/** Some of the leads, most important first, and how many there are in all. */
export interface Some {
  readonly rows: readonly Changed[];
  readonly total: number;
}

/** Two ISO days: what happened after the first, up to the end of the second. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const BEFORE = `left join lateral (
  select h.stage as before from lead_history h where h.subject_id = lead_id and h.day <= $1::date
   order by h.day desc limit 1) was on true`;

const OPEN = `status = 'open' and stage not in ('vendor', 'member')`;

/** As the list has it. */
const BEST = 'likelihood desc nulls last, score desc';

/** Whose mark began within the days, most surprising first. */
export async function readEmerged(db: Queryable, { from, to }: Days, limit: number): Promise<Some> {
  return some(
    db,
    `${OPEN} and emerging and stage <> all($4) and emerging_on > $1::date and emerging_on <= $2::date`,
    `surprise, ${BEST}`,
    [from, to, limit, NOT_NEW],
  );
}

/** A stage that only changed within the days has a row of history there. */
const TOUCHED = `lead_id in (select subject_id from lead_history where day > $1::date and day <= $2::date)`;

/**
 * Leads at another stage than at the beginning, and those first seen since then that went as far as asking: the
 * highest first, those that went down last.
 */
export async function readMoved(db: Queryable, { from, to }: Days, limit: number): Promise<Some> {
  const rung = (stage: string): string => `coalesce(array_position($4::text[], ${stage}), 0)`;
  return some(
    db,
    `${OPEN} and ${TOUCHED} and stage <> 'dormant' and (
       before <> stage or (before is null and since > $1::date and ${rung('stage')} >= array_position($4::text[], 'asking')))`,
    `(${rung('before')} > ${rung('stage')}), ${rung('stage')} desc, ${BEST}`,
    [from, to, limit, LADDER],
  );
}

/** Leads that became dormant within the days, those that had come furthest first. */
export async function readQuiet(db: Queryable, { from, to }: Days, limit: number): Promise<Some> {
  return some(
    db,
    `${OPEN} and ${TOUCHED} and stage = 'dormant' and before <> 'dormant'`,
    `array_position($4::text[], before) desc, ${BEST}`,
    [from, to, limit, LADDER],
  );
}

async function some(db: Queryable, where: string, order: string, values: readonly unknown[]): Promise<Some> {
  const { rows } = await db.query<Changed & { total: number }>(
    `select ${LEAD_COLUMNS}, before, (count(*) over ())::int as total from ${LISTED} ${BEFORE}
      where ${where} order by ${order}, lead_id limit $3`,
    [...values],
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

/** How many open new leads there are by stage, from the top of the ladder down. */
export async function countStages(db: Queryable): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.query<{ stage: string; count: number }>(
    `select stage, count(*)::int as count from ${LISTED} where status = 'open' and stage <> all($1)
      group by 1 order by array_position($2::text[], stage) desc`,
    [NOT_NEW, LADDER],
  );
  return Object.fromEntries(rows.map(({ stage, count }) => [stage, count]));
}
