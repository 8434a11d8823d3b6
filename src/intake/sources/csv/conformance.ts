/** The cases of the conformance suite: the tables a small vendor keeps, with columns nobody must read. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Conformance, ConformanceInput, HostileInput } from '../../../../test/support/conformance.ts';

const SECRETS = ['hunter2-', '4000 0000 0000 0002', 'XX00-IBAN', '+00 555 0100', 'remark-nobody-maps'];
const COMPANIES = ['Acme', 'Globex', 'Initech', 'Umbrella'];

const company = (number: number): string => COMPANIES[number % COMPANIES.length] ?? '';
const mail = (number: number): string => `p${number}@${company(number).toLowerCase()}.example`;
const day = (number: number): string =>
  `2026-0${1 + (number % 2)}-${String(1 + (number % 28)).padStart(2, '0')}`;

const CONTRACTS = 'Contract ID,Company,Plan,Start date,Annual value (EUR),Contact email,Password,IBAN\n';
function contract(number: number, more: { start?: string; rest?: string } = {}): string {
  const start = more.start ?? day(number);
  return `C-${number},${company(number)},Zephyr plan,${start},"1,${200 + number}.00",${mail(number)},hunter2-${number},XX00-IBAN${more.rest ?? ''}\n`;
}

const DEALS = 'Deal ID;Deal Name;Company;Stage;Create Date;Close Date;Amount;Currency;Notes\n';
function deal(number: number): string {
  const stage = ['Closed Won', 'Closed Lost', 'Negotiation'][number % 3] ?? '';
  return `${number};Rollout ${number};${company(number)};${stage};${day(number)};${day(number + 3)};900,50;EUR;remark-nobody-maps\n`;
}

const SALES = 'Date,Title,Copies,Price,Currency,Card number\n';
const sale = (number: number): string =>
  `${day(number)},The Engine Book,${number % 3},29.90,EUR,4000 0000 0000 0002\n`;

const ATTENDEES = 'Event\tEvent date\tFirst name\tLast name\tEmail\tAttended\tPhone\n';
function attendee(number: number): string {
  const present = number % 4 === 0 ? 'no' : 'yes';
  return `Closed-door summit\t${day(number)}\tP${number}\tExample\t${mail(number)}\t${present}\t+00 555 0100\n`;
}

const SPEND = 'Month,Channel,Campaign,Cost,Currency\n';
const spend = (number: number): string =>
  `2026-0${1 + (number % 2)},Podcast,Spring ${number % 2},40.00,EUR\n`;

const SEARCHES = 'Date,Query,Count,Results,User\n';
const searched = (number: number): string =>
  `${day(number)},quiet words ${number},${number},0,remark-nobody-maps\n`;

const TICKETS = 'Ticket ID,Subject,Created time,Email,Description\n';
const ticket = (number: number): string =>
  `T-${number},Stuck at step ${number},${day(number)},${mail(number)},remark-nobody-maps\n`;

const many = (count: number, row: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => row(number)).join('');

const folderOf = (directory: string): string => join(directory, 'tables');

async function ordinary(directory: string): Promise<ConformanceInput> {
  const folder = folderOf(directory);
  await mkdir(folder);
  const broken = [
    contract(90, { start: '31.02.2026' }),
    contract(91, { rest: ',one,field,too,many,hunter2-91' }),
    contract(92, { start: '2126-01-01' }),
    contract(93, { start: '1970-01-01' }),
    contract(91, { rest: ',one,field,too,many,hunter2-91' }),
    ',,,,,,,\n',
  ];
  const files = {
    'contracts.csv': CONTRACTS + many(12, contract) + broken.join(''),
    'deals.csv.gz': gzipSync(DEALS + many(9, deal)),
    // the same sale twice is two sales, the same deal twice is one
    'sales.csv': SALES + many(9, sale) + many(9, sale),
    'attendees.tsv.zst': zstdCompressSync(Buffer.from(ATTENDEES + many(9, attendee))),
    'spend.csv': SPEND + many(4, spend),
    'searches.csv': SEARCHES + many(4, searched),
    'tickets.csv': TICKETS + many(4, ticket),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return { path: folder };
}

async function grow(directory: string): Promise<void> {
  const folder = folderOf(directory);
  await appendFile(join(folder, 'contracts.csv'), contract(12) + contract(13));
  await appendFile(join(folder, 'sales.csv'), sale(1) + sale(2) + sale(20));
  await writeFile(join(folder, 'deals.csv.gz'), gzipSync(DEALS + many(11, deal)));
}

type Case = Pick<HostileInput, 'stored' | 'codes' | 'settings'> & { readonly content: string | Uint8Array };

const good = CONTRACTS + many(3, contract);
const packed = gzipSync(CONTRACTS + many(5000, contract));

const HOSTILE: Readonly<Record<string, Case>> = {
  'empty.csv': { content: '', stored: 0, codes: ['csv_columns'] },
  'header.csv': { content: CONTRACTS, stored: 0, codes: [] },
  'junk.csv': {
    content: Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256),
    stored: 0,
    codes: ['csv_columns'],
  },
  'nuls.csv': {
    content: `${good}\0\0\0\n${contract(3).replace('Acme', 'A\0cme').replace('Umbrella', 'U\0')}${contract(4)}`,
    stored: 4,
    codes: ['csv_value', 'line_malformed'],
  },
  'only_nuls.csv': { content: Buffer.alloc(24_000_000), stored: 0, codes: ['csv_columns'] },
  'encoding.csv': {
    content: Buffer.from(`${good}C-7,M\xfcller \xff\xc3\x28,Gold,2026-01-05,1,,,\n`, 'latin1'),
    stored: 4,
    codes: [],
  },
  'utf16_cut.csv': {
    content: Buffer.from(`\ufeff${good}`, 'utf16le').subarray(0, -41),
    stored: 2,
    codes: ['line_malformed'],
  },
  'giant_line.csv': {
    content: Buffer.concat([
      Buffer.from(good),
      Buffer.alloc(24_000_000, 'x'),
      Buffer.from(`\n${contract(4)}`),
    ]),
    stored: 3,
    codes: ['record_too_large'],
  },
  'giant_header.csv': { content: Buffer.alloc(24_000_000, 'x,'), stored: 0, codes: ['csv_columns'] },
  'many_columns.csv': { content: `${'Company,'.repeat(100_000)}\n`, stored: 0, codes: ['csv_columns'] },
  'delimiters.csv': { content: `${good}${','.repeat(500_000)}\n`, stored: 3, codes: [] },
  'open_quote.csv': {
    content: `${good}C-3,"Acme,Gold\n${contract(4)}`,
    stored: 3,
    codes: ['line_malformed'],
  },
  'open_quote_giant.csv': {
    content: Buffer.concat([Buffer.from(`${good}C-3,"`), Buffer.alloc(24_000_000, 'hunter2-\n')]),
    stored: 3,
    codes: ['record_too_large'],
  },
  'quotes.csv': { content: good + '"'.repeat(500_001), stored: 3, codes: ['line_malformed'] },
  'wrong_columns.csv': { content: 'Company,Colour\nAcme,hunter2-red\n', stored: 0, codes: ['csv_columns'] },
  'no_header.csv': { content: contract(1) + contract(2), stored: 0, codes: ['csv_columns'] },
  'declared.csv': { content: good, settings: { columns: 'plan=Tier' }, stored: 0, codes: ['csv_columns'] },
  'dates.csv': {
    content:
      CONTRACTS +
      ['2126-01-01', '1926-01-01', '0000-00-00', '9'.repeat(900), '-1']
        .map((start, i) => contract(i, { start }))
        .join(''),
    stored: 0,
    codes: ['csv_value', 'date_in_future', 'date_out_of_range'],
  },
  'values.csv': {
    content: `Company,Start date,Value\n${['1e999', '-0', '9'.repeat(800), '0x10', '1.2.3,4'].map((value, i) => `Acme ${i},2026-01-05,"${value}"\n`).join('')}${'A'.repeat(5000)},2026-01-05,1\n`,
    stored: 1, // minus zero is an amount
    codes: ['csv_value'],
  },
  'padded.csv.gz': {
    content: Buffer.concat([gzipSync(good), Buffer.alloc(100_000)]),
    stored: 3,
    codes: [],
  },
  'frames.csv.zst': {
    content: Buffer.concat([
      zstdCompressSync(Buffer.from(good)),
      zstdCompressSync(Buffer.from(contract(3))),
      Buffer.alloc(9),
    ]),
    stored: 4,
    codes: [],
  },
  'cut.csv.gz': { content: packed.subarray(0, 4000), stored: 272, codes: ['file_truncated'] },
  'damaged.csv.gz': {
    content: Buffer.concat([packed.subarray(0, 4000), Buffer.alloc(4000, 0xff)]),
    stored: 185,
    codes: ['file_corrupt'],
  },
  'damaged.csv.zst': {
    content: Buffer.concat([zstdCompressSync(Buffer.from(good)).subarray(0, 60), Buffer.alloc(4000, 0xff)]),
    stored: 0,
    codes: ['file_corrupt'],
  },
  'bomb.csv.gz': {
    content: gzipSync(Buffer.concat([Buffer.from(good), Buffer.alloc(70_000_000, 'x')])),
    stored: 3,
    codes: ['record_too_large'],
  },
};

async function hostile(directory: string): Promise<readonly HostileInput[]> {
  const inputs: HostileInput[] = [];
  for (const [name, { content, ...rest }] of Object.entries(HOSTILE)) {
    const path = join(directory, name);
    await writeFile(path, content);
    inputs.push({ path, ...rest });
  }
  return inputs;
}

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile,
  secrets: SECRETS,
  // Every table is private: what it names may not be found on the public side.
  privateMarks: [
    'Zephyr plan',
    'Closed-door summit',
    'closed-door summit',
    'Rollout 1',
    'quiet words',
    'Stuck at step',
  ],
};
