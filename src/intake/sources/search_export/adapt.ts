/** One search to one signal. Pure. */
import { type Adapted, adapted, dropped, failed, type SourceRecord } from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { searchShape } from './search.ts';
import type { SearchSettings } from './settings.ts';

/** Makes `adapt`. Failures: record_malformed, date_missing; dates that cannot be are found by the runner. */
export function searchAdapter(settings: SearchSettings): (record: SourceRecord<unknown>) => Adapted {
  return (record) =>
    checkedAdapter('search', searchShape, ({ search }) => {
      const { words, key, count, results, date } = search;
      if (words === '' || count === 0) return dropped('empty');
      const at = timeOf(date) ?? settings.date;
      if (at === undefined) {
        const detail = 'The search has no date; the setting date can give it.';
        return failed(record, 'date_missing', detail, { field: 'date' });
      }
      return adapted([
        {
          nativeId: `search:${at}:${key}`,
          accessPoint: 'documentation',
          act: 'search',
          at,
          visibility: 'private',
          asset: { kind: 'page', key: `search:${words}`, title: `Search for “${words}”` },
          quantity: count ?? 1,
          ...(results === null ? {} : { details: { results } }),
        },
      ]);
    })(record);
}

function timeOf(date: string | number | null): number | undefined {
  const number = typeof date === 'string' && /^\d{9,13}$/.test(date) ? Number(date) : date;
  if (typeof number === 'number') return number > 1e11 ? Math.round(number) : Math.round(number * 1000);
  const iso = number === null || !/^\d{4}-\d\d/.test(number) ? undefined : number.trim().replace(' ', 'T');
  if (iso === undefined) return undefined;
  const zoned = /^[\d-]+$/.test(iso) || /(?:Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : time;
}
