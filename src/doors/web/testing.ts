/** A small ecosystem for tests of the pages: real little files through the real sources. All names are invented. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '../../../test/support/temp_dir.ts';
import { type Database, fixedClock, openLog, openSecrets } from '../../base/index.ts';
import { addSource, importPaths } from '../../intake/index.ts';
import { type BacktestFigures, loadWeights, refreshLeads } from '../../leads/index.ts';
import { createWeb } from './index.ts';

/** The day on which everything is looked at. */
export const NOW = Date.UTC(2026, 5, 30, 12);

/** Names that try to break a page. */
export const HOSTILE = {
  script: '<script>globalThis.broken = true</script>',
  attribute: '" onmouseover="globalThis.broken = true',
  rightToLeft: 'שלום evil עולם',
  emoji: '🦔🦔🦔 Igel & Co.',
  // No more marks on a letter than the door lets through.
  combining: 'Q\u0323\u0330\u033fuirin L\u0336t\u0336d\u0336'.normalize('NFC'),
  long: 'Unbreakable'.repeat(20).slice(0, 200),
} as const;

/** The pages of a database, asked as a browser would. */
export interface Pages {
  get(path: string): Promise<Response>;
  /** Any other request. */
  request(path: string, init: RequestInit): Promise<Response>;
  text(path: string): Promise<string>;
  /** Loads a page and sends one of its forms. */
  press(page: string, to: string, fields: Readonly<Record<string, string>>): Promise<Response>;
}

export function openPages(db: Database): Pages {
  const app = createWeb({ db, clock: fixedClock(NOW), version: '0', log: openLog('silent') });
  const get = async (path: string): Promise<Response> => app.request(`http://localhost${path}`);
  return {
    get,
    request: async (path, init) => app.request(`http://localhost${path}`, init),
    text: async (path) => (await get(path)).text(),
    press: async (page, to, fields) => {
      const loaded = await get(page);
      const cookie = (loaded.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
      const token = /name="token" value="([^"]+)"/.exec(await loaded.text())?.[1] ?? '';
      return app.request(`http://localhost${to}`, {
        method: 'POST',
        body: new URLSearchParams({ token, ...fields }),
        headers: { cookie, 'sec-fetch-site': 'same-origin' },
      });
    },
  };
}

type Row = readonly (string | number)[];

function csv(header: string, rows: readonly Row[]): string {
  const cell = (value: string | number): string => `"${String(value).replaceAll('"', '""')}"`;
  return [header, ...rows.map((row) => row.map(cell).join(','))].join('\n');
}

function day(offset: number): string {
  return new Date(NOW - offset * 86_400_000).toISOString().slice(0, 10);
}

/** Attendees: a crowd of firms, the hostile ones, and two rows that cannot be read. */
function attendees(firms: number): string {
  const crowd = Array.from({ length: firms }, (_, index): Row => {
    const firm = `firm${String(index).padStart(5, '0')}`;
    return [`Kim ${firm}`, `kim@${firm}.example`, `Firm ${index}`, 'Harbour Days', day(index % 120)];
  });
  const hostile = Object.values(HOSTILE).map(
    (name, index): Row => [name, `kim@hostile${index}.example`, name, name, day(3)],
  );
  const broken: Row[] = [
    ['Broken One', 'one@broken.example', 'Broken', 'Harbour Days', 'soon'],
    ['Broken Two', 'two@broken.example', 'Broken', 'Harbour Days', HOSTILE.script],
  ];
  return csv('name,email,company,event,date', [...crowd, ...hostile, ...broken]);
}

interface Mail {
  readonly from: string;
  readonly daysAgo: number;
  readonly subject: string;
  readonly list?: boolean;
  readonly automatic?: boolean;
}

function mbox(mails: readonly Mail[]): string {
  return mails
    .map(({ from, daysAgo, subject, list = false, automatic = false }, index) =>
      [
        'From MAILER-DAEMON Thu Jan  1 00:00:00 2026',
        `From: ${from}`,
        `Date: ${new Date(NOW - daysAgo * 86_400_000).toUTCString().replace('GMT', '+0000')}`,
        `Message-ID: <mail-${index}@lists.quillfjord.example>`,
        `Subject: ${subject}`,
        ...(list ? ['List-Id: Talk <talk.lists.quillfjord.example>'] : ['To: support@quillfjord.example']),
        ...(automatic ? ['Auto-Submitted: auto-replied'] : []),
        '',
        `About: ${subject}`,
        '',
        '',
      ].join('\n'),
    )
    .join('');
}

const ACME = 'acme-turbines.example';

const LIST = mbox([
  ...[40, 33, 20, 11, 4].map((daysAgo) => ({
    from: `Ada Fenwick <ada@${ACME}>`,
    daysAgo,
    subject: 'How do we configure LDAP?',
    list: true,
  })),
  { from: `Rui Campos <rui@${ACME}>`, daysAgo: 9, subject: 'High availability with two nodes', list: true },
  { from: 'Tess Oda <tess@kelpworks.example>', daysAgo: 70, subject: 'Building from source', list: true },
]);

const SUPPORT = mbox([
  { from: `Ada Fenwick <ada@${ACME}>`, daysAgo: 2, subject: 'Is there a support contract?' },
  { from: `Rui Campos <rui@${ACME}>`, daysAgo: 1, subject: 'Out of office', automatic: true },
]);

const CONTRACTS = csv('customer,domain,from,to,plan', [
  ['Old Friend Ltd', 'oldfriend.example', day(200), day(-160), 'Gold'],
]);

/** Firms whose names try to break a page; a deal under way keeps them among the new leads. */
const DEALS = csv('deal,customer,stage,created', [
  ...Object.values(HOSTILE).map((name): Row => [name, name, 'open', day(5)]),
]);

/** Pairs that wait for an operator, as the matcher would leave them. */
async function suggest(db: Database): Promise<void> {
  const pairs = [
    [`ada@${ACME}`, 'tess@kelpworks.example', 0.83, '00000000-0000-8000-8000-000000000001'],
    [`rui@${ACME}`, 'tess@kelpworks.example', 0.415, '00000000-0000-8000-8000-000000000002'],
  ];
  for (const [a, b, probability, id] of pairs) {
    await db.query(
      `insert into identity_suggestion (suggestion_id, identity_a, identity_b, probability, reasons, proposed_at, state)
       select $4, least(a.identity_id, b.identity_id), greatest(a.identity_id, b.identity_id), $3, $5, $6, 'open'
         from identity a, identity b where a.value = $1 and b.value = $2`,
      [
        ...[a, b, probability, id],
        JSON.stringify([
          { reason: 'Before any evidence.', weight: -6.2 },
          { reason: `The names agree, says ${HOSTILE.script}`, weight: 8.49 },
        ]),
        new Date(NOW),
      ],
    );
  }
}

/** A source that is sent to. */
async function addHosted(db: Database): Promise<void> {
  const http = { request: () => Promise.reject(new Error('there is no network here')) };
  const to = { db, secrets: () => openSecrets('the key of the seed'), network: { http }, now: NOW };
  await addSource(to, { kind: 'segment', name: 'hosted', settings: { write_keys: 'a-made-up-write-key' } });
}

/** Keeps figures of a back-test, as `score validate` does; a part of them could not be measured. */
export async function keepFigures(db: Database): Promise<void> {
  const top = { precision: 0.25, recall: 0.5, lift: 5, gained: 0.4 };
  const chance = { precision: 0.05, recall: 0.1, lift: 1, gained: 0 };
  const none = { precision: Number.NaN, recall: Number.NaN, lift: Number.NaN };
  const curve = [
    { share: 0.5, recall: 0.75 },
    { share: 1, recall: 1 },
  ];
  const figures: BacktestFigures = {
    ...{ project: 'this database', length: 12, cutoffs: 4, candidates: 80, hits: 4, hitOrganizations: 3 },
    ...{
      baseRate: 0.05,
      model: top,
      leftOut: null,
      untrained: top,
      change: top,
      perfect: top,
      oneList: null,
    },
    baselines: { volume: top, newest: chance, points: top },
    lengths: [
      { length: 3, ...top },
      { length: 50, ...top },
    ],
    curves: { model: curve, change: [], volume: curve, newest: curve, points: curve },
    ...{ averagePrecision: 0.2, alarmsPerMonth: 1.5 },
    seen: { labels: 4, seen: 3, share: 0.75, medianDays: 90, alarmed: 2, medianDaysFromAlarm: 60 },
    marked: { ...none, marks: 0, organizations: 0, perMonth: 0, raised: 0, medianDays: Number.NaN },
    calibration: {
      ...{ brier: 0.04, brierOfBaseRate: 0.05 },
      reliability: [{ count: 80, forecast: 0.06, happened: 0.05 }],
    },
  };
  await db.query('insert into backtest_result (computed_at, figures) values ($1, $2)', [
    new Date(NOW),
    JSON.stringify(figures),
  ]);
}

/** Fills a database: `firms` leads besides the special ones, and the table of leads. */
export async function seed(
  db: Database,
  options: { readonly firms?: number; readonly madeUp?: boolean } = {},
): Promise<void> {
  const { firms = 60, madeUp = false } = options;
  const files: readonly (readonly [name: string, kind: string, text: string])[] = [
    ['attendees.csv', 'csv', attendees(firms)],
    ['contracts.csv', 'csv', CONTRACTS],
    ['deals.csv', 'csv', DEALS],
    ['talk.mbox', 'mail', LIST],
    ['support.mbox', 'mail', SUPPORT],
  ];
  // The benchmark runs this without a transpiler, where Node 22 does not know `await using`.
  const dir = await tempDir();
  try {
    for (const [name, kind, text] of files) {
      const path = join(dir.path, name);
      await writeFile(path, text);
      const given = { db, kind, paths: [path], settings: {}, now: NOW, threads: 0, madeUp };
      const report = await importPaths({ ...given, name: name.replace('.', '_') });
      const [error] = report.errors;
      if (error !== undefined) throw error;
    }
  } finally {
    await dir[Symbol.asyncDispose]();
  }
  await suggest(db);
  await addHosted(db);
  await refreshLeads(db, { weights: loadWeights(), vendorDomains: [], now: NOW });
}
