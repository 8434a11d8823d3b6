/** One ping → one signal. Pure; all of it is private. */
import {
  type ActorClaim,
  type Adapted,
  adapted,
  dropped,
  failed,
  type SettingValues,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import { textsOf } from '../../deliveries/keys.ts';
import { minorAmountOf, present } from '../../deliveries/values.ts';
import { checkedAdapter } from '../../files/checked.ts';
import { fieldsOf } from '../../text/json.ts';
import { RESOURCES, type Sale, saleShape } from './sale.ts';

/** Makes `adapt`. */
export function saleAdapter({ products }: SettingValues): (record: SourceRecord<unknown>) => Adapted {
  const wanted = new Set(textsOf(products));
  return (record) => {
    const { resource } = fieldsOf(record.body);
    // Subscriptions that end or change: what is paid for them is a sale each time.
    if (typeof resource === 'string' && !(RESOURCES as readonly string[]).includes(resource))
      return dropped('not_relevant');
    return checkedAdapter('ping', saleShape, (sale) => {
      if (sale.test) return dropped('internal_traffic');
      return wanted.size > 0 && !wanted.has(sale.product) ? dropped('not_relevant') : adaptSale(record, sale);
    })(record);
  };
}

function adaptSale(record: SourceRecord<unknown>, sale: Sale): Adapted {
  const { resource, id, product, title, country, at, quantity } = sale;
  const back = resource === 'refund' || resource === 'dispute';
  const amount = minorAmountOf(back ? -sale.price : sale.price, sale.currency);
  if (amount === undefined)
    return failed(record, 'record_malformed', 'The ping has no usable currency.', { field: 'currency' });
  const actor: ActorClaim = present({ email: sale.email, name: sale.name, organizationName: sale.company });
  const signal: SignalDraft = {
    nativeId: `${resource}:${id}`,
    accessPoint: 'book',
    act: 'buy',
    at,
    visibility: 'private',
    ...(Object.keys(actor).length === 0 ? {} : { actor }),
    asset: { kind: 'book', key: product, ...present({ title }) },
    // Only money goes back and forth; nobody buys less than nothing.
    quantity: resource === 'sale' ? quantity : 0,
    amount,
    details: present({ country, became: resource === 'sale' ? undefined : resource }),
  };
  return adapted([signal]);
}
