/**
 * Months of signals that are kept packed as well (`leads/everyone/packs_store.ts`). Whoever changes signals says so
 * here, in the transaction that changes them: a pack is good as long as nobody did.
 */
import type { Client } from '../../base/index.ts';
import { monthsAt } from './months.ts';

/** Says that signals of the months of these instants came. */
export async function signalsCame(client: Client, instants: Iterable<number>): Promise<void> {
  await mark(client, [...monthsAt(instants)]);
}

/** Says that signals of the months of these instants went. Nothing of them is kept, not even unused. */
export async function signalsWent(client: Client, instants: Iterable<number>): Promise<void> {
  const months = [...monthsAt(instants)];
  if (months.length === 0) return;
  await mark(client, months);
  await client.query('delete from signal_pack where month = any($1)', [months]);
}

async function mark(client: Client, months: readonly string[]): Promise<void> {
  await client.query('insert into signal_pack_stale select unnest($1::text[])', [months]);
}
