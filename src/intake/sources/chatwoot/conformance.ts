/** The cases of the conformance suite: events of a made-up desk. */
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';
import { eventOf, SECRET, signed } from './testing.ts';

const ordinary = [
  ...Array.from({ length: 24 }, (_unused, index) =>
    signed(eventOf(1 + (index % 8), 1 + Math.floor(index / 8))),
  ),
  signed(eventOf(10, 1, { content: 'confidential-4713' })),
  signed(eventOf(11, 2, { private: true })),
  signed(eventOf(11, 3, { message_type: 'activity' })),
  signed(eventOf(11, 4, { message_type: 'template' })),
  signed(eventOf(11, 5, { content: null })),
  signed({ event: 'conversation_created', id: 12 }),
  signed(eventOf(13, 1, { id: null })),
  signed(eventOf(13, 2, { created_at: 'some day' })),
  signed(eventOf(13, 3, { created_at: '2126-01-01T00:00:00Z' })),
  signed(eventOf(13, 4, { message_type: 'dance' })),
  signed(eventOf(1, 1)),
];

const hostile: Readonly<Record<string, HostileDelivery>> = {
  unsigned: [deliveryOf(eventOf(1, 1)), 0, 'delivery_not_authentic'],
  'another secret': [signed(eventOf(1, 1), { secret: 'wrong-secret-4711' }), 0, 'delivery_not_authentic'],
  'another token': [
    deliveryOf(eventOf(1, 1), { query: { token: 'wrong-token-4711' } }),
    0,
    'delivery_not_authentic',
  ],
  old: [signed(eventOf(1, 1), { seconds: ARRIVAL / 1000 - 3600 }), 0, 'delivery_not_authentic'],
  'no JSON': [signed('{'), 0, 'delivery_malformed'],
  'no object': [signed('[]'), 0, 'delivery_malformed'],
  'no event': [signed({ hello: 'world' }), 0, 'record_malformed'],
  deep: [signed(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 0, 'delivery_malformed'],
  junk: [signed(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)), 0, 'delivery_malformed'],
  NUL: [signed(eventOf(2, 1, { content: 'a\0b \ud800', sender: { id: 'x\0', name: 'A\0' } })), 1],
};

export const receiveConformance = deliveriesConformance({
  settings: { secrets: SECRET, tokens: 'conformance-token', url: 'https://chat.acme.example' },
  ordinary,
  later: [signed(eventOf(1, 5))],
  hostile,
  secrets: [
    SECRET,
    'conformance-token',
    'wrong-secret-4711',
    'wrong-token-4711',
    '203.0.113.77',
    'secret 4711',
    'secret-browser',
  ],
  privateMarks: ['Private Company 4712', 'confidential-4713', 'contact1@corp.example'],
});
