/** The cases of the conformance suite: mentions of made-up pages. */
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import type { Delivery } from '../../contract.ts';
import { deliveryOf } from '../../deliveries/testing.ts';

const mentionOf = (source: string, target: string): Delivery =>
  deliveryOf(new URLSearchParams({ source, target }).toString());
const ours = (number: number): string => `https://blog.acme.example/posts/${number}`;
const theirs = (number: number): string =>
  `https://writer${number % 7}.example/private-4713/${number}?p=1#top`;

const ordinary = [
  ...Array.from({ length: 28 }, (_unused, index) => mentionOf(theirs(index), ours(index % 5))),
  mentionOf('https://www.acme.example/news', ours(1)),
  mentionOf(theirs(1), 'https://other.example/'),
  mentionOf(theirs(1), ours(1)),
];

const hostile: Readonly<Record<string, HostileDelivery>> = {
  empty: [deliveryOf(''), 0, 'delivery_malformed'],
  'no target': [deliveryOf('source=https%3A%2F%2Fwriter.example%2F'), 0, 'delivery_malformed'],
  'by itself': [mentionOf(ours(1), `${ours(1)}#here`), 0, 'delivery_malformed'],
  script: [mentionOf('javascript:alert(1)', ours(1)), 0, 'delivery_malformed'],
  file: [mentionOf('file:///etc/passwd', ours(1)), 0, 'delivery_malformed'],
  'a password': [mentionOf('https://user:secret-4711@writer.example/', ours(1)), 0, 'delivery_malformed'],
  long: [mentionOf(`https://writer.example/${'x'.repeat(3000)}`, ours(1)), 0, 'delivery_malformed'],
  junk: [
    deliveryOf(Uint8Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 256)),
    0,
    'delivery_malformed',
  ],
  json: [deliveryOf({ source: theirs(1), target: ours(1) }), 0, 'delivery_malformed'],
  'NUL in the address': [mentionOf('https://writer.example/a\0b\ud800', ours(1)), 1],
  'not a POST': [deliveryOf('', { method: 'GET' }), 0, 'method_not_allowed'],
};

export const receiveConformance = deliveriesConformance({
  settings: { sites: 'acme.example' },
  ordinary,
  later: [mentionOf(theirs(60), ours(1))],
  hostile,
  secrets: ['secret-4711'],
  privateMarks: ['private-4713'],
});
