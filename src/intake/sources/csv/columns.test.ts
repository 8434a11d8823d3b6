import { describe, expect, test } from 'vitest';
import { accessPointOf } from './channels.ts';
import { type Declared, isSecretHeader, mapColumns, normalizeHeader } from './columns.ts';
import { KIND_SPECS } from './kinds.ts';
import { dealAct } from './stages.ts';

const AUTO: Declared = { kind: 'auto', columns: new Map(), given: new Set() };
const kindOf = (header: string) => {
  const mapping = mapColumns(header.split(';'), AUTO);
  return 'missing' in mapping ? mapping.missing : mapping.kind;
};

test.each([
  ['Customer;Plan;Start Date;End Date;ARR', 'contracts'],
  ['Kunde;Vertragsbeginn;Vertragsende;Betrag', 'contracts'],
  ['Client;Offre;Date de début;Date de fin;Montant', 'contracts'],
  ['Cliente;Fecha de inicio;Fecha de fin;Importe', 'contracts'],
  ['Zákazník;Platnost od;Platnost do;Částka', 'contracts'],
  ['Deal Name;Stage;Close Date;Amount;Account Name', 'deals'],
  ['Firma;Verkaufschance;Phase;Abschlussdatum;Umsatz', 'deals'],
  ['Order date;Order number;Buyer;Email;Title;Format;Copies;Total;Currency', 'book_sales'],
  ['Bestelldatum;Buch;Anzahl;Erlös', 'book_sales'],
  ['Event;Date;First name;Last name;Email;Company;Job title;Present', 'attendees'],
  ['Veranstaltung;Datum;Vorname;Nachname;E-Mail;Firma', 'attendees'],
  ['Akce;Datum akce;Jméno a příjmení;E-mail', 'attendees'],
  ['Date;Channel;Campaign;Amount;Currency', 'spend'],
  ['Monat;Kanal;Kosten', 'spend'],
  ['Day;Search term;Searches;Results', 'searches'],
  ['Datum;Suchbegriff;Anzahl;Treffer', 'searches'],
  ['Page;Was this page helpful?;Date', 'feedback'],
  ['Ticket ID;Subject;Requester;Email;Created;Status;Priority', 'tickets'],
  ['Ticketnummer;Betreff;Firma;Erstellt am;Status', 'tickets'],
])('%s is %s', (header, kind) => {
  expect(kindOf(header)).toBe(kind);
});

test.each(['Name;Email', 'id;created;customer;total', 'timestamp;level;message', ''])(
  '%s is none',
  (header) => {
    expect(kindOf(header)).toMatch(/the columns of any kind/);
  },
);

test('headers are compared without accents, case, signs and currency', () => {
  expect(
    ['Start-Datum', 'startDatum', 'START_DATUM', 'Gültig  ab:', 'Größe', 'Betrag (EUR)', 'Price [€]'].map(
      normalizeHeader,
    ),
  ).toEqual(['start datum', 'start datum', 'start datum', 'gultig ab', 'grosse', 'betrag', 'price']);
});

test('every word of the table is written as headers are compared', () => {
  for (const { words } of Object.values(KIND_SPECS)) {
    for (const word of Object.values(words).flat()) expect(normalizeHeader(word)).toBe(word);
  }
});

test('declared columns go first, and a column serves one field', () => {
  const declared = { ...AUTO, columns: new Map([['name', 'Company']] as const) };
  const mapping = mapColumns(['Event', 'Date', 'Email', 'Company'], declared);
  if ('missing' in mapping) throw new Error(mapping.missing);
  expect(mapping.columns.get('name')).toEqual({ index: 3, header: 'Company' });
  expect(mapping.columns.has('organization')).toBe(false);
});

test('columns with secrets are never mapped', () => {
  const secrets = [
    'Password',
    'passwort',
    'API-Key',
    'apiToken',
    'Card Number',
    'IBAN',
    'Client secret',
    'CVV',
  ];
  expect(secrets.filter((name) => !isSecretHeader(name))).toEqual([]);
  expect(['Company', 'Pass type', 'Card', 'Passage'].filter(isSecretHeader)).toEqual([]);
});

describe('words in cells', () => {
  test.each([
    ['Closed Won', 'deal_won'],
    ['closedwon', 'deal_won'],
    ['Gewonnen', 'deal_won'],
    ['gagné', 'deal_won'],
    ['Vyhráno', 'deal_won'],
    ['Closed Lost', 'deal_lost'],
    ['closed_lost', 'deal_lost'],
    ['Perdido', 'deal_lost'],
    ['Contract not signed', 'deal_open'],
    ['Proposal/Price Quote', 'deal_open'],
    ['', 'deal_open'],
  ])('stage %s is %s', (stage, act) => {
    expect(dealAct(stage)).toBe(act);
  });

  test.each([
    ['Google Ads', 'social'],
    [undefined, 'social'],
    ['Trade show', 'event'],
    ['Sponsoring', 'event'],
    ['Content / SEO', 'blog'],
    ['E-mail', 'mailing_list'],
    ['Messe', 'event'],
  ])('channel %s is %s', (channel, accessPoint) => {
    expect(accessPointOf(channel, new Map())).toBe(accessPoint);
  });
});
