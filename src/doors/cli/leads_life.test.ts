import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import {
  digestOf,
  findLead,
  lifeOf,
  listLeads,
  loadWeights,
  readHistory,
  refreshLeads,
  stepLead,
  undoStep,
} from '../../leads/index.ts';
import { NOW, seed } from '../web/testing.ts';

const DAY = 86_400_000;
const options = { author: 'ada', now: NOW };
let fresh: TestDatabase;
let id: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seed(fresh.db, { firms: 3 });
  id = (await findLead(fresh.db, 'acme-turbines.example'))?.id ?? '';
});
afterAll(async () => {
  await fresh[Symbol.asyncDispose]();
});

const refresh = (now: number) => refreshLeads(fresh.db, { weights: loadWeights(), vendorDomains: [], now });
const isOpen = async (): Promise<boolean> =>
  (await listLeads(fresh.db, { stage: 'any', limit: 100 })).rows.some((lead) => lead.id === id);

test('a snoozed lead rests, and comes back by itself', async () => {
  const { id: step } = await stepLead(fresh.db, id, { kind: 'snooze', until: NOW + 3 * DAY }, options);
  expect(await isOpen()).toBe(false);
  expect((await listLeads(fresh.db, { status: 'snoozed' })).rows.map((lead) => lead.id)).toEqual([id]);
  await refresh(NOW + 4 * DAY);
  expect(await isOpen()).toBe(true);
  await refresh(NOW);
  await undoStep(fresh.db, step, options);
  expect(await isOpen()).toBe(true);
});

test('whoever asked to be left alone never comes back, and nothing more is done', async () => {
  const { id: step } = await stepLead(fresh.db, id, { kind: 'do_not_contact' }, options);
  expect(await isOpen()).toBe(false);
  await expect(stepLead(fresh.db, id, { kind: 'reopen' }, options)).rejects.toMatchObject({
    code: 'contact_forbidden',
  });
  await stepLead(fresh.db, id, { kind: 'note', text: 'said so by phone' }, options);
  await undoStep(fresh.db, step, options);
  await stepLead(fresh.db, id, { kind: 'won', amount: { value: '12000.50', currency: 'EUR' } }, options);
  const { steps, status } = await lifeOf(fresh.db, id);
  expect(status.status).toBe('won');
  expect(steps[0]).toMatchObject({ kind: 'won', amount: '12000.50', currency: 'EUR', active: true });
  expect(steps.find((each) => each.id === step)?.active).toBe(false);
  await expect(undoStep(fresh.db, step, options)).rejects.toMatchObject({ code: 'step_undone' });
  await expect(undoStep(fresh.db, 9_999, options)).rejects.toMatchObject({ code: 'step_not_found' });
});

test.each([
  [{ kind: 'snooze', until: NOW - 1 }, 'until'],
  [{ kind: 'note', text: ' ' }, 'text'],
  [{ kind: 'note', text: 'a\0b' }, 'text'],
  [{ kind: 'won', amount: { value: '1e9', currency: 'EUR' } }, 'amount'],
  [{ kind: 'lost', amount: { value: '10', currency: 'euro' } }, 'currency'],
  [{ kind: 'assign', owner: 'x'.repeat(101) }, 'owner'],
] as const)('%o is refused', async (draft, field) => {
  await expect(stepLead(fresh.db, id, draft, options)).rejects.toMatchObject({
    code: 'argument_invalid',
    where: { field },
  });
});

test('stage and score are kept by day, where they change; the digest tells in ten lines what moved', async () => {
  expect(await readHistory(fresh.db, id)).not.toEqual([]);
  const before = (await readHistory(fresh.db, id)).length;
  await refresh(NOW);
  expect(await readHistory(fresh.db, id)).toHaveLength(before);
  await refresh(NOW + 400 * DAY);
  const history = await readHistory(fresh.db, id);
  expect(history.at(-1)).toMatchObject({ stage: 'dormant' });
  const digest = await digestOf(fresh.db, 'week');
  expect(digest.quiet.length).toBeGreaterThan(0);
  expect(digest.lines.length).toBeLessThanOrEqual(10);
  expect(digest.lines.map(({ text }) => text).join('\n')).toMatch(/^Quiet: .*, before at the stage “/m);
  await refresh(NOW + 401 * DAY);
  expect((await digestOf(fresh.db, 'day')).lines.map(({ text }) => text)).toEqual([
    'No open lead emerged, moved or went quiet on this day.',
  ]);
});

test('what was said of some teaches about others of their kind, and can be taken back', async () => {
  await refresh(NOW);
  const others = (await listLeads(fresh.db, { stage: 'any', status: 'any', kind: 'company', limit: 100 }))
    .rows;
  const [one, two, three, other] = others.filter(({ segment, score }) => segment === 'unknown' && score > 0);
  if (one === undefined || two === undefined || three === undefined || other === undefined)
    throw new Error('the seed has too few leads of one kind');
  const scoreOf = async () => (await findLead(fresh.db, other.id))?.score ?? 0;
  const before = await scoreOf();
  const steps: number[] = [];
  for (const { id: lead } of [one, two, three])
    steps.push((await stepLead(fresh.db, lead, { kind: 'disqualify', reason: 'too_small' }, options)).id);
  await refresh(NOW);
  expect(await scoreOf()).toBeCloseTo(before * Number((5 / 8).toFixed(2)), 4);
  for (const step of steps) await undoStep(fresh.db, step, options);
  await refresh(NOW);
  expect(await scoreOf()).toBeCloseTo(before, 4);
});
