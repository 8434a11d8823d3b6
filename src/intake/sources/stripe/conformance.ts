/** The cases of the conformance suite: events of a made-up account. */
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import { deliveryOf } from '../../deliveries/testing.ts';
import { eventOf, invoiceOf, NOW, SECRET, signed, subscriptionOf } from './testing.ts';

const paid = (number: number, more = {}) => signed(eventOf(number, 'invoice.paid', invoiceOf(number, more)));

const ordinary = [
  ...Array.from({ length: 12 }, (_unused, index) => paid(index)),
  ...Array.from({ length: 12 }, (_unused, index) =>
    signed(eventOf(20 + index, 'customer.subscription.created', subscriptionOf(index))),
  ),
  signed(eventOf(40, 'customer.subscription.updated', subscriptionOf(1), {}, { metadata: {} })),
  signed(
    eventOf(
      41,
      'customer.subscription.deleted',
      subscriptionOf(2, { status: 'canceled', ended_at: NOW - 60 }),
    ),
  ),
  signed(eventOf(42, 'invoice.created', invoiceOf(42))),
  signed(eventOf(43, 'invoice.paid', invoiceOf(43), { livemode: false })),
  paid(44, { currency: 'pebbles' }),
  paid(45, { amount_paid: 'a lot' }),
  signed(eventOf(46, 'invoice.paid', invoiceOf(46), { created: 'some day' })),
  paid(47, { status_transitions: { paid_at: 4_929_552_000 } }),
  paid(1),
];

const hostile: Readonly<Record<string, HostileDelivery>> = {
  unsigned: [deliveryOf(eventOf(1, 'invoice.paid', invoiceOf(1))), 0, 'delivery_not_authentic'],
  'another secret': [signed({}, { secret: 'whsec_wrong_4711' }), 0, 'delivery_not_authentic'],
  old: [signed({}, { seconds: NOW - 3600 }), 0, 'delivery_not_authentic'],
  'no JSON': [signed('{'), 0, 'delivery_malformed'],
  'no object': [signed('[]'), 0, 'delivery_malformed'],
  'no event': [signed({ hello: 'world' }), 0, 'record_malformed'],
  deep: [signed(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 0, 'delivery_malformed'],
  junk: [signed(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)), 0, 'delivery_malformed'],
  NUL: [signed(eventOf(2, 'invoice.paid', invoiceOf(2, { customer_name: 'A\0B \ud800' }))), 1],
  'huge numbers': [
    signed(eventOf(3, 'invoice.paid', invoiceOf(3, { amount_paid: 1e300 }))),
    0,
    'record_malformed',
  ],
  'no list of lines': [
    signed(eventOf(4, 'invoice.paid', invoiceOf(4, { lines: { data: [null, 7, []] } }))),
    1,
  ],
};

export const receiveConformance = deliveriesConformance({
  settings: { secrets: SECRET },
  ordinary,
  later: [paid(60)],
  hostile,
  secrets: [SECRET, 'whsec_wrong_4711', 'secret-vat-4711', 'Secret Street 4711', 'secret 4711'],
  privateMarks: ['Private Company 4712', 'buyer1@corp.example'],
});
