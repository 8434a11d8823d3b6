/** The digest: from real acts over days to what emerged, moved and went quiet. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/support/database.ts';
import { importHistory, type Mail } from '../../test/support/history.ts';
import { mailBefore, risingMail } from '../../test/support/rising.ts';
import { type DigestEntry, digestJson, digestLines } from './digest.ts';
import { digestOf, findLead, loadWeights, refreshLeads, refreshLeadsOf, stepLead } from './index.ts';

const DAY = 86_400_000;
const FIRST = Date.parse('2026-09-21T12:00:00Z');
const options = { weights: loadWeights(), vendorDomains: [] };

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
const mail = (who: string, daysAgo: number): Mail => mailBefore(FIRST, who, daysAgo);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const STORY: readonly Mail[] = [
  ...risingMail(FIRST),
  // Their last word is 60 days old on the first day, and too old on the second.
  mail('last@quiet.example', 60),
  ...['buys', 'rests', 'refused', 'alone'].map((name) => mail(`ada@${name}.example`, 12)),
  mail('new@comes.example', -1),
];
const CONTRACTS = ['buys', 'rests', 'refused', 'alone'].map((name) => ({
  ...{ day: isoDay(FIRST + DAY), domain: `${name}.example`, organization: `${name}.example` },
}));

let fresh: TestDatabase;
const refresh = (day: number) => refreshLeads(fresh.db, { ...options, now: FIRST + (day - 1) * DAY });
const idOf = async (domain: string): Promise<string> => (await findLead(fresh.db, domain))?.id ?? '';
const told = (entries: readonly DigestEntry[]) =>
  entries.map(({ what, domain, before, stage }) => [what, domain, before, stage]);

beforeAll(async () => {
  fresh = await freshDatabase();
}, 60_000);
afterAll(() => fresh[Symbol.asyncDispose]());

test('without leads the digest has the same shape, and says what to do', async () => {
  const empty = digestJson(await digestOf(fresh.db, 'day'));
  expect(empty).toMatchObject({ period: 'day', from: null, to: null, emerged: [], moved: [], quiet: [] });
  expect(empty).toMatchObject({ lines: [expect.stringContaining('leadspring try')], stages: {} });
  await importHistory(fresh.db, STORY, CONTRACTS);
  await refresh(0);
  const full = digestJson(await digestOf(fresh.db, 'day'));
  expect(Object.keys(full).sort()).toEqual(Object.keys(empty).sort());
});

test('two days of acts: each day tells what is new, the week tells both', { timeout: 60_000 }, async () => {
  await refresh(1);
  const one = await digestOf(fresh.db, 'day');
  expect(one).toMatchObject({ from: '2026-09-20', to: '2026-09-21' });
  expect(told(one.emerged)).toEqual([['emerging', 'rises.example', 'dormant', 'asking']]);
  expect(told(one.moved)).toEqual([['up', 'rises.example', 'dormant', 'asking']]);
  expect(one.quiet.map(({ domain }) => domain)).not.toContain('quiet.example');

  const steps = [
    ['rests.example', { kind: 'snooze', until: FIRST + 90 * DAY }],
    ['refused.example', { kind: 'disqualify', reason: 'student' }],
    ['alone.example', { kind: 'do_not_contact' }],
  ] as const;
  for (const [domain, draft] of steps)
    await stepLead(fresh.db, await idOf(domain), draft, { author: 'ada', now: FIRST });

  await refresh(2);
  const two = await digestOf(fresh.db, 'day');
  expect(two.emerged).toEqual([]);
  // Those that rest or asked to be left alone bought too; nobody is told of them. Who was refused is back by that.
  expect(told(two.moved)).toEqual([
    ['up', 'buys.example', 'asking', 'customer'],
    ['up', 'refused.example', 'asking', 'customer'],
    ['new', 'comes.example', null, 'asking'],
  ]);
  expect(told(two.quiet)).toContainEqual(['quiet', 'quiet.example', 'asking', 'dormant']);
  const lines = two.lines.map(({ text }) => text);
  expect(lines[0]).toBe(
    'Up: buys.example, from “asking” to “customer”. A contract is in force since 22 September.',
  );
  const silent = two.lines.find(({ entry }) => entry?.domain === 'quiet.example');
  expect(silent?.text).toMatch(
    /^Quiet: .*, before at the stage “asking”\. Nothing was seen since 23 July\.$/,
  );
  expect(lines.join('\n')).not.toMatch(/rests|alone/);

  const week = await digestOf(fresh.db, 'week');
  expect(week.lines[0]?.text).toMatch(
    /^Emerging: [^,]*, at the stage “asking”\. \d+ people .* in the last 28 days/i,
  );
  expect(week.lines.length).toBeLessThanOrEqual(10);
  expect(Object.keys(week.stages)).not.toContain('customer');
  expect(week.stages).toMatchObject({ asking: expect.any(Number), dormant: expect.any(Number) });
});

test('a lead that stays marked keeps its day, also when it is computed by itself', async () => {
  const id = await idOf('rises.example');
  const began = async () => (await findLead(fresh.db, id))?.emergingOn;
  expect(await began()).toBe(Date.parse('2026-09-21'));
  await refreshLeadsOf(fresh.db, [id], { ...options, now: FIRST + DAY });
  expect(await began()).toBe(Date.parse('2026-09-21'));
  await refresh(4);
  expect(await began()).toBe(Date.parse('2026-09-21'));
  // As if it had not been marked on a day between, and then on more days than count as a pause.
  const unmark = async (day: string): Promise<void> => {
    await fresh.db.query('update lead set emerging = false, emerging_on = null where lead_id = $1', [id]);
    await fresh.db.query('delete from lead_history where subject_id = $1 and day > $2', [id, day]);
    await fresh.db.query(
      `insert into lead_history (subject_id, day, stage, stage_reason, score, emerging)
       values ($1, $2, 'asking', '', 1, false)
       on conflict (subject_id, day) do update set emerging = false`,
      [id, day],
    );
  };
  await unmark('2026-09-24');
  await refresh(5);
  expect(await began()).toBe(Date.parse('2026-09-21'));
  await unmark('2026-09-24');
  await refresh(11);
  expect(await began()).toBe(Date.parse('2026-09-21'));
  await unmark('2026-09-24');
  await refresh(12);
  expect(await began()).toBe(Date.parse('2026-10-02'));
  // Long after its people fell silent it is marked no more, and has no day.
  await refresh(120);
  expect(await began()).toBeNull();
});

const entry = (what: DigestEntry['what'], index: number): DigestEntry => ({
  ...{ what, id: `${what}${index}`, name: `Firm ${what} ${index}`, domain: null, why: 'Because.' },
  ...{ stage: 'asking', before: 'trying', score: 1, owner: null, madeUp: false },
});

test.each([
  [0, 0, 0],
  [3, 2, 1],
  [40, 0, 0],
  [40, 300, 0],
  [2, 30, 1],
  [30, 30, 30],
  [0, 1, 12],
])('%d emerged, %d moved, %d quiet: at most ten lines, and every one is told or counted', (a, b, c) => {
  const parts = {
    emerged: times(Math.min(a, 100), (index) => entry('emerging', index)),
    moved: times(Math.min(b, 100), (index) => entry('up', index)),
    quiet: times(Math.min(c, 100), (index) => entry('quiet', index)),
  };
  const lines = digestLines('day', parts, { emerged: a, moved: b, quiet: c });
  expect(lines.length).toBe(Math.min(10, Math.max(1, a + b + c)));
  const counted = lines.map(({ text, entry: told }) =>
    told === null ? Number(/^… and (\d+) more/.exec(text)?.[1] ?? 0) : 1,
  );
  expect(counted.reduce((sum, each) => sum + each, 0)).toBe(a + b + c);
});
