/** The cases of the conformance suite: calls of a made-up desk. */
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import { deliveryOf } from '../../deliveries/testing.ts';
import { callOf, SECRET, signed } from './testing.ts';

const ordinary = [
  ...Array.from({ length: 24 }, (_unused, index) =>
    signed(callOf(1 + (index % 8), 1 + Math.floor(index / 8))),
  ),
  signed(callOf(10, 1, { body: 'confidential-4713', content_type: 'text/plain' })),
  signed(callOf(11, 2, { internal: true })),
  signed(callOf(11, 3, { sender: 'System' })),
  signed(callOf(11, 4, { body: '<img src="x">' })),
  signed({ ticket: { id: 12 }, article: {} }),
  signed(callOf(13, 1, { id: 'x' })),
  signed(callOf(13, 2, { created_at: 'some day' })),
  signed(callOf(13, 3, { created_at: '2126-01-01T00:00:00Z' })),
  signed(callOf(1, 1)),
];

const hostile: Readonly<Record<string, HostileDelivery>> = {
  unsigned: [deliveryOf(callOf(1, 1)), 0, 'delivery_not_authentic'],
  'another token': [signed(callOf(1, 1), 'wrong-token-4711'), 0, 'delivery_not_authentic'],
  'no JSON': [signed('{'), 0, 'delivery_malformed'],
  'no object': [signed('[]'), 0, 'delivery_malformed'],
  'no ticket': [signed({ hello: 'world' }), 0, 'record_malformed'],
  deep: [signed(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 0, 'delivery_malformed'],
  junk: [signed(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)), 0, 'delivery_malformed'],
  NUL: [signed(callOf(2, 1, { body: 'a\0b \ud800', from: 'A\0 <a@corp.example>' }, { title: 'a\0b' })), 1],
  'a long sender': [signed(callOf(3, 1, { from: `${'"'.repeat(100_000)}@` })), 1],
};

export const receiveConformance = deliveriesConformance({
  settings: { secrets: SECRET, url: 'https://support.acme.example' },
  ordinary,
  later: [signed(callOf(1, 5))],
  hostile,
  secrets: [SECRET, 'wrong-token-4711', 'secret note 4711', 'Secret Street 4711', 'secret 4711'],
  privateMarks: ['Private Company 4712', 'confidential-4713', 'customer1@corp.example'],
});
