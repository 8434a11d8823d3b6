/** Signals, their assets, and daily rollups. */
import type { Client, CopyValue, Database, Queryable, SignalId, SourceId } from '../../base/index.ts';
import type { AccessPoint, AssetClaim, SignalDraft, Unverified } from '../contract.ts';
import { assetId, LONGEST_KEY } from './asset_id.ts';
import { signalsCame } from './packs_store.ts';
import type { RollupRow } from './sums.ts';

/** A signal whose handles are resolved. */
export interface SignalRow {
  readonly id: SignalId;
  readonly draft: SignalDraft;
  readonly identityId: string | null;
  readonly organizationIdentityId: string | null;
  readonly messageId: string | null;
  /** What the clock of the person who acted showed, in minutes east of UTC; null when it is not known to be a person's. */
  readonly utcOffset: number | null;
}

const SIGNAL_COLUMNS = [
  ...[
    'id',
    'at',
    'source_id',
    'native_id',
    'access_point',
    'act',
    'visibility',
    'quantity',
    'asset_id',
    'identity_id',
  ],
  ...['organization_identity_id', 'message_id', 'amount', 'currency', 'details', 'recorded_at', 'utc_offset'],
];
/** Makes the partitions of a month, `YYYY-MM`. Outside of batches: it locks the parent tables. */
export async function ensureMonth(db: Database, month: string): Promise<void> {
  if (!/^\d{4}-\d{2}$/.test(month)) throw new Error(`not a month: ${month}`);
  const name = month.replace('-', '_');
  const bounds = `for values from ('${month}-01') to ('${nextMonth(month)}-01')`;
  await db.transaction(async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext('leadspring months'))`);
    await client.query(`create table if not exists signal_${name} partition of signal ${bounds}`);
    await client.query(
      `create table if not exists signal_rollup_${name} partition of signal_rollup ${bounds}`,
    );
  });
}

function nextMonth(month: string): string {
  const year = Number(month.slice(0, 4));
  const number = Number(month.slice(5));
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${month.slice(0, 4)}-${String(number + 1).padStart(2, '0')}`;
}

export async function writeAssets(
  client: Client,
  claims: readonly { readonly accessPoint: AccessPoint; readonly asset: AssetClaim }[],
): Promise<void> {
  const rows = new Map<string, readonly CopyValue[]>();
  for (const { accessPoint, asset } of claims) {
    const id = assetId(accessPoint, asset);
    const title = (asset.title ?? '').slice(0, 300);
    const known = rows.get(id);
    if (known === undefined || longer(title, String(known[4]))) {
      rows.set(id, [id, accessPoint, asset.kind, asset.key.slice(0, LONGEST_KEY), title]);
    }
  }
  if (rows.size === 0) return;
  await client.query('create temp table if not exists stage_asset (like asset) on commit delete rows');
  await client.copy('stage_asset', ['asset_id', 'access_point', 'kind', 'key', 'title'], sorted(rows));
  // The longest title wins, then the greatest: the answer does not depend on the order of arrival.
  await client.query(
    `insert into asset select * from stage_asset order by asset_id
     on conflict (asset_id) do update set title = excluded.title
       where (length(excluded.title), excluded.title collate "C") > (length(asset.title), asset.title collate "C")`,
  );
}

function longer(candidate: string, known: string): boolean {
  return candidate.length > known.length || (candidate.length === known.length && candidate > known);
}

/** Rows in the order of their key: two writers then lock in the same order and cannot deadlock. */
function sorted(rows: ReadonlyMap<string, readonly CopyValue[]>): readonly (readonly CopyValue[])[] {
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/**
 * Stores the signals that are not stored yet.
 * @returns the ids that were new
 */
export async function writeSignals(
  client: Client,
  source: SourceId,
  signals: readonly SignalRow[],
  now: number,
): Promise<ReadonlySet<string>> {
  const rows = new Map<string, readonly CopyValue[]>();
  for (const signal of signals) if (!rows.has(signal.id)) rows.set(signal.id, signalRow(source, signal, now));
  if (rows.size === 0) return new Set();
  await client.query('create temp table if not exists stage_signal (like signal) on commit delete rows');
  await client.copy('stage_signal', SIGNAL_COLUMNS, sorted(rows));
  const fresh = await client.query<{ id: string }>(
    'insert into signal_key select id, at from stage_signal order by id on conflict do nothing returning id',
  );
  const ids = new Set(fresh.rows.map((row) => row.id));
  if (ids.size === rows.size) await client.query('insert into signal select * from stage_signal');
  else if (ids.size > 0) {
    await client.query('insert into signal select * from stage_signal where id = any($1::uuid[])', [
      [...ids],
    ]);
  }
  if (ids.size > 0) {
    await signalsCame(
      client,
      signals.flatMap(({ id, draft }) => (ids.has(id) ? [draft.at] : [])),
    );
  }
  return ids;
}

function signalRow(source: SourceId, signal: SignalRow, now: number): readonly CopyValue[] {
  const draft = signal.draft;
  return [
    signal.id,
    new Date(draft.at),
    source,
    draft.nativeId,
    draft.accessPoint,
    draft.act,
    draft.visibility,
    draft.quantity ?? 1,
    draft.asset === undefined ? null : assetId(draft.accessPoint, draft.asset),
    signal.identityId,
    signal.organizationIdentityId,
    signal.messageId,
    draft.amount?.value ?? null,
    draft.amount?.currency ?? null,
    draft.details ?? null,
    new Date(now),
    signal.utcOffset,
  ];
}

/** Signals that were only said so far, oldest first. */
export async function readUnverified(db: Queryable, source: SourceId): Promise<readonly Unverified[]> {
  const { rows } = await db.query<Unverified>(
    `select (extract(epoch from at) * 1000)::float8 as at, details from signal
      where source_id = $1 and details->>'verified' = 'false' order by signal.at, id limit 1000`,
    [source],
  );
  return rows;
}

/** Adds sums to what is there. Exactly-once is the cursor's work: it is stored in the same transaction. */
export async function storeRollups(
  client: Client,
  source: SourceId,
  sums: readonly RollupRow[],
): Promise<void> {
  if (sums.length === 0) return;
  const columns = [
    'organization_identity_id',
    'day',
    'source_id',
    'access_point',
    'act',
    'asset_id',
    'quantity',
  ];
  await client.query(
    'create temp table if not exists stage_rollup (like signal_rollup) on commit delete rows',
  );
  await client.copy('stage_rollup', columns, rollupLines(source, sums));
  await client.query(
    `insert into signal_rollup (${columns.join(', ')}) select ${columns.join(', ')} from stage_rollup
     on conflict (organization_identity_id, day, source_id, access_point, act, asset_id)
     do update set quantity = signal_rollup.quantity + excluded.quantity`,
  );
}

/** In one order, for the same reason as `sorted`; one line at a time, for there are many. */
function* rollupLines(source: SourceId, sums: readonly RollupRow[]): Generator<readonly CopyValue[]> {
  for (const row of sums.toSorted(inOrder)) {
    const { organizationIdentityId, day, accessPoint, act, quantity } = row;
    yield [organizationIdentityId, day, source, accessPoint, act, row.assetId, quantity];
  }
}

function inOrder(a: RollupRow, b: RollupRow): number {
  return (
    compare(a.organizationIdentityId, b.organizationIdentityId) ||
    compare(a.day, b.day) ||
    compare(a.assetId, b.assetId) ||
    compare(a.act, b.act)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
