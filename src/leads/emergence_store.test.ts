/** Who is left out of the detection of changes, as the database has it: providers, the vendor's own people, members. */
import { expect, test } from 'vitest';
import { servers, withDatabase } from '../../test/support/database.ts';
import { type Database, idFrom } from '../base/index.ts';
import { DAY_MS } from './dates.ts';
import { explainLead, findLead, listLeads, loadWeights, refreshLeads } from './index.ts';
import { computeChanges } from './refresh.ts';

const NOW = Date.parse('2026-03-20T00:00:00Z');
const weights = loadWeights();

/** An act of somebody of a domain, so many days ago. */
type Act = readonly [who: string, domain: string, day: number];

const SOURCE = idFrom('source', 'test');
const ASSET = idFrom('asset', 'forum', 'question');

/** Stores questions in the forum as the intake would, with the people of each domain as its employees. */
async function store(db: Database, acts: readonly Act[], kinds: Readonly<Record<string, string>>) {
  await db.query('create table signal_rest partition of signal default');
  await db.query('create table signal_rollup_rest partition of signal_rollup default');
  await db.query(`insert into source values ($1, 'test', 'mail', '{}', true, now())`, [SOURCE]);
  await db.query(`insert into asset values ($1, 'forum', 'thread', 'question', 'question')`, [ASSET]);
  const of = (domain: string): string => idFrom('organization', 'domain', domain);
  for (const domain of new Set(acts.map(([, each]) => each))) {
    await db.query(
      `insert into organization (organization_id, name, claimed_name, domain, kind, kind_reason, first_seen_at, last_seen_at)
       values ($1, $2, $2, $2, $3, 'test', now(), now())`,
      [of(domain), domain, kinds[domain] ?? 'company'],
    );
    await addIdentity(db, 'domain', domain, null, of(domain));
  }
  for (const [who, domain] of new Map(acts.map((act) => [`${act[0]}@${act[1]}`, act])).values()) {
    const person = idFrom('person', 'email', `${who}@${domain}`);
    await db.query(`insert into person values ($1, $2, now(), now())`, [person, who]);
    await addIdentity(db, 'email', `${who}@${domain}`, person, null);
    await db.query(`insert into affiliation values ($1, $2, 'test', now(), now())`, [person, of(domain)]);
  }
  for (const [index, [who, domain, day]] of acts.entries()) {
    await db.query(
      `insert into signal (id, at, source_id, native_id, access_point, act, visibility, quantity, asset_id, identity_id,
                           organization_identity_id, recorded_at)
       values ($1, $2, $3, $4, 'forum', 'ask', 'public', 1, $5, $6, $7, now())`,
      [
        ...[idFrom('signal', String(index)), new Date(NOW - day * DAY_MS), SOURCE, String(index), ASSET],
        ...[idFrom('identity', 'email', `${who}@${domain}`), idFrom('identity', 'domain', domain)],
      ],
    );
  }
}

async function addIdentity(
  db: Database,
  ...[kind, value, person, organization]: [string, string, string | null, string | null]
): Promise<void> {
  await db.query(`insert into identity values ($1, $2, '', $3, $3, 'work', 0.9, '', $4, $5, now(), now())`, [
    idFrom('identity', kind, value),
    kind,
    value,
    person,
    organization,
  ]);
}

/** Asks once long ago, and then six people come within three weeks. */
function rising(domain: string): Act[] {
  const people = [1, 2, 3, 4, 5, 6].map((n): Act => [`new${n}`, domain, 2 + 3 * n]);
  return [['first', domain, 300], ...people];
}

/** Firms that asked now and then. */
const QUIET = Array.from({ length: 60 }, (_, index): Act[] =>
  [1, 2, 3].map((n) => [`p${n}`, `firm-${index}.example`, 40 * n + index]),
).flat();
const INSIDERS = { vendorDomains: ['Vendor.example'], memberDomains: ['member.example '] };
const ACTS = [
  ...QUIET,
  ...['alone', 'vendor', 'member', 'provider'].flatMap((name) => rising(`${name}.example`)),
];
const KINDS = { 'provider.example': 'internet_provider' };

async function emerging(db: Database): Promise<readonly string[]> {
  const { rows } = await listLeads(db, { emerging: true, stage: 'any', status: 'any' });
  return rows.map(({ name }) => name).sort();
}

test.each(servers())(
  'of four that rise alike only the one that is no insider emerges: $name',
  async (server) => {
    await withDatabase(async (db) => {
      await store(db, ACTS, KINDS);
      await refreshLeads(db, { weights, vendorDomains: [], now: NOW });
      expect(await emerging(db)).toEqual(['alone.example', 'member.example', 'vendor.example']);
      await refreshLeads(db, { weights, ...INSIDERS, now: NOW });
      expect(await emerging(db)).toEqual(['alone.example']);
    }, server);
  },
);

test("a provider's network is nobody's: nothing of it is judged at all", async () => {
  await withDatabase(async (db) => {
    await store(db, ACTS, KINDS);
    const { changes } = await computeChanges(db, { weights, vendorDomains: [], asOf: NOW, limit: 100 });
    const ids = changes.map(({ id }) => id);
    expect(ids).toContain(idFrom('organization', 'domain', 'alone.example'));
    expect(ids).not.toContain(idFrom('organization', 'domain', 'provider.example'));
  });
});

test('the vendor and members do not emerge by people of whom nothing more is known', async () => {
  await withDatabase(async (db) => {
    await store(db, ACTS, KINDS);
    await db.query('delete from affiliation');
    await refreshLeads(db, { weights, ...INSIDERS, now: NOW });
    expect(await emerging(db)).toEqual(['alone.example']);
  });
});

test('members are marked and listed apart, and nothing is sold to them', async () => {
  await withDatabase(async (db) => {
    await store(db, ACTS, KINDS);
    await refreshLeads(db, { weights, ...INSIDERS, now: NOW });
    const ranked = (await listLeads(db, { limit: 100 })).rows.map(({ name }) => name);
    expect(ranked).toContain('alone.example');
    expect(ranked).not.toContain('member.example');
    expect(ranked).not.toContain('vendor.example');
    const apart = await listLeads(db, { stage: 'member' });
    expect(apart.rows.map(({ name, kind }) => [name, kind])).toEqual([['member.example', 'member']]);
    const id = (await findLead(db, 'member.example'))?.id ?? '';
    const explained = await explainLead(db, id, { weights, ...INSIDERS, asOf: NOW, status: 'open' });
    expect(explained.lead).toMatchObject({ stage: 'member', stageReason: 'A member of your ecosystem.' });
    expect(explained.next.text).toBe('Nothing to sell.');
  });
});

test('people of members count for nobody, at whatever organization they act', async () => {
  await withDatabase(async (db) => {
    await store(db, ACTS, KINDS);
    // The six are known to work for the member, and write from addresses of the other firm.
    await db.query(
      `insert into affiliation select p.person_id, o.organization_id, 'test', now(), now() from person p, organization o
        where o.domain = 'member.example' and p.person_id in (select a.person_id from affiliation a
              join organization at using (organization_id) where at.domain = 'alone.example')`,
    );
    await refreshLeads(db, { weights, ...INSIDERS, now: NOW });
    expect(await emerging(db)).toEqual([]);
  });
});
