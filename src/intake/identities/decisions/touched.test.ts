/** News of known handles are compared without waiting for a new handle, and only what is news. */
import { expect, test } from 'vitest';
import { withDatabase } from '../../../../test/support/database.ts';
import type { Database } from '../../../base/index.ts';
import { erase } from '../../erasures_store.ts';
import { resolveActor } from '../rules.ts';
import { identityId, writeSightings } from '../store.ts';
import { addTimezones } from '../timezone_store.ts';
import { runMatcher } from './matcher.ts';
import { hasNews, markLookedAt, readMatchRecords } from './matcher_store.ts';
import { NOW, see, type Written, writeAll } from './testing.ts';

const [ANN, HOME, BOB] = ['ann@kelp.example', 'ann@home.example', 'bob@kelp.example'];
const CROWD = Array.from({ length: 30 }, (_, at) => `u${at}x@host${at}.example`);

const idOf = (email: string): string => identityId({ kind: 'email', platform: '', value: email });

async function clocks(db: Database, email: string, day: string, minutes: number): Promise<void> {
  const act = { identityId: idOf(email), at: Date.parse(day), utcOffset: minutes };
  await db.transaction((client) => addTimezones(client, [act]));
}

/** A database in which everybody was compared, and what a later run compares. */
function known(work: (db: Database, compared: () => Promise<number>) => Promise<void>): Promise<void> {
  return withDatabase(async (db) => {
    await see(
      db,
      [ANN, HOME, BOB, ...CROWD].map((email) => ({ email })),
    );
    let at = NOW;
    const compared = async (): Promise<number> => (await runMatcher(db, { now: ++at, fewUpTo: 1 })).compared;
    await compared();
    expect(await hasNews(db)).toBe(false);
    await work(db, compared);
  });
}

test('a name that a handle did not have', () =>
  known(async (db, compared) => {
    await see(db, [{ email: ANN, name: 'Ann Lee' }]);
    expect(await compared()).toBe(1);
    await see(db, [{ email: ANN, name: 'Ann Lee' }]);
    expect(await compared()).toBe(0);
  }));

test('whom one meets in a small thread for the first time; further answers and threads of theirs are no news', () =>
  known(async (db, compared) => {
    await writeAll(db, [[1, ANN]]);
    expect(await hasNews(db)).toBe(false);
    await writeAll(db, [[2, BOB, 1]]);
    expect(await compared()).toBe(2);
    await writeAll(db, [[3, ANN, 2]]);
    await writeAll(db, [
      [4, ANN],
      [5, BOB, 4],
    ]);
    expect(await hasNews(db)).toBe(false);
    await writeAll(db, [[6, HOME, 5]]);
    expect(await compared()).toBe(3);
  }));

test('a thread that becomes a crowd is news once, and who only met in a crowd did not meet', () =>
  known(async (db, compared) => {
    const crowd = CROWD.slice(0, 6).map((email, at): Written => [10 + at, email, 1]);
    await writeAll(db, [[1, ANN], ...crowd]);
    expect(await compared()).toBe(7);
    await writeAll(db, [[20, BOB, 1]]);
    expect(await compared()).toBe(8);
    await writeAll(db, [[21, CROWD[7] ?? '', 1]]);
    expect(await hasNews(db)).toBe(false);
    await writeAll(db, [
      [30, BOB],
      [31, ANN, 30],
    ]);
    expect(await compared()).toBe(2);
  }));

test('whom one makes a small commit with for the first time', () =>
  known(async (db, compared) => {
    const both = [{ email: ANN }, { email: BOB }];
    await see(db, both, 'a'.repeat(40));
    expect(await compared()).toBe(2);
    await see(db, both, 'a'.repeat(40));
    await see(db, both, 'b'.repeat(40));
    expect(await hasNews(db)).toBe(false);
    await see(
      db,
      CROWD.slice(0, 8).map((email) => ({ email })),
      'c'.repeat(40),
    );
    expect(await hasNews(db)).toBe(false);
  }));

test('a clock that mostly shows another offset than before', () =>
  known(async (db, compared) => {
    await clocks(db, ANN, '2026-01-10', 60);
    expect(await compared()).toBe(1);
    await clocks(db, ANN, '2026-01-11', 60);
    await clocks(db, ANN, '2026-01-12', -300);
    expect(await hasNews(db)).toBe(false);
    await clocks(db, ANN, '2026-07-12', -240);
    expect(await compared()).toBe(1);
    await clocks(db, ANN, '2026-01-13', -300);
    expect(await compared()).toBe(1);
  }));

test('a home page that the profile did not name; the last one is read, and goes with the handle', () =>
  known(async (db, compared) => {
    const name = (homepage: string, at = NOW): Promise<void> =>
      db.transaction((client) =>
        writeSightings(client, [{ at, resolution: resolveActor({ email: ANN }), homepage }]),
      );
    const pages = async (): Promise<readonly unknown[]> =>
      (await readMatchRecords(db)).flatMap(({ homepage = '' }) => (homepage === '' ? [] : [homepage]));
    await name('https://www.annlee.example/');
    expect(await compared()).toBe(1);
    await name('annlee.example', NOW + 1);
    await name('no page');
    expect(await hasNews(db)).toBe(false);
    await name('ann.example', NOW + 2);
    expect(await compared()).toBe(1);
    expect(await pages()).toEqual(['ann.example']);
    await db.transaction(async (client) => void (await erase(client, [idOf(ANN)], NOW)));
    expect(await pages()).toEqual([]);
  }));

test('many meetings at once are news, without looking for earlier ones', () =>
  known(async (db, compared) => {
    const pairs = CROWD.slice(0, 28).flatMap((email, at): readonly Written[] => [
      [100 + 2 * at, ANN],
      [101 + 2 * at, email, 100 + 2 * at],
    ]);
    await writeAll(db, pairs);
    expect(await compared()).toBeGreaterThan(20);
  }));

test('what comes while handles are compared is not lost', () =>
  known(async (db, compared) => {
    await see(db, [{ email: ANN, name: 'Ann Lee' }]);
    await see(db, [{ email: BOB, name: 'Bob Ray' }]);
    const records = await readMatchRecords(db);
    await see(db, [{ email: ANN, name: 'Ann Maria Lee' }]);
    await db.transaction((client) => markLookedAt(client, records, NOW));
    expect(await hasNews(db)).toBe(true);
    expect(await compared()).toBeGreaterThan(0);
    expect(await hasNews(db)).toBe(false);
  }));

test('an erased handle is no news', () =>
  known(async (db) => {
    await see(db, [{ email: ANN, name: 'Ann Lee' }]);
    await db.query('update identity set looked_at = now() where looked_at is null');
    await db.transaction(async (client) => void (await erase(client, [idOf(ANN)], NOW)));
    expect(await hasNews(db)).toBe(false);
  }));
