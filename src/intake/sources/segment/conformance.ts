/** The cases of the conformance suite: calls of a made-up product. */
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import type { Delivery } from '../../contract.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';

type Call = Readonly<Record<string, unknown>>;

const KEY = 'conformance-write-key';
const basic = { authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}` };
const SECRET_ADDRESS = '203.0.113.77';
const ANONYMOUS = 'anonymous-id-4711';

/** A call with all that clients tell of the visitor's machine. */
const callOf = (number: number, more: Call): Call => ({
  messageId: `message-${number}`,
  anonymousId: ANONYMOUS,
  timestamp: new Date(ARRIVAL - number * 60_000).toISOString(),
  context: { ip: SECRET_ADDRESS, userAgent: 'secret-agent/1.0', device: { id: 'secret-device' } },
  ...more,
});

const batchOf = (calls: readonly unknown[], headers = basic as Delivery['headers']): Delivery =>
  deliveryOf({ batch: calls, sentAt: new Date(ARRIVAL).toISOString() }, { path: 'v1/batch', headers });

const user = (number: number): string => `user-${number % 5}`;
const uses = Array.from({ length: 24 }, (_unused, index) =>
  callOf(index, { type: 'track', userId: user(index), event: `Exported Report ${index % 3}` }),
);
const others = [
  callOf(30, {
    type: 'identify',
    userId: 'user-1',
    traits: { email: 'ana@corp.example', company: 'Private Company 4712' },
  }),
  callOf(31, {
    type: 'group',
    userId: 'user-1',
    groupId: 'g-1',
    traits: { name: 'Acme', domain: 'acme.example' },
  }),
  callOf(32, { type: 'page', userId: 'user-1', properties: { path: '/reports/private-page-4713' } }),
  callOf(33, { type: 'track', event: 'Opened' }),
  callOf(34, { type: 'track', event: 'Signed Out', userId: 'user-1' }),
  callOf(35, { type: 'alias', userId: 'user-1', previousId: ANONYMOUS }),
  callOf(36, { type: 'track', userId: 'user-1' }),
  callOf(37, { type: 'dance', userId: 'user-1' }),
  callOf(38, { type: 'track', userId: 'user-1', event: 'x', timestamp: 'some day' }),
  callOf(39, { type: 'track', userId: 'user-1', event: 'x', timestamp: '2126-01-01T00:00:00Z' }),
  callOf(40, { type: 'track', event: 'x', anonymousId: undefined }),
];
const single = deliveryOf(
  { ...callOf(50, { userId: 'user-2', event: 'Signed Up' }), writeKey: KEY },
  { path: 'v1/track' },
);
const quiet = batchOf([callOf(60, { type: 'page', userId: 'user-3' })], { ...basic, 'sec-gpc': '1' });

const whole = (text: string, path = 'v1/batch'): Delivery => deliveryOf(text, { path, headers: basic });
const hostile: Readonly<Record<string, HostileDelivery>> = {
  'no key': [batchOf(uses, {}), 0, 'delivery_not_authentic'],
  'wrong key': [
    batchOf(uses, { authorization: `Basic ${Buffer.from('secret-wrong-key:').toString('base64')}` }),
    0,
    'delivery_not_authentic',
  ],
  'no JSON': [whole('{"batch":['), 0, 'delivery_malformed'],
  'no object': [whole('[]'), 0, 'delivery_malformed'],
  'no list': [whole('{"batch":{}}'), 0, 'delivery_malformed'],
  deep: [whole(`{"batch":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 0, 'delivery_malformed'],
  'other address': [whole('{}', 'v1/secrets'), 0, 'delivery_malformed'],
  junk: [
    deliveryOf(
      Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256),
      { path: 'v1/batch', headers: basic },
    ),
    0,
    'delivery_malformed',
  ],
  'odd calls': [batchOf([null, 7, 'x', [], {}, uses[0]]), 1, 'record_malformed'],
  'a giant call': [
    batchOf([
      uses[0],
      callOf(70, { type: 'track', userId: 'u', event: 'x', properties: { text: 'x'.repeat(33_000) } }),
    ]),
    1,
    'record_too_large',
  ],
  'NUL and lone surrogates': [
    batchOf([callOf(71, { type: 'track', userId: 'a\0b', event: '\ud800 lone\0', messageId: 'm\0' })]),
    1,
  ],
  'names of the language': [
    whole(
      '{"batch":[{"__proto__":{"x":1},"type":"track","constructor":1,"event":"x","userId":"u","messageId":"m"}]}',
    ),
    1,
  ],
};

export const receiveConformance = deliveriesConformance({
  settings: { write_keys: KEY },
  ordinary: [batchOf(uses), batchOf(others), single, quiet, batchOf(uses.slice(0, 3))],
  later: [batchOf([callOf(80, { type: 'track', userId: 'user-9', event: 'Exported Report 1' })])],
  hostile,
  secrets: [KEY, SECRET_ADDRESS, 'secret-agent', 'secret-device', ANONYMOUS, 'secret-wrong-key'],
  privateMarks: ['private-page-4713'],
});
