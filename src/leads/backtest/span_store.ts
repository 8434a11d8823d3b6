/** The history of a database: from when to when, and who subjects of the past are now. */
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

/** Which organization or person each subject of the past is now. */
export async function subjectsNow(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ id: string; now: string }>(
    `select s.id, coalesce(o.main_id, o.organization_id, p.person_id, s.id) as now
       from unnest($1::uuid[]) as s (id) left join organization o on o.organization_id = s.id
       left join lateral (select min(person_id::text)::uuid as person_id from identity where claimed_person_id = s.id) p on true`,
    [ids],
  );
  return new Map(rows.map(({ id, now }) => [id, now]));
}
