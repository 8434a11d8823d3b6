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
  readonly networks: readonly NetworkClaim[];
  readonly targets: readonly RollupTarget[];
  /** Four numbers a row: the places of its day, network and target in the lists above, and its quantity. */
  readonly rows: Float64Array;
}

/** The numbers that make up a row of `PackedRollups.rows`. */
export const ROW_NUMBERS = 4;

/** Makes a packer. It remembers the ids of assets as long as their claims live: sources give the same objects again. */
export function rollupPacker(): (drafts: readonly RollupDraft[]) => PackedRollups {
  const ids = new WeakMap<AssetClaim, { readonly accessPoint: AccessPoint; readonly id: AssetId }>();
  const idOf = ({ accessPoint, asset }: RollupDraft): AssetId => {
    const known = ids.get(asset);
    if (known?.accessPoint === accessPoint) return known.id;
    const id = assetId(accessPoint, asset);
    ids.set(asset, { accessPoint, id });
    return id;
  };
  return (drafts) => {
    const days = numbered<string, string>((day) => day);
    const networks = numbered<NetworkClaim, NetworkClaim>((network) => network);
    const targets = numbered<string, RollupTarget>((_key, { accessPoint, act, asset }, id) => ({
      ...{ accessPoint, act, asset, assetId: id },
    }));
    const rows = new Float64Array(drafts.length * ROW_NUMBERS);
    drafts.forEach((draft, index) => {
      const id = idOf(draft);
      rows.set(
        [
          days.of(draft.day, draft, id),
          networks.of(draft.network, draft, id),
          targets.of(`${id} ${draft.act} ${draft.asset.title ?? ''}`, draft, id),
          draft.quantity,
        ],
        index * ROW_NUMBERS,
      );
    });
    return { days: days.list, networks: networks.list, targets: targets.list, rows };
  };
}

/** A list in which equal keys have one place. */
function numbered<K, V>(
  make: (key: K, draft: RollupDraft, id: AssetId) => V,
): { readonly list: V[]; of(key: K, draft: RollupDraft, id: AssetId): number } {
  const places = new Map<K, number>();
  const list: V[] = [];
  return {
    list,
    of: (key, draft, id) => {
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, list.length);
      return list.push(make(key, draft, id)) - 1;
    },
  };
}
