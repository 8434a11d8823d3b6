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
    `author_paid_out_at,author_royalties,author_royalty_percentage,cause_royalties,royalty_days_hold,publisher_royalties,author_username,user_email,purchase_uuid,invoice_id,date_purchased
,8.00,80.0,0.0,45,0.0,ana,ana@corp.example,u-1,i-4711,2026-04-01T10:00:00.000Z`,
    { currency: 'USD', item: 'Engines' },
    [
      {
        ...{ nativeId: 'book_sales:u-1', at: Date.parse('2026-04-01T10:00:00Z'), asset: { key: 'engines' } },
        ...{ amount: { value: '8.00', currency: 'USD' }, actor: { email: 'ana@corp.example' } },
      },
    ],
  ],
  'KDP royalties': [
    `Royalty Date,Title,Author Name,ASIN/ISBN,Marketplace,Royalty Type,Transaction Type,Units Sold,Units Refunded,Net Units Sold,Avg. List Price without tax,Avg. Offer Price without tax,Avg. Delivery/Manufacturing cost,Royalty,Currency
2026-03-31,Engines,Ana,978-0-00-000000-2,Shop.example,60%,Standard - Paperback,5,1,4,9.90,9.90,2.00,12.40,EUR
2026-03-31,Engines,Ana,978-0-00-000000-2,Other.example,60%,Standard - Paperback,0,0,0,9.90,9.90,2.00,0,EUR`,
    {},
    [
      {
        ...{ at: day('2026-03-31'), quantity: 4, details: { country: 'Shop.example' } },
        asset: { kind: 'book', key: '9780000000002', title: 'Engines' },
      },
    ],
  ],
  "Publisher's royalty sheet": [
    'ISBN;Title;Period;Net Quantity;Royalty Due (EUR)\n9780000000002;Engines;2026-03;40;1.234,50',
    {},
    [{ quantity: 40, amount: { value: '1234.50', currency: 'EUR' } }],
  ],
  'pretix attendees': [
    `Event slug,Order code,Position ID,Status,Email,Phone number,Order date,Order time,Product,Variation,Price,Tax rate,Tax rule,Tax value,Attendee name,Attendee email,Company,Address,ZIP code,City,Country,State,Voucher,Pseudonymization ID,Company,Invoice address name
summit,ABC12,1,paid,buyer@corp.example,,2026-04-01,10:00:00,Ticket,,90.00,,,,Ana Example,ana@corp.example,,,,,,,,4711,Corp,Cleo Example
summit,ABC12,2,paid,buyer@corp.example,,2026-04-01,10:00:00,Ticket,,90.00,,,,Ben Example,,Other,,,,,,,4712,Corp,Cleo Example
summit,DEF34,1,canceled,eve@corp.example,,2026-04-01,10:00:00,Ticket,,90.00,,,,Eve Example,,,,,,,,,,,
summit,GHI56,1,pending,eve@corp.example,,2026-04-01,10:00:00,Ticket,,90.00,,,,Eve Example,,,,,,,,,,,`,
    {},
    [
      {
        ...{ nativeId: 'attendees:ABC12:summit', act: 'attend', asset: { kind: 'event', key: 'summit' } },
        actor: { name: 'Ana Example', email: 'ana@corp.example', organizationName: 'Corp' },
      },
      {
        nativeId: 'attendees:ABC12:summit:2',
        actor: { name: 'Ben Example', email: 'buyer@corp.example', organizationName: 'Other' },
      },
    ],
  ],
  'Meetup attendees': [
    `Name\tAttendance\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\tRSVPed on\tJoined Group on\tURL of Member Profile\tNotes
Ana E.\tY\tuser 7\tEvent Organizer\tYes\tYes\t0\t1 April 2026\t1 April 2020\thttps://meetup.example/4711\t
Ben E.\t\tuser 8\t\t\tNo\t0\t1 April 2026\t1 April 2020\thttps://meetup.example/4712\t`,
    { item: 'Engines meetup 7' },
    [
      {
        ...{ nativeId: 'attendees:user 7:engines meetup 7', act: 'attend', at: day('2026-04-01') },
        ...{ actor: { name: 'Ana E.' }, asset: { kind: 'event', key: 'engines meetup 7' } },
      },
    ],
  ],
  'Luma guests': [
    `guest_id,name,first_name,last_name,email,phone_number,created_at,approval_status,checked_in_at,utm_source,qr_code_url,amount,amount_tax,amount_discount,currency,coupon_code,eth_address,solana_address,survey_response_rating,survey_response_feedback,ticket_type_id,ticket_name,What company do you work for?
gst-1,Ana Example,Ana,Example,ana@corp.example,+00 1,2026-04-01T10:00:00.000Z,approved,,,https://x.example/4711,$0.00,,,,,,,,,,Standard,Corp
gst-2,Ben Example,Ben,Example,ben@corp.example,+00 2,2026-04-01T10:00:00.000Z,declined,,,https://x.example/4712,$0.00,,,,,,,,,,Standard,
gst-3,Eve Example,Eve,Example,eve@corp.example,+00 3,2026-04-01T10:00:00.000Z,pending_approval,,,https://x.example/4712,$0.00,,,,,,,,,,Standard,`,
    { item: 'Engines night' },
    [
      {
        nativeId: 'attendees:gst-1:engines night',
        actor: { email: 'ana@corp.example', name: 'Ana Example', organizationName: 'Corp' },
      },
    ],
  ],
  'Eventbrite attendees': [
    `Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,Currency,Total Paid,Fees Paid,Eventbrite Fees,Eventbrite Payment Processing,Attendee Status,Home Address 1,Company
1,2026-04-01,Ana,Example,ana@corp.example,1,,Full,77,,Eventbrite Completed,EUR,90.00,0,0,0,Checked In,4711,Corp
2,2026-04-01,Ben,Example,ben@corp.example,1,,Full,78,,Eventbrite Completed,EUR,90.00,0,0,0,Not Attending,4712,Corp`,
    { item: 'Engines day' },
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

/** Other headers of the same exports: of older and newer versions, and of their other lists. */
test.each([
  [
    'pretix attendees',
    `"Order code","Attendee name","Attendee name: Given name","Attendee name: Family name","Product","Price","Checked in","Checked out","Automatically checked in","Paid","Secret","E-mail","Date","Start date","End date","Company","Voucher code","Order date","Requires special attention","Comment"
"ABC12","Ana Example","Ana","Example","Ticket","90.00","2026-04-07 19:02","","No","Yes","secret-4711","ana@corp.example","Spring","2026-04-07 19:00","","Corp","","2026-04-01","No",""
"DEF34","Ben Example","Ben","Example","Ticket","90.00","","","No","No","secret-4712","ben@corp.example","Spring","2026-04-07 19:00","","Corp","","2026-04-01","No",""`,
    {},
    { nativeId: 'attendees:ABC12:spring', at: Date.parse('2026-04-07T19:00:00Z') },
  ],
  [
    'Meetup attendees',
    'Name\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\tRSVPed on\tJoined Group on\tURL of Member Profile\nAna E.\tuser 7\t\t\tYes\t0\t1 April 2026\t1 April 2020\t',
    { item: 'Engines meetup 7' },
    { nativeId: 'attendees:user 7:engines meetup 7' },
  ],
  [
    'Luma guests',
    'api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,custom_source,checked_in_at,qr_code_url\ngst-1,Ana Example,Ana,Example,ana@corp.example,,2026-04-01T10:00:00.000Z,approved,,,',
    { item: 'Engines night' },
    { nativeId: 'attendees:gst-1:engines night' },
  ],
  [
    'KDP royalties',
    'Royalty Date,Order Date,Title,Author Name,ISBN,Marketplace,Royalty Type,Transaction Type,Units Sold,Units Refunded,Net Units Sold,Avg. Offer Price without tax,Avg. Manufacturing Cost,Royalty,Currency\n2026-03-31,2026-03-30,Engines,Ana,9780000000002,Shop.example,60%,Standard,5,1,4,9.90,2.00,12.40,EUR',
    {},
    { quantity: 4, at: day('2026-03-31'), asset: { key: '9780000000002' } },
  ],
  [
    'Eventbrite attendees',
    'Order #,Order Date,First Name,Surname,Email,Event Name,Ticket Type,Attendee Status\n1,2026-04-01,Ana,Example,ana@corp.example,Engines day,Full,Attending',
    {},
    { nativeId: 'attendees:1:engines day', actor: { name: 'Ana Example' } },
  ],
])('%s, with another header', async (name, text, settings, expected) => {
  const { signals, notes, records } = await readCsv(folder.write('other.csv', `${text}\n`), settings);
  expect(notes[0]).toContain(`(${name})`);
  expect(signals).toMatchObject([expected]);
  expect(JSON.stringify(records)).not.toMatch(/471[12]/);
});

test('columns of which the first that is filled counts are named', async () => {
  const file = folder.write(
    'filled.csv',
    'Event slug,Order code,Email,Order date,Attendee name,Attendee email,Company,Company\n',
  );
  const { notes } = await readCsv(file);
  expect(notes[0]).toContain('email ← Attendee email or Email, organization ← Company,');
  expect(notes.join()).not.toContain('more than once');
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
