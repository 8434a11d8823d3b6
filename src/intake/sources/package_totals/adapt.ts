/** One published total to one signal: a trend, with nobody behind it. Pure. */
import { type Adapted, adapted, dropped, type SourceRecord } from '../../contract.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { totalShape } from './record.ts';

/** Makes `adapt`. A day on which nothing was counted is left out. */
export function totalAdapter(): (record: SourceRecord<unknown>) => Adapted {
  return checkedAdapter('total', totalShape, ({ total }) => {
    const { registry, package: name, day, count, period } = total;
    if (count === 0) return dropped('empty');
    return adapted([
      {
        nativeId: `${registry}:${name}:${day}`,
        accessPoint: 'download',
        act: 'total',
        at: Date.parse(day),
        visibility: 'public',
        asset: { kind: 'release', key: `${registry}/${name}`, title: name },
        details: { total: count, registry, period },
      },
    ]);
  });
}
