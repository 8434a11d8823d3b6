/** What clocks show is counted once for each act, and goes when the act or the handle goes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDatabase } from '../../test/support/database.ts';
import { storedState } from '../../test/support/state.ts';
import type { Database, SourceId } from '../base/index.ts';
import type { Batch } from './contract.ts';
import { erase, erasedIds } from './erasures_store.ts';
import { runMatcher } from './identities/decisions/matcher.ts';
import { readMatchRecords } from './identities/decisions/matcher_store.ts';
import { runSource } from './run.ts';
import { parseSettings } from './settings.ts';
import { mail } from './sources/mail/source.ts';
import { saveSource } from './store.ts';

const NOW = Date.UTC(2026, 10, 24);

/** Of a message: its number, day, offset and who wrote it. */
type Written = readonly [id: number, day: string, offset: string, email?: string];

const JANUARY: Written = [1, '12 Jan 2026', '+0100'];
const JULY: Written = [2, '12 Jul 2026', '+0200'];
const AWAY: Written = [3, '13 Jul 2026', '-0700'];
const BACK: Written = [4, '14 Jul 2026', '+0200'];
const SERVER: Written = [5, '15 Jul 2026', '+0000'];
const SPRING: Written = [6, '20 Mar 2026', '+0100'];
const ALL = [JANUARY, JULY, AWAY, BACK, SERVER, SPRING];

const rawOf = ([id, day, offset, email = 'ann@kelp.example']: Written): Uint8Array =>
  Buffer.from(
    `From: ${email}\nDate: ${day} 10:00:00 ${offset}\nMessage-ID: <m${id}@kelp.example>\n` +
      'List-Id: <users.lists.kelp.example>\nSubject: Pump\n\nIt drips.\n',
  );

async function read(db: Database, written: readonly Written[], groupRecords = 100): Promise<SourceId> {
  const settings = parseSettings(mail, {});
  const row = await saveSource(db, { name: 'list', kind: 'mail', settings, madeUp: false }, NOW);
  async function* replay(): AsyncGenerator<Batch<unknown>> {
    for (const each of written) {
      const body = { raw: rawOf(each), container: 'users', separator: null };
      yield { records: [{ id: `message ${each[0]}`, place: { file: 'test' }, body }], cursors: [] };
    }
  }
  const given = { db, source: mail, row: { ...row, settings }, inputs: [], now: NOW, threads: 0 };
  const report = await runSource({ ...given, replay: replay(), groupRecords });
  expect(report.errors).toEqual([]);
  expect(report.counts.failed).toBe(0);
  return row.source_id;
}

const countsOf = async (db: Database): Promise<readonly (readonly unknown[])[]> => {
  const { rows } = await db.query<{ season: string; minutes: number; acts: number }>(
    'select season, minutes, acts from identity_timezone order by season, minutes',
  );
  return rows.map(({ season, minutes, acts }) => [season, minutes, acts]);
};

const timezoneOf = async (db: Database): Promise<unknown> => (await readMatchRecords(db))[0]?.timezone;

test('acts are counted by season and offset, once each, and the most frequent is read', async () => {
  await withDatabase(async (db) => {
    await read(db, ALL);
    const expected = [
      ['january', 60, 1],
      ['july', -420, 1],
      ['july', 120, 2],
    ];
    expect(await countsOf(db)).toEqual(expected);
    expect(await timezoneOf(db)).toEqual({ january: 60, july: 120 });
    await read(db, [...ALL, ...ALL]);
    expect(await countsOf(db)).toEqual(expected);
  });
});

test('the order of messages does not matter, nor how they come in groups and again', async () => {
  const stateOf = (order: readonly Written[], groupRecords: number): Promise<unknown> =>
    withDatabase(async (db) => {
      await read(db, order, groupRecords);
      return (await storedState(db)).identity_timezone;
    });
  const expected = await stateOf(ALL, 100);
  expect(expected).toHaveLength(3);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(ALL, { minLength: ALL.length }),
      fc.array(fc.constantFrom(...ALL), { maxLength: 4 }),
      fc.integer({ min: 1, max: 4 }),
      async (order, again, groupRecords) => {
        expect(await stateOf([...order, ...again], groupRecords)).toEqual(expected);
      },
    ),
    { numRuns: 4 },
  );
});

test('a message that is taken back takes its count with it, whichever came first', async () => {
  await withDatabase(async (db) => {
    const source = await read(db, ALL);
    const take = async ([id]: Written): Promise<void> => {
      const gone = { kind: 'message', space: 'mail', nativeId: `m${id}@kelp.example` } as const;
      await db.transaction(async (client) => void (await erase(client, erasedIds(source, gone), NOW)));
    };
    await take(BACK);
    await take(AWAY);
    expect(await countsOf(db)).toEqual([
      ['january', 60, 1],
      ['july', 120, 1],
    ]);
    await read(db, ALL);
    await take(JULY);
    expect(await countsOf(db)).toEqual([['january', 60, 1]]);
  });
});

test('an erased handle has no clock', async () => {
  await withDatabase(async (db) => {
    await read(db, ALL);
    const { rows } = await db.query<{ id: string }>(
      'select identity_id as id from identity where value = $1',
      ['ann@kelp.example'],
    );
    await db.transaction(async (client) => {
      await erase(
        client,
        rows.map(({ id }) => id),
        NOW,
      );
    });
    expect(await countsOf(db)).toEqual([]);
  });
});

test('of a mailbox that is no person’s nothing is kept', async () => {
  await withDatabase(async (db) => {
    await read(db, [[1, '12 Jan 2026', '+0100', 'info@kelp.example']]);
    expect(await countsOf(db)).toEqual([]);
    const { rows } = await db.query('select utc_offset from signal');
    expect(rows).toEqual([{ utc_offset: null }]);
  });
});

test('who moved is compared anew, who wrote once more is not', async () => {
  await withDatabase(async (db) => {
    const crowd = Array.from(
      { length: 40 },
      (_, at): Written => [...([100 + at, '12 Jan 2026', '+0100', `u${at}@host${at}.example`] as const)],
    );
    await read(db, [...crowd, JANUARY, JULY]);
    const compared = async (at: number): Promise<number> => {
      await read(db, [[200 + at, '12 Jan 2026', '+0000', `new${at}@host.example`]]);
      return (await runMatcher(db, { now: NOW + at, fewUpTo: 1 })).compared - 1;
    };
    await compared(1);
    await read(db, [BACK]);
    expect(await compared(2)).toBe(0);
    await read(db, [AWAY, [7, '16 Jul 2026', '-0700'], [8, '17 Jul 2026', '-0700']]);
    expect(await compared(3)).toBe(1);
    expect(await compared(4)).toBe(0);
  });
});
