/** Sums rollups of many answers in memory, so that a row reaches the database once per group. */
import type { AssetId, IdentityId } from '../../base/index.ts';
import type { AccessPoint, Act, AssetClaim, NetworkClaim, RollupDraft } from '../contract.ts';

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
  readonly network: T;
  first: number;
  last: number;
}

/** `T` is what a network resolves to. */
export interface RollupSums<T> {
  readonly rows: Map<string, RollupRow>;
  readonly networks: Map<IdentityId, NetworkSeen<T>>;
}

export interface RollupNames<T> {
  network(claim: NetworkClaim): { readonly id: IdentityId; readonly network: T };
  /** Called once per answer and asset. */
  asset(draft: RollupDraft): AssetId;
}

export function emptySums<T>(): RollupSums<T> {
  return { rows: new Map(), networks: new Map() };
}

/** Adds the rollups of one answer. Its rows share the objects of their claims, so names are made once per object. */
export function addToSums<T>(
  sums: RollupSums<T>,
  drafts: readonly RollupDraft[],
  names: RollupNames<T>,
): void {
  const networks = new Map<NetworkClaim, ReturnType<RollupNames<T>['network']>>();
  const assets = new Map<AssetClaim, AssetId>();
  for (const draft of drafts) {
    const { id, network } = remembered(networks, draft.network, () => names.network(draft.network));
    const asset = remembered(assets, draft.asset, () => names.asset(draft));
    addRow(sums.rows, id, asset, draft);
    addSeen(sums.networks, id, network, Date.parse(draft.day));
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function addRow(rows: Map<string, RollupRow>, network: IdentityId, asset: AssetId, draft: RollupDraft): void {
  const { day, accessPoint, act, quantity } = draft;
  const key = `${network} ${day} ${accessPoint} ${act} ${asset}`;
  const row = rows.get(key);
  if (row !== undefined) row.quantity += quantity;
  else rows.set(key, { organizationIdentityId: network, day, accessPoint, act, assetId: asset, quantity });
}

function addSeen<T>(seen: Map<IdentityId, NetworkSeen<T>>, id: IdentityId, network: T, at: number): void {
  const known = seen.get(id);
  if (known === undefined) seen.set(id, { network, first: at, last: at });
  else if (at < known.first) known.first = at;
  else if (at > known.last) known.last = at;
}
