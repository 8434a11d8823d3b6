/**
 * SQL that reads the acts of everybody at once. Rows come as they stand in the tables, by COPY, and find their subject
 * here: the server would take several times as long to join and sort ten million of them. Several threads can read at
 * once, each from other tables.
 */
import type { Client, FixedType, Queryable } from '../../base/index.ts';
import { DAY_MS } from '../dates.ts';
import type { TakeAct } from './columns.ts';
import { codeOf, NETWORK, withTopic } from './kinds.ts';
import { openPacker, openPackReader, type Pack, type Packer } from './packs.ts';
import { type ReadTask, readPieces } from './packs_store.ts';
import type { Piece, Spool } from './spool.ts';
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
  /** By code: 1 for acts that touch topics. */
  readonly topical: Uint8Array;
  /** Assets with a topic, and its number by the asset's. */
  readonly assets: UuidTable;
  readonly topicOf: readonly number[];
}

/** No id. */
export const NIL = `'00000000-0000-0000-0000-000000000000'::uuid`;

const SIGNALS = 'signal';
const ROLLUPS = 'signal_rollup';

/** What one reader reads acts from. */
export const ALL_ACTS: readonly ReadTask[] = [{ table: SIGNALS }, { table: ROLLUPS }];

/** What is read beside the months of signals by several readers. */
export const TRAFFIC: ReadTask = { table: ROLLUPS };

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

/** Pieces of a pack that was made, where they were put. */
export interface MadePack {
  readonly month: string;
  readonly pieces: readonly Piece[];
}

/**
 * Makes the function that does a task: reads acts, in no order, and answers with the pack it made meanwhile, if one was
 * asked for. It is to be written outside of the transaction that reads. @param spool where packs are put
 */
export function openReader(
  reading: Reading,
  take: TakeAct,
  spool: Spool,
): (client: Client, task: ReadTask) => Promise<MadePack | null> {
  const means: Meaning = {
    ...openAsker(reading.whose),
    ...openKindFinder(reading.kinds),
    take,
    readPack: openPackReader(),
  };
  return async (client, task) => {
    const { table, pack } = task;
    if (table === ROLLUPS) {
      await readRollups(client, reading, means);
      return null;
    }
    // Who looks back may not see a pack that was made since.
    if (pack?.how === 'read' && (await readPacked(client, pack.month, reading, means))) return null;
    const pieces: Piece[] = [];
    const packer = pack?.how === 'make' ? openPacker((piece) => pieces.push(spool.add(piece))) : null;
    await readSignals(client, task, reading, { ...means, packer });
    if (pack === undefined || packer === null) return null;
    packer.finish();
    return { month: pack.month, pieces };
  };
}

interface Meaning extends ReturnType<typeof openAsker> {
  /** The kind of a number of `KindTables.sql`, without a topic; -1 when it is of no interest. */
  kindOf(number: number): number;
  /** The number of the topic of an asset; 0 for none. */
  topicOf(asset: DataView, at: number): number;
  /** Whether acts of a kind touch topics. */
  isTopical(kind: number): boolean;
  /** The same kind with the topic of an asset, if acts of it touch topics. */
  touching(kind: number, asset: DataView, at: number): number;
  readonly take: TakeAct;
  readonly readPack: (piece: Uint8Array) => Pack;
}

function openKindFinder({
  byNumber,
  topical,
  assets,
  topicOf: topics,
}: KindTables): Pick<Meaning, 'kindOf' | 'topicOf' | 'isTopical' | 'touching'> {
  const isTopical = (kind: number): boolean => topical[codeOf(kind)] === 1;
  const topicOf = (asset: DataView, at: number): number => topics[findUuid(assets, asset, at)] ?? 0;
  return {
    ...{ isTopical, topicOf },
    kindOf: (number) => byNumber.get(number) ?? -1,
    touching: (kind, asset, at) => (isTopical(kind) ? withTopic(kind, topicOf(asset, at)) : kind),
  };
}

async function readSignals(
  client: Client,
  { table, whole }: ReadTask,
  { end, kinds, whose: { handles: known } }: Reading,
  { ask, fetch, kindOf, touching, take, packer }: Meaning & { readonly packer: Packer | null },
): Promise<void> {
  const [handles, firms] = [new Int32Array(ROWS), new Int32Array(ROWS)];
  await eachRows(
    client,
    `select coalesce(identity_id, ${NIL}), coalesce(organization_identity_id, ${NIL}), coalesce(asset_id, ${NIL}),
            at, ${kinds.sql}, quantity
       from ${table}
      where (identity_id is not null or organization_identity_id is not null) ${whole === true ? '' : `and at < ${end}`}`,
    ['uuid', 'uuid', 'uuid', 'timestamptz', 'int4', 'int8'],
    ({ columns: [handle = 0, firm = 0, asset = 0, at = 0, number = 0, count = 0], width }) =>
      (bytes, first, rows) => {
        findUuids(known, bytes, { at: first + handle, width, count: rows }, handles);
        findUuids(known, bytes, { at: first + firm, width, count: rows }, firms);
        fetch(handles, firms, rows);
        for (let row = 0; row < rows; row++) {
          const start = first + row * width;
          const instant = wholeNumber(bytes, start + at);
          const kind = kindOf(bytes.getInt32(start + number));
          if (kind < 0) continue;
          const quantity = wholeNumber(bytes, start + count);
          packer?.add(bytes, start + handle, start + firm, start + asset, instant, quantity, kind);
          const { subject, person, confidence } = ask(handles[row] ?? 0, firms[row] ?? 0, instant);
          if (subject === 0) continue;
          const of = touching(kind, bytes, start + asset);
          take(subject, of, person, dayAt(instant), confidence, quantity);
        }
      },
  );
}

/** The same from the pack of a month; answers with whether the transaction sees one. */
async function readPacked(
  client: Client,
  month: string,
  { whose: { handles: known } }: Reading,
  { ask, fetch, topicOf, isTopical, take, readPack }: Meaning,
): Promise<boolean> {
  const [handles, firms] = [new Int32Array(ROWS), new Int32Array(ROWS)];
  let seen = false;
  for await (const piece of readPieces(client, month)) {
    seen = true;
    const pack = readPack(piece);
    const numbers = eachId(pack.handles, (bytes, at) => findUuid(known, bytes, at));
    const topics = eachId(pack.assets, topicOf);
    for (let first = 0; first < pack.signals; first += ROWS) {
      const rows = Math.min(ROWS, pack.signals - first);
      for (let row = 0; row < rows; row++) {
        handles[row] = numbers[pack.handle[first + row] ?? 0] ?? 0;
        firms[row] = numbers[pack.firm[first + row] ?? 0] ?? 0;
      }
      fetch(handles, firms, rows);
      for (let row = 0; row < rows; row++) {
        const place = first + row;
        const instant = pack.at[place] ?? 0;
        const { subject, person, confidence } = ask(handles[row] ?? 0, firms[row] ?? 0, instant);
        if (subject === 0) continue;
        const kind = pack.kind[place] ?? 0;
        const of = isTopical(kind) ? withTopic(kind, topics[pack.asset[place] ?? 0] ?? 0) : kind;
        take(subject, of, person, dayAt(instant), confidence, pack.quantity[place] ?? 0);
      }
    }
  }
  return seen;
}

/** A number for each of the ids of a pack, by its own number; 0 for none. */
function eachId(ids: DataView, numberOf: (bytes: DataView, at: number) => number): Int32Array {
  const count = ids.byteLength / 16;
  const numbers = new Int32Array(count + 1);
  for (let id = 0; id < count; id++) numbers[id + 1] = numberOf(ids, 16 * id);
  return numbers;
}

/** Traffic of networks, whose acts are nobody's in particular. */
async function readRollups(
  client: Client,
  { end, kinds, whose: { handles } }: Reading,
  { ask, kindOf, touching, take }: Meaning,
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
        const kind = kindOf(bytes.getInt32(start + number));
        if (kind < 0) return;
        take(
          subject,
          touching(kind, bytes, start + asset) + NETWORK,
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

/** The day of an instant in microseconds since 2000. */
function dayAt(instant: number): number {
  return EPOCH + Math.floor(instant / DAY_MICROSECONDS);
}

/** A whole number of eight bytes. Exact below 2^53: as microseconds since 2000, until the year 2285. */
export function wholeNumber(bytes: DataView, at: number): number {
  return bytes.getInt32(at) * 2 ** 32 + bytes.getUint32(at + 4);
}
