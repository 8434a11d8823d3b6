import { expect, test } from 'vitest';
import { ARRIVAL, received, settingsOf } from '../../deliveries/testing.ts';
import { stripe } from './source.ts';
import { eventOf, invoiceOf, type Json, NOW, SECRET, signed, subscriptionOf } from './testing.ts';

const settings = settingsOf(stripe, { secrets: ['whsec_older', SECRET] });

async function of(type: string, object: Json, more: Json = {}, before?: Json) {
  const { adapted } = await received(stripe, settings, signed(eventOf(1, type, object, more, before)));
  return { ...adapted[0], signal: adapted[0]?.signals[0] };
}

test.each([false, true])(
  'a subscription is a contract for the period paid for, API before 2025: %s',
  async (old) => {
    const { signal } = await of('customer.subscription.created', subscriptionOf(1, {}, old));
    expect(signal).toEqual({
      nativeId: 'subscription:sub_1:evt_1',
      accessPoint: 'agreement',
      act: 'contract',
      at: ARRIVAL - 60_000,
      visibility: 'private',
      actor: { login: 'cus_1', platform: 'stripe' },
      asset: { kind: 'plan', key: 'team', title: 'Team' },
      details: { plan: 'Team', from: '2025-12-22', to: '2026-04-21', status: 'active' },
    });
  },
);

test('a paid invoice of a subscription is a contract with money; the customer’s id and address belong together', async () => {
  const { signal } = await of('invoice.paid', invoiceOf(1));
  expect(signal).toMatchObject({
    nativeId: 'invoice:in_1',
    act: 'contract',
    at: ARRIVAL - 60_000,
    actor: {
      login: 'cus_1',
      platform: 'stripe',
      email: 'buyer1@corp.example',
      organizationName: 'Private Company 4712',
    },
    amount: { value: '49.00', currency: 'EUR' },
    details: { from: '2026-03-31', to: '2026-05-01' },
  });
});

test.each([
  ['jpy', 4900, '4900'],
  ['kwd', 4900, '4.900'],
  ['isk', 4900, '49.00'],
  ['mga', 4900, '4900'],
  ['usd', 5, '0.05'],
])('%s in the smallest unit', async (currency, amount, value) => {
  const { signal } = await of('invoice.paid', invoiceOf(1, { currency, amount_paid: amount }));
  expect(signal?.amount).toEqual({ value, currency: currency.toUpperCase() });
});

test.each([
  ['deal_open', 'customer.subscription.created', subscriptionOf(1, { status: 'trialing' }), undefined],
  [
    'deal_lost',
    'customer.subscription.deleted',
    subscriptionOf(1, { status: 'canceled', ended_at: NOW }),
    undefined,
  ],
  ['deal_won', 'invoice.paid', invoiceOf(1, { parent: null }), '49.00'],
  [
    'deal_won',
    'checkout.session.completed',
    { id: 'cs', mode: 'payment', payment_status: 'paid', amount_total: 900, currency: 'eur' },
    '9.00',
  ],
  [
    'deal_won',
    'checkout.session.completed',
    {
      id: 'cs',
      mode: 'payment',
      payment_status: 'paid',
      amount_total: 900,
      currency: 'eur',
      invoice: 'in_1',
    },
    undefined,
  ],
  [
    'deal_won',
    'checkout.session.completed',
    {
      id: 'cs',
      mode: 'subscription',
      payment_status: 'paid',
      amount_total: 900,
      currency: 'eur',
      subscription: 'sub_1',
    },
    undefined,
  ],
  [
    'deal_open',
    'checkout.session.completed',
    { id: 'cs', mode: 'payment', payment_status: 'unpaid', amount_total: 900, currency: 'eur' },
    undefined,
  ],
  ['deal_lost', 'charge.refunded', { id: 'ch', amount: 900, amount_refunded: 900, currency: 'eur' }, '-9.00'],
] as const)('%s by %s', async (act, type, object, amount) => {
  const { signal } = await of(type, object);
  expect(signal).toMatchObject({ act, accessPoint: 'agreement', visibility: 'private' });
  expect(signal?.amount?.value).toBe(amount);
});

test('a part paid back is less money, and no deal more', async () => {
  const charge = { id: 'ch', amount: 900, amount_refunded: 500, currency: 'eur' };
  const { signal } = await of('charge.refunded', charge, {}, { amount_refunded: 200 });
  expect(signal).toMatchObject({ act: 'deal_won', quantity: 0, amount: { value: '-3.00', currency: 'EUR' } });
});

test.each([
  ['not_relevant', 'balance.available', { object: 'balance', amount: {} }, {}, undefined],
  ['not_relevant', 'invoice.created', invoiceOf(1), {}, undefined],
  ['not_relevant', 'invoice.paid', invoiceOf(1), { livemode: false }, undefined],
  ['not_new', 'invoice.paid', invoiceOf(1, { amount_paid: 0 }), {}, undefined],
  ['not_new', 'customer.subscription.updated', subscriptionOf(1), {}, { metadata: {} }],
  ['not_new', 'customer.subscription.created', subscriptionOf(1, { status: 'incomplete' }), {}, undefined],
] as const)('%s: %s is left out', async (reason, type, object, more, before) => {
  expect((await of(type, object, more, before)).dropped).toEqual({ [reason]: 1 });
});

test.each([
  ['a signature by the newer secret', signed({}), true],
  ['a signature by the older secret', signed({}, { secret: 'whsec_older' }), true],
  ['a signature by another secret', signed({}, { secret: 'whsec_other' }), false],
  ['an event of long ago', signed({}, { seconds: NOW - 301 }), false],
  ['a body changed on its way', { ...signed({}), body: Buffer.from('{ }') }, false],
  ['no signature', { ...signed({}), headers: {} }, false],
])('%s', (_what, delivery, authentic) => {
  expect(stripe.receive?.authentic(delivery, settings)).toBe(authentic);
});
