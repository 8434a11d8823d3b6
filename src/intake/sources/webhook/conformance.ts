/** The cases of the conformance suite: messages of a made-up shop. */
import { createHmac } from 'node:crypto';
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import type { Delivery } from '../../contract.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';

type Json = Readonly<Record<string, unknown>>;

const SECRET = 'whsec_Y29uZm9ybWFuY2Utc2VjcmV0LW9mLTMyLWJ5dGVzIQ==';

/** A message signed with a secret. @param body anything but text and bytes is sent as JSON */
function signed(id: string, body: unknown, { secret = SECRET, seconds = ARRIVAL / 1000 } = {}): Delivery {
  const delivery = deliveryOf(body);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.`).update(delivery.body).digest('base64');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${mac}`,
  };
  return { ...delivery, headers };
}

const messageOf = (number: number, more: Json = {}): Json => ({
  type: 'order.paid',
  timestamp: new Date(ARRIVAL - number * 60_000).toISOString(),
  data: {
    email: `buyer${number % 5}@corp.example`,
    company: 'Private Company 4712',
    total: 1990 + number,
    currency: 'EUR',
    card: '4242-secret-card',
  },
  ...more,
});
const send = (number: number, more: Json = {}): Delivery => signed(`msg_${number}`, messageOf(number, more));

const ordinary = [
  ...Array.from({ length: 24 }, (_unused, index) => send(index)),
  send(30, { type: 'order.viewed' }),
  send(31, { type: 'ping' }),
  send(32, { type: undefined }),
  send(33, { timestamp: 'some day' }),
  send(34, { timestamp: '2126-01-01T00:00:00Z' }),
  send(35, { data: { email: 'not an address' } }),
  send(36, { data: { total: 'a lot' } }),
  send(1),
];

const hostile: Readonly<Record<string, HostileDelivery>> = {
  unsigned: [deliveryOf(messageOf(1)), 0, 'delivery_not_authentic'],
  'another secret': [
    signed('msg_1', messageOf(1), { secret: 'whsec_c2VjcmV0LXdyb25nLXNlY3JldA==' }),
    0,
    'delivery_not_authentic',
  ],
  old: [signed('msg_1', messageOf(1), { seconds: ARRIVAL / 1000 - 3600 }), 0, 'delivery_not_authentic'],
  'no JSON': [signed('msg_1', '{'), 0, 'delivery_malformed'],
  'no object': [signed('msg_1', '[]'), 0, 'delivery_malformed'],
  deep: [signed('msg_1', `${'['.repeat(100_000)}${']'.repeat(100_000)}`), 0, 'delivery_malformed'],
  junk: [
    signed(
      'msg_1',
      Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256),
    ),
    0,
    'delivery_malformed',
  ],
  NUL: [send(2, { data: { email: 'a@corp.example', company: 'A\0B \ud800' } }), 1],
  'a list for a word': [send(3, { data: { email: [1], company: {} } }), 0, 'record_malformed'],
};

export const receiveConformance = deliveriesConformance({
  settings: {
    secrets: SECRET,
    acts: 'order.paid=deal_won,order.viewed=drop',
    organization_path: 'data.company',
    amount_path: 'data.total',
    currency_path: 'data.currency',
    minor_units: 'true',
  },
  ordinary,
  later: [send(40)],
  hostile,
  secrets: [SECRET, SECRET.slice(6), '4242-secret-card', 'c2VjcmV0LXdyb25nLXNlY3JldA=='],
  privateMarks: ['Private Company 4712', 'buyer1@corp.example'],
});
