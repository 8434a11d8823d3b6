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
  /** Its place in the order of arrival: a short name for keys. Those of days stay below `DAYS`. */
  readonly place: number;
  first: number;
  last: number;
}

interface KnownTarget extends RollupTarget {
  /** Its rows by network and day. */
  readonly rows: Map<number, RollupRow>;
}

interface KnownDay {
  readonly day: string;
  readonly at: number;
  readonly place: number;
}

/** `T` is what a network resolves to. */
export interface RollupSums<T> {
  readonly rows: RollupRow[];
  readonly networks: Map<IdentityId, NetworkSeen<T>>;
  readonly targets: Map<string, KnownTarget>;
  readonly days: Map<string, KnownDay>;
  /** What the places of lists stand for; the lists are shared by many answers. */
  readonly networksOf: WeakMap<readonly NetworkClaim[], (NetworkSeen<T> | undefined)[]>;
  readonly targetsOf: WeakMap<readonly RollupTarget[], (KnownTarget | undefined)[]>;
}

export interface RollupNames<T> {
  /** Called once per list and network. */
  network(claim: NetworkClaim): { readonly id: IdentityId; readonly network: T };
  /** Told of every asset, and of every title it has. */
  asset(accessPoint: AccessPoint, asset: AssetClaim): void;
}

export function emptySums<T>(): RollupSums<T> {
  return {
    ...{ rows: [], networks: new Map(), targets: new Map(), days: new Map() },
    ...{ networksOf: new WeakMap(), targetsOf: new WeakMap() },
  };
}

/** The entry of a map, made when it is missing. */
function entry<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** What was resolved at a place of a list, resolved when that was not done yet. */
function at<K, V>(known: (V | undefined)[], list: readonly K[], place: number, resolve: (item: K) => V): V {
  const value = known[place];
  if (value !== undefined) return value;
  const item = list[place];
  if (item === undefined) throw new Error('a packed rollup names what its answer does not hold');
  const made = resolve(item);
  known[place] = made;
  return made;
}

/** Adds the rollups of one answer. */
export function addToSums<T>(sums: RollupSums<T>, packed: PackedRollups, names: RollupNames<T>): void {
  const days: (KnownDay | undefined)[] = [];
  const networks = entry(sums.networksOf, packed.networks, () => []);
  const targets = entry(sums.targetsOf, packed.targets, () => []);
  const { rows } = packed;
  for (let i = 0; i < rows.length; i += ROW_NUMBERS) {
    const day = at(days, packed.days, rows[i] ?? -1, (each) => knownDay(sums, each));
    const network = at(networks, packed.networks, rows[i + 1] ?? -1, (claim) =>
      knownNetwork(sums, names.network(claim)),
    );
    const target = at(targets, packed.targets, rows[i + 2] ?? -1, (each) => knownTarget(sums, each, names));
    addRow(sums.rows, network, day, target, rows[i + 3] ?? 0);
  }
}

/** More days than there are from the first year to the last that a date may name. */
const DAYS = 2 ** 22;

function addRow<T>(
  rows: RollupRow[],
  network: NetworkSeen<T>,
  { day, at, place }: KnownDay,
  target: KnownTarget,
  quantity: number,
): void {
  if (at < network.first) network.first = at;
  if (at > network.last) network.last = at;
  const key = network.place * DAYS + place;
  const row = target.rows.get(key);
  if (row !== undefined) {
    row.quantity += quantity;
    return;
  }
  const { accessPoint, act, assetId } = target;
  const made = { organizationIdentityId: network.id, day, accessPoint, act, assetId, quantity };
  target.rows.set(key, made);
  rows.push(made);
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
  const made = { ...target, rows: new Map<number, RollupRow>() };
  targets.set(key, made);
  return made;
}
