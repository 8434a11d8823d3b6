/** What is learned from a database's own outcomes, and what follows for the leads that are listed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { importHistory, type Mail } from '../../../test/support/history.ts';
import { idFrom, noProgress } from '../../base/index.ts';
import { dayOf, isoDay } from '../dates.ts';
import {
  findLead,
  learnScore,
  likelihoodOfLead,
  listLeads,
  loadWeights,
  modelInUse,
  readLearned,
  refreshLeads,
  refreshLeadsOf,
  stepLead,
  useLearned,
} from '../index.ts';

const DAY = 86_400_000;
const START = Date.parse('2022-01-03T10:00:00Z');
const NOW = START + 1_200 * DAY;
const weights = loadWeights();
const options = { weights, vendorDomains: [], now: NOW };
const learning = {
  ...options,
  every: 90,
  horizon: 180,
  progress: noProgress,
  signal: new AbortController().signal,
};

const FIRMS = 260;
/** Every second firm sends three people and buys; the others send one, who writes as much as they do together. */
const buys = (firm: number): boolean => firm % 2 === 0;
const boughtOn = (firm: number): number => 300 + firm * 3;

const idOf = (firm: number): string => idFrom('organization', 'domain', `firm${firm}.example`);

function mails(): Mail[] {
  return Array.from({ length: FIRMS }, (_, firm) =>
    Array.from({ length: 14 }, (_, n): Mail => {
      const who = buys(firm) ? n % 3 : 0;
      const day = isoDay(dayOf(START) + (firm % 80) + n * 80);
      return { id: `m${firm}.${n}`, day, from: `p${who}@firm${firm}.example` };
    }),
  ).flat();
}

let fresh: TestDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await importHistory(fresh.db, mails());
  // Told by operators, not imported: won and lost are what is learned from.
  for (let firm = 0; firm < FIRMS; firm++) {
    const step = { author: 'ada', now: START + boughtOn(firm) * DAY };
    await stepLead(fresh.db, idOf(firm), { kind: buys(firm) ? 'won' : 'lost' }, step);
  }
}, 60_000);
afterAll(() => fresh[Symbol.asyncDispose]());

const never = (): never => {
  throw new Error('there is no such lead');
};
const listed = async (db = fresh.db) =>
  (await listLeads(db, { status: 'any', subject: 'organization', limit: 1_000 })).rows;
const byScore = (rows: readonly { readonly score: number; readonly id: string }[]) =>
  rows.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).map(({ id }) => id);

/** Every lead has what the model in use says of it, the likeliest first, and its parts add up. */
async function expectLearned(): Promise<void> {
  const model = await modelInUse(fresh.db);
  expect(model).not.toBeNull();
  const rows = await listed();
  expect(rows.length).toBeGreaterThan(50);
  let before = 1;
  for (const row of rows) {
    const said = likelihoodOfLead(model, row);
    if (said === null || row.likelihood === null) throw new Error(`${row.name} has no likelihood`);
    expect(row.likelihood).toBeCloseTo(said.probability, 6);
    expect(said.contributions.reduce((sum, part) => sum + part.logit, said.base)).toBeCloseTo(said.logit, 12);
    expect(1 / (1 + Math.exp(-said.logit))).toBeCloseTo(said.probability, 12);
    expect(row.likelihood).toBeLessThanOrEqual(before);
    before = row.likelihood;
  }
}

async function expectDefault(): Promise<void> {
  expect(await modelInUse(fresh.db)).toBeNull();
  const rows = await listed();
  expect(new Set(rows.map(({ likelihood }) => likelihood))).toEqual(new Set([null]));
  expect(rows.map(({ id }) => id)).toEqual(byScore(rows));
}

test('as long as nothing was learned the list is by score', { timeout: 120_000 }, async () => {
  await refreshLeads(fresh.db, options);
  await expectDefault();
  await expect(useLearned(fresh.db, true)).rejects.toMatchObject({ code: 'nothing_learned' });
});

test('won and lost leads teach, and the list follows at once', { timeout: 180_000 }, async () => {
  const learned = await learnScore(fresh.db, learning);
  expect(learned, learned.reason).toMatchObject({ usable: true, wanted: true });
  expect(learned.validation?.positives).toBeGreaterThanOrEqual(10);
  await expectLearned();
  // Whoever has bought is no candidate; those with several people would be the likeliest.
  const customer = await findLead(fresh.db, idOf(258));
  expect(customer).toMatchObject({ stage: 'customer', likelihood: null });
  expect(likelihoodOfLead(await modelInUse(fresh.db), customer ?? never())).toBeNull();
  const rows = await listed();
  expect(rows.map(({ id }) => id)).not.toEqual(byScore(rows));
});

test('leads that are computed anew, all or by themselves, keep it', { timeout: 120_000 }, async () => {
  const before = (await listed()).map(({ id, likelihood }) => ({ id, likelihood }));
  await refreshLeadsOf(fresh.db, [idOf(1), idOf(3)], options);
  expect((await listed()).map(({ id, likelihood }) => ({ id, likelihood }))).toEqual(before);
  await refreshLeads(fresh.db, options);
  await expectLearned();
});

test('an operator goes back and forth, also while all leads are computed', { timeout: 120_000 }, async () => {
  await useLearned(fresh.db, false);
  await expectDefault();
  await Promise.all([refreshLeads(fresh.db, options), useLearned(fresh.db, true)]);
  await expectLearned();
  await Promise.all([refreshLeads(fresh.db, options), useLearned(fresh.db, false)]);
  await expectDefault();
  await useLearned(fresh.db, true);
});

test('what does not hold any more is taken away', { timeout: 120_000 }, async () => {
  await expectLearned();
  // Looked at once a year, few of those that bought are met before.
  const few = await learnScore(fresh.db, { ...learning, every: 365 });
  expect(few).toMatchObject({ usable: false, wanted: true });
  expect(few.reason.length).toBeGreaterThan(20);
  expect((await readLearned(fresh.db))?.usable).toBe(false);
  await expectDefault();
  await expect(useLearned(fresh.db, true)).rejects.toMatchObject({ code: 'nothing_learned' });
  await expectDefault();
  // Whoever went back stays there when it is tried again.
  await useLearned(fresh.db, false);
  expect(await learnScore(fresh.db, { ...learning, every: 365 })).toMatchObject({ wanted: false });
});
