import path from 'node:path';
import { expect, test } from 'vitest';
import { csv } from './source.ts';
import { FIXTURES, readCsv } from './testing.ts';

const fixture = (name: string) => path.join(FIXTURES, name);
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

test('contracts: German headers, decimal commas, a currency in the header, a row over two lines', async () => {
  const { signals, failures, dropped, notes } = await readCsv(fixture('contracts.csv'));
  expect(notes).toEqual([
    'contracts.csv: contracts: id ← Vertragsnummer, from ← Vertragsbeginn, to ← Vertragsende, plan ← Tarif, ' +
      'amount ← Jahreswert (CHF), email ← E-Mail-Adresse, organization ← Kunde, domain ← Webseite, ' +
      'name ← Ansprechpartner',
    'contracts.csv: never read: "Passwort"',
  ]);
  expect(signals).toEqual([
    {
      nativeId: 'contracts:V-1:gold',
      accessPoint: 'agreement',
      act: 'contract',
      at: day('2025-03-01'),
      visibility: 'private',
      actor: {
        email: 'ada@acme.example',
        name: 'Ada Example',
        organizationName: 'Acme GmbH',
        organizationDomain: 'acme.example',
      },
      asset: { kind: 'plan', key: 'gold', title: 'Gold' },
      amount: { value: '12500.00', currency: 'CHF' },
      details: { from: '2025-03-01', to: '2026-02-28', plan: 'Gold' },
    },
    expect.objectContaining({
      actor: { organizationName: 'Globex\nZweite Zeile AG' },
      amount: { value: '1200.00', currency: 'CHF' },
      details: { from: '2025-04-15', plan: 'Silber' },
    }),
  ]);
  const where = failures.map(({ code, place, field }) => [code, place.line, field]);
  expect(where).toEqual([
    ['line_malformed', 8, undefined],
    ['csv_value', 5, 'Vertragsbeginn'],
    ['csv_value', 6, 'Jahreswert (CHF)'],
  ]);
  expect(dropped).toEqual({ empty: 1 });
  expect(JSON.stringify({ signals, failures, notes })).not.toContain('hunter');
});

test('deals: M/D/Y by the column, won, lost and open, an open deal at the day it was opened', async () => {
  const { signals } = await readCsv(fixture('deals.csv'));
  expect(signals.map(({ act, at, amount, nativeId }) => ({ act, at, amount, nativeId }))).toEqual([
    {
      act: 'deal_won',
      at: day('2025-03-02'),
      amount: { value: '12500.00', currency: 'USD' },
      nativeId: 'deals:7:deal_won',
    },
    {
      act: 'deal_lost',
      at: day('2025-02-28'),
      amount: { value: '900', currency: 'EUR' },
      nativeId: 'deals:8:deal_lost',
    },
    {
      act: 'deal_open',
      at: day('2025-03-09'),
      amount: { value: '1234', currency: 'EUR' },
      nativeId: 'deals:9:deal_open',
    },
  ]);
  expect(signals[2]).toMatchObject({
    accessPoint: 'agreement',
    asset: { kind: 'deal', key: '9', title: 'Hosting' },
    details: { stage: 'Negotiation' },
    actor: { organizationName: 'Initech', email: 'carl@initech.example' },
  });
});

test('book sales: copies, equal rows apart, nothing sold left out, a return refused', async () => {
  const { signals, failures, dropped } = await readCsv(fixture('book_sales.csv'));
  expect(signals.map(({ quantity, actor }) => [quantity, actor?.email])).toEqual([
    [2, 'ada@acme.example'],
    [1, undefined],
    [1, undefined],
  ]);
  expect(signals[2]?.nativeId).toBe(`${signals[1]?.nativeId}:2`);
  expect(signals[0]).toMatchObject({
    accessPoint: 'book',
    act: 'buy',
    asset: { kind: 'book', key: '9780000000002', title: 'Le moteur' },
    amount: { value: '29.90', currency: 'EUR' },
    details: { country: 'FR' },
  });
  expect(dropped).toEqual({ empty: 1 });
  expect(failures).toMatchObject([{ code: 'csv_value', place: { line: 6 }, field: 'Exemplaires' }]);
});

test('attendees: tabs, split names, an address with a name, who stayed away is left out', async () => {
  const { signals, dropped } = await readCsv(fixture('attendees.csv'));
  expect(signals).toMatchObject([
    {
      accessPoint: 'event',
      act: 'attend',
      at: Date.parse('2025-05-20T09:30:00Z'),
      visibility: 'private',
      actor: { email: 'ada@acme.example', name: 'Ada Example', organizationName: 'Acme' },
      asset: { kind: 'event', key: 'engine summit', title: 'Engine Summit' },
    },
  ]);
  expect(dropped).toEqual({ not_relevant: 1 });
});

test('spend: Czech headers, months, channels mapped to access points by words or by setting', async () => {
  const { signals } = await readCsv(fixture('spend.csv'), { channels: ['Rádio=blog'] });
  expect(signals.map(({ accessPoint, at, amount, actor }) => [accessPoint, at, amount, actor])).toEqual([
    ['social', day('2025-03-01'), { value: '1200.50', currency: 'CZK' }, undefined],
    ['event', day('2025-03-01'), { value: '40000', currency: 'CZK' }, undefined],
    ['blog', day('2025-03-01'), { value: '5000', currency: 'CZK' }, undefined],
  ]);
  expect(signals[0]).toMatchObject({
    act: 'spend',
    visibility: 'private',
    asset: { kind: 'campaign', key: 'jaro', title: 'Jaro' },
    details: { channel: 'LinkedIn' },
  });
});

test('a folder: every table of it, in the order of names, all private', async () => {
  const { signals, notes } = await readCsv(FIXTURES);
  expect(new Set(signals.map(({ act }) => act))).toEqual(
    new Set(['attend', 'buy', 'contract', 'deal_won', 'deal_lost', 'deal_open', 'spend']),
  );
  expect(new Set(signals.map(({ visibility }) => visibility))).toEqual(new Set(['private']));
  const order = [...new Set(notes.map((note) => note.split(':')[0]))];
  expect(order).toEqual(['attendees.csv', 'book_sales.csv', 'contracts.csv', 'deals.csv', 'spend.csv']);
});

test('recognize: tables whose header fits a kind, by content', () => {
  const probe = (text: string | Uint8Array, path = '/x/data') =>
    csv.recognize({ path, isDirectory: false, entries: [], head: Buffer.from(text) });
  expect(probe('Customer;Start date;Plan\nAcme;2025-01-01;Gold\n')).toBeGreaterThan(0.5);
  expect(probe(Buffer.from('\ufeffEvent\tDate\tEmail\n', 'utf16le'))).toBeGreaterThan(0.5);
  expect(probe('"Date","Channel","Cost"')).toBeGreaterThan(0.5);
  expect(probe('name,city\nAda,Berlin\n', '/x/customers.csv')).toBe(0);
  expect(probe('', '/x/empty.csv')).toBe(0);
  expect(probe('192.0.2.1 - - [01/Jan/2025:00:00:00 +0000] "GET / HTTP/1.1" 200 1\n')).toBe(0);
  expect(probe('From ada@acme.example Mon Jan  1 00:00:00 2025\nSubject: Event, date, email\n')).toBe(0);
  expect(probe(new Uint8Array(60_000).map((_, i) => (i * 7919) % 251))).toBe(0);
  const folder = (entries: string[]) =>
    csv.recognize({ path: '/x', isDirectory: true, entries, head: new Uint8Array() });
  expect(folder(['deals.CSV.gz'])).toBeGreaterThan(0);
  expect(folder(['cur', 'new', 'tmp'])).toBe(0);
});
