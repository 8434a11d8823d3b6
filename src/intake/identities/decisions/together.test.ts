/** What handles took part in together with few others speaks for one person, whenever it came. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDatabase } from '../../../../test/support/database.ts';
import { storedState } from '../../../../test/support/state.ts';
import type { Database } from '../../../base/index.ts';
import type { ActorClaim } from '../../contract.ts';
import { runMatcher } from './matcher.ts';
import { readMatchRecords } from './matcher_store.ts';
import { NOW, see, type Written, writeAll } from './testing.ts';

async function write(db: Database, written: readonly Written[]): Promise<void> {
  await see(
    db,
    written.map(([, email]) => ({ email })),
  );
  await writeAll(db, written);
}

/** By address: with whom it shares what the matcher reads. */
async function togetherOf(db: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const records = await readMatchRecords(db);
  const found: Record<string, readonly string[]> = {};
  for (const { id, email, threads = [] } of records) {
    const others = records.filter(
      (other) => other.id !== id && other.threads?.some((t) => threads.includes(t)),
    );
    if (threads.length > 0) found[email] = others.map((other) => other.email).sort();
  }
  return found;
}

const [ANN, HOME, BOB] = ['ann@kelp.example', 'ann@home.example', 'bob@kelp.example'];
const crowd = (size: number, from = 100): readonly Written[] =>
  Array.from({ length: size }, (_, at) => [from + at, `u${at}@crowd.example`, 1] as const);

test('threads of a few are read, an announcement that many answer is not, nor what one wrote alone', async () => {
  await withDatabase(async (db) => {
    await write(db, [
      [1, ANN],
      [2, HOME, 1],
      [3, BOB],
      [4, BOB, 3],
    ]);
    expect(await togetherOf(db)).toEqual({ [ANN]: [HOME], [HOME]: [ANN] });
    await write(db, crowd(5));
    expect((await togetherOf(db))[ANN]).toHaveLength(6);
    await write(db, crowd(6));
    expect(await togetherOf(db)).toEqual({});
  });
});

test('a commit of a few is read; what one did alone is not kept', async () => {
  await withDatabase(async (db) => {
    await see(db, [{ email: ANN }, { email: HOME }], 'a'.repeat(40));
    await see(db, [{ email: BOB }, { email: BOB }], 'b'.repeat(40));
    expect(await togetherOf(db)).toEqual({ [ANN]: [HOME], [HOME]: [ANN] });
    expect((await storedState(db)).identity_commit).toHaveLength(2);
  });
});

test('only the latest threads of a handle are read', async () => {
  await withDatabase(async (db) => {
    const threads = Array.from({ length: 30 }, (_, at): readonly Written[] => [
      [at * 2, ANN],
      [at * 2 + 1, `u${at}@crowd.example`, at * 2],
    ]);
    await write(db, threads.flat());
    const others = (await togetherOf(db))[ANN] ?? [];
    expect(others).toHaveLength(20);
    expect(others).toContain('u29@crowd.example');
    expect(others).not.toContain('u9@crowd.example');
  });
});

test('whoever is met anew in a thread, or lost in a crowd, is compared anew; a further answer changes nothing', async () => {
  await withDatabase(async (db) => {
    await write(db, [[1, ANN], [2, BOB], ...crowd(40, 200).map(([id, email]): Written => [id, email])]);
    const compared = async (at: number): Promise<number> => {
      await see(db, [{ email: `new${at}@host.example` }]);
      return (await runMatcher(db, { now: NOW + at, fewUpTo: 1 })).compared - 1;
    };
    await compared(1);
    expect(await compared(2)).toBe(0);
    await write(db, [[3, HOME, 1]]);
    expect(await compared(3)).toBe(2); // the new handle itself, and whom it met
    await write(db, [[4, ANN, 3]]);
    expect(await compared(4)).toBe(0);
    await write(db, [[5, BOB, 4]]);
    expect(await compared(5)).toBe(3);
    await write(db, crowd(40));
    expect(await compared(6)).toBe(3);
    expect(await compared(7)).toBe(0);
    expect((await runMatcher(db, { now: NOW + 8, all: true })).merged).toBe(0);
    expect(await compared(9)).toBe(0);
  });
});

test('a pair is what it is whether its thread came before or after it was compared', async () => {
  const people: readonly ActorClaim[] = Array.from({ length: 60 }, (_, at) => {
    const letters = `${'bcdfg'[at % 5]}${'aeiou'[(at >> 1) % 5]}${'klmnp'[(at >> 2) % 5]}`;
    return {
      email: `${letters}${at}x@host${at}.example`,
      name: `A${letters}n ${letters}${'rstvz'[at % 5]}ov`,
    };
  });
  const pair: readonly ActorClaim[] = [
    { email: 'quibble@kelp.example', name: 'Jane Quibble' },
    { email: 'jane7@home.example', name: 'J. Quibble' },
  ];
  const thread: readonly Written[] = [
    [1, 'quibble@kelp.example'],
    [2, 'jane7@home.example', 1],
  ];
  const steps: readonly ((db: Database) => Promise<unknown>)[] = [
    (db) => see(db, pair.slice(0, 1)),
    (db) => see(db, pair.slice(1)),
    (db) => write(db, thread.slice(0, 1)),
    (db) => write(db, thread.slice(1)),
    (db) => see(db, pair, 'c'.repeat(40)),
  ];
  const endOf = (order: readonly number[]): Promise<unknown> =>
    withDatabase(async (db) => {
      await see(db, people);
      for (const [round, step] of order.entries()) {
        await steps[step]?.(db);
        await runMatcher(db, { now: NOW + round, fewUpTo: 1 });
      }
      await see(db, [{ email: 'last@host.example', name: 'Last One' }]);
      await runMatcher(db, { now: NOW + 99, fewUpTo: 1 });
      const { identity_commit, message_node } = await storedState(db);
      const { rows } = await db.query(
        `select identity_a, identity_b, state, reasons->-1->>'reason' as reason from identity_suggestion
          where reasons::text like '%one thread or commit%' order by 1, 2`,
      );
      const merges = await db.query(
        `select identity_ids from identity_decision where kind = 'merge' and reasons::text like '%one thread%'`,
      );
      return { identity_commit, message_node, rows, merges: merges.rows.length };
    });
  const expected = await endOf([0, 1, 2, 3, 4]);
  expect(expected).toMatchObject({ identity_commit: expect.objectContaining({ length: 2 }) });
  expect(JSON.stringify(expected)).toContain('of 2 handles');
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), async (order) => {
      expect(await endOf(order)).toEqual(expected);
    }),
    { numRuns: 4 },
  );
});
