/** The back-test of a database's own history. */
import { describe, expect, test } from 'vitest';
import { withDatabase } from '../../../test/support/database.ts';
import { importHistory, type Mail, sentAt } from '../../../test/support/history.ts';
import { type Database, idFrom, noProgress } from '../../base/index.ts';
import { decide, findHandle } from '../../intake/index.ts';
import type { LeadRow } from '../lead.ts';
import { type StepDraft, stepLead, undoStep } from '../life/index.ts';
import { computeChanges } from '../refresh.ts';
import { loadWeights } from '../weights.ts';
import { backtestDatabase, boughtOn, databaseExamples, judgeRows } from './database.ts';
import { backtestDatabaseAside, databaseExamplesAside } from './database_aside.ts';
import { LIKELIHOOD_FEATURES, likelihoodFeatures } from './lead_features.ts';
import { at } from './testing.ts';
import { DAY } from './types.ts';

const options = {
  ...{ weights: loadWeights(), vendorDomains: [], horizon: 365, every: 30, progress: noProgress },
  signal: new AbortController().signal,
};

/** The first day of all. */
const SEEN = '2022-01-10T10:00:00Z';

/** Stores acts of people of an organization as the intake would. */
async function store(
  db: Database,
  domain: string,
  acts: readonly {
    readonly who: string;
    readonly day: string;
    readonly act: string;
    readonly where: string;
  }[],
): Promise<void> {
  const organization = idFrom('organization', 'domain', domain);
  const handle = idFrom('identity', 'domain', domain);
  await db.query(
    `insert into organization (organization_id, name, claimed_name, domain, kind, kind_reason, first_seen_at, last_seen_at)
     values ($1, $2, $2, $2, 'company', 'test', $3, $3)`,
    [organization, domain, SEEN],
  );
  const identity = `
    insert into identity (identity_id, kind, platform, value, label, class, confidence, reason, person_id, claimed_person_id,
                          organization_id, claimed_organization_id, first_seen_at, last_seen_at)
    values ($1, $2, '', $3, $3, 'work', 0.9, '', $4, $4, $5, $5, $6, $6) on conflict do nothing`;
  await db.query(identity, [handle, 'domain', domain, null, organization, SEEN]);
  for (const [index, { who, day, act, where }] of acts.entries()) {
    const person = idFrom('person', 'email', `${who}@${domain}`);
    const own = idFrom('identity', 'email', `${who}@${domain}`);
    const asset = idFrom('asset', where, act);
    await db.query(
      `insert into person (person_id, name, claimed_name, first_seen_at, last_seen_at) values ($1, $2, $2, $3, $3) on conflict do nothing`,
      [person, who, SEEN],
    );
    await db.query(identity, [own, 'email', `${who}@${domain}`, person, null, SEEN]);
    await db.query(`insert into asset values ($1, $2, 'page', $3, $3) on conflict do nothing`, [
      asset,
      where,
      act,
    ]);
    await db.query(
      `insert into signal (id, at, source_id, native_id, access_point, act, visibility, quantity, asset_id, identity_id,
                           organization_identity_id, recorded_at)
       values ($1, $2, $3, $4, $5, $6, 'public', 1, $7, $8, $9, now())`,
      [
        ...[
          idFrom('signal', domain, String(index)),
          `${day}T10:00:00Z`,
          idFrom('source', 'test'),
          `${domain} ${index}`,
        ],
        ...[where, act, asset, own, handle],
      ],
    );
  }
}

/** Acts of so many people every two months from 2022 to 2024. */
function acts(people: number): Parameters<typeof store>[2] {
  return Array.from({ length: 18 * people }, (_, index) => ({
    ...{ who: `p${index % people}`, act: 'ask', where: 'forum' },
    day: new Date(at('2022-01-10') + Math.floor(index / people) * 60 * DAY).toISOString().slice(0, 10),
  }));
}

describe('replaying the database', () => {
  test('organizations with many people buy: they are ranked before others, and long before they do', async () => {
    await withDatabase(async (db) => {
      await db.query('create table signal_rest partition of signal default');
      await db.query(`insert into source values ($1, 'test list', 'mail', '{}', true, now())`, [
        idFrom('source', 'test'),
      ]);
      for (let n = 0; n < 14; n++) {
        const deal = { who: 'p0', day: `2023-0${n + 5}-20`, act: 'deal_won', where: 'agreement' };
        await store(db, `org${n}.example`, [...acts(n < 2 ? 5 : 1), ...(n < 2 ? [deal] : [])]);
      }
      const { pooled, ranked } = await backtestDatabase(db, options);
      expect(pooled.model).toMatchObject({ recall: 1 });
      expect(pooled.model.lift).toBeGreaterThan(1);
      expect(pooled.seen).toMatchObject({ labels: 2, seen: 2, alarmed: 2 });
      expect(pooled.seen.medianDays).toBeGreaterThan(365);
      expect(pooled.curves.model.at(-1)).toEqual({ share: 1, recall: 1 });
      const before = ranked.filter(({ cutoff }) => cutoff > at('2022-08-01') && cutoff < at('2022-09-01'));
      const [first, second] = before.toSorted((a, b) => b.probability - a.probability);
      expect([first?.domain, second?.domain].toSorted()).toEqual(['org0.example', 'org1.example']);
      expect(first?.says[0]).toMatch(/asked/);
      // A customer is no candidate any more.
      expect(
        ranked.some(({ domain, cutoff }) => domain === 'org0.example' && cutoff > at('2023-05-21')),
      ).toBe(false);
      const examples = await databaseExamples(db, options);
      const bought = examples.filter(({ outcome }) => outcome === 1);
      expect(new Set(bought.map(({ subject }) => subject)).size).toBe(2);
      expect(Object.keys(bought[0]?.x ?? {})).toEqual([...LIKELIHOOD_FEATURES]);
      // Outcomes that are open are no examples.
      const last = Math.max(...ranked.map(({ cutoff }) => cutoff)) / DAY;
      expect(Math.max(...examples.map(({ day }) => day))).toBeLessThan(last - 300);
    });
  }, 120_000);

  test('an organization that suddenly sends many people is marked before it buys', async () => {
    await withDatabase(async (db) => {
      const day = (from: string, days: number): string =>
        new Date(at(from) + days * DAY).toISOString().slice(0, 10);
      const calm = Array.from({ length: 40 * 10 }, (_, n): Mail => {
        const firm = n % 40;
        const from = `jo@firm${firm}.example`;
        return { id: `c${n}`, day: day('2022-01-10', 2 * firm + 90 * Math.floor(n / 40)), from };
      });
      const rising = Array.from({ length: 14 }, (_, n): Mail => {
        const from = `p${n}@rising.example`;
        return { id: `r${n}`, day: n === 0 ? '2022-02-01' : day('2023-05-18', n), from };
      });
      const contract = { day: '2023-07-20', domain: 'rising.example', organization: 'Rising' };
      await importHistory(db, [...calm, ...rising], [contract]);
      const { pooled, ranked } = await backtestDatabase(db, { ...options, every: 30, horizon: 180 });
      const marks = ranked.filter(({ change }) => change.emerging);
      expect(new Set(marks.map(({ domain }) => domain))).toEqual(new Set(['rising.example']));
      expect(pooled.marked).toMatchObject({ organizations: 1, precision: 1, raised: 1 });
      expect(pooled.marked.medianDays).toBeGreaterThan(30);
      expect(pooled.marked.medianDays).toBeLessThan(90);
    });
  }, 90_000);

  test('acts that a merge of later gives to a customer do not show that it was seen before', async () => {
    await withDatabase(async (db) => {
      const home: readonly Mail[] = Array.from({ length: 8 }, (_, index) => ({
        ...{ id: `h${index}`, from: 'zed@gmail.com', name: 'Zed' },
        day: new Date(at('2022-01-10') + index * 60 * DAY).toISOString().slice(0, 10),
      }));
      const work: Mail = { id: 'w', day: '2023-07-01', from: 'jo@acme.example', name: 'Jo' };
      const others = ['2022-01-10', '2024-06-10'].map((day) => ({
        ...work,
        id: day,
        day,
        from: 'al@kelp.example',
      }));
      const contract = { day: '2023-06-10', domain: 'acme.example', organization: 'Acme' };
      await importHistory(db, [...home, work, ...others], [contract]);
      const ids = await Promise.all(
        ['jo@acme.example', 'zed@gmail.com'].map(async (handle) => (await findHandle(db, handle))?.id ?? ''),
      );
      const identityIds = [ids[0] ?? '', ids[1] ?? ''] as const;
      await decide(db, { kind: 'merge', identityIds }, { now: sentAt('2023-07-02') });
      const rarely = { ...options, every: 120 };
      const { pooled, ranked } = await backtestDatabase(db, rarely);
      expect(pooled.seen).toMatchObject({ labels: 1, seen: 0, alarmed: 0 });
      expect(ranked.filter(({ domain }) => domain === 'acme.example' || domain === 'Acme')).toEqual([]);
      // The same in a process of its own, which the signal ends.
      const told: unknown[] = [];
      const progress = {
        update: (state: unknown) => told.push(state),
        finish: (state: unknown) => told.push(state),
      };
      const aside = await backtestDatabaseAside(db, { ...rarely, progress });
      expect(aside).toEqual({ ranked, pooled, projects: expect.anything() });
      expect(told.at(-1)).toMatchObject({ unit: 'cut-offs' });
      expect(await databaseExamplesAside(db, rarely)).toEqual(await databaseExamples(db, rarely));
      const ended = AbortSignal.abort(new Error('ended'));
      await expect(backtestDatabaseAside(db, { ...options, signal: ended })).rejects.toThrow('ended');
    });
  }, 90_000);

  test('a history shorter than the horizon proves nothing', async () => {
    await withDatabase(async (db) => {
      await expect(backtestDatabase(db, options)).rejects.toMatchObject({
        code: 'history_too_short',
        message: expect.stringMatching(/takes 395 days.* nothing was read yet\. Import/),
      });
      await importHistory(db, [{ id: 'a', day: '2024-01-01', from: 'jo@acme.example' }]);
      await expect(databaseExamples(db, options)).rejects.toMatchObject({
        code: 'history_too_short',
        message: expect.stringMatching(/So far there are 0, since 2024-01-01\./),
      });
    });
  });

  test('won leads are outcomes; lost ones, undone ones and those of after are not', async () => {
    await withDatabase(async (db) => {
      const names = ['won', 'lost', 'undone', 'other'];
      const mails = names.flatMap((name, firm) =>
        Array.from({ length: 9 }, (_, n): Mail => {
          const day = new Date(at('2022-01-10') + (firm + 60 * n) * DAY).toISOString().slice(0, 10);
          return { id: `${name}${n}`, day, from: `jo@${name}.example` };
        }),
      );
      await importHistory(db, mails);
      const tell = async (subject: string, draft: StepDraft, day: string): Promise<number> =>
        (await stepLead(db, subject, draft, { author: 'ada', now: sentAt(day) })).id;
      const organization = (name: string): string => idFrom('organization', 'domain', `${name}.example`);
      await tell(organization('won'), { kind: 'won' }, '2022-10-05');
      await tell(organization('lost'), { kind: 'lost' }, '2022-10-05');
      const undone = await tell(organization('undone'), { kind: 'won' }, '2022-10-05');
      await undoStep(db, undone, { author: 'ada', now: sentAt('2024-12-01') });
      await tell(organization('other'), { kind: 'won' }, '2024-03-01');
      const rarely = { ...options, every: 90, horizon: 180 };
      const examples = await databaseExamples(db, rarely);
      const bought = examples.filter(({ outcome }) => outcome === 1);
      expect(new Set(bought.map(({ subject }) => subject))).toEqual(new Set([organization('won')]));
      // Known by the day after, so there is nothing to predict any more; and nothing of it is known before.
      const days = examples.filter(({ subject }) => subject === organization('won')).map(({ day }) => day);
      expect(Math.max(...days) * DAY).toBeLessThan(at('2022-10-05'));
      const { leads: then } = await computeChanges(db, {
        ...options,
        asOf: sentAt('2022-10-04'),
        limit: 10,
        all: true,
      });
      const { leads: later } = await computeChanges(db, {
        ...options,
        asOf: sentAt('2022-10-06'),
        limit: 10,
        all: true,
      });
      const stage = (rows: readonly LeadRow[], name: string) =>
        rows.find(({ domain }) => domain === `${name}.example`)?.stage;
      expect(stage(then, 'won')).toBe('asking');
      expect(stage(later, 'won')).toBe('customer');
      expect(stage(later, 'undone')).toBe('customer');
      expect(stage(later, 'lost')).toBe('asking');
    });
  }, 90_000);
});

const CHANGE = { surprise: 3, emerging: true };

test('a lead with an act of after the cut-off is a leak, and is caught', () => {
  const cutoff = at('2022-07-01');
  const row: LeadRow = {
    ...{
      id: 'a',
      subject: 'organization',
      name: 'A',
      domain: 'a.example',
      kind: 'company',
      segment: 'unknown',
    },
    ...{
      stage: 'asking',
      score: 10,
      fit: 1,
      points: {},
      people: 1,
      accessPoints: 1,
      since: at('2022-01-01'),
    },
    ...{ lastAt: at('2022-06-30'), headline: '', stageReason: '', stageAt: 0, madeUp: false },
  };
  const judge = (lastAt: number, agreed: ReadonlyMap<string, number> = new Map()) =>
    judgeRows([{ ...row, lastAt }], new Map([['a', CHANGE]]), cutoff, {
      ...{ agreed, horizon: 365, endsAt: at('2024-01-01') },
    });
  expect(() => judge(cutoff + 1)).toThrow(expect.objectContaining({ code: 'internal' }));
  expect(() => likelihoodFeatures({ ...row, lastAt: cutoff + 1 }, cutoff)).toThrow(/leaked/);
  expect(judge(row.lastAt)).toMatchObject([{ outcome: 0, change: CHANGE }]);
  expect(judge(row.lastAt, new Map([['a', at('2023-06-30')]]))).toMatchObject([{ outcome: 1 }]);
  expect(judge(row.lastAt, new Map([['a', at('2022-06-30')]]))).toEqual([]);
  expect(judge(at('2021-12-01'))).toEqual([]);
  expect(
    judgeRows([{ ...row, stage: 'in_talks' }], new Map(), cutoff, {
      agreed: new Map(),
      horizon: 365,
      endsAt: 0,
    }),
  ).toEqual([]);
});

test.each([
  ['a deal won', [['deal_won', 20]], 20],
  [
    'a deal counts from its opening',
    [
      ['deal_won', 20],
      ['deal_open', 10],
    ],
    10,
  ],
  [
    'a deal lost is none',
    [
      ['deal_lost', 20],
      ['deal_open', 10],
    ],
    null,
  ],
  [
    'lost, and a later one won',
    [
      ['deal_lost', 20],
      ['deal_open', 10],
      ['deal_won', 50],
    ],
    50,
  ],
  ['a contract in force before it was recorded', [['contract', 20, 15]], 15],
  ['nothing', [], null],
] as const)('when a subject bought: %s', (_name, agreements, day) => {
  const all = agreements.map(([act, on, from = null]) => ({ act, day: on, title: '', from, to: null }));
  expect(boughtOn(all)).toBe(day);
});
