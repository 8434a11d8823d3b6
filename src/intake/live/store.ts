/** Deliveries between their answer and their being worked off. */
import type { Client, Queryable, SourceId } from '../../base/index.ts';

/** One delivery as it waits: the records it held, as JSON. */
export interface Delivered {
  readonly source: SourceId;
  readonly at: number;
  readonly body: Uint8Array;
}

/** Stores deliveries, all or none. When this returns they are durable. */
export async function keepDelivered(db: Queryable, deliveries: readonly Delivered[]): Promise<void> {
  await db.query(
    `insert into received_event (source_id, received_at, body)
     select * from unnest($1::uuid[], $2::timestamptz[], $3::bytea[])`,
    [
      deliveries.map(({ source }) => source),
      deliveries.map(({ at }) => new Date(at)),
      deliveries.map(({ body }) => body),
    ],
  );
}

/** The oldest deliveries of a source that are not worked off, at most `bytes` of them and at least one. */
export async function readDelivered(
  client: Queryable,
  source: SourceId,
  most: { readonly rows: number; readonly bytes: number },
): Promise<readonly { readonly seq: string; readonly body: Uint8Array }[]> {
  const { rows } = await client.query<{ seq: string; body: Uint8Array }>(
    `select seq::text, body from (
       select seq, body, sum(length(body)) over (order by seq) - length(body) as before
         from (select seq, body from received_event where source_id = $1 order by seq limit $2) oldest) counted
      where before < $3 order by counted.seq`,
    [source, most.rows, most.bytes],
  );
  return rows;
}

/** Sources that have deliveries waiting. */
export async function sourcesWaiting(db: Queryable): Promise<readonly SourceId[]> {
  const { rows } = await db.query<{ id: SourceId }>(
    `select source_id as id from source s
      where exists (select from received_event r where r.source_id = s.source_id)`,
  );
  return rows.map(({ id }) => id);
}

/** Bytes that the waiting deliveries take on disk, without counting them. */
export async function waitingBytes(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ bytes: number }>(
    `select pg_total_relation_size('received_event') as bytes`,
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** Takes worked-off deliveries away, in the transaction that stores what they held. */
export async function removeDelivered(
  client: Client,
  source: SourceId,
  seqs: readonly string[],
): Promise<void> {
  await client.query('delete from received_event where source_id = $1 and seq = any($2::bigint[])', [
    source,
    seqs,
  ]);
}

/** Notes that a source took a delivery. */
export async function noteDelivery(db: Queryable, sources: readonly SourceId[], now: number): Promise<void> {
  await db.query('update source set delivered_at = $2 where source_id = any($1::uuid[])', [
    sources,
    new Date(now),
  ]);
}
