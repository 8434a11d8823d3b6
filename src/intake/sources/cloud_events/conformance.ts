/** The cases of the conformance suite: events of a made-up program. */
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import type { Delivery } from '../../contract.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';

type Json = Readonly<Record<string, unknown>>;

const KEY = 'conformance-event-key';
const key = { authorization: `Bearer ${KEY}` };

const eventOf = (number: number, more: Json = {}): Json => ({
  specversion: '1.0',
  id: `e-${number}`,
  source: '/acme/app',
  type: 'com.acme.report.exported',
  time: new Date(ARRIVAL - number * 60_000).toISOString(),
  subject: `report-${number % 4}`,
  data: { email: `user${number % 5}@corp.example`, company: 'Private Company 4712', ip: '203.0.113.77' },
  ...more,
});

const batchOf = (events: readonly unknown[], headers: Delivery['headers'] = key): Delivery =>
  deliveryOf(events, { headers: { 'content-type': 'application/cloudevents-batch+json', ...headers } });
const structured = (body: unknown): Delivery =>
  deliveryOf(body, { headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', ...key } });

const binary = deliveryOf(
  { email: 'ana@corp.example' },
  {
    headers: {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'b-1',
      'ce-source': '/acme/app',
      'ce-type': 'com.acme.user.created',
      'ce-subject': 'caf%C3%A9',
      ...key,
    },
  },
);
const events = Array.from({ length: 24 }, (_unused, index) => eventOf(index));
const strange = [
  eventOf(30, { type: 'com.acme.heartbeat' }),
  eventOf(31, { type: 'com.other.thing' }),
  eventOf(32, { specversion: '0.3' }),
  eventOf(33, { id: '' }),
  eventOf(34, { type: 7 }),
  eventOf(35, { time: 'some day' }),
  eventOf(36, { time: '2126-01-01T00:00:00Z' }),
  eventOf(37, { data: { email: 'not an address' } }),
  eventOf(0, { source: '/acme/other' }),
];

const hostile: Readonly<Record<string, HostileDelivery>> = {
  'no key': [batchOf(events, {}), 0, 'delivery_not_authentic'],
  'wrong key': [batchOf(events, { authorization: 'Bearer secret-wrong-key' }), 0, 'delivery_not_authentic'],
  'no event': [deliveryOf({ hello: 'world' }, { headers: key }), 0, 'delivery_malformed'],
  'no JSON': [structured('{"specversion":'), 0, 'delivery_malformed'],
  'no list': [batchOf({} as unknown[]), 0, 'delivery_malformed'],
  deep: [structured(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 0, 'delivery_malformed'],
  'odd events': [batchOf([null, 7, [], {}, eventOf(1)]), 1, 'record_malformed'],
  NUL: [
    structured(
      eventOf(2, { id: 'a\0b', subject: '\ud800\0', data: { email: 'a@corp.example', company: 'A\0B' } }),
    ),
    1,
  ],
  'broken data': [
    structured(eventOf(3, { data: undefined, data_base64: '%%%', datacontenttype: 'application/json' })),
    1,
  ],
};

export const receiveConformance = deliveriesConformance({
  settings: {
    keys: KEY,
    acts: 'com.acme.*=use,com.acme.user.created=register,com.acme.heartbeat=drop',
  },
  ordinary: [batchOf(events), batchOf(strange), structured(eventOf(50)), binary, batchOf(events.slice(0, 3))],
  later: [structured(eventOf(60))],
  hostile,
  secrets: [KEY, '203.0.113.77', 'secret-wrong-key'],
  privateMarks: ['Private Company 4712', 'user1@corp.example'],
});
