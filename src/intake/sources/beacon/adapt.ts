/** What a page told → one signal of nobody. Pure. */
import { type Adapted, type AssetClaim, adapted, dropped, type SourceRecord } from '../../contract.ts';
import { present } from '../../deliveries/values.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { fieldsOf } from '../../text/json.ts';
import { type Hit, hitShape } from './hit.ts';
import type { BeaconSettings } from './settings.ts';

/** Makes `adapt`. */
export function hitAdapter({
  accessPoint,
  visibility,
}: BeaconSettings): (record: SourceRecord<unknown>) => Adapted {
  return (record) => {
    const { left } = fieldsOf(record.body);
    if (left === 'bot' || left === 'do_not_track') return dropped(left);
    return checkedAdapter('hit', hitShape, (hit) => {
      const { act, at, site, referrer, results, helpful } = hit;
      if (act === 'search' && hit.query === '') return dropped('empty');
      const details = present({
        site,
        referrer,
        results: act === 'search' ? results : undefined,
        helpful: act === 'rate' ? helpful : undefined,
      });
      return adapted([
        { nativeId: record.id, accessPoint, act, at, visibility, asset: assetOf(hit), details },
      ]);
    })(record);
  };
}

/** Pages and searches are named as in access logs, so that both are of the same things. */
function assetOf({ act, page, query = '' }: Hit): AssetClaim {
  if (act !== 'search') return { kind: 'page', key: page };
  return { kind: 'page', key: `search:${query}`, title: `Search for “${query}”` };
}
