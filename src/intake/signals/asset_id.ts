/** The id of an asset. Free of the database, for worker threads make ids, too. */
import { type AssetId, idFrom } from '../../base/plain.ts';
import type { AccessPoint, AssetClaim } from '../contract.ts';

export type { AssetId };

/** Longer keys are cut, in the id and in what is stored. */
export const LONGEST_KEY = 500;

/** The id of an asset: of its access point, kind and key. */
export function assetId(accessPoint: AccessPoint, asset: AssetClaim): AssetId {
  return idFrom('asset', accessPoint, asset.kind, asset.key.slice(0, LONGEST_KEY));
}
