/**
 * SQL of months that are kept packed (`packs.ts`), and of what is read of which month. A pack is good as long as nobody
 * said that signals of its month changed (`intake/signals/packs_store.ts`); who says so does it in the transaction that
 * changes them, so that whoever sees the change sees that. Why this holds with several at work stands in
 * docs/design/database.md.
 */
import type { Client, Queryable } from '../../base/index.ts';
import { DAY_MS } from '../dates.ts';
import type { Day } from '../facts.ts';
import { LAYOUT } from './packs.ts';
import type { Piece } from './spool.ts';

/** What is read of a table, and how. */
export interface ReadTask {
  readonly table: string;
  /** The month whose pack is read instead, or made beside, `YYYY-MM`. */
  readonly pack?: { readonly month: string; readonly how: 'read' | 'make' };
  /** Whether all of the table's acts count, so that nobody needs to look at when they were. */
  readonly whole?: boolean;
}

/** Months whose rows take fewer bytes are not worth a pack. */
const LEAST_BYTES = 4 * 1_024 ** 2;

interface MonthRow {
  readonly table: string;
  readonly month: string;
  readonly bytes: number;
  readonly packed: boolean;
  readonly stale: boolean;
}

export interface MonthsPlan {
  readonly tasks: readonly ReadTask[];
  /** Months that changed since the last time: they are not packed, for they may do so again. */
  readonly changed: readonly string[];
}

/**
 * How to read the signals up to a day, the largest months first, so that several readers end at about the same time.
 * @param make whether packs may be made
 */
export async function planMonths(
  db: Queryable,
  today: Day,
  { make, leastBytes = LEAST_BYTES }: { readonly make: boolean; readonly leastBytes?: number | undefined },
): Promise<MonthsPlan> {
  const { rows } = await db.query<MonthRow>(
    `select c.oid::regclass::text as "table", m as month, pg_relation_size(c.oid)::float8 as bytes,
            exists (select from signal_pack where layout = $1 and month = m) as packed,
            exists (select from signal_pack_stale where month = m) as stale
       from pg_inherits join pg_class c on c.oid = inhrelid, replace(substr(c.relname, 8), '_', '-') as m
      where inhparent = 'signal'::regclass order by 3 desc, 1`,
    [LAYOUT],
  );
  const tasks: ReadTask[] = [];
  const changed: string[] = [];
  for (const { table, month, bytes, packed, stale } of rows) {
    if (stale) changed.push(month);
    if (!MONTH.test(month)) {
      tasks.push({ table });
      continue;
    }
    const [from, until] = [firstDay(month, 0), firstDay(month, 1)];
    if (from > today) continue;
    if (until > today + 1) tasks.push({ table });
    else if (packed && !stale) tasks.push({ table, whole: true, pack: { month, how: 'read' } });
    else if (make && !stale && bytes >= leastBytes)
      tasks.push({ table, whole: true, pack: { month, how: 'make' } });
    else tasks.push({ table, whole: true });
  }
  return { tasks, changed };
}

/** Other partitions hold signals of any time. */
const MONTH = /^\d{4}-\d{2}$/;

/** The first day of a month, or of one some months later. */
function firstDay(month: string, later: number): Day {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Date.UTC(year, number - 1 + later, 1) / DAY_MS;
}

/** The pieces of a pack one after the other; none when the transaction does not see it. */
export function readPieces(client: Client, month: string): AsyncIterable<Uint8Array> {
  // COPY takes no parameters.
  if (!MONTH.test(month)) throw new RangeError(`not a month: ${month}`);
  return client.copyOutBytes(
    `select bytes from signal_pack where month = '${month}' and layout = '${LAYOUT}' order by piece`,
  );
}

/** Keeps the pack of a month, instead of an earlier one. @param read reads a piece from where it was put */
export async function writePieces(
  client: Client,
  month: string,
  pieces: readonly Piece[],
  read: (piece: Piece) => Uint8Array,
): Promise<void> {
  // Somebody who was killed may still be at it.
  await client.query(`select pg_advisory_xact_lock(hashtext('leadspring pack ' || $1::text))`, [month]);
  await client.query('delete from signal_pack where month = $1', [month]);
  for (const [number, piece] of pieces.entries()) {
    await client.query('insert into signal_pack (month, piece, layout, bytes) values ($1, $2, $3, $4)', [
      ...[month, number, LAYOUT, read(piece)],
    ]);
  }
}

/** Forgets that these months changed, once whoever computes has seen it and makes no pack of them. */
export async function forgetChanges(client: Client, months: readonly string[]): Promise<void> {
  await client.query('delete from signal_pack where month = any($1)', [months]);
  await client.query('delete from signal_pack_stale where month = any($1)', [months]);
}

/** Takes away packs that somebody made while signals of their months went: nothing of these is kept, not even unused. */
export async function dropStalePacks(db: Queryable): Promise<void> {
  await db.query('delete from signal_pack where month in (select month from signal_pack_stale)');
}
