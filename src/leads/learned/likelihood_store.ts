/** SQL of the likelihood beside each lead. */
import type { Client } from '../../base/index.ts';
import type { LeadRow } from '../lead.ts';

/** What the model looks at. */
export type JudgedRow = Pick<
  LeadRow,
  'id' | 'stage' | 'segment' | 'score' | 'people' | 'accessPoints' | 'lastAt'
>;

/** Leads of a generation in order of their ids. @param after the last one of before; null to begin */
export async function readJudged(
  client: Client,
  generation: number,
  after: string | null,
  limit: number,
): Promise<readonly JudgedRow[]> {
  const { rows } = await client.query<JudgedRow>(
    `select lead_id as id, stage, segment, score, people, access_points as "accessPoints",
            (extract(epoch from last_at) * 1000)::float8 as "lastAt"
       from lead_row where generation = $1 and ($2::uuid is null or lead_id > $2) order by lead_id limit $3`,
    [generation, after, limit],
  );
  return rows;
}

/** @param said the likelihood of each row, in their order */
export async function writeLikelihoods(
  client: Client,
  generation: number,
  rows: readonly Pick<JudgedRow, 'id'>[],
  said: readonly (number | null)[],
): Promise<void> {
  await client.query(
    `update lead_row set likelihood = said.likelihood
       from unnest($2::uuid[], $3::float8[]) as said (id, likelihood)
      where generation = $1 and lead_id = said.id and lead_row.likelihood is distinct from said.likelihood`,
    [generation, rows.map(({ id }) => id), said],
  );
}
