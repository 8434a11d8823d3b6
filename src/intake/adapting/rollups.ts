/**
 * Rollups on their way out of a worker thread: names once each, rows as numbers. Thousands of small objects per
 * answer would cost the receiving thread more than everything else it does with them.
 */
import type { AccessPoint, Act, AssetClaim, NetworkClaim, RollupDraft } from '../contract.ts';
import { type AssetId, assetId } from '../signals/asset_id.ts';

/** What was touched, and how. */
export interface RollupTarget {
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly asset: AssetClaim;
  readonly assetId: AssetId;
}

/** The rollups of one answer. */
export interface PackedRollups {
  /** `YYYY-MM-DD`, UTC. */
  readonly days: readonly string[];
  /** Networks and targets of this answer and of others: the lists are shared and grow at their ends. */
  readonly networks: readonly NetworkClaim[];
  readonly targets: readonly RollupTarget[];
  /** Four numbers a row: the places of its day, network and target in the lists above, and its quantity. */
  readonly rows: Float64Array;
}

/** The numbers that make up a row of `PackedRollups.rows`. */
export const ROW_NUMBERS = 4;

/** Names kept before new lists are begun. */
const MOST_NAMES = 50_000;

/** What a packer has named so far. */
interface Names {
  readonly networks: Numbered<NetworkClaim, NetworkClaim>;
  readonly targets: Numbered<string, RollupTarget>;
  /** Places of targets by their claim: sources give the same objects again. */
  readonly places: Map<AssetClaim, { readonly target: RollupTarget; readonly place: number }>;
}

function noNames(): Names {
  return { networks: numbered(), targets: numbered(), places: new Map() };
}

/** Makes a packer. Claims that it is given must not be changed afterwards. */
export function rollupPacker(): (drafts: readonly RollupDraft[]) => PackedRollups {
  let names = noNames();
  return (drafts) => {
    const { networks, targets, places } = names;
    if (Math.max(networks.list.length, targets.list.length, places.size) > MOST_NAMES) names = noNames();
    return packed(names, drafts);
  };
}

function packed(names: Names, drafts: readonly RollupDraft[]): PackedRollups {
  const days = numbered<string, string>();
  const rows = new Float64Array(drafts.length * ROW_NUMBERS);
  let at = 0;
  for (const draft of drafts) {
    rows[at] = days.of(draft.day, () => draft.day);
    rows[at + 1] = names.networks.of(draft.network, () => draft.network);
    rows[at + 2] = placeOf(names, draft);
    rows[at + 3] = draft.quantity;
    at += ROW_NUMBERS;
  }
  return { days: days.list, networks: names.networks.list, targets: names.targets.list, rows };
}

function placeOf({ targets, places }: Names, { accessPoint, act, asset }: RollupDraft): number {
  const known = places.get(asset);
  if (known?.target.accessPoint === accessPoint && known.target.act === act) return known.place;
  const target: RollupTarget = { accessPoint, act, asset, assetId: assetId(accessPoint, asset) };
  const place = targets.of(`${target.assetId} ${act} ${asset.title ?? ''}`, () => target);
  places.set(asset, { target, place });
  return place;
}

/** A list in which equal keys have one place. */
interface Numbered<K, V> {
  readonly list: V[];
  of(key: K, make: () => V): number;
}

function numbered<K, V>(): Numbered<K, V> {
  const places = new Map<K, number>();
  const list: V[] = [];
  return {
    list,
    of: (key, make) => {
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, list.length);
      return list.push(make()) - 1;
    },
  };
}
