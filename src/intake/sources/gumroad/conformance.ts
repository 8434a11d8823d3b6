/** The cases of the conformance suite: pings of a made-up shop. */
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import type { Delivery } from '../../contract.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';

type Form = Readonly<Record<string, string>>;

const TOKEN = 'gumroad-token-of-the-address';

const formOf = (number: number, more: Form = {}): string =>
  new URLSearchParams({
    sale_id: `sale-${number}`,
    sale_timestamp: new Date(ARRIVAL - number * 3_600_000).toISOString(),
    seller_id: 'seller',
    permalink: 'acme-book',
    product_name: 'The Acme Book',
    email: `buyer${number % 5}@corp.example`,
    full_name: 'Ana Example',
    price: '2900',
    currency: 'eur',
    'custom_fields[Company]': 'Private Company 4712',
    'card[visual]': '**** secret 4711',
    license_key: 'secret-licence-4711',
    ...more,
  }).toString();
const send = (body: string | Uint8Array, more: Partial<Delivery> = {}): Delivery =>
  deliveryOf(body, { path: TOKEN, ...more });
const ping = (number: number, more: Form = {}): Delivery => send(formOf(number, more));

const ordinary = [
  ...Array.from({ length: 24 }, (_unused, index) => ping(index)),
  ping(3, { resource_name: 'refund', refunded: 'true' }),
  ping(40, { test: 'true' }),
  ping(41, { resource_name: 'cancellation' }),
  ping(42, { price: 'a lot' }),
  ping(43, { currency: 'pebbles' }),
  ping(44, { sale_id: '' }),
  ping(45, { sale_timestamp: 'some day' }),
  ping(46, { sale_timestamp: '2126-01-01T00:00:00Z' }),
  ping(1),
];

const hostile: Readonly<Record<string, HostileDelivery>> = {
  'no token': [deliveryOf(formOf(1)), 0, 'delivery_not_authentic'],
  'another token': [send(formOf(1), { path: 'wrong-token-4711' }), 0, 'delivery_not_authentic'],
  'another token in the query': [
    send(formOf(1), { query: { token: 'wrong-token-4711' } }),
    0,
    'delivery_not_authentic',
  ],
  'not a POST': [send('', { method: 'GET' }), 0, 'method_not_allowed'],
  empty: [send(''), 0, 'record_malformed'],
  json: [send('{"sale_id":"1"}'), 0, 'record_malformed'],
  junk: [send(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)), 0, 'record_malformed'],
  'many fields': [send('a[]=1&'.repeat(20_000)), 0, 'record_malformed'],
  'NUL and broken UTF-8': [send(`${formOf(2)}&full_name=x&product_name=a%00b%ff`), 1],
};

export const receiveConformance = deliveriesConformance({
  settings: { tokens: TOKEN },
  ordinary,
  later: [ping(60)],
  hostile,
  secrets: [TOKEN, 'wrong-token-4711', 'secret 4711', 'secret-licence-4711'],
  privateMarks: ['Private Company 4712', 'buyer1@corp.example'],
});
