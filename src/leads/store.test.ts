/** The leads against a real database: from stored signals to rows, lists and explanations. */
import { describe, expect, test } from 'vitest';
import { servers, withDatabase } from '../../test/support/database.ts';
import { type Database, idFrom } from '../base/index.ts';
import { DAY_MS } from './dates.ts';
import { explainLead, findLead, listLeads, listPastLeads, loadWeights, refreshLeads } from './index.ts';
import { layOver } from './topics/index.ts';

const NOW = Date.parse('2026-03-20T12:00:00Z');
const options = { weights: loadWeights(), vendorDomains: ['vendor.example'] };

interface Act {
  /** `jane@acme.example`; `acme.example` alone is traffic of its network. */
  readonly who: string;
  readonly at: string;
  readonly act: string;
  readonly where: string;
  readonly title?: string;
  readonly quantity?: number;
  readonly details?: Record<string, string>;
  readonly visibility?: 'private';
}

/** Stores acts as the intake would, with organizations by domain; gmail.com and isp.example are none. */
async function store(db: Database, acts: readonly Act[]): Promise<void> {
  await db.query('create table signal_rest partition of signal default');
  await db.query('create table signal_rollup_rest partition of signal_rollup default');
  const source = idFrom('source', 'test');
  await db.query(`insert into source values ($1, 'test list', 'mail', '{}', true, now())`, [source]);
  for (const [index, act] of acts.entries()) {
    const [domain = '', local] = act.who.split('@').reverse();
    const own = domain !== 'gmail.com';
    const organization = idFrom('organization', 'domain', domain);
    const kind = domain === 'isp.example' ? 'internet_provider' : 'company';
    const name = domain.charAt(0).toUpperCase() + domain.slice(1, domain.indexOf('.'));
    if (own) {
      await db.query(
        `insert into organization (organization_id, name, claimed_name, domain, kind, kind_reason, first_seen_at, last_seen_at)
         values ($1, $2, $2, $3, $4, 'test', now(), now()) on conflict do nothing`,
        [organization, name, domain, kind],
      );
    }
    const identity = async (
      id: string,
      type: string,
      value: string,
      person: string | null,
      org: string | null,
    ) =>
      db.query(
        `insert into identity values ($1, $2, '', $3, $3, 'work', 0.9, '', $4, $5, now(), now()) on conflict do nothing`,
        [id, type, value, person, org],
      );
    const asset = idFrom('asset', act.where, act.title ?? act.act);
    await db.query(`insert into asset values ($1, $2, $3, $4, $4) on conflict do nothing`, [
      ...[asset, act.where, act.act === 'ask' ? 'thread' : 'page', act.title ?? act.act],
    ]);
    const organizationIdentity = idFrom('identity', local === undefined ? 'network' : 'domain', domain);
    await identity(
      organizationIdentity,
      local === undefined ? 'network' : 'domain',
      domain,
      null,
      own ? organization : null,
    );
    if (local === undefined) {
      await db.query(`insert into signal_rollup values ($1, $2, $3, $4, $5, $6, $7)`, [
        ...[organizationIdentity, act.at, source, act.where, act.act, asset, act.quantity ?? 1],
      ]);
      continue;
    }
    const person = idFrom('person', 'email', act.who);
    await db.query(`insert into person values ($1, $2, now(), now()) on conflict do nothing`, [
      person,
      `${local} Roe`,
    ]);
    await identity(idFrom('identity', 'email', act.who), 'email', act.who, person, null);
    await db.query(
      `insert into signal (id, at, source_id, native_id, access_point, act, visibility, quantity, asset_id, identity_id,
                           organization_identity_id, details, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now())`,
      [
        ...[
          idFrom('signal', String(index)),
          `${act.at}T10:00:00Z`,
          source,
          String(index),
          act.where,
          act.act,
        ],
        ...[
          act.visibility ?? 'public',
          act.quantity ?? 1,
          asset,
          idFrom('identity', 'email', act.who),
          organizationIdentity,
        ],
        act.details === undefined ? null : JSON.stringify(act.details),
      ],
    );
  }
}

const download = (who: string, at: string, title = '5.2'): Act => ({
  who,
  at,
  act: 'download',
  where: 'download',
  title,
});
const read = (who: string, at: string, title: string, quantity = 1): Act => ({
  ...{ who, at, act: 'read', where: 'documentation', title, quantity },
});
const ask = (who: string, at: string, title: string): Act => ({ who, at, act: 'ask', where: 'forum', title });

const STORY: readonly Act[] = [
  ...['jane', 'joe', 'jill', 'jack'].map((name, i) => download(`${name}@acme.example`, `2026-03-0${i + 3}`)),
  read('jane@acme.example', '2026-03-08', 'Setting up SSO'),
  read('joe@acme.example', '2026-03-09', 'Setting up SSO'),
  ask('jill@acme.example', '2026-03-10', 'Nested groups with LDAP?'),
  ...['2026-03-01', '2026-03-02', '2026-03-12'].map((at) => read('globex.example', at, 'Installing', 40)),
  download('globex.example', '2026-03-12'),
  ask('bob@initech.example', '2025-06-01', 'How do I start?'),
  {
    who: 'eve@umbrella.example',
    at: '2025-11-01',
    act: 'contract',
    where: 'agreement',
    title: 'Gold',
    details: { from: '2025-11-01', to: '2026-10-31' },
  },
  ask('eve@umbrella.example', '2026-03-15', 'Backup of the cluster'),
  ask('dev@vendor.example', '2026-03-16', 'Release plan'),
  read('isp.example', '2026-03-16', 'Setting up SSO', 1_000),
  ask('sam@gmail.com', '2026-03-17', 'SAML on a home server'),
  read('kim@gmail.com', '2025-01-17', 'Installing'),
  { who: 'ann@hooli.example', at: '2026-02-01', act: 'deal_open', where: 'agreement', title: 'Pilot' },
  {
    who: 'ann@hooli.example',
    at: '2026-03-18',
    act: 'ask',
    where: 'support',
    title: 'Price of 500 seats',
    visibility: 'private',
  },
];

describe.each(servers())('on $name', (server) => {
  test('stored signals become ranked leads', async () => {
    await withDatabase(async (db) => {
      await store(db, STORY);
      expect((await refreshLeads(db, { ...options, now: NOW })).leads).toBe(7);
      const { rows, total } = await listLeads(db);
      expect(rows.map(({ name, subject, stage, people }) => [name, subject, stage, people])).toEqual([
        ['Acme', 'organization', 'needs_guarantees', 4],
        ['Hooli', 'organization', 'in_talks', 1],
        ['Globex', 'organization', 'trying', 0],
        ['sam Roe', 'person', 'needs_guarantees', 1],
        ['Initech', 'organization', 'dormant', 1],
      ]);
      expect(total).toBe(5);
      expect(rows.every((row) => row.madeUp)).toBe(true);
      const all = await listLeads(db, { stage: 'any', sort: 'name' });
      expect(all.rows.map(({ name, stage, kind }) => [name, stage, kind])).toEqual([
        ['Acme', 'needs_guarantees', 'company'],
        ['Globex', 'trying', 'company'],
        ['Hooli', 'in_talks', 'company'],
        ['Initech', 'dormant', 'company'],
        ['sam Roe', 'needs_guarantees', 'person'],
        ['Umbrella', 'customer', 'company'],
        ['Vendor', 'vendor', 'vendor'],
      ]);
    }, server);
  });

  test('a list of topics holds from the next computation on, words of a product for what it owns', async () => {
    await withDatabase(async (db) => {
      const days = ['2026-03-16', '2026-03-17'];
      await store(db, [
        ...days.map((at) => read('ann@acme.example', at, 'vault/badge-reader')),
        ...days.map((at) => read('bob@globex.example', at, 'other/badge-reader')),
        ask('joe@initech.example', '2026-03-17', 'Badge reader is slow'),
      ]);
      /** Who wants guarantees, as all were computed; and whose parts are about SSO, as each is. */
      const aboutSso = async (own: string) => {
        const list = { ...options.weights, ...layOver(options.weights.topics, own, 'mine.yaml') };
        await refreshLeads(db, { ...options, weights: list, now: NOW });
        const { rows } = await listLeads(db, { stage: 'any', sort: 'name' });
        const explain = { ...options, weights: list, asOf: NOW, evidence: 5 };
        const each = await Promise.all(rows.map(({ id }) => explainLead(db, id, explain)));
        return [
          rows.filter(({ stage }) => stage === 'needs_guarantees').map(({ name }) => name),
          rows
            .filter((_, at) => each[at]?.parts.some(({ topic }) => topic === 'SSO'))
            .map(({ name }) => name),
        ];
      };
      const both = (...names: string[]) => [names, names];
      const sso = '{ name: sso, add: badge reader }';
      expect(await aboutSso('')).toEqual(both());
      expect(await aboutSso(`topics: [${sso}]`)).toEqual(both('Acme', 'Globex', 'Initech'));
      const vault = (owns: string): string => `products: [{ name: vault, ${owns}, topics: [${sso}] }]`;
      expect(await aboutSso(vault('paths: [vault/]'))).toEqual(both('Acme'));
      expect(await aboutSso(vault('sources: [test list]'))).toEqual(both('Acme', 'Globex', 'Initech'));
      expect(await aboutSso(vault('sources: [elsewhere]'))).toEqual(both());
    }, server);
  });

  test('refreshing again changes nothing, and a day later only what time does', async () => {
    await withDatabase(async (db) => {
      await store(db, STORY);
      await refreshLeads(db, { ...options, now: NOW });
      const before = await listLeads(db, { stage: 'any' });
      await refreshLeads(db, { ...options, now: NOW });
      expect(await listLeads(db, { stage: 'any' })).toEqual(before);
      await refreshLeads(db, { ...options, now: NOW + DAY_MS });
      const [first] = (await listLeads(db)).rows;
      expect(first?.score).toBeLessThan(before.rows[0]?.score ?? 0);
    }, server);
  });

  test('filters, sorting and paging', async () => {
    await withDatabase(async (db) => {
      await store(db, STORY);
      await refreshLeads(db, { ...options, now: NOW });
      const names = async (filter: Parameters<typeof listLeads>[1]) =>
        (await listLeads(db, filter)).rows.map(({ name }) => name);
      expect(await names({ search: 'CME' })).toEqual(['Acme']);
      expect(await names({ search: '%' })).toEqual([]);
      expect(await names({ subject: 'person' })).toEqual(['sam Roe']);
      expect(await names({ stage: 'customer' })).toEqual(['Umbrella']);
      expect(await names({ kind: 'vendor', stage: 'any' })).toEqual(['Vendor']);
      expect(await names({ minScore: 1_000 })).toEqual([]);
      expect(await names({ sort: 'last', direction: 'ascending', limit: 2 })).toEqual(['Initech', 'Acme']);
      expect(await names({ limit: 2, offset: 4 })).toEqual(['Initech']);
      expect((await listLeads(db, { limit: 1 })).total).toBe(5);
    }, server);
  });

  test('a lead is found by id, domain, host, address, name and beginning of a name', async () => {
    await withDatabase(async (db) => {
      await store(db, STORY);
      await refreshLeads(db, { ...options, now: NOW });
      const acme = await findLead(db, 'acme.example');
      expect(acme?.name).toBe('Acme');
      for (const text of [
        acme?.id ?? '',
        'ACME',
        'eng.acme.example',
        'x@acme.example',
        'https://acme.example/',
        'Acm',
      ]) {
        expect((await findLead(db, text))?.name).toBe('Acme');
      }
      for (const text of ['', 'nobody', '%', "'; drop table lead; --", 'x'.repeat(10_000)])
        expect(await findLead(db, text)).toBeNull();
    }, server);
  });

  test('as of a day only what was seen by then counts, and nothing is written', async () => {
    await withDatabase(async (db) => {
      await store(db, STORY);
      const asOf = Date.parse('2026-03-04T00:00:00Z');
      const rows = await listPastLeads(db, { ...options, asOf, limit: 10 });
      expect(rows.map(({ name, people, stage }) => [name, people, stage])).toEqual([
        ['Hooli', 1, 'in_talks'],
        ['Acme', 2, 'trying'],
        ['Globex', 0, 'curious'],
        ['Initech', 1, 'dormant'],
      ]);
      expect((await listLeads(db, { stage: 'any' })).total).toBe(0);
      expect((await listPastLeads(db, { ...options, asOf, limit: 1 })).map(({ name }) => name)).toEqual([
        'Hooli',
      ]);
    }, server);
  });

  test('a lead explains itself', async () => {
    await withDatabase(async (db) => {
      await store(db, STORY);
      await refreshLeads(db, { ...options, now: NOW });
      const acme = idFrom('organization', 'domain', 'acme.example');
      const told = await explainLead(db, acme, { ...options, asOf: NOW });
      expect(told.sentences).toEqual([
        'One person from acme.example asked about LDAP in the forum since 3 March; two read about SSO in the documentation; four downloaded 5.2.',
      ]);
      expect(told.parts.reduce((sum, part) => sum + part.points, 0)).toBeCloseTo(told.lead.score, 6);
      expect(told.parts.flatMap((part) => part.signalIds)).toHaveLength(7);
      expect(told.people).toHaveLength(4);
      expect(told.people[0]).toMatchObject({ domain: 'acme.example', acts: 2 });
      expect(told.evidence).toHaveLength(7);
      expect(told.evidence[0]).toMatchObject({
        ...{
          act: 'ask',
          accessPoint: 'forum',
          topic: 'ldap',
          title: 'Nested groups with LDAP?',
          personName: 'jill Roe',
        },
        ...{ visibility: 'public', source: 'test list', signalId: idFrom('signal', '6') },
      });
      expect(told.timeline[1]).toEqual({
        week: Date.parse('2026-03-02'),
        accessPoint: 'download',
        quantity: 4,
      });
      const stored = await findLead(db, acme);
      expect(stored?.score).toBeCloseTo(told.lead.score, 3);
    }, server);
  });

  test('traffic of a network is never called people; private signals are marked', async () => {
    await withDatabase(async (db) => {
      await store(db, STORY);
      const globex = await explainLead(db, idFrom('organization', 'domain', 'globex.example'), {
        ...options,
        asOf: NOW,
      });
      expect(globex.sentences).toEqual([
        'Traffic from the network of Globex shows one download and 120 page views since 1 March.',
      ]);
      expect(globex.evidence.map(({ signalId }) => signalId)).toEqual([null, null, null, null]);
      const hooli = await explainLead(db, idFrom('organization', 'domain', 'hooli.example'), {
        ...options,
        asOf: NOW,
      });
      expect(hooli.sentences[0]).toBe('A deal is open since 1 February.');
      expect(hooli.evidence[0]).toMatchObject({ visibility: 'private', accessPoint: 'support' });
    }, server);
  });

  test('nobody is explained who was not seen by then', async () => {
    await withDatabase(async (db) => {
      await store(db, STORY);
      const acme = idFrom('organization', 'domain', 'acme.example');
      const asOf = Date.parse('2025-01-01T00:00:00Z');
      await expect(explainLead(db, acme, { ...options, asOf })).rejects.toMatchObject({
        code: 'organization_not_found',
      });
    }, server);
  });

  test('a signal from a private address counts for the employer at its time', async () => {
    await withDatabase(async (db) => {
      const firms = ['acme.example', 'globex.example', 'initech.example'];
      await store(db, [
        ...firms.map((firm, index) => download(`jane@${firm}`, `2025-0${1 + 2 * index}-01`)),
        // Proofs of the first end, and of the second begin, around the middle of March.
        ...['2025-01-20', '2025-03-10', '2025-05-20', '2025-06-20'].map((day) =>
          ask('jane@gmail.com', day, day),
        ),
      ]);
      const jane = idFrom('person', 'email', 'jane@acme.example');
      await db.query(`update identity set person_id = $1 where value like 'jane@%'`, [jane]);
      for (const [index, firm] of firms.entries()) {
        await db.query(
          `insert into affiliation (person_id, organization_id, reason, from_at, to_at) values ($1, $2, '', $3, $4)`,
          [
            jane,
            idFrom('organization', 'domain', firm),
            `2025-0${1 + 2 * index}-01`,
            `2025-0${2 + 2 * index}-15`,
          ],
        );
      }
      const asked = async (firm: string): Promise<readonly string[]> => {
        const told = await explainLead(db, idFrom('organization', 'domain', firm), { ...options, asOf: NOW });
        return told.evidence
          .filter(({ act }) => act === 'ask')
          .map(({ at }) => new Date(at).toISOString().slice(0, 10))
          .sort();
      };
      expect(await asked('acme.example')).toEqual(['2025-01-20']);
      expect(await asked('globex.example')).toEqual(['2025-03-10']);
      expect(await asked('initech.example')).toEqual(['2025-05-20', '2025-06-20']);
    }, server);
  });

  test('a signal from a private address counts for the only organization the person acts for', async () => {
    await withDatabase(async (db) => {
      await store(db, [
        download('jane@acme.example', '2026-03-01'),
        ask('jane@gmail.com', '2026-03-10', 'Hello'),
      ]);
      const jane = idFrom('person', 'email', 'jane@acme.example');
      await db.query(`update identity set person_id = $1 where value = 'jane@gmail.com'`, [jane]);
      await db.query(
        `insert into affiliation (person_id, organization_id, reason, from_at, to_at) values ($1, $2, '', '2026-03-01', '2026-03-01')`,
        [...[jane, idFrom('organization', 'domain', 'acme.example')]],
      );
      const rows = await listPastLeads(db, { ...options, asOf: NOW, limit: 10 });
      expect(rows.map(({ name, accessPoints }) => [name, accessPoints])).toEqual([['Acme', 2]]);
      const told = await explainLead(db, rows[0]?.id ?? '', { ...options, asOf: NOW });
      expect(rows[0]).toEqual(expect.objectContaining(told.lead));
      expect(told.evidence).toHaveLength(2);
    }, server);
  });
});
