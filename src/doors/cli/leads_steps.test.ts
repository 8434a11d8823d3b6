/** The commands about the life of a lead, as an operator types them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { loadWeights, refreshLeads } from '../../leads/index.ts';
import { NOW, seed } from '../web/testing.ts';
import { commandsOn, type Run } from './testing.ts';

const DAY = 86_400_000;
const ACME = 'acme-turbines.example';
const FIRM = 'firm00001.example';
let fresh: TestDatabase;
let run: Run;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seed(fresh.db, { firms: 3 });
  run = commandsOn(fresh.db, NOW);
});
afterAll(async () => {
  await fresh[Symbol.asyncDispose]();
});

const leads = (...args: string[]) => run('leads', ...args);
const refresh = (now: number) => refreshLeads(fresh.db, { weights: loadWeights(), vendorDomains: [], now });
async function listed(...args: string[]): Promise<readonly (string | null)[]> {
  const { leads: rows } = JSON.parse(await leads('list', ...args, '--limit', '1000', '--json'));
  return rows.map(({ domain }: { domain: string | null }) => domain);
}
/** Takes a step back by its number, as the answer names it. */
async function takeBack(answer: string): Promise<void> {
  await leads('undo', /leads undo (\d+)/.exec(answer)?.[1] ?? '');
}

test('whoever is left alone is on no list of any day, and back on all when that is undone', async () => {
  const [day, today] = ['2026-06-28', '2026-06-30'];
  expect(await listed('--as-of', day)).toContain(ACME);
  const answer = await leads('leave-alone', ACME, '--text', 'by phone');
  expect(answer).toMatch(/^Acme.*: to be left alone \(by phone\)\. Take it back: leadspring leads undo \d+$/);
  for (const asOf of [day, today]) {
    expect(await listed('--as-of', asOf)).not.toContain(ACME);
    expect(await listed('--as-of', asOf, '--status', 'do_not_contact')).toEqual([ACME]);
  }
  await takeBack(answer);
  expect(await listed('--as-of', day)).toContain(ACME);
});

test('other statuses are those of the day', async () => {
  const won = await leads('lost', ACME);
  expect(await listed('--as-of', '2026-06-29')).toContain(ACME);
  expect(await listed('--as-of', '2026-06-30')).not.toContain(ACME);
  expect(await listed('--as-of', '2026-06-30', '--status', 'lost')).toEqual([ACME]);
  await takeBack(won);
  // A step of the future is none yet; one that was undone later had been taken.
  const assigned = await leads('assign', ACME, 'ada');
  expect(await listed('--as-of', '2026-06-29', '--owner', 'ada')).toEqual([]);
  expect(await listed('--as-of', '2026-06-30', '--owner', 'ada')).toEqual([ACME]);
  await takeBack(assigned);
});

test('the list of a day of the past follows every filter', async () => {
  const all = JSON.parse(await leads('list', '--as-of', '2026-06-30', '--limit', '1000', '--json')).leads;
  const now = JSON.parse(await leads('list', '--limit', '1000', '--json')).leads;
  expect(all).toEqual(now);
  expect(await listed('--as-of', '2026-06-30', '--stage', 'needs_guarantees')).toEqual(
    await listed('--stage', 'needs_guarantees'),
  );
  expect(await listed('--as-of', '2026-06-30', '--stage', 'customer')).toEqual(['oldfriend.example']);
  expect(await listed('--as-of', '2026-06-30', '--emerging')).toEqual(await listed('--emerging'));
  expect(await listed('--as-of', '2026-05-30', '--emerging')).toEqual([]);
});

test.each([
  [['snooze', FIRM, 'soon'], /argument 'day'\. must be a day like 2027-03-31/],
  [['snooze', FIRM, 'next tuesday'], /must be a day like/],
  [['snooze', FIRM, '2027-02-30'], /must be a day like/],
  [['snooze', FIRM, '2027-1-1'], /must be a day like/],
  [['list', '--as-of', '2026-02-30'], /must be a date like/],
  [['list', '--as-of', '1'], /must be a date like/],
  [['won', FIRM, '--amount', 'much'], /must look like "12000 EUR"/],
  [['disqualify', FIRM, 'because'], /Allowed choices are/],
  [['undo', 'x'], /must be a whole number/],
] as const)('%o is refused, and told why', async (args, told) => {
  await expect(leads(...args)).rejects.toThrow(told);
});

test('a day that is over is refused', async () => {
  await expect(leads('snooze', FIRM, '2026-06-30')).rejects.toThrow('until must lie in the future');
});

test('a snoozed lead is one again on its day, and both answer and history name the day', async () => {
  const answer = await leads('snooze', FIRM, '2026-07-03');
  expect(answer).toContain(': rests until 2026-07-03. Take it back');
  expect(await leads('history', FIRM)).toMatch(
    /Now: rests until 2026-07-03\.[\s\S]*snooze +until 2026-07-03/,
  );
  await refresh(Date.UTC(2026, 6, 2, 23, 59));
  expect(await listed()).not.toContain(FIRM);
  await refresh(Date.UTC(2026, 6, 3, 0, 0));
  expect(await listed()).toContain(FIRM);
  expect(await commandsOn(fresh.db, NOW + 4 * DAY)('leads', 'history', FIRM)).toMatch(/^Now: open\./);
  await takeBack(answer);
  await refresh(NOW);
});

test('who works on it is said, and that nobody does', async () => {
  expect(await leads('assign', FIRM, 'ada')).toContain(': open, assigned to ada.');
  expect(await leads('note', FIRM, 'met her')).toContain(': noted; open, assigned to ada.');
  await leads('lost', FIRM, '--text', 'built it themselves');
  expect(await leads('assign', FIRM, '')).toContain(': assigned to nobody; lost (built it themselves).');
  expect(await leads('history', FIRM)).toMatch(/assign +nobody/);
  await leads('reopen', FIRM);
});

test('an undo can be undone once, and nothing twice', async () => {
  const number = (answer: string): string => /leads undo (\d+)/.exec(answer)?.[1] ?? '';
  const step = number(await leads('disqualify', FIRM, 'hobby'));
  const undo = number(await leads('undo', step));
  await expect(leads('undo', step)).rejects.toMatchObject({ code: 'step_undone' });
  const again = await leads('undo', undo);
  expect(again).toContain(`Step ${undo} is undone: disqualified (a hobby).`);
  await expect(leads('undo', undo)).rejects.toMatchObject({ code: 'step_undone' });
  await leads('undo', number(again));
  expect(await leads('history', FIRM)).toMatch(/^Now: open\./);
  await expect(leads('undo', '999')).rejects.toMatchObject({ code: 'step_not_found' });
});

test('the same step undone by several at once is undone once', async () => {
  const step = /leads undo (\d+)/.exec(await leads('lost', FIRM))?.[1] ?? '';
  const answers = await Promise.allSettled([1, 2, 3].map(() => leads('undo', step)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await leads('history', FIRM)).toMatch(/^Now: open\./);
});

test('an address is a person: the organization is not left alone by mistake', async () => {
  await expect(leads('leave-alone', `ada@${ACME}`)).rejects.toThrow('identities leave-alone');
  expect(await listed()).toContain(ACME);
});

test('the past of a history is made afterwards, marked so, and again with the same answer', async () => {
  const of = async () => JSON.parse(await leads('history', ACME, '--json')).history;
  const kept = await of();
  expect(kept.every(({ reconstructed }: { reconstructed: boolean }) => !reconstructed)).toBe(true);
  const { days, rows } = JSON.parse(await leads('history', '--rebuild', '--json'));
  expect([days, rows]).toEqual([expect.any(Number), expect.any(Number)]);
  const history = await of();
  const made = history.filter(({ reconstructed }: { reconstructed: boolean }) => reconstructed);
  expect(made.length).toBeGreaterThan(1);
  expect(made[0].day < kept[0].day).toBe(true);
  expect(history.slice(made.length)).toEqual(kept);
  expect(await leads('history', ACME)).toContain('made afterwards');
  expect(JSON.parse(await leads('history', '--rebuild', '--json'))).toEqual({ days, rows });
  expect(await of()).toEqual(history);
  await expect(leads('history')).rejects.toThrow('Name a lead');
});

test('steps follow organizations that become one, and leave again when that is undone', async () => {
  const other = 'firm00002.example';
  const mark = await leads('leave-alone', other);
  expect(await listed('--status', 'do_not_contact')).toEqual([other]);
  await run('organizations', 'merge', FIRM, other);
  const [kept] = await listed('--status', 'do_not_contact');
  expect([FIRM, other]).toContain(kept);
  expect(await listed()).not.toContain(FIRM);
  await run('organizations', 'undo', '1');
  expect(await listed('--status', 'do_not_contact')).toEqual([other]);
  expect(await listed()).toContain(FIRM);
  await takeBack(mark);
});
