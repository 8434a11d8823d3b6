/** When sources are asked, and which rest. */
import type { Queryable } from '../../base/index.ts';

/** How often a source's server is asked; null: by hand only. */
export async function setSchedule(db: Queryable, name: string, minutes: number | null): Promise<void> {
  await db.query('update source set every_minutes = $2 where name = $1', [name, minutes]);
}

/** @returns whether there is such a source */
export async function setPaused(db: Queryable, name: string, at: number | null): Promise<boolean> {
  const { rowCount } = await db.query(
    'update source set paused_at = $2 where name = $1 and removed_at is null',
    [name, at === null ? null : new Date(at)],
  );
  return rowCount > 0;
}

/** @returns whether there was such a source */
export async function setRemoved(db: Queryable, name: string, now: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update source set removed_at = $2, settings = '{}', every_minutes = null, paused_at = null
      where name = $1 and removed_at is null`,
    [name, new Date(now)],
  );
  return rowCount > 0;
}

/** Names of the sources whose servers are to be asked now, longest waiting first. */
export async function dueSources(db: Queryable, now: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select name from source
      where paused_at is null and removed_at is null
        and (asked_at > coalesce(pulled_at, '-infinity')
             or every_minutes is not null and (pulled_at is null or pulled_at + make_interval(mins => every_minutes) <= $1))
      order by pulled_at nulls first, name`,
    [new Date(now)],
  );
  return rows.map(({ name }) => name);
}

/** Lets a source's server be asked at the next turn. */
export async function askNow(db: Queryable, name: string, now: number): Promise<void> {
  await db.query('update source set asked_at = $2 where name = $1', [name, new Date(now)]);
}

/** Notes that a source's server is being asked. */
export async function notePull(db: Queryable, name: string, now: number): Promise<void> {
  await db.query('update source set pulled_at = $2 where name = $1', [name, new Date(now)]);
}
