/** The cases of the conformance suite: words of made-up pages. */
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import type { Delivery } from '../../contract.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';

type Json = Readonly<Record<string, unknown>>;

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 Secret/4711';
const page = {
  origin: 'https://docs.acme.example',
  'user-agent': AGENT,
  'content-type': 'text/plain;charset=UTF-8',
};

const send = (body: unknown, headers: Delivery['headers'] = page, at = ARRIVAL): Delivery =>
  deliveryOf(body, { headers, at });
const hit = (number: number, more: Json = {}, headers: Delivery['headers'] = page): Delivery =>
  send(
    { id: `hit${number}`, act: 'read', path: `/docs/page-${number % 6}`, from: 'search.example', ...more },
    headers,
  );

const ordinary = [
  ...Array.from({ length: 20 }, (_unused, index) => hit(index)),
  hit(30, { act: 'dead_end', path: '/docs/old' }),
  hit(31, { act: 'search', query: 'LDAP for secret.person@corp.example', results: '0' }),
  hit(32, { act: 'rate', helpful: 'no' }),
  hit(33, { path: '/users/secret.person@corp.example/+43 660 4711 4711' }),
  hit(34, {}, { ...page, dnt: '1' }),
  hit(35, {}, { ...page, 'sec-gpc': '1' }),
  hit(36, {}, { ...page, 'user-agent': 'Googlebot/2.1' }),
  hit(37, { act: 'search', query: '@' }),
  hit(38, { act: 'dance' }),
  hit(39, { path: 'docs' }),
  hit(40, { act: 'rate' }),
  hit(1),
];

const hostile: Readonly<Record<string, HostileDelivery>> = {
  'another site': [hit(1, {}, { ...page, origin: 'https://evil.example' }), 0, 'delivery_not_authentic'],
  'no origin': [hit(1, {}, { 'user-agent': AGENT }), 0, 'delivery_not_authentic'],
  'an origin that is none': [hit(1, {}, { ...page, origin: 'null' }), 0, 'delivery_not_authentic'],
  'a site that begins alike': [
    hit(1, {}, { ...page, origin: 'https://docs.acme.example.evil.example' }),
    0,
    'delivery_not_authentic',
  ],
  'no JSON': [send('{'), 0, 'delivery_malformed'],
  'no object': [send('[1]'), 0, 'delivery_malformed'],
  empty: [send({}), 0, 'record_malformed'],
  deep: [send(`${'['.repeat(2000)}${']'.repeat(2000)}`), 0, 'delivery_malformed'],
  junk: [send(Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)), 0, 'delivery_malformed'],
  'not a POST': [{ ...hit(1), method: 'GET' }, 0, 'method_not_allowed'],
  NUL: [hit(2, { path: '/a\0b\ud800', from: 'a\0b' }), 1],
};

export const receiveConformance = deliveriesConformance({
  settings: { sites: 'docs.acme.example' },
  ordinary,
  later: [hit(60)],
  hostile,
  secrets: ['Secret/4711', 'secret.person@corp.example', '4711 4711'],
  privateMarks: [],
});
