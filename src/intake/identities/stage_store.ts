import type { Client, CopyValue } from '../../base/index.ts';

/** Loads rows into a temporary table, which is emptied when the transaction ends. */
export async function stage(
  client: Client,
  name: string,
  definition: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  await client.query(`create temp table if not exists ${name} (${definition}) on commit delete rows`);
  await client.copy(name, columns, rows);
}
