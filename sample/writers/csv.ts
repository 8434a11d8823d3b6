/** The vendor's own tables. `contracts.csv` comes from a German office program: semicolons, D.M.Y, decimal commas. */

import { attendances, bookSales, contracts, deals, spending } from '../story/business.ts';
import { isoDay } from '../story/calendar.ts';
import { fullName, jobAt, mailAt, type Person, workMail } from '../story/people.ts';
import type { World } from '../story/world.ts';

export interface Table {
  readonly path: string;
  readonly delimiter: ',' | ';';
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Every table of the sample. */
export function tables(world: World): Table[] {
  return [contractTable(world), dealTable(world), bookTable(world), attendeeTable(world), spendTable(world)];
}

/** A table as RFC 4180 text; lines end in CR LF. */
export function csvText({ delimiter, header, rows }: Table): string {
  const field = (value: string): string =>
    /["\r\n,;]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  return [header, ...rows].map((row) => `${row.map(field).join(delimiter)}\r\n`).join('');
}

function contractTable(world: World): Table {
  return {
    path: 'csv/contracts.csv',
    delimiter: ';',
    header: [
      'Contract number',
      'Customer',
      'Domain',
      'Plan',
      'Start',
      'End',
      'Annual value',
      'Currency',
      'Contact',
      'E-mail',
    ],
    rows: contracts(world).map(({ organization, plan, from, to, amount, contact }, index) => [
      `QF-${1001 + index}`,
      organization.name,
      organization.domain,
      plan,
      germanDay(from),
      germanDay(to),
      `${amount},00`,
      'EUR',
      contact === undefined ? '' : fullName(contact),
      personMail(contact, from),
    ]),
  };
}

function dealTable(world: World): Table {
  return {
    path: 'csv/deals.csv',
    delimiter: ',',
    header: [
      'Deal ID',
      'Company',
      'Website',
      'Contact',
      'Contact email',
      'Opened',
      'Closed',
      'Stage',
      'Amount',
      'Currency',
      'Source',
    ],
    rows: deals(world).map(({ organization, contact, opened, closed, result, amount, origin }, index) => [
      `D-${501 + index}`,
      organization.name,
      `https://www.${organization.domain}/`,
      contact === undefined ? '' : fullName(contact),
      personMail(contact, opened),
      isoDay(opened),
      closed === undefined ? '' : isoDay(closed),
      result,
      amount.toFixed(2),
      'EUR',
      origin,
    ]),
  };
}

function bookTable(world: World): Table {
  return {
    path: 'csv/book-sales.csv',
    delimiter: ',',
    header: [
      'Order date',
      'Order number',
      'Buyer',
      'Email',
      'Title',
      'Format',
      'Copies',
      'Total',
      'Currency',
    ],
    rows: bookSales(world).map(({ at, buyer, title, format, copies, cents }, index) => [
      isoDay(at),
      `B${70_001 + index}`,
      fullName(buyer),
      mailAt(buyer, at),
      title,
      format,
      String(copies),
      (cents / 100).toFixed(2),
      'EUR',
    ]),
  };
}

function attendeeTable(world: World): Table {
  return {
    path: 'csv/attendees.csv',
    delimiter: ',',
    header: ['Event', 'Date', 'First name', 'Last name', 'Email', 'Company', 'Job title', 'Present'],
    rows: attendances(world).map(({ at, event, person, came }) => {
      const job = jobAt(person, at);
      const mail = mailAt(person, at);
      return [
        event,
        isoDay(at),
        person.given,
        person.family,
        mail,
        job?.organization.name ?? '',
        job?.title ?? '',
        came ? 'yes' : 'no',
      ];
    }),
  };
}

function spendTable(world: World): Table {
  return {
    path: 'csv/spend.csv',
    delimiter: ',',
    header: ['Date', 'Channel', 'Campaign', 'Amount', 'Currency'],
    rows: spending(world).map(({ at, channel, campaign, amount }) => [
      isoDay(at),
      channel,
      campaign,
      amount.toFixed(2),
      'EUR',
    ]),
  };
}

/** The address of the person a contract or deal names. */
function personMail(person: Person | undefined, at: number): string {
  const job = person === undefined ? undefined : jobAt(person, at);
  return person === undefined || job === undefined ? '' : workMail(person, job);
}

function germanDay(time: number): string {
  const [year, month, day] = isoDay(time).split('-');
  return `${day}.${month}.${year}`;
}
