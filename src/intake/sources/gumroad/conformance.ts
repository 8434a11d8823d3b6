/** The cases of the conformance suite: pings and tables of a made-up shop. */
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Conformance, type HostileFile, writeHostile } from '../../../../test/support/conformance.ts';
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import type { Delivery } from '../../contract.ts';
import { ARRIVAL, deliveryOf } from '../../deliveries/testing.ts';
import { rowOf, TABLE_HEADER } from './testing.ts';

type Form = Readonly<Record<string, string>>;

const TOKEN = 'gumroad-token-of-the-address';

const formOf = (number: number, more: Form = {}): string =>
  new URLSearchParams({
    sale_id: `sale-${number}`,
    sale_timestamp: new Date(ARRIVAL - number * 3_600_000).toISOString(),
    seller_id: 'seller',
    permalink: 'acme-book',
    short_product_id: 'abcde',
    product_name: 'The Acme Book',
    email: `buyer${number % 5}@corp.example`,
    full_name: 'Ana Example',
    price: '2900',
    'custom_fields[Company]': 'Private Company 4712',
    'card[visual]': '**** secret 4711',
    license_key: 'secret-licence-4711',
    ...more,
  }).toString();
const send = (body: string | Uint8Array, more: Partial<Delivery> = {}): Delivery =>
  deliveryOf(body, { path: TOKEN, ...more });
const ping = (number: number, more: Form = {}): Delivery => send(formOf(number, more));

const ordinary = [
  ...Array.from({ length: 24 }, (_unused, index) => ping(index)),
  ping(3, { resource_name: 'refund', refunded: 'true' }),
  ping(40, { test: 'true' }),
  ping(41, { resource_name: 'cancellation' }),
  ping(42, { price: 'a lot' }),
  ping(43, { quantity: '0' }),
  ping(44, { sale_id: '' }),
  ping(45, { sale_timestamp: 'some day' }),
  ping(46, { sale_timestamp: '2126-01-01T00:00:00Z' }),
  ping(1),
];

const hostile: Readonly<Record<string, HostileDelivery>> = {
  'no token': [deliveryOf(formOf(1)), 0, 'delivery_not_authentic'],
  'another token': [send(formOf(1), { path: 'wrong-token-4711' }), 0, 'delivery_not_authentic'],
  'another token in the query': [
    send(formOf(1), { query: { token: 'wrong-token-4711' } }),
    0,
    'delivery_not_authentic',
  ],
  'not a POST': [send('', { method: 'GET' }), 0, 'method_not_allowed'],
  empty: [send(''), 0, 'record_malformed'],
  json: [send('{"sale_id":"1"}'), 0, 'record_malformed'],
  junk: [send(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)), 0, 'record_malformed'],
  'many fields': [send('a[]=1&'.repeat(20_000)), 0, 'record_malformed'],
  'NUL and broken UTF-8': [send(`${formOf(2)}&full_name=x&product_name=a%00b%ff`), 1],
};

const PRIVATE = ['Private Company 4712', 'buyer1@corp.example'];

/** The row of the sale that `ping` of this number tells of. */
const row = (number: number, more: Form = {}): string =>
  rowOf({
    'Purchase ID': `sale-${number}`,
    'Item Name': 'The Acme Book',
    'Buyer Name': 'Ana Example',
    'Purchase Email': `buyer${number % 5}@corp.example`,
    'Purchase Time (UTC timezone)': new Date(ARRIVAL - number * 3_600_000).toISOString(),
    'Sale Price ($)': '29.0',
    'Product ID': 'abcde',
    'Fully Refunded?': number === 3 ? '1' : '0',
    'Street Address': '4711 Secret Street',
    'License Key': 'secret-licence-4711',
    Company: 'Private Company 4712',
    ...more,
  });
const sales = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_unused, index) => row(from + index)).join('');

async function writeTable(directory: string, rows: string): Promise<string> {
  const path = join(directory, 'Sales.csv');
  await writeFile(path, TABLE_HEADER + rows);
  return path;
}

const TOTALS = rowOf({ 'Purchase ID': 'Totals', 'Sale Price ($)': '1160.0' });
const table = TABLE_HEADER + sales(0, 4);

const HOSTILE_FILES: Readonly<Record<string, HostileFile>> = {
  'empty.csv': ['', 0, 'csv_columns'],
  'header.csv': [TABLE_HEADER, 0],
  'other.csv': [
    'Purchase ID,Item Name,Purchase Email\n1,secret-licence-4711,jo@corp.example\n',
    0,
    'csv_columns',
  ],
  'junk.csv': [Uint8Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 256), 0, 'csv_columns'],
  'utf8_mark.csv.gz': [gzipSync(`\ufeff${table}`), 4],
  'spreadsheet.csv': [table.replaceAll(',', ';').replaceAll('29.0', '29,0'), 4],
  'cells.csv': [`${table}sale-9,too,few\n`, 4, 'line_malformed'],
  'giant.csv': [`${table}"${'x'.repeat(3_000_000)}`, 4, 'record_malformed'],
  'nul.csv': [TABLE_HEADER + row(1, { 'Item Name': 'a\0b', 'Buyer Name': '\0' }), 1],
  'encoding.csv': [Buffer.from(TABLE_HEADER + row(1, { 'Buyer Name': 'J\xf6' }), 'latin1'), 1],
  'values.csv': [
    TABLE_HEADER +
      ['1e9', '-5', '9'.repeat(40), 'NaN'].map((each, i) => row(i, { 'Sale Price ($)': each })).join(''),
    0,
    'record_malformed',
  ],
  'cut.csv.gz': [gzipSync(TABLE_HEADER + sales(0, 40)).subarray(0, 100), 0, 'file_truncated'],
};

export const conformance: Conformance = {
  ordinary: async (directory) => {
    const strange = [
      row(40, { 'Sale Price ($)': 'a lot' }),
      row(41, { 'Purchase ID': '' }),
      row(42, { 'Purchase Time (UTC timezone)': 'some day' }),
      row(43, { 'Purchase Time (UTC timezone)': '2126-01-01 00:00:00 UTC' }),
      row(44, { 'Sale Price ($)': '0.0', Quantity: '' }),
      row(45, { 'Disputed?': '1', 'Dispute Won?': '1' }),
      row(1),
    ];
    return { path: await writeTable(directory, sales(0, 30) + strange.join('') + TOTALS) };
  },
  grow: (directory) => appendFile(join(directory, 'Sales.csv'), sales(50, 60)),
  hostile: (directory) => writeHostile(directory, HOSTILE_FILES),
  secrets: ['4711 Secret', 'secret-licence-4711'],
  privateMarks: PRIVATE,
};

export const receiveConformance = deliveriesConformance({
  settings: { tokens: TOKEN },
  ordinary,
  later: [ping(60)],
  hostile,
  secrets: [TOKEN, 'wrong-token-4711', 'secret 4711', 'secret-licence-4711'],
  privateMarks: PRIVATE,
  inFiles: async (directory) => ({ path: await writeTable(directory, sales(0, 24)) }),
});
