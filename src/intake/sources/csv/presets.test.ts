import { afterAll, expect, test } from 'vitest';
import { helpfulOf } from './helpful.ts';
import { presets, readPresets } from './presets.ts';
import { fitsHead } from './recognize.ts';
import { readCsv, temporaryFolder } from './testing.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

/** An invented table of each preset, settings it needs, and what its rows come to. */
const CASES: Readonly<
  Record<string, readonly [string, Readonly<Record<string, string>>, readonly object[]]>
> = {
  'Leanpub purchases': [
    `Purchase UUID,Book,Date Purchased,Author Royalties,User Email
u-1,Engines,2026-04-01 10:00:00 UTC,8.00,ana@corp.example`,
    { currency: 'USD' },
    [
      {
        nativeId: 'book_sales:u-1:engines',
        amount: { value: '8.00', currency: 'USD' },
        asset: { key: 'engines' },
      },
    ],
  ],
  'KDP royalties': [
    `Royalty Date,Title,Author Name,ASIN/ISBN,Marketplace,Units Sold,Units Refunded,Net Units Sold,Royalty,Currency
2026-03,Engines,Ana,978-0-00-000000-2,Shop.example,5,1,4,12.40,EUR
2026-03,Engines,Ana,978-0-00-000000-2,Other.example,0,0,0,0,EUR`,
    {},
    [
      {
        ...{ at: day('2026-03-01'), quantity: 4, details: { country: 'Shop.example' } },
        asset: { kind: 'book', key: '9780000000002', title: 'Engines' },
      },
    ],
  ],
  "Publisher's royalty sheet": [
    'ISBN;Title;Period;Net Quantity;Royalty Due (EUR)\n9780000000002;Engines;2026-03;40;1.234,50',
    {},
    [{ quantity: 40, amount: { value: '1234.50', currency: 'EUR' } }],
  ],
  'pretix orders': [
    `Event slug,Order code,Status,E-mail,Order date,Product,Attendee name,Company
summit,ABC12,Paid,ana@corp.example,2026-04-01,Ticket,Ana Example,Corp
summit,ABC12,Paid,ana@corp.example,2026-04-01,Ticket,Ben Example,Corp
summit,DEF34,Canceled,eve@corp.example,2026-04-01,Ticket,Eve Example,Corp`,
    {},
    [
      { nativeId: 'attendees:ABC12:summit', actor: { name: 'Ana Example', organizationName: 'Corp' } },
      { nativeId: 'attendees:ABC12:summit:2', actor: { name: 'Ben Example' }, asset: { key: 'summit' } },
    ],
  ],
  'Meetup attendees': [
    `Name\tUser ID\tTitle\tRSVP\tGuests\tRSVPed on
Ana E.\tuser 7\tEvent Organizer\tYes\t0\t1 April 2026
Ben E.\tuser 8\t\tNo\t0\t1 April 2026`,
    { item: 'Engines meetup 7' },
    [
      {
        ...{ nativeId: 'attendees:user 7:engines meetup 7', act: 'attend', at: day('2026-04-01') },
        ...{ actor: { name: 'Ana E.' }, asset: { kind: 'event', key: 'engines meetup 7' } },
      },
    ],
  ],
  'Luma guests': [
    `api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,qr_code_url,checked_in_at
gst-1,Ana Example,Ana,Example,ana@corp.example,+00 1,2026-04-01T10:00:00.000Z,approved,https://x.example/4711,
gst-2,Ben Example,Ben,Example,ben@corp.example,+00 2,2026-04-01T10:00:00.000Z,declined,https://x.example/4712,`,
    { item: 'Engines night' },
    [{ nativeId: 'attendees:gst-1:engines night', actor: { email: 'ana@corp.example' } }],
  ],
  'Eventbrite attendees': [
    `Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee #,Event Name,Attendee Status,Company
1,2026-04-01,Ana,Example,ana@corp.example,Full,77,Engines day,Attending,Corp
2,2026-04-01,Ben,Example,ben@corp.example,Full,78,Engines day,Not Attending,Corp`,
    {},
    [{ nativeId: 'attendees:77:engines day', actor: { organizationName: 'Corp', name: 'Ana Example' } }],
  ],
  'Algolia searches': [
    'Search,Count,nbHits,Click-through rate\nhow to SSO,12,4,0.5\nldap jo@corp.example,3,0,\n"",9,9,',
    { date: '2026-04-01' },
    [
      {
        ...{ accessPoint: 'documentation', act: 'search', quantity: 12, details: { results: 4 } },
        ...{ at: day('2026-04-01'), asset: { kind: 'page', key: 'search:how to sso' } },
      },
      { quantity: 3, details: { results: 0 }, asset: { key: 'search:ldap' } },
    ],
  ],
  'searches of a site': [
    'Date,Query,Count,Results\n2026-04-01,sso,2,0',
    {},
    [{ at: day('2026-04-01'), details: { results: 0 }, quantity: 2 }],
  ],
  'feedback widget': [
    `Page URL,Helpful,Comment,Submitted at
https://docs.acme.example/guide/sso/?x=1,Yes,comment-4711,2026-04-01
https://docs.acme.example/guide/ldap,👎,,2026-04-02
/guide/ldap,3/5,,2026-04-03
/guide/ldap,maybe,,2026-04-03`,
    {},
    [
      { accessPoint: 'documentation', act: 'rate', asset: { key: '/guide/sso' }, details: { helpful: true } },
      { asset: { key: '/guide/ldap' }, details: { helpful: false } },
    ],
  ],
  'Zendesk tickets': [
    `ID,Subject,Requester,Requester email,Organization,Status,Priority,Created at
7,It does not start,Ana Example,ana@corp.example,Corp,Open,High,2026-04-01 10:00`,
    {},
    [
      {
        ...{ nativeId: 'tickets:7', accessPoint: 'support', act: 'ask', visibility: 'private' },
        actor: { email: 'ana@corp.example', name: 'Ana Example', organizationName: 'Corp' },
        asset: { kind: 'thread', key: 'ticket:7', title: 'It does not start' },
        details: { status: 'Open', priority: 'High' },
      },
    ],
  ],
  'Freshdesk tickets': [
    `Ticket ID,Subject,Status,Priority,Created time,Full name,Email,Company Name
8,Slow,Closed,Low,2026-04-01 10:00,Ana Example,ana@corp.example,Corp`,
    {},
    [{ nativeId: 'tickets:8', actor: { email: 'ana@corp.example' } }],
  ],
  'OTRS and Znuny tickets': [
    'Ticket#;Created;Title;From;State;Priority;CustomerID\n2026040110000012;2026-04-01 10:00:00;Slow;Ana <ana@corp.example>;new;3 normal;corp',
    {},
    [
      {
        nativeId: 'tickets:2026040110000012',
        actor: { email: 'ana@corp.example', organizationName: 'corp' },
      },
    ],
  ],
};

test('every preset has a table here', () => {
  expect(presets().map(({ name }) => name)).toEqual(Object.keys(CASES));
});

test.each(Object.entries(CASES))('%s', async (name, [text, settings, expected]) => {
  const file = folder.write(`${name.replace(/\W/g, '_')}.csv`, `${text}\n`);
  expect(fitsHead(Buffer.from(text))).toBe(true);
  const reading = await readCsv(file, settings);
  expect(reading.thrown).toBeUndefined();
  expect(reading.notes[0]).toContain(`(${name})`);
  expect(reading.signals).toMatchObject(expected);
  expect(reading.signals).toHaveLength(expected.length);
  expect(JSON.stringify(reading.records)).not.toMatch(/471[12]/);
});

test('what a table does not say and no setting gives is asked for', async () => {
  const file = folder.write('algolia.csv', 'Search,Count\nsso,2\n');
  const { thrown } = await readCsv(file);
  expect(thrown).toMatchObject({ code: 'csv_columns' });
  expect(String(thrown)).toContain(
    'a column for date (Algolia searches); the settings item and date can give it',
  );
});

test('files of two months or events are two, though their rows are the same', async () => {
  const file = folder.write('again.csv', 'Search,Count\nsso,2\n');
  const idOf = async (date: string) => (await readCsv(file, { date })).signals[0]?.nativeId;
  expect(await idOf('2026-04-01')).not.toBe(await idOf('2026-05-01'));
  expect(await idOf('2026-04-01')).toBe(await idOf('2026-04-01'));
});

test('a column named by hand goes before that of a preset', async () => {
  const file = folder.write('hand.csv', 'Search,Count,Sessions,Date\nsso,2,5,2026-04-01\n');
  const { signals } = await readCsv(file, { columns: ['quantity=Sessions'] });
  expect(signals).toMatchObject([{ quantity: 5 }]);
});

test('a table of presets that is not as it should be is refused', () => {
  expect(() => readPresets('- {name: X, kind: songs, when: [A], columns: {}}')).toThrow();
  expect(() => readPresets('- {name: X, kind: spend, when: [A], columns: {colour: [A]}}')).toThrow();
});

test.each([
  ['Yes', true],
  ['👍', true],
  ['5', true],
  ['4 of 5', true],
  ['1', true],
  ['0', false],
  ['2/5', false],
  ['no', false],
  ['3', null],
  ['perhaps', undefined],
])('%s: %s', (text, helpful) => {
  expect(helpfulOf(text)).toBe(helpful);
});
