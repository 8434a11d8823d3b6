import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { servers, withDatabase } from '../../../../test/support/database.ts';
import { storedState } from '../../../../test/support/state.ts';
import type { Database } from '../../../base/index.ts';
import type { ActorClaim } from '../../contract.ts';
import { resolveActor } from '../rules.ts';
import { writeSightings } from '../store.ts';
import type { OrganizationEvidence } from './evidence.ts';
import {
  decideOrganization,
  explainOrganization,
  findAnyHandle,
  findOrganization,
  type OrganizationDraft,
  undoOrganization,
} from './index.ts';
import { resolveEvidence } from './resolve.ts';

const NOW = Date.UTC(2026, 5, 30);
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

interface Seen {
  readonly day?: string;
  readonly claim: ActorClaim;
  readonly evidence?: OrganizationEvidence;
}

async function see(db: Database, seen: readonly Seen[]): Promise<void> {
  await db.transaction((client) =>
    writeSightings(
      client,
      seen.map(({ day = '2026-01-01', claim, evidence }) => ({
        at: at(day),
        resolution: resolveActor(claim),
        evidence: [evidence === undefined ? null : resolveEvidence(evidence)].filter((each) => each !== null),
      })),
    ),
  );
}

const signature = (name: string, confidence = 0.8): OrganizationEvidence => ({
  ...{ kind: 'signature', name, confidence, reason: `The signature of a message names ${name}.` },
});

/** Whom people act for: [address of one handle, organization, first day, last day]. */
async function affiliations(db: Database): Promise<readonly unknown[]> {
  const { rows } = await db.query<{ who: string; whom: string; from: string; to: string }>(
    `select min(i.value) as who, o.name as whom, to_char(from_at at time zone 'UTC', 'MM-DD') as from,
            to_char(to_at at time zone 'UTC', 'MM-DD') as to
       from affiliation a join organization o using (organization_id) join identity i on i.person_id = a.person_id
      group by o.name, from_at, to_at, a.person_id order by 1, 3, 2`,
  );
  return rows.map(({ who, whom, from, to }) => [who, whom, from, to]);
}

const organization = async (db: Database, text: string): Promise<string> =>
  (await findOrganization(db, text))?.id ?? 'none';
const handle = async (db: Database, text: string): Promise<string> =>
  (await findAnyHandle(db, text))?.id ?? 'none';

async function judge(db: Database, kind: 'wrong' | 'right', who: string, whom: string) {
  const draft: OrganizationDraft = {
    kind,
    organizationIds: [await organization(db, whom)],
    identityIds: [await handle(db, who)],
  };
  return decideOrganization(db, draft, { now: NOW });
}

const MAIL = 'jane@gmail.com';

describe.each(servers())('on $name', (server) => {
  test('a person with three employers in a year has three dated affiliations, none of them the mail provider', async () => {
    await withDatabase(async (db) => {
      await see(db, [
        { day: '2026-01-10', claim: { email: MAIL, name: 'Jane' }, evidence: signature('Acme GmbH') },
        { day: '2026-03-10', claim: { email: MAIL }, evidence: signature('Acme GmbH') },
        { day: '2026-05-01', claim: { email: MAIL }, evidence: signature('Globex SA') },
        { day: '2026-07-01', claim: { email: MAIL }, evidence: signature('Globex SA') },
        { day: '2026-10-01', claim: { email: MAIL }, evidence: signature('Initech Inc.') },
      ]);
      expect(await affiliations(db)).toEqual([
        [MAIL, 'Acme GmbH', '01-10', '03-10'],
        [MAIL, 'Globex SA', '05-01', '07-01'],
        [MAIL, 'Initech Inc.', '10-01', '10-01'],
      ]);
      expect(await findOrganization(db, 'gmail.com')).toBeNull();
    }, server);
  });

  test('an address that changes owner counts for each at their time', async () => {
    await withDatabase(async (db) => {
      const email = 'trainee@mailhost.example';
      await see(db, [
        { day: '2026-01-01', claim: { email, name: 'Ann Lee' }, evidence: signature('Acme') },
        { day: '2026-06-01', claim: { email, name: 'Bob Kim' }, evidence: signature('Globex') },
      ]);
      expect(await affiliations(db)).toEqual(
        expect.arrayContaining([
          [email, 'Acme', '01-01', '01-01'],
          [email, 'Globex', '06-01', '06-01'],
        ]),
      );
    }, server);
  });

  test('a name without a domain is the only domain with that name, in whatever order they come', async () => {
    const records: readonly Seen[] = [
      { claim: { email: 'ann@acme.example', organizationName: 'Acme GmbH' } },
      { claim: { name: 'Bob', organizationName: 'ACME Inc.' } },
    ];
    const states: unknown[] = [];
    for (const order of [records, records.toReversed()]) {
      await withDatabase(async (db) => {
        for (const each of order) await see(db, [each]);
        expect(await organization(db, 'acme')).toBe(await organization(db, 'acme.example'));
        states.push(await storedState(db));
        // A second domain of the name makes it ambiguous.
        await see(db, [{ claim: { email: 'eve@acme-eve.example', organizationName: 'Acme-Eve' } }]);
        await see(db, [
          {
            claim: {
              organizationDomain: 'acme.test.example',
              organizationName: 'Acme',
              email: 'x@acme.test.example',
            },
          },
        ]);
      }, server);
    }
    expect(states[0]).toEqual(states[1]);
  });

  test('wrong company sticks, survives new evidence, and teaches; undo restores exactly', async () => {
    await withDatabase(async (db) => {
      const others = ['bob@gmail.com', 'eve@gmail.com'];
      await see(
        db,
        [MAIL, ...others].map((email) => ({ claim: { email }, evidence: signature('Acme') })),
      );
      const before = await storedState(db);
      await judge(db, 'wrong', MAIL, 'acme');
      expect(await affiliations(db)).toEqual([]); // 0.8 halved is below the line for the others too
      await see(db, [{ claim: { email: MAIL }, evidence: signature('Acme') }]);
      const { evidence, history } = await explainOrganization(db, 'acme', { limit: 10 });
      expect(evidence.find(({ handle }) => handle === MAIL)).toMatchObject({
        verdict: 'wrong',
        confidence: 0,
      });
      const other = evidence.find(({ handle }) => handle === others[0]);
      expect(other?.confidence).toBeCloseTo(0.4);
      expect(other?.reason).toContain('called wrong once, so it counts 50 %');
      expect(history).toMatchObject([{ id: 1, kind: 'wrong', author: 'operator', active: true }]);
      await judge(db, 'right', 'bob@gmail.com', 'acme');
      expect(await affiliations(db)).toEqual([
        ['bob@gmail.com', 'Acme', '01-01', '01-01'],
        ['eve@gmail.com', 'Acme', '01-01', '01-01'], // (1 + 1) / (1 + 1 + 1) of 0.8
      ]);
      await expect(judge(db, 'right', 'bob@gmail.com', 'acme')).rejects.toMatchObject({
        code: 'decision_without_effect',
      });
      await undoOrganization(db, 1, { now: NOW });
      await undoOrganization(db, 2, { now: NOW });
      await expect(undoOrganization(db, 2, { now: NOW })).rejects.toMatchObject({ code: 'decision_undone' });
      await expect(undoOrganization(db, 9, { now: NOW })).rejects.toMatchObject({
        code: 'decision_not_found',
      });
      expect({ ...(await storedState(db)), organization_decision: [] }).toEqual(before);
    }, server);
  });

  test('a domain is taken from an organization and given to another; merge, subsidiary and rename', async () => {
    await withDatabase(async (db) => {
      await see(db, [
        { claim: { email: 'ann@acme.example' } },
        { claim: { email: 'bob@acme-labs.example' } },
        { claim: { email: 'eve@kelp.example' } },
      ]);
      const before = await storedState(db);
      await judge(db, 'right', 'acme-labs.example', 'acme.example');
      expect(await organization(db, 'acme-labs.example')).toBe(await organization(db, 'acme.example'));
      await judge(db, 'wrong', 'kelp.example', 'kelp.example');
      expect((await affiliations(db)).map((row) => (row as string[])[0])).toEqual([
        'ann@acme.example',
        'bob@acme-labs.example',
      ]);
      const [acme, kelp] = [await organization(db, 'acme.example'), await organization(db, 'Kelp')];
      await decideOrganization(db, { kind: 'subsidiary', organizationIds: [kelp, acme] }, { now: NOW });
      await decideOrganization(db, { kind: 'rename', organizationIds: [acme], name: 'ACME' }, { now: NOW });
      await see(db, [
        { claim: { email: 'new@acme-labs.example' } },
        { claim: { email: 'eve@kelp.example' } },
      ]);
      const told = await explainOrganization(db, 'acme.example', { limit: 10 });
      expect(told).toMatchObject({ name: 'ACME', subsidiaries: [{ domain: 'kelp.example' }] });
      expect(told.handles.map(({ value }) => value).sort()).toEqual(['acme-labs.example', 'acme.example']);
      expect((await explainOrganization(db, kelp, { limit: 10 })).owner).toMatchObject({ id: acme });
      for (const id of [1, 2, 3, 4]) await undoOrganization(db, id, { now: NOW });
      const after = await storedState(db);
      for (const table of ['organization', 'organization_verdict', 'evidence_lesson'])
        expect(after[table]).toEqual(before[table]);
    }, server);
  });
});

test('whatever was decided, undoing all of it restores everything', async () => {
  await withDatabase(async (db) => {
    const people = ['ann@acme.example', 'bob@globex.example', 'eve@gmail.com'];
    const firms = ['acme.example', 'globex.example', 'Acme'];
    await see(db, [
      ...people.map((email) => ({
        claim: { email, ...(email.startsWith('ann') ? { organizationName: 'Acme GmbH' } : {}) },
        evidence: signature('Acme'),
      })),
      { claim: { name: 'Zoe', organizationName: 'Globex SA' } },
    ]);
    const before = await storedState(db);
    const ids = await Promise.all(['acme.example', 'globex.example'].map((text) => organization(db, text)));
    const handles = await Promise.all([...people, ...firms].map((text) => handle(db, text)));
    const step = fc.record({
      kind: fc.constantFrom('merge', 'subsidiary', 'wrong', 'right', 'rename', 'undo'),
      a: fc.nat(1),
      b: fc.nat(1),
      handle: fc.nat(5),
      number: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        for (const { kind, a, b, handle: h, number } of steps) {
          const [one = '', two = ''] = [ids[a], ids[b]];
          await attempt(async () => {
            if (kind === 'undo') await undoOrganization(db, number, { now: NOW });
            else if (kind === 'rename')
              await decideOrganization(
                db,
                { kind, organizationIds: [one], name: `Name ${number}` },
                { now: NOW },
              );
            else if (kind === 'merge' || kind === 'subsidiary')
              await decideOrganization(db, { kind, organizationIds: [one, two] }, { now: NOW });
            else if (kind === 'wrong' || kind === 'right')
              await decideOrganization(
                db,
                { kind, organizationIds: [one], identityIds: [handles[h] ?? ''] },
                { now: NOW },
              );
          });
        }
        const { rows } = await db.query<{ id: number }>(
          'select decision_id::int as id from organization_decision order by 1 desc',
        );
        for (const { id } of rows) await attempt(() => undoOrganization(db, id, { now: NOW }));
        // An undo that was undone brings a decision back, so what is still active is undone once more.
        for (const { id } of rows.toReversed()) await attempt(() => undoOrganization(db, id, { now: NOW }));
        const { rows: left } = await db.query<{ id: number }>(
          `select decision_id::int as id from organization_decision where kind <> 'undo'`,
        );
        for (const { id } of left) await attempt(() => undoOrganization(db, id, { now: NOW }));
        expect({ ...(await storedState(db)), organization_decision: [] }).toEqual({
          ...before,
          organization_decision: [],
        });
        await db.query('delete from organization_decision');
      }),
      { numRuns: 15 },
    );
  });
});

/** Decisions that would change nothing are refused; that is fine here. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: expect.stringMatching(/^decision_/) });
  }
}
