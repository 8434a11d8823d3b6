import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Adapted, SettingValues } from '../../contract.ts';
import { ARRIVAL, deliveryOf, received, settingsOf } from '../../deliveries/testing.ts';
import { recognizePaths } from '../../recognize.ts';
import { gumroad } from './source.ts';
import { rowOf, TABLE_HEADER } from './testing.ts';

const FORM = {
  sale_id: 's-1',
  sale_timestamp: '2026-03-31T10:00:00Z',
  permalink: 'acme-book',
  short_product_id: 'abcde',
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
    asset: { kind: 'book', key: 'abcde', title: 'The Acme Book' },
    quantity: 1,
    amount: { value: '29.00', currency: 'USD' },
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
  expect(signal).toMatchObject({ nativeId, at: ARRIVAL, quantity: 0, amount: { value, currency: 'USD' } });
});

test('the price is in dollars, whatever the currency of the shop', async () => {
  expect((await of({ currency: 'jpy' })).signal?.amount).toEqual({ value: '29.00', currency: 'USD' });
});

test('a refund of a part does not say how much it gave back', async () => {
  const { dropped } = await of({ resource_name: 'refund', refunded: 'false' });
  expect(dropped).toEqual({ not_relevant: 1 });
});

test('what is no book, and what was only tried, is left out', async () => {
  expect((await of({ test: 'true' })).dropped).toEqual({ internal_traffic: 1 });
  expect((await of({ resource_name: 'subscription_ended' })).dropped).toEqual({ not_relevant: 1 });
  expect((await of({}, { products: ['other'] })).dropped).toEqual({ not_relevant: 1 });
  for (const name of ['acme-book', 'abcde'])
    expect((await of({}, { products: [name] })).signal?.act, name).toBe('buy');
});

test.each([
  ['price', { price: '-5' }],
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

const folder = mkdtempSync(join(tmpdir(), 'leadspring gumroad-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROW = {
  'Purchase ID': 's-1',
  'Item Name': 'The Acme Book',
  'Buyer Name': 'Ana Example',
  'Purchase Email': 'ana@corp.example',
  'Buyer Email': 'ana.private@mail.example',
  'Purchase Date': '2026-03-31',
  'Purchase Time (UTC timezone)': '2026-03-31 10:00:00 UTC',
  'Sale Price ($)': '29.0',
  'Net Total ($)': '25.6',
  Country: 'Austria',
  'Refunded?': '0',
  'Partial Refund ($)': '0.0',
  'Fully Refunded?': '0',
  'Disputed?': '0',
  'Dispute Won?': '0',
  'Product ID': 'abcde',
  Quantity: '1',
  Company: 'Acme Inc.',
};

/** What a table comes to, each of its rows adapted. */
async function ofTable(text: string): Promise<readonly Adapted[]> {
  const input = join(folder, 'Sales.csv');
  writeFileSync(input, text);
  const settings = settingsOf(gumroad, {});
  const adapt = await gumroad.adapter(settings);
  const found: Adapted[] = [];
  const job = {
    input,
    settings,
    cursor: async () => undefined,
    now: 0,
    signal: new AbortController().signal,
  };
  for await (const { records, failures } of gumroad.read?.(job) ?? []) {
    expect(failures).toEqual([]);
    for (const record of records) found.push(await adapt(record));
  }
  return found;
}

test('a row of the table of sales is what its ping is', async () => {
  const [fromTable] = await ofTable(TABLE_HEADER + rowOf(ROW));
  expect(fromTable?.signals).toEqual([(await of()).signal]);
});

test.each([
  [{ 'Refunded?': '1', 'Fully Refunded?': '1' }, ['refund:s-1', '-29.00']],
  [{ 'Refunded?': '1', 'Partial Refund ($)': '4.5' }, ['refund:s-1', '-4.50']],
  [{ 'Disputed?': '1' }, ['dispute:s-1', '-29.00']],
  [{ 'Disputed?': '1', 'Dispute Won?': '1' }, ['dispute:s-1', '-29.00'], ['dispute_won:s-1', '29.00']],
])('money that went back or came again, in a table: %o', async (more, ...expected) => {
  const [sold] = await ofTable(TABLE_HEADER + rowOf({ ...ROW, ...more }));
  const [sale, ...since] = sold?.signals ?? [];
  expect(sale).toMatchObject({ nativeId: 'sale:s-1', quantity: 1, amount: { value: '29.00' } });
  expect(since.map(({ nativeId, amount }) => [nativeId, amount?.value])).toEqual(expected);
  expect(since.every(({ quantity }) => quantity === 0)).toBe(true);
});

test('the sums below a table are no sale', async () => {
  const totals = rowOf({ 'Purchase ID': 'Totals', 'Sale Price ($)': '29.0' });
  expect((await ofTable(TABLE_HEADER + totals)).map(({ dropped }) => dropped)).toEqual([{ not_relevant: 1 }]);
});

test('a table that a spreadsheet saved again is the same', async () => {
  const [first] = await ofTable(TABLE_HEADER + rowOf(ROW));
  const saved = `\ufeff${(TABLE_HEADER + rowOf(ROW)).replaceAll(',', ';').replace('29.0', '29,0')}`;
  expect((await ofTable(saved))[0]?.signals).toEqual(first?.signals);
});

test('a table of sales is recognized by its columns, another table is not', async () => {
  writeFileSync(join(folder, 'Sales.csv'), TABLE_HEADER + rowOf(ROW));
  writeFileSync(join(folder, 'other.csv'), 'Date,Title,Copies\n2026-03-31,The Acme Book,2\n');
  const { recognized } = await recognizePaths([join(folder, 'Sales.csv'), join(folder, 'other.csv')]);
  expect(recognized.map(({ source, paths }) => [source.name, paths.length])).toEqual([
    ['gumroad', 1],
    ['csv', 1],
  ]);
});
