/** What clocks had shown by an instant; the counts themselves carry no time. */
import type { Client } from '../../../base/index.ts';
import type { ClockedAct } from '../timezone_store.ts';

/** Acts of before an instant whose records say what their actor's clock showed; of each its day, which is enough. */
export async function readClocks(client: Client, before: Date): Promise<readonly ClockedAct[]> {
  const { rows } = await client.query<ClockedAct>(
    `select identity_id as "identityId", utc_offset as "utcOffset", count(*)::int as acts,
            (extract(epoch from date_trunc('day', at at time zone 'UTC')) * 1000)::float8 as at
       from signal where utc_offset is not null and identity_id is not null and at < $1 group by 1, 2, 4`,
    [before],
  );
  return rows;
}
