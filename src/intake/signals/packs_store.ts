/**
 * Months of signals that are kept packed as well (`leads/everyone/packs_store.ts`). Whoever changes signals says so
 * here, in the transaction that changes them: a pack is good as long as nobody did.
 */
import type { Client } from '../../base/index.ts';
import { monthOf } from './months.ts';

/** Says that signals of the months of these instants came. */
export async function signalsCame(client: Client, instants: Iterable<number>): Promise<void> {
  await mark(client, monthsOf(instants));
}

/** Says that signals of the months of these instants went. Nothing of them is kept, not even unused. */
export async function signalsWent(client: Client, instants: Iterable<number>): Promise<void> {
  const months = monthsOf(instants);
  if (months.length === 0) return;
  await mark(client, months);
  await client.query('delete from signal_pack where month = any($1)', [months]);
}

async function mark(client: Client, months: readonly string[]): Promise<void> {
  await client.query('insert into signal_pack_stale select unnest($1::text[])', [months]);
}

function monthsOf(instants: Iterable<number>): readonly string[] {
  const months = new Map<number, string>();
  for (const at of instants) {
    const date = new Date(at);
    const number = 12 * date.getUTCFullYear() + date.getUTCMonth();
    if (!months.has(number)) months.set(number, monthOf(at));
  }
  return [...months.values()];
}
