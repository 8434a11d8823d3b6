/** What the matcher may do with what it finds: it is replaced by one that finds what the test says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDatabase } from '../../../../test/support/database.ts';
import type { Database } from '../../../base/index.ts';
import type { ActorClaim } from '../../contract.ts';
import type { MatchResult, PairScore } from '../matching/index.ts';
import { resolveActor } from '../rules.ts';
import { writeSightings } from '../store.ts';
import { answerSuggestions, decide, undo } from './decide.ts';
import { explainPerson, listDecisions } from './explain.ts';
import { findHandle } from './explain_store.ts';
import { type MatcherReport, runMatcher } from './matcher.ts';
import { listSuggestions } from './suggestion_store.ts';

const NOW = Date.UTC(2026, 10, 24);
const CLAIMS: readonly ActorClaim[] = [
  { email: 'ann@kelp.example', name: 'Ann Lee' },
  { email: 'ann@home.example', name: 'Ann Lee' },
  { email: 'a.lee@old.example', name: 'A. Lee' },
  { email: 'bob@kelp.example', name: 'Bob' },
];
const [ANN, HOME, OLD, BOB] = [
  'ann@kelp.example',
  'ann@home.example',
  'a.lee@old.example',
  'bob@kelp.example',
];

async function see(db: Database, claims: readonly ActorClaim[], at = NOW): Promise<void> {
  const sightings = claims.map((claim) => ({ at, resolution: resolveActor(claim) }));
  await db.transaction((client) => writeSightings(client, sightings));
}

type Found = readonly (readonly [a: string | undefined, b: string | undefined, probability: number])[];

/** Runs a matcher that finds these pairs; those above 0.9 make clusters of two. */
async function run(db: Database, found: Found, all = true): Promise<MatcherReport> {
  const pairs: PairScore[] = [];
  for (const [a = '', b = '', probability] of found) {
    const [one, other] = [await findHandle(db, a), await findHandle(db, b)];
    const reasons = [{ reason: 'The names agree.', weight: 9 }];
    pairs.push({ a: one?.id ?? '', b: other?.id ?? '', probability, prior: -4, reasons });
  }
  const decided = pairs.filter(({ probability }) => probability >= 0.9);
  const result: MatchResult = {
    ...{ decided, suggestions: pairs.filter((pair) => !decided.includes(pair)) },
    ...{
      clusters: decided.map(({ a, b }) => [a, b]),
      confidence: new Map(),
      covers: () => true,
      thresholds: { decide: 0.9, suggest: 0.5 },
    },
    explain: (pair) =>
      pairs.find((each) => each.a === pair.a && each.b === pair.b) ?? { ...pair, prior: 0, reasons: [] },
    parameters: {} as MatchResult['parameters'],
  };
  return runMatcher(db, { now: NOW, all, match: () => result });
}

const onePerson = async (db: Database, a = '', b = ''): Promise<boolean> =>
  (await explainPerson(db, a)).id === (await explainPerson(db, b)).id;
const open = async (db: Database): Promise<number> => (await listSuggestions(db, { limit: 10 })).total;

test('merges above, suggests between, and the second time changes nothing', async () => {
  await withDatabase(async (db) => {
    await see(db, CLAIMS);
    const found: Found = [
      [ANN, HOME, 0.99],
      [ANN, OLD, 0.7],
      [HOME, OLD, 0.6],
    ];
    expect(await run(db, found, false)).toEqual({ compared: 4, merged: 1, suggested: 2, retracted: 0 });
    expect(await onePerson(db, ANN, HOME)).toBe(true);
    expect(await open(db)).toBe(1);
    const [merge] = (await listDecisions(db, { limit: 1 })).history;
    expect(merge).toMatchObject({ author: 'matcher', probability: 0.99, at: NOW });
    expect(merge?.reasons.map(({ weight }) => weight)).toEqual([-4, 9]);
    expect(await run(db, found, false)).toEqual({ compared: 0, merged: 0, suggested: 0, retracted: 0 });
    expect(await run(db, found)).toEqual({ compared: 4, merged: 0, suggested: 0, retracted: 0 });
    await see(db, [{ email: 'new@kelp.example', name: 'New' }]);
    expect((await run(db, found, false)).compared).toBe(5);
  });
});

test('what a hand decided stands', async () => {
  await withDatabase(async (db) => {
    await see(db, CLAIMS);
    const id = async (handle = ''): Promise<string> => (await findHandle(db, handle))?.id ?? '';
    await decide(db, { kind: 'lock', identityIds: [await id(BOB)] }, { now: NOW });
    await decide(db, { kind: 'never', identityIds: [await id(ANN), await id(OLD)] }, { now: NOW });
    const found: Found = [
      [ANN, BOB, 0.99],
      [ANN, OLD, 0.99],
      [ANN, HOME, 0.98],
      [HOME, OLD, 0.97],
    ];
    expect(await run(db, found)).toEqual({ compared: 4, merged: 1, suggested: 1, retracted: 0 });
    expect(await onePerson(db, ANN, HOME)).toBe(true);
    expect(await onePerson(db, HOME, OLD)).toBe(false);
    const [suggestion] = (await listSuggestions(db, { limit: 10 })).rows;
    expect([suggestion?.a.value, suggestion?.b.value].sort()).toEqual([ANN, BOB]);
    // Undone by hand, its merge comes back only on more evidence.
    await undo(db, 3, { now: NOW });
    expect((await run(db, [[ANN, HOME, 0.98]])).merged).toBe(0);
    expect((await run(db, [[ANN, HOME, 0.985]])).merged).toBe(1);
  });
});

test('a rejected pair comes back with more evidence only', async () => {
  await withDatabase(async (db) => {
    await see(db, CLAIMS);
    await run(db, [[ANN, OLD, 0.7]]);
    const { rows } = await listSuggestions(db, { limit: 10 });
    await answerSuggestions(db, 'reject', [rows[0]?.id ?? ''], { now: NOW });
    expect((await run(db, [[ANN, OLD, 0.7]])).suggested).toBe(0);
    expect(await open(db)).toBe(0);
    expect((await run(db, [[ANN, OLD, 0.75]])).suggested).toBe(1);
    expect(await open(db)).toBe(1);
  });
});

test('takes back a merge of its own when the evidence is gone, but not of a locked person, nor near the threshold', async () => {
  await withDatabase(async (db) => {
    await see(db, CLAIMS);
    await run(db, [[ANN, HOME, 0.99]]);
    expect((await run(db, [[ANN, HOME, 0.8]])).retracted).toBe(0);
    const lock = await decide(
      db,
      { kind: 'lock', identityIds: [(await findHandle(db, ANN ?? ''))?.id ?? ''] },
      { now: NOW },
    );
    expect((await run(db, [])).retracted).toBe(0);
    await undo(db, lock.decision.id, { now: NOW });
    expect(await run(db, [[ANN, HOME, 0.6]])).toMatchObject({ retracted: 1, suggested: 1 });
    expect(await onePerson(db, ANN, HOME)).toBe(false);
    expect(await open(db)).toBe(1);
    // Taken back by the matcher itself, it is not refused.
    expect((await run(db, [[ANN, HOME, 0.95]])).merged).toBe(1);
  });
});

test('the matcher itself finds one person behind two addresses', async () => {
  await withDatabase(async (db) => {
    await see(db, [
      ...CLAIMS,
      { email: 'wilhelmina.thornquist@kelp.example', name: 'Wilhelmina Thornquist' },
      { email: 'wilhelmina.thornquist@home.example', name: 'Wilhelmina Thornquist' },
    ]);
    const report = await runMatcher(db, { now: NOW });
    expect(report.compared).toBe(6);
    expect(report.merged + report.suggested).toBeGreaterThan(0);
  });
});

/** People that nobody could take for each other, each with two to four handles. */
const CLEAR: readonly (readonly ActorClaim[])[] = [
  ['Wilhelmina', 'Thornquist'],
  ['Barnaby', 'Oxlade'],
  ['Philippa', 'Grimsdyke'],
  ['Ignatius', 'Blenkinsop'],
].map(([given = '', family = '']) => {
  const name = `${given} ${family}`;
  const [g, f] = [given.toLowerCase(), family.toLowerCase()];
  return [
    { email: `${g}.${f}@kelp.example`, name },
    { email: `${g}.${f}@home.example`, name },
    { email: `${f}@${f}.example`, name: `${family}, ${given}` },
    { login: `${g}${f}`, platform: 'forge.example', name },
  ];
});
const CROWD: readonly ActorClaim[] = Array.from({ length: 150 }, (_, at) => {
  const part = (n: number): string =>
    ['ka', 'lo', 'mi', 'ne', 'ru', 'so', 'ta', 'vi', 'bu', 'da'][n % 10] ?? '';
  const name = `${part(at)}${part(at * 3 + 1)}n ${part(at >> 2)}${part(at * 7)}${part(at >> 3)}rt`;
  return { email: `u${at}q@host${at}.example`, name };
});
/** One mailbox, many names: it joins nobody. */
const SHARED: readonly ActorClaim[] = [...CLEAR.keys()].map((at) => ({
  email: 'devnull@localhost',
  name: CLEAR[at]?.[0]?.name ?? '',
}));

const peopleOf = async (db: Database): Promise<readonly string[]> => {
  const { rows } = await db.query<{ handles: string }>(
    `select string_agg(value, ' ' order by value collate "C") as handles from identity
      where person_id is not null group by person_id having count(*) > 1 order by 1`,
  );
  return rows.map(({ handles }) => handles);
};

test('in whatever parts and order identities come, the people are those of one comparison', {
  timeout: 120_000,
}, async () => {
  const late = [...CLEAR.flat(), ...SHARED];
  const once = await withDatabase(async (db) => {
    await see(db, [...CROWD, ...late]);
    await runMatcher(db, { now: NOW });
    return peopleOf(db);
  });
  expect(once).toHaveLength(CLEAR.length);
  const order = fc.shuffledSubarray([...late.keys()], { minLength: late.length });
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: late.length - 1 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(order, cuts, async (indices, at) => {
      const parts = await withDatabase(async (db) => {
        await see(db, CROWD);
        await runMatcher(db, { now: NOW });
        const ends = [...at.toSorted((a, b) => a - b), late.length];
        let from = 0;
        for (const [round, end] of ends.entries()) {
          await see(
            db,
            indices.slice(from, end).flatMap((index) => late[index] ?? []),
          );
          const report = await runMatcher(db, { now: NOW + round + 1, fewUpTo: 1 });
          expect(report.compared).toBeLessThanOrEqual(end - from);
          from = end;
        }
        return peopleOf(db);
      });
      expect(parts).toEqual(once);
    }),
    { numRuns: 8 },
  );
});

test('a few new identities are compared with what is known; a never and a locked person stand', async () => {
  await withDatabase(async (db) => {
    const [one = [], two = []] = CLEAR;
    await see(db, [...CROWD, ...one.slice(0, 1), ...two.slice(0, 1)]);
    await runMatcher(db, { now: NOW });
    await see(db, [...one.slice(1, 2), ...two.slice(1, 2)]);
    const id = async (claim?: ActorClaim): Promise<string> =>
      (await findHandle(db, claim?.email ?? ''))?.id ?? '';
    await decide(db, { kind: 'never', identityIds: [await id(one[0]), await id(one[1])] }, { now: NOW });
    await decide(db, { kind: 'lock', identityIds: [await id(two[0])] }, { now: NOW });
    const report = await runMatcher(db, { now: NOW + 1 });
    expect(report).toEqual({ compared: 2, merged: 0, suggested: 1, retracted: 0 });
    expect(await onePerson(db, one[0]?.email, one[1]?.email)).toBe(false);
    expect(await onePerson(db, two[0]?.email, two[1]?.email)).toBe(false);
    // Compared once, they are not new any more.
    expect((await runMatcher(db, { now: NOW + 2 })).compared).toBe(0);
  });
});

test('a handle that new identities show to be of many takes its merge back', async () => {
  await withDatabase(async (db) => {
    const login = { login: 'kombinatorix', platform: 'forge.example', organizationDomain: 'acme.example' };
    await see(db, [...CROWD, { email: 'kombinatorix@acme.example', name: 'Jane Quibble' }, login]);
    await runMatcher(db, { now: NOW });
    expect(await peopleOf(db)).toEqual(['kombinatorix kombinatorix@acme.example']);
    const others = ['Max Wobble', 'Iris Zonk', 'Otto Frob', 'Ulla Blart'];
    await see(
      db,
      others.map((name, at) => ({ email: `kombinatorix@h${at}.example`, name })),
    );
    const report = await runMatcher(db, { now: NOW + 1 });
    expect(report).toMatchObject({ compared: 4, merged: 0, retracted: 1 });
    expect(await peopleOf(db)).toEqual([]);
  });
});

test('a bare name is suggested', async () => {
  await withDatabase(async (db) => {
    const [one = []] = CLEAR;
    await see(db, [...CROWD, ...one.slice(0, 1), { name: 'Wilhelmina Thornquist' }]);
    expect((await runMatcher(db, { now: NOW })).merged).toBe(0);
    const { rows } = await listSuggestions(db, { limit: 1000 });
    const pairs = rows.map(({ a, b }) => [a.kind, b.kind].sort().join('+'));
    expect(pairs.filter((pair) => pair.includes('name'))).toEqual(['email+name']);
  });
});

const DAY = 86_400_000;

test('one person with three employers in a year: found as they come, each employer at its time', async () => {
  await withDatabase(async (db) => {
    const months = ['kelp', 'acme', 'turbine'].map((firm, at) => ({
      from: NOW - (300 - at * 100) * DAY,
      to: NOW - (220 - at * 100) * DAY,
      claim: { email: `wilhelmina.thornquist@${firm}.example`, name: 'Wilhelmina Thornquist' },
    }));
    await see(db, CROWD);
    for (const { from, to, claim } of months) {
      await see(db, [claim], from);
      await see(db, [claim], to);
      await runMatcher(db, { now: to });
    }
    const { handles, affiliations } = await explainPerson(db, 'wilhelmina.thornquist@acme.example');
    expect(handles).toHaveLength(3);
    const dated = affiliations.map(({ domain, from, to }) => ({ domain, from, to }));
    expect(dated.toSorted((a, b) => a.from - b.from)).toEqual(
      months.map(({ claim, from, to }) => ({ domain: claim.email.replace(/^.*@/, ''), from, to })),
    );
  });
});

test('hostile names are matched like any others, and join nobody else', async () => {
  await withDatabase(async (db) => {
    const names = [
      '\u202eenaJ \u05d9\u05e2\u05dc \u05db\u05d4\u05df',
      'J\u200b\u200c\u200da\u2060ne\ufeff Wh\u00e4tever',
      '\u{1f469}\u200d\u{1f4bb}\u{1f389} \u{1f984}',
      'x y '.repeat(2500),
      `Q${'\u0301'.repeat(10_000)}uorl Zimt`,
      '\u0410nn\u0430 \u041er\u043el\u043eff',
      "'); drop table identity; --",
    ];
    const claims = names.map((name, at) => ({ email: `odd${at}one@strange${at}.example`, name }));
    await see(db, [...CROWD, ...claims, ...names.map((name) => ({ name }))]);
    await runMatcher(db, { now: NOW });
    expect(await peopleOf(db)).toEqual([]);
    await see(db, [{ email: 'anna.oroloff@kelp.example', name: 'Anna Oroloff' }]);
    await runMatcher(db, { now: NOW + 1 });
    const { rows } = await listSuggestions(db, { limit: 1000 });
    const sides = rows.map(({ a, b }) => [a.value, b.value].sort().join(' '));
    const together = [...(await peopleOf(db)), ...sides].filter((pair) => pair.includes('anna.oroloff@'));
    expect(together.some((pair) => pair.includes('odd5one@'))).toBe(true);
  });
});
