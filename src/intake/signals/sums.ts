/** Sums rollups of many answers in memory, so that a row reaches the database once per group. */
import type { AssetId, IdentityId } from '../../base/index.ts';
import { type PackedRollups, ROW_NUMBERS, type RollupTarget } from '../adapting/rollups.ts';
import type { AccessPoint, Act, AssetClaim, NetworkClaim } from '../contract.ts';

/** A rollup whose network and asset are resolved. */
export interface RollupRow {
  readonly organizationIdentityId: IdentityId;
  readonly day: string;
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly assetId: AssetId;
  quantity: number;
}

/** How long a network was seen. Milliseconds since the epoch, midnight UTC. */
export interface NetworkSeen<T> {
  readonly id: IdentityId;
  readonly network: T;
  /** Its place in the order of arrival: a short name for keys. */
  readonly place: number;
  first: number;
  last: number;
}

interface KnownTarget extends RollupTarget {
  readonly place: number;
}

interface KnownDay {
  readonly day: string;
  readonly at: number;
  readonly place: number;
}

/** `T` is what a network resolves to. */
export interface RollupSums<T> {
  readonly rows: Map<string, RollupRow>;
  readonly networks: Map<IdentityId, NetworkSeen<T>>;
  readonly targets: Map<string, KnownTarget>;
  readonly days: Map<string, KnownDay>;
}

export interface RollupNames<T> {
  /** Called once per answer and network. */
  network(claim: NetworkClaim): { readonly id: IdentityId; readonly network: T };
  /** Told of every asset, and of every title it has. */
  asset(accessPoint: AccessPoint, asset: AssetClaim): void;
}

export function emptySums<T>(): RollupSums<T> {
  return { rows: new Map(), networks: new Map(), targets: new Map(), days: new Map() };
}

/** Adds the rollups of one answer. */
export function addToSums<T>(sums: RollupSums<T>, packed: PackedRollups, names: RollupNames<T>): void {
  const days = packed.days.map((day) => knownDay(sums, day));
  const networks = packed.networks.map((claim) => knownNetwork(sums, names.network(claim)));
  const targets = packed.targets.map((target) => knownTarget(sums, target, names));
  const { rows } = packed;
  for (let at = 0; at < rows.length; at += ROW_NUMBERS) {
    const day = days[rows[at] ?? -1];
    const network = networks[rows[at + 1] ?? -1];
    const target = targets[rows[at + 2] ?? -1];
    if (day === undefined || network === undefined || target === undefined) {
      throw new Error('a packed rollup names what its answer does not hold');
    }
    addRow(sums.rows, network, day, target, rows[at + 3] ?? 0);
  }
}

function addRow<T>(
  rows: Map<string, RollupRow>,
  network: NetworkSeen<T>,
  { day, at, place }: KnownDay,
  target: KnownTarget,
  quantity: number,
): void {
  if (at < network.first) network.first = at;
  if (at > network.last) network.last = at;
  const key = `${network.place} ${place} ${target.place}`;
  const row = rows.get(key);
  if (row !== undefined) {
    row.quantity += quantity;
    return;
  }
  const { accessPoint, act, assetId } = target;
  rows.set(key, { organizationIdentityId: network.id, day, accessPoint, act, assetId, quantity });
}

function knownDay({ days }: RollupSums<unknown>, day: string): KnownDay {
  const known = days.get(day);
  if (known !== undefined) return known;
  const made = { day, at: Date.parse(day), place: days.size };
  days.set(day, made);
  return made;
}

function knownNetwork<T>(
  { networks }: RollupSums<T>,
  { id, network }: { readonly id: IdentityId; readonly network: T },
): NetworkSeen<T> {
  const known = networks.get(id);
  if (known !== undefined) return known;
  const seen = {
    ...{ id, network, place: networks.size },
    ...{ first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
  };
  networks.set(id, seen);
  return seen;
}

function knownTarget<T>(
  { targets }: RollupSums<T>,
  target: RollupTarget,
  names: RollupNames<T>,
): KnownTarget {
  const key = `${target.assetId} ${target.act}`;
  const known = targets.get(key);
  if (known?.asset.title !== target.asset.title || known === undefined) {
    names.asset(target.accessPoint, target.asset);
  }
  if (known !== undefined) return known;
  const made = { ...target, place: targets.size };
  targets.set(key, made);
  return made;
}
