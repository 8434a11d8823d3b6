/** Whom handles count for. */
import type { Queryable } from '../base/index.ts';

/** The organizations and people whose leads may change when these handles act: ids of subjects. */
export async function subjectsOf(db: Queryable, identityIds: readonly string[]): Promise<readonly string[]> {
  if (identityIds.length === 0) return [];
  const { rows } = await db.query<{ id: string }>(
    `with handle as (select person_id, organization_id from identity where identity_id = any($1::uuid[]))
     select organization_id as id from handle where organization_id is not null
     union select person_id from handle where person_id is not null
     union select a.organization_id from affiliation a join handle h using (person_id)`,
    [identityIds],
  );
  return rows.map(({ id }) => id);
}
