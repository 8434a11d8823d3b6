/**
 * SQL that reads the acts of everybody at once. Rows come as they stand in the tables, by COPY, and find their subject
 * here: the server would take several times as long to join and sort ten million of them. Several threads can read at
 * once, each from other tables.
 */
import type { Client, FixedType, Queryable } from '../../base/index.ts';
import { DAY_MS } from '../dates.ts';
import type { TakeAct } from './columns.ts';
import { NETWORK, withTopic } from './kinds.ts';
import { findUuid, findUuids, type UuidTable } from './uuid_numbers.ts';
import { openAsker, type WhoseTables } from './whose.ts';

/** What reading acts takes. Plain data: it goes to other threads. */
export interface Reading {
  readonly whose: WhoseTables;
  readonly kinds: KindTables;
  /** SQL: the instant before which acts count. */
  readonly end: string;
}

export interface KindTables {
  /** SQL of a number that tells an access point, an act and whether it is made up. */
  readonly sql: string;
  /** Kinds without a topic by that number. */
  readonly byNumber: ReadonlyMap<number, number>;
  /** Those of acts that touch topics. */
  readonly topical: ReadonlySet<number>;
  /** Assets with a topic, and its number by the asset's. */
  readonly assets: UuidTable;
  readonly topicOf: readonly number[];
}

/** No id. */
export const NIL = `'00000000-0000-0000-0000-000000000000'::uuid`;

const SIGNALS = 'signal';
const ROLLUPS = 'signal_rollup';

/** The tables that acts are read from by one reader. */
export const ACT_TABLES: readonly string[] = [SIGNALS, ROLLUPS];

/** The same for several readers: signals by month, the largest first, so that all end at about the same time. */
export async function splitActTables(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = '${SIGNALS}'::regclass
      order by pg_relation_size(inhrelid) desc, 1`,
  );
  return [...rows.map(({ name }) => name), ROLLUPS];
}

/** Bytes of all signals; an estimate of their number does not exist until they were analyzed. */
export async function signalBytes(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ bytes: number }>(
    `select coalesce(sum(pg_relation_size(inhrelid)), 0)::float8 as bytes from pg_inherits
      where inhparent = '${SIGNALS}'::regclass`,
  );
  return rows[0]?.bytes ?? 0;
}

/** What a transaction sees, for others that are to see the same. Good until it ends. */
export async function exportSnapshot(client: Client): Promise<string> {
  const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
  return rows[0]?.snapshot ?? '';
}

/** Lets a transaction that just began see what another one sees. */
export async function useSnapshot(client: Client, snapshot: string): Promise<void> {
  if (!/^[\dA-F-]+$/.test(snapshot)) throw new RangeError(`not a snapshot: ${snapshot}`);
  await client.query('set transaction isolation level repeatable read');
  // It takes no parameters.
  await client.query(`set transaction snapshot '${snapshot}'`);
}

/** Reads so many rows, of which the first begins at `start`. */
type ReadRows = (bytes: DataView, start: number, count: number) => void;

/** Rows that are read at a time: what is fetched for them fits the processor's nearest caches. */
const ROWS = 512;

interface Layout {
  /** Where each column stands within a row. */
  readonly columns: readonly number[];
  /** Bytes of a row. */
  readonly width: number;
}

/** Reads the rows of a query. @param reader makes the function that reads some, 512 at most */
export async function eachRows(
  client: Client,
  sql: string,
  types: readonly FixedType[],
  reader: (layout: Layout) => ReadRows,
): Promise<void> {
  const { width, offsets, blocks } = client.copyOut(sql, types);
  const read = reader({ columns: offsets, width });
  for await (const block of blocks) {
    const bytes = new DataView(block.buffer, block.byteOffset, block.byteLength);
    const rows = block.length / width;
    for (let row = 0; row < rows; row += ROWS) read(bytes, row * width, Math.min(ROWS, rows - row));
  }
}

/** The same row by row. */
export async function eachRow(
  client: Client,
  sql: string,
  types: readonly FixedType[],
  reader: (columns: readonly number[]) => (bytes: DataView, start: number) => void,
): Promise<void> {
  await eachRows(client, sql, types, ({ columns, width }) => {
    const read = reader(columns);
    return (bytes, start, count) => {
      for (let row = 0; row < count; row++) read(bytes, start + row * width);
    };
  });
}

/** Makes the function that reads all acts of one of the tables, in no order. */
export function openReader(
  reading: Reading,
  take: TakeAct,
): (client: Client, table: string) => Promise<void> {
  const means: Meaning = { ...openAsker(reading.whose), kindOf: openKindFinder(reading.kinds), take };
  return (client, table) =>
    table === ROLLUPS ? readRollups(client, reading, means) : readSignals(client, table, reading, means);
}

interface Meaning extends ReturnType<typeof openAsker> {
  /** The number of a kind of act; -1 when it is of no interest. */
  kindOf(number: number, asset: DataView, at: number): number;
  readonly take: TakeAct;
}

function openKindFinder({ byNumber, topical, assets, topicOf }: KindTables): Meaning['kindOf'] {
  return (number, asset, at) => {
    const kind = byNumber.get(number);
    if (kind === undefined) return -1;
    return topical.has(kind) ? withTopic(kind, topicOf[findUuid(assets, asset, at)] ?? 0) : kind;
  };
}

async function readSignals(
  client: Client,
  table: string,
  { end, kinds, whose: { handles: known } }: Reading,
  { ask, fetch, kindOf, take }: Meaning,
): Promise<void> {
  const [handles, firms] = [new Int32Array(ROWS), new Int32Array(ROWS)];
  await eachRows(
    client,
    `select coalesce(identity_id, ${NIL}), coalesce(organization_identity_id, ${NIL}), coalesce(asset_id, ${NIL}),
            at, ${kinds.sql}, quantity
       from ${table} where at < ${end} and (identity_id is not null or organization_identity_id is not null)`,
    ['uuid', 'uuid', 'uuid', 'timestamptz', 'int4', 'int8'],
    ({ columns: [handle = 0, firm = 0, asset = 0, at = 0, number = 0, quantity = 0], width }) =>
      (bytes, first, count) => {
        findUuids(known, bytes, { at: first + handle, width, count }, handles);
        findUuids(known, bytes, { at: first + firm, width, count }, firms);
        fetch(handles, firms, count);
        for (let row = 0; row < count; row++) {
          const start = first + row * width;
          const instant = wholeNumber(bytes, start + at);
          const { subject, person, confidence } = ask(handles[row] ?? 0, firms[row] ?? 0, instant);
          if (subject === 0) continue;
          const kind = kindOf(bytes.getInt32(start + number), bytes, start + asset);
          if (kind < 0) continue;
          const day = EPOCH + Math.floor(instant / DAY_MICROSECONDS);
          take(subject, kind, person, day, confidence, wholeNumber(bytes, start + quantity));
        }
      },
  );
}

/** Traffic of networks, whose acts are nobody's in particular. */
async function readRollups(
  client: Client,
  { end, kinds, whose: { handles } }: Reading,
  { ask, kindOf, take }: Meaning,
): Promise<void> {
  await eachRow(
    client,
    `select organization_identity_id, coalesce(asset_id, ${NIL}), day - date '1970-01-01', ${kinds.sql}, quantity
       from ${ROLLUPS} where day < (${end} at time zone 'UTC')::date`,
    ['uuid', 'uuid', 'int4', 'int4', 'int8'],
    ([firm = 0, asset = 0, day = 0, number = 0, quantity = 0]) =>
      (bytes, start) => {
        const { subject, confidence } = ask(0, findUuid(handles, bytes, start + firm), 0);
        if (subject === 0) return;
        const kind = kindOf(bytes.getInt32(start + number), bytes, start + asset);
        if (kind < 0) return;
        take(
          subject,
          kind + NETWORK,
          0,
          bytes.getInt32(start + day),
          confidence,
          wholeNumber(bytes, start + quantity),
        );
      },
  );
}

/** The first day of 2000, from which PostgreSQL counts, as a day. */
const EPOCH = 10_957;
const DAY_MICROSECONDS = DAY_MS * 1_000;

/** A whole number of eight bytes. Exact below 2^53: as microseconds since 2000, until the year 2285. */
export function wholeNumber(bytes: DataView, at: number): number {
  return bytes.getInt32(at) * 2 ** 32 + bytes.getUint32(at + 4);
}
