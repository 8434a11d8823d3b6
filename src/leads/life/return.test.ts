/** Leads that were disqualified or lost come back by real signals, and only by significant ones. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { importHistory, type Mail } from '../../../test/support/history.ts';
import {
  findLead,
  type ListedLead,
  lifeOf,
  loadWeights,
  refreshLeads,
  refreshLeadsOf,
  stepLead,
  undoStep,
} from '../index.ts';

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const by = (day: string) => ({ author: 'ada', now: at(day) });
let fresh: TestDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await importHistory(fresh.db, [
    ask('one', '2026-03-01', 'ada', 'acme'),
    ask('two', '2026-03-01', 'bo', 'bolt'),
  ]);
  await refresh('2026-03-02');
});
afterAll(async () => {
  await fresh[Symbol.asyncDispose]();
});

const ask = (id: string, day: string, who: string, firm: string, subject = 'Question'): Mail => ({
  ...{ id, day, from: `${who}@${firm}.example`, subject },
});
const refresh = (day: string) =>
  refreshLeads(fresh.db, { weights: loadWeights(), vendorDomains: [], now: at(day) });
async function lead(firm: string): Promise<ListedLead> {
  const found = await findLead(fresh.db, `${firm}.example`);
  if (found === null) throw new Error(`${firm} is no lead`);
  return found;
}
const standing = async (firm: string) => {
  const { status, returned, stage } = await lead(firm);
  return { status, returned, stage };
};

test('more of the same does not bring it back, and a step up the ladder does, until somebody acts', async () => {
  const { id } = await lead('acme');
  await stepLead(fresh.db, id, { kind: 'disqualify', reason: 'not_now' }, by('2026-03-03'));
  await importHistory(fresh.db, [
    ask('same', '2026-03-05', 'ada', 'acme'),
    ask('more', '2026-03-06', 'eva', 'acme'),
  ]);
  await refresh('2026-03-07');
  expect(await standing('acme')).toEqual({ status: 'disqualified', returned: false, stage: 'asking' });

  await importHistory(fresh.db, [ask('pay', '2026-03-08', 'eva', 'acme', 'Is there a support contract?')]);
  await refresh('2026-03-09');
  expect(await standing('acme')).toEqual({ status: 'open', returned: true, stage: 'needs_guarantees' });
  const { steps, status } = await lifeOf(fresh.db, id);
  expect(steps[0]).toMatchObject({
    kind: 'return',
    author: 'leadspring',
    at: at('2026-03-09'),
    active: true,
  });
  expect(status.reason).toContain(
    'It stands higher than it did then, at “needs guarantees”. Asked about what firms',
  );

  // It stays so when what brought it back is over, and no second time is told of the same.
  await refresh('2026-09-09');
  expect(await standing('acme')).toEqual({ status: 'open', returned: true, stage: 'dormant' });
  expect((await lifeOf(fresh.db, id)).steps).toHaveLength(2);
  await stepLead(fresh.db, id, { kind: 'reopen' }, by('2026-09-09'));
  expect(await standing('acme')).toMatchObject({ status: 'open', returned: false });
});

test('a return that was undone does not come again for the same reason, but for a deal that opens', async () => {
  await refresh('2026-03-09');
  const { id } = await lead('acme');
  await stepLead(fresh.db, id, { kind: 'lost', text: 'too dear' }, by('2026-03-10'));
  await importHistory(fresh.db, [], [], [{ day: '2026-03-12', domain: 'acme.example' }]);
  await refreshLeadsOf(fresh.db, [id], { weights: loadWeights(), vendorDomains: [], now: at('2026-03-09') });
  expect(await standing('acme')).toMatchObject({ status: 'lost' });
  await refresh('2026-03-13');
  expect(await standing('acme')).toEqual({ status: 'open', returned: true, stage: 'in_talks' });
  const [back] = (await lifeOf(fresh.db, id)).steps;
  expect(back).toMatchObject({ kind: 'return', text: 'A deal is open since 12 March.' });

  await undoStep(fresh.db, back?.id ?? 0, by('2026-03-14'));
  await refresh('2026-03-15');
  expect(await standing('acme')).toMatchObject({ status: 'lost', returned: false });
  await importHistory(fresh.db, [], [], [{ day: '2026-03-16', domain: 'acme.example' }]);
  await refresh('2026-03-17');
  expect(await standing('acme')).toMatchObject({ status: 'open', returned: true });
});

test('one lead computed by itself comes back at once', async () => {
  const { id } = await lead('bolt');
  await stepLead(fresh.db, id, { kind: 'disqualify', reason: 'hobby' }, by('2026-03-17'));
  await importHistory(fresh.db, [ask('ha', '2026-03-16', 'bo', 'bolt', 'How do we set up LDAP?')]);
  await refreshLeadsOf(fresh.db, [id], { weights: loadWeights(), vendorDomains: [], now: at('2026-03-17') });
  expect(await standing('bolt')).toEqual({ status: 'open', returned: true, stage: 'needs_guarantees' });
});

test('whoever was quiet comes back by more than a glance, and whoever asked to be left alone never does', async () => {
  await refresh('2026-08-01');
  const [acme, bolt] = [await lead('acme'), await lead('bolt')];
  await stepLead(fresh.db, acme.id, { kind: 'do_not_contact' }, by('2026-08-01'));
  await stepLead(fresh.db, bolt.id, { kind: 'disqualify', reason: 'other' }, by('2026-08-01'));
  await importHistory(fresh.db, [ask('again', '2026-08-05', 'bo', 'bolt')]);
  await refresh('2026-08-06');
  // It stands no higher than it had before it was quiet.
  expect(await standing('bolt')).toEqual({
    status: 'disqualified',
    returned: false,
    stage: 'needs_guarantees',
  });
  const day = '2026-08-08';
  await importHistory(
    fresh.db,
    [],
    [],
    ['acme', 'bolt'].map((firm) => ({ day, domain: `${firm}.example` })),
  );
  await refresh('2026-08-09');
  expect(await standing('bolt')).toEqual({ status: 'open', returned: true, stage: 'in_talks' });
  expect(await standing('acme')).toEqual({ status: 'do_not_contact', returned: false, stage: 'in_talks' });
});
