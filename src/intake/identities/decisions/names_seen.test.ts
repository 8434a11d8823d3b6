/** Every name that a handle was seen with counts, whichever is the longest. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDatabase } from '../../../../test/support/database.ts';
import { storedState } from '../../../../test/support/state.ts';
import type { Database } from '../../../base/index.ts';
import type { ActorClaim } from '../../contract.ts';
import { resolveActor } from '../rules.ts';
import { writeSightings } from '../store.ts';
import { explainPerson } from './explain.ts';
import { runMatcher } from './matcher.ts';

const NOW = Date.UTC(2026, 10, 24);
const YEAR = 365 * 86_400_000;

async function see(db: Database, claims: readonly ActorClaim[], at = NOW): Promise<void> {
  const sightings = claims.map((claim) => ({ at, resolution: resolveActor(claim) }));
  await db.transaction((client) => writeSightings(client, sightings));
}

const onePerson = async (db: Database, a: string, b: string): Promise<boolean> =>
  (await explainPerson(db, a)).id === (await explainPerson(db, b)).id;

/** Names of which each is rare, so that one name is worth something. */
const SYLLABLES = ['ba', 'ko', 'mi', 'ne', 'ru', 'so', 'ta', 'vi', 'ge', 'lu'];
const word = (number: number): string =>
  [...String(number).padStart(3, '0')].map((digit) => SYLLABLES[Number(digit)] ?? '').join('');
const CROWD: readonly ActorClaim[] = Array.from({ length: 150 }, (_, at) => ({
  email: `${'bcdfghjklm'[at % 10]}${word(at * 6 + 5)}@host${at}.example`,
  name: `${word((at * 379) % 1000)} ${word((at * 617 + 11) % 1000)}rov`,
}));

test('a merged pair is taken back when its address later proves to be shared', async () => {
  await withDatabase(async (db) => {
    await see(db, [
      ...CROWD,
      { email: 'desk7@kelp.example', name: 'Quentin Marlowski' },
      { email: 'quentin@home.example', name: 'Quentin Marlowski' },
    ]);
    expect((await runMatcher(db, { now: NOW })).merged).toBe(1);
    expect(await onePerson(db, 'desk7@kelp.example', 'quentin@home.example')).toBe(true);
    // Each of these names is shorter than the one known, so that the label stays.
    await see(db, [
      { email: 'desk7@kelp.example', name: 'Ida Bobrow' },
      { email: 'desk7@kelp.example', name: 'Uwe Hecht' },
    ]);
    expect((await runMatcher(db, { now: NOW + 1 })).retracted).toBe(1);
    expect(await onePerson(db, 'desk7@kelp.example', 'quentin@home.example')).toBe(false);
    expect((await runMatcher(db, { now: NOW + 2, all: true })).merged).toBe(0);
  });
});

test('an address that changes its owner is given to neither without asking', async () => {
  await withDatabase(async (db) => {
    await see(
      db,
      [
        { email: 'desk3@kelp.example', name: 'Quentin Marlowski' },
        { email: 'quentin@home.example', name: 'Quentin Marlowski' },
      ],
      NOW - 6 * YEAR,
    );
    await see(db, [
      ...CROWD,
      { email: 'desk3@kelp.example', name: 'Ida Bobrow' },
      { email: 'ida@home.example', name: 'Ida Bobrow' },
    ]);
    const report = await runMatcher(db, { now: NOW });
    expect(report.merged).toBe(0);
    expect(report.suggested).toBe(2);
    const { rows } = await db.query<{ name: string; first: Date }>(
      `select n.name, n.first_seen_at as first from identity_name n join identity using (identity_id)
        where value = 'desk3@kelp.example' order by n.first_seen_at`,
    );
    expect(rows.map(({ name, first }) => [name, first.getTime()])).toEqual([
      ['Quentin Marlowski', NOW - 6 * YEAR],
      ['Ida Bobrow', NOW],
    ]);
  });
});

test('a name that is not the longest brings two handles together', async () => {
  await withDatabase(async (db) => {
    await see(db, [
      ...CROWD,
      { email: 'box@kelp.example', name: 'Quentin Marlowski' },
      { email: 'box@kelp.example', name: 'the Marlowski of the many mountains' },
      { email: 'q7@home.example', name: 'Quentin Marlowski' },
    ]);
    await runMatcher(db, { now: NOW });
    expect(await onePerson(db, 'box@kelp.example', 'q7@home.example')).toBe(true);
  });
});

test('the order of sightings does not matter, nor how they come in batches', async () => {
  const claims: readonly (readonly [ActorClaim, number])[] = [
    [{ email: 'a@kelp.example', name: 'Ann Lee' }, 3],
    [{ email: 'a@kelp.example', name: 'A. Lee' }, 1],
    [{ email: 'a@kelp.example', name: 'Ann Lee' }, 2],
    [{ email: 'a@kelp.example' }, 5],
    [{ login: 'ann', platform: 'forum.example', email: 'a@kelp.example', name: 'Ann' }, 4],
  ];
  const stateOf = (order: readonly (readonly [ActorClaim, number])[]): Promise<unknown> =>
    withDatabase(async (db) => {
      for (const [claim, day] of order) await see(db, [claim], NOW + day);
      await see(db, [order[0]?.[0] ?? {}], NOW + (order[0]?.[1] ?? 0));
      return storedState(db);
    });
  const expected = await stateOf(claims);
  expect(expected).toMatchObject({ identity_name: expect.objectContaining({ length: 4 }) });
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...claims], { minLength: claims.length }), async (order) => {
      expect(await stateOf(order)).toEqual(expected);
    }),
    { numRuns: 4 },
  );
});
