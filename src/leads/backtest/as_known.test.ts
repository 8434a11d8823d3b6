/** The leads of a cut-off, computed long after: nothing that was learned later may count. */
import { expect, test } from 'vitest';
import { withDatabase } from '../../../test/support/database.ts';
import { type Contract, IMPORTED, importHistory, type Mail, sentAt } from '../../../test/support/history.ts';
import { storedState } from '../../../test/support/state.ts';
import type { Database } from '../../base/index.ts';
import {
  asKnownAt,
  decide,
  decideOrganization,
  findHandle,
  findOrganization,
  runMatcherAside,
} from '../../intake/index.ts';
import type { LeadRow } from '../lead.ts';
import { computeChanges } from '../refresh.ts';
import { loadWeights } from '../weights.ts';
import { at } from './testing.ts';
import { DAY } from './types.ts';

const options = { weights: loadWeights(), vendorDomains: [], limit: 1_000, all: true };

/** The leads of the day before a cut-off. */
async function leadsOf(db: Database, cutoff: string, identities: 'now' | 'then'): Promise<LeadRow[]> {
  return (await computeChanges(db, { ...options, asOf: at(cutoff) - 1, identities })).leads;
}

/** Leads by name or domain, with the number of their people and when they were first seen. */
async function seen(db: Database, cutoff: string, identities: 'now' | 'then' = 'then') {
  const rows = await leadsOf(db, cutoff, identities);
  return Object.fromEntries(
    rows.map((row) => [
      row.domain ?? row.name,
      `${row.people} since ${new Date(row.since).toISOString().slice(0, 10)}`,
    ]),
  );
}

const handleId = async (db: Database, handle: string): Promise<string> =>
  (await findHandle(db, handle))?.id ?? '';

const [WORK, HOME] = ['jo@acme.example', 'zed@gmail.com'];
const AT_WORK: Mail = { id: 'w1', day: '2024-02-20', from: WORK, name: 'Jo' };
const AT_HOME: Mail = { id: 'h1', day: '2024-02-10', from: HOME, name: 'Zed' };

test('a merge by hand counts from the day it was decided', async () => {
  await withDatabase(async (db) => {
    await importHistory(db, [AT_WORK, AT_HOME]);
    const identityIds = [await handleId(db, WORK), await handleId(db, HOME)] as const;
    await decide(db, { kind: 'merge', identityIds }, { now: sentAt('2024-04-01') });
    expect(await seen(db, '2024-03-01')).toEqual({
      'acme.example': '1 since 2024-02-20',
      Zed: '1 since 2024-02-10',
    });
    expect(await seen(db, '2024-04-02')).toEqual({ 'acme.example': '1 since 2024-02-10' });
    expect(await seen(db, '2024-03-01', 'now')).toEqual({ 'acme.example': '1 since 2024-02-10' });
  });
});

test('an affiliation counts once it is proved, then also for what was done just before', async () => {
  await withDatabase(async (db) => {
    const signed = 'It does.\n\n-- \nZed\nSenior Engineer, Acme Turbines\n';
    await importHistory(db, [AT_HOME, { ...AT_HOME, id: 'h2', day: '2024-04-10', text: signed }]);
    expect(await seen(db, '2024-03-01')).toEqual({ Zed: '1 since 2024-02-10' });
    expect(await seen(db, '2024-03-01', 'now')).toEqual({ 'Acme Turbines': '1 since 2024-02-10' });
    expect(await seen(db, '2024-04-11')).toEqual({ 'Acme Turbines': '1 since 2024-02-10' });
  });
});

test('an affiliation that is proved again later reaches to its last proof of before only', async () => {
  await withDatabase(async (db) => {
    const text = 'It does.\n\n-- \nZed\nSenior Engineer, Acme Turbines\n';
    const mail = (id: string, day: string): Mail => ({ ...AT_HOME, id, day });
    await importHistory(db, [
      { ...mail('1', '2024-01-10'), text },
      mail('2', '2024-06-10'),
      { ...mail('3', '2024-08-10'), text },
    ]);
    expect(await seen(db, '2024-07-01')).toEqual({
      'Acme Turbines': '1 since 2024-01-10',
      Zed: '1 since 2024-06-10',
    });
    expect(await seen(db, '2024-07-01', 'now')).toEqual({ 'Acme Turbines': '1 since 2024-01-10' });
  });
});

/** Names of which each is rare, so that one name is worth something. */
const SYLLABLES = ['ba', 'ko', 'mi', 'ne', 'ru', 'so', 'ta', 'vi', 'ge', 'lu'];
const word = (number: number): string =>
  [...String(number).padStart(3, '0')].map((digit) => SYLLABLES[Number(digit)] ?? '').join('');
const CROWD: readonly Mail[] = Array.from({ length: 150 }, (_, index) => ({
  ...{ id: `c${index}`, day: '2023-01-10' },
  from: `${'bcdfghjklm'[index % 10]}${word(index * 6 + 5)}@host${index}.example`,
  name: `${word((index * 379) % 1000)} ${word((index * 617 + 11) % 1000)}rov`,
}));

test('a name that was seen only later unites nobody before', async () => {
  await withDatabase(async (db) => {
    const home: Mail = { id: 'q1', day: '2024-02-10', from: 'desk7@gmail.com' };
    await importHistory(db, [
      ...CROWD,
      { id: 'q0', day: '2024-02-20', from: 'quentin@kelp.example', name: 'Quentin Marlowski' },
      home,
      { ...home, id: 'q2', day: '2024-04-10', name: 'Quentin Marlowski' },
    ]);
    expect(await runMatcherAside(db, { now: IMPORTED })).toMatchObject({ merged: 1 });
    expect(await seen(db, '2024-03-01', 'now')).toMatchObject({ 'kelp.example': '1 since 2024-02-10' });
    expect(await seen(db, '2024-03-01')).toMatchObject({
      ...{ 'kelp.example': '1 since 2024-02-20', desk7: '1 since 2024-02-10' },
    });
    expect(await seen(db, '2024-04-11')).toMatchObject({ 'kelp.example': '1 since 2024-02-10' });
  });
});

test('what was said of organizations counts from the day it was said', async () => {
  await withDatabase(async (db) => {
    const labs: Mail = { id: 'l1', day: '2024-02-10', from: 'ann@acmelabs.example', name: 'Ann' };
    const wrong: Mail = { id: 'x1', day: '2024-02-12', from: 'bo@kelp.example', name: 'Bo' };
    await importHistory(db, [AT_WORK, labs, wrong]);
    const id = async (domain: string): Promise<string> => (await findOrganization(db, domain))?.id ?? '';
    const [acme, acmeLabs, kelp] = [
      await id('acme.example'),
      await id('acmelabs.example'),
      await id('kelp.example'),
    ];
    const said = { now: sentAt('2024-03-01') };
    await decideOrganization(db, { kind: 'merge', organizationIds: [acme, acmeLabs] }, said);
    const identityIds = [await handleId(db, 'bo@kelp.example')];
    await decideOrganization(db, { kind: 'wrong', organizationIds: [kelp], identityIds }, said);
    expect(Object.keys(await seen(db, '2024-03-01')).sort()).toEqual([
      ...['acme.example', 'acmelabs.example', 'kelp.example'],
    ]);
    const now = await seen(db, '2024-03-01', 'now');
    expect(Object.values(now).sort()).toEqual(['1 since 2024-02-12', '2 since 2024-02-10']);
    expect(Object.keys(now)).toContain('Bo');
    expect(await seen(db, '2024-03-02')).toEqual(now);
  });
});

test('a name that a later contract gives to a domain joins nobody before', async () => {
  await withDatabase(async (db) => {
    const signed = 'It does.\n\n-- \nZed\nSenior Engineer, Acme Turbines\n';
    const contract: Contract = { day: '2024-04-01', domain: 'acme.example', organization: 'Acme Turbines' };
    await importHistory(db, [AT_WORK, { ...AT_HOME, text: signed }], [contract]);
    expect(await seen(db, '2024-03-01')).toEqual({
      'acme.example': '1 since 2024-02-20',
      'Acme Turbines': '1 since 2024-02-10',
    });
    expect(await seen(db, '2024-04-02')).toEqual({ 'acme.example': '2 since 2024-02-10' });
    expect(await seen(db, '2024-03-01', 'now')).toEqual({ 'acme.example': '2 since 2024-02-10' });
  });
});

test('nothing real changes, and nobody waits', async () => {
  await withDatabase(async (db) => {
    await importHistory(db, [...CROWD, AT_WORK, AT_HOME]);
    const identityIds = [await handleId(db, WORK), await handleId(db, HOME)] as const;
    await decide(db, { kind: 'merge', identityIds }, { now: sentAt('2024-02-21') });
    await runMatcherAside(db, { now: IMPORTED });
    const before = await storedState(db);
    await db.transaction(async (client) => {
      await asKnownAt(client, at('2024-03-01'));
      const held = await client.query(
        `select mode, relation::regclass::text as what from pg_locks left join pg_class on oid = relation
          where pid = pg_backend_pid() and (locktype = 'advisory' or relnamespace = current_schema()::regnamespace and mode <> 'AccessShareLock')`,
      );
      expect(held.rows).toEqual([]);
      expect(await storedState(db)).toEqual(before);
      await importHistory(db, [{ ...AT_WORK, id: 'w2', day: '2024-02-25', name: 'Jo Anne' }]);
      await decide(db, { kind: 'never', identityIds }, { now: IMPORTED });
      const { rows } = await client.query(`select label from identity where value = $1`, [WORK]);
      expect(rows).toEqual([{ label: 'Jo' }]);
    });
    const after = await storedState(db);
    await leadsOf(db, '2024-03-01', 'then');
    expect(await storedState(db)).toEqual(after);
  });
});

/** Numbers that look like chance and are the same every time. */
function draw(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

interface Made {
  readonly mails: readonly Mail[];
  readonly contracts: readonly Contract[];
  /** Pairs of addresses that an operator calls one person on a day. */
  readonly merges: readonly { readonly day: string; readonly pair: readonly [string, string] }[];
}

const FIRMS = ['Acme Turbines', 'Brine Optics', 'Kelp Systems', 'Dune Software', 'Elm Logistics'];
const dayAt = (days: number): string => new Date(at('2022-01-01') + days * DAY).toISOString().slice(0, 10);

/** People with addresses at work, at home and at an earlier firm; names that change, signatures, threads that meet. */
function makeHistory(seed: number): Made {
  const next = draw(seed);
  const domain = (firm: number): string => `${(FIRMS[firm] ?? '').toLowerCase().replace(' ', '')}.example`;
  const mails: Mail[] = Array.from({ length: 300 }, (_, index) => {
    const [who, firm] = [next(25), next(3) === 0 ? next(5) : 0];
    const [first, last] = [word(who * 37 + 5), `${word(who * 53 + 11)}rov`];
    const work = (who + firm) % FIRMS.length;
    const private_ = next(3) === 0;
    const [none, short] = [next(4) === 0, next(3) === 0];
    return {
      ...{ id: `m${index}`, day: dayAt(next(900)) },
      from: private_ ? `${first}${who}@gmail.com` : `${first}.${last}@${domain(work)}`,
      ...(none ? {} : { name: short ? `${first.slice(0, 1).toUpperCase()}. ${last}` : `${first} ${last}` }),
      ...(private_ && next(2) === 0
        ? { text: `It does.\n\n-- \n${first} ${last}\nSenior Engineer, ${FIRMS[work]}\n` }
        : {}),
      answers: next(2) === 0 ? [`m${next(300)}`, `m${next(300)}`].slice(next(2)) : [],
    };
  });
  const contracts = FIRMS.slice(0, 3).map((organization, firm) => ({
    ...{ day: dayAt(300 + 150 * firm), domain: domain(firm), organization },
  }));
  const merges = [200, 450, 700].map((day) => ({
    day: dayAt(day),
    pair: [mails[next(300)]?.from ?? '', mails[next(300)]?.from ?? ''] as const,
  }));
  return { mails, contracts, merges };
}

/** Stores what was visible before an instant, and has the matcher run then. */
async function storeBefore(db: Database, made: Made, cutoff: number): Promise<void> {
  const visible = ({ day }: { readonly day: string }): boolean => sentAt(day) < cutoff;
  await importHistory(db, made.mails.filter(visible), made.contracts.filter(visible));
  for (const { day, pair } of made.merges.filter(visible)) {
    const [a, b] = [await handleId(db, pair[0]), await handleId(db, pair[1])];
    if (a !== '' && b !== '' && a !== b)
      await decide(db, { kind: 'merge', identityIds: [a, b] }, { now: sentAt(day) });
  }
  await runMatcherAside(db, { now: cutoff, all: true });
}

/** What sums of fractions come to depends in the last digit on their order. */
const rounded = (rows: readonly LeadRow[]): readonly string[] =>
  rows
    .map((row) =>
      JSON.stringify(row, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value)),
    )
    .sort();

test.each([1, 2, 3])(
  'a future that is cut off gives the same leads (history %i)',
  async (seed) => {
    const made = makeHistory(seed);
    await withDatabase(async (whole) => {
      await storeBefore(whole, made, IMPORTED);
      let different = 0;
      for (const cutoff of ['2022-10-01', '2023-10-01']) {
        const then = rounded(await leadsOf(whole, cutoff, 'then'));
        await withDatabase(async (cut) => {
          await storeBefore(cut, made, at(cutoff));
          expect(then).toEqual(rounded(await leadsOf(cut, cutoff, 'now')));
        });
        expect(then.length).toBeGreaterThan(5);
        const now = rounded(await leadsOf(whole, cutoff, 'now'));
        different += now.filter((row) => !then.includes(row)).length;
      }
      // The history does hold what could leak.
      expect(different).toBeGreaterThan(5);
    });
  },
  120_000,
);
