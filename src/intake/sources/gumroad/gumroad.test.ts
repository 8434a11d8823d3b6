import { expect, test } from 'vitest';
import type { SettingValues } from '../../contract.ts';
import { ARRIVAL, deliveryOf, received, settingsOf } from '../../deliveries/testing.ts';
import { gumroad } from './source.ts';

const FORM = {
  sale_id: 's-1',
  sale_timestamp: '2026-03-31T10:00:00Z',
  permalink: 'acme-book',
  product_name: 'The Acme Book',
  email: 'ana@corp.example',
  full_name: 'Ana Example',
  price: '2900',
  currency: 'eur',
  ip_country: 'Austria',
  'custom_fields[Company]': 'Acme Inc.',
};

async function of(more: Readonly<Record<string, string>> = {}, settings: SettingValues = {}) {
  const delivery = deliveryOf(new URLSearchParams({ ...FORM, ...more }).toString(), {
    query: { token: 'a-token' },
  });
  const { adapted, answer, ids } = await received(
    gumroad,
    settingsOf(gumroad, { tokens: ['a-token'], ...settings }),
    delivery,
  );
  return { ...adapted[0], signal: adapted[0]?.signals[0], answer, id: ids[0] };
}

test('a sale is a book bought', async () => {
  const { signal, answer, id } = await of();
  expect(answer).toEqual({ status: 200 });
  expect(id).toBe('ping:sale:s-1');
  expect(signal).toEqual({
    nativeId: 'sale:s-1',
    accessPoint: 'book',
    act: 'buy',
    at: Date.UTC(2026, 2, 31, 10),
    visibility: 'private',
    actor: { email: 'ana@corp.example', name: 'Ana Example', organizationName: 'Acme Inc.' },
    asset: { kind: 'book', key: 'acme-book', title: 'The Acme Book' },
    quantity: 1,
    amount: { value: '29.00', currency: 'EUR' },
    details: { country: 'Austria' },
  });
});

test.each([
  [{ resource_name: 'refund' }, '-29.00', 'refund:s-1'],
  [{ refunded: 'true' }, '-29.00', 'refund:s-1'],
  [{ resource_name: 'dispute' }, '-29.00', 'dispute:s-1'],
  [{ resource_name: 'dispute_won' }, '29.00', 'dispute_won:s-1'],
])('money that goes back or comes again: %o', async (more, value, nativeId) => {
  const { signal } = await of(more);
  expect(signal).toMatchObject({ nativeId, at: ARRIVAL, quantity: 0, amount: { value, currency: 'EUR' } });
});

test('yen have no cents, and pings of old are in dollars', async () => {
  expect((await of({ currency: 'jpy' })).signal?.amount).toEqual({ value: '2900', currency: 'JPY' });
  expect((await of({ currency: '' })).signal?.amount).toEqual({ value: '29.00', currency: 'USD' });
});

test('what is no book, and what was only tried, is left out', async () => {
  expect((await of({ test: 'true' })).dropped).toEqual({ internal_traffic: 1 });
  expect((await of({ resource_name: 'subscription_ended' })).dropped).toEqual({ not_relevant: 1 });
  expect((await of({}, { products: ['other'] })).dropped).toEqual({ not_relevant: 1 });
  expect((await of({}, { products: ['acme-book'] })).signal?.act).toBe('buy');
});

test.each([
  ['price', { price: '-5' }],
  ['currency', { currency: 'pebbles' }],
  ['id', { sale_id: '' }],
  ['at', { sale_timestamp: 'some day' }],
  ['quantity', { quantity: '0' }],
])('without a usable %s a ping fails, and says so', async (field, more) => {
  expect((await of(more)).failures).toMatchObject([{ code: 'record_malformed', field }]);
});

test('the token stands in the path or the query', () => {
  const settings = settingsOf(gumroad, { tokens: ['older', 'a-token'] });
  const authentic = (path: string, query = {}) =>
    gumroad.receive?.authentic(deliveryOf('', { path, query }), settings);
  expect([authentic('a-token'), authentic('older'), authentic('', { token: 'a-token' })]).toEqual([
    true,
    true,
    true,
  ]);
  expect([authentic(''), authentic('other'), authentic('a-token', { token: 'other' })]).toEqual([
    false,
    false,
    false,
  ]);
});
