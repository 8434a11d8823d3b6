/** From when to when the database has history. */
import type { Queryable } from '../../base/index.ts';

/** The first and last instant of an act of somebody, in milliseconds; null when there is none. */
export async function readSpan(
  db: Queryable,
): Promise<{ readonly first: number; readonly last: number } | null> {
  const { rows } = await db.query<{ first: Date | null; last: Date | null }>(
    `select min(at) as first, max(at) as last from (
       select min(at) as at from signal union all select max(at) from signal
       union all select min(day)::timestamp at time zone 'UTC' from signal_rollup
       union all select max(day)::timestamp at time zone 'UTC' from signal_rollup) as ends`,
  );
  const { first = null, last = null } = rows[0] ?? {};
  return first === null || last === null ? null : { first: first.getTime(), last: last.getTime() };
}
