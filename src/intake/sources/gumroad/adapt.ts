/** One sale → its signal, and one for each time that its money went back or came again. Pure; all of it is private. */
import {
  type ActorClaim,
  type Adapted,
  adapted,
  dropped,
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
  const books = new Set(textsOf(products));
  const isBook = ({ product, permalink = product }: Sale): boolean =>
    books.size === 0 || books.has(product) || books.has(permalink);
  return (record) => {
    const { resource } = fieldsOf(record.body);
    // Subscriptions that end or change (what is paid for them is a sale each time), refunds of nobody knows how much, and
    // the sums below a table.
    if (typeof resource === 'string' && !(RESOURCES as readonly string[]).includes(resource))
      return dropped('not_relevant');
    return checkedAdapter('sale', saleShape, (sale) => {
      if (sale.test) return dropped('internal_traffic');
      if (!isBook(sale)) return dropped('not_relevant');
      return adapted([sale, ...sale.since.map((each) => ({ ...sale, ...each }))].map(signalOf));
    })(record);
  };
}

function signalOf({
  resource,
  id,
  product,
  title,
  country,
  price,
  at,
  quantity,
  ...buyer
}: Sale): SignalDraft {
  const back = resource === 'refund' || resource === 'dispute';
  const amount = minorAmountOf(back ? -price : price, 'USD');
  const actor: ActorClaim = present({
    email: buyer.email,
    name: buyer.name,
    organizationName: buyer.company,
  });
  return {
    nativeId: `${resource}:${id}`,
    accessPoint: 'book',
    act: 'buy',
    at,
    visibility: 'private',
    ...(Object.keys(actor).length === 0 ? {} : { actor }),
    asset: { kind: 'book', key: product, ...present({ title }) },
    // Only money goes back and forth; nobody buys less than nothing.
    quantity: resource === 'sale' ? quantity : 0,
    ...present({ amount }),
    details: present({ country, became: resource === 'sale' ? undefined : resource }),
  };
}
