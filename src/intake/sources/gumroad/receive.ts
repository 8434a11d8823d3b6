/** Pings of Gumroad to one record each. They are not signed, so a token of the address says from whom they come. */
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, formOf, recordOf } from '../../deliveries/body.ts';
import { isKey, textsOf } from '../../deliveries/keys.ts';
import type { Fields } from '../../text/json.ts';
import { recordIdOf, saleOf } from './sale.ts';

const LARGEST = 256 * 1024;

export const receive: Receiver<Fields> = {
  help: 'In Gumroad, Settings → Advanced: set the ping endpoint to URL/TOKEN, with a token of the setting tokens. Refunds and disputes are pinged where an application subscribes to them (resource_subscriptions) with the same address.',
  maxBytes: LARGEST,
  authentic: ({ query, path }: Delivery, { tokens }: SettingValues) =>
    isKey(query.token ?? path, textsOf(tokens)),
  records,
};

function records(delivery: Delivery): Received<Fields> {
  expectPost(delivery);
  const sale = saleOf(formOf(delivery), delivery.at);
  // Gumroad pings again unless it is answered 200.
  return { records: [recordOf(recordIdOf(sale), sale)], answer: { status: 200 } };
}
