import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gatherActs } from './acts.ts';
import { openCells } from './cells.ts';
import { type Hand, openHand } from './hand.ts';
import { CODES, kindNumber, MADE_UP, NETWORK } from './kinds.ts';
import { readPiece } from './spool.ts';

/** Subject, number in `KINDS`, person, day, confidence, quantity. */
type Row = readonly [number, number, number, number, number, number];

const TOPICS = ['sso'];
const KINDS = [
  kindNumber(codeOf('forum', 'ask'), 1, 0),
  kindNumber(codeOf('documentation', 'read'), 0, NETWORK + MADE_UP),
  kindNumber(codeOf('agreement', 'contract'), 0, 0),
];

function codeOf(accessPoint: string, act: string): number {
  const found = CODES.find((each) => each.accessPoint === accessPoint && each.act === act);
  if (found === undefined) throw new Error(`no kind of act: ${accessPoint} ${act}`);
  return found.code;
}

/** Tables of acts: what a hand reads by name. */
type Tables = Readonly<Record<string, readonly Row[]>>;

function handFor(tables: Tables, uncounted: readonly number[] = []): Hand {
  return openHand({ topics: TOPICS, least: -40, most: 40, uncounted }, (take) => async ({ table }) => {
    for (const [subject, kind, ...rest] of tables[table] ?? []) take(subject, KINDS[kind] ?? 0, ...rest);
  });
}

/** What several hands find; of one alone nothing can be read but what it judges. */
async function gather(tables: Tables, uncounted: readonly number[] = []) {
  const hands = [handFor(tables, uncounted), handFor(tables, uncounted), handFor(tables, uncounted)];
  const cellsOf = openCells(TOPICS);
  try {
    const { chunks, days } = await gatherActs(
      hands,
      Object.keys(tables).map((table) => ({ table })),
    );
    const found = chunks.flatMap(({ subjects, only, ends, acts, file }) => {
      // The same objects are filled for every subject.
      const cells = Array.from(cellsOf(ends, readPiece(file ?? -1, acts)), (each) => structuredClone(each));
      return subjects.map((subject, index) => ({
        subject,
        only: only[index],
        madeUp: cells[index]?.madeUp,
        cells: cells[index]?.cells.map(({ act, personId, day, quantity, weight }) => [
          ...[act, personId === null ? null : cells[index]?.people[Number(personId)], day, quantity, weight],
        ]),
      }));
    });
    return { days, found };
  } finally {
    for (const hand of hands) await hand.close();
  }
}

test('acts of one day and kind by one person are added up, but never those of two subjects', async () => {
  const rows: Row[] = [
    [-2, 0, 7, 100, 0.9, 1],
    [-2, 0, 7, 100, 0.9, 2],
    [-2, 0, 8, 100, 0.9, 1],
    [-2, 1, 0, 101, 0.4, 5],
    // The same kind, nobody, day and confidence, but another network.
    [-1, 1, 0, 101, 0.4, 5],
    [7, 0, 7, 102, 1, 1],
  ];
  const { found } = await gather({ signals: rows.slice(0, 1), others: rows.slice(1) });
  expect(found).toEqual([
    {
      ...{ subject: -2, only: null, madeUp: true },
      cells: [
        ['read', null, 101, 5, 2],
        ['ask', 7, 100, 3, 3 * 0.9],
        ['ask', 8, 100, 1, 0.9],
      ],
    },
    { subject: -1, only: null, madeUp: true, cells: [['read', null, 101, 5, 2]] },
    { subject: 7, only: 7, madeUp: false, cells: [['ask', 7, 102, 1, 1]] },
  ]);
});

test('days count each subject once, without those that are left out and acts that say nothing', async () => {
  const rows: Row[] = [
    [-3, 0, 7, 100, 1, 1],
    [-2, 0, 8, 100, 1, 1],
    [-2, 0, 9, 100, 1, 1],
    [-2, 2, 9, 100, 1, 1],
    [-1, 0, 6, 100, 1, 1],
  ];
  const { days } = await gather({ signals: rows.slice(0, 2), others: rows.slice(2) }, [-3]);
  expect(days).toEqual(new Map([['forum', new Map([[100, 2]])]]));
});

test('whatever comes in whatever order is there again, in order, and mostly added up', async () => {
  const row = fc.tuple(
    ...[fc.integer({ min: -40, max: 40 }).filter((subject) => subject !== 0), fc.nat({ max: 1 })],
    ...[fc.nat({ max: 3 }), fc.integer({ min: 1, max: 30 }), fc.constantFrom(0.4, 0.9, 1)],
    fc.integer({ min: 1, max: 1e9 }),
  ) as fc.Arbitrary<Row>;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 900, size: 'max' }), fc.nat(), async (rows, cut) => {
      const at = cut % (rows.length + 1);
      const { found } = await gather({ signals: rows.slice(0, at), others: rows.slice(at), none: [] });
      const subjects = new Set(rows.map(([subject]) => subject));
      expect(found.map(({ subject }) => subject)).toEqual([...subjects].sort((a, b) => a - b));
      const different = new Set(rows.map((each) => each.slice(0, 5).join(' ')));
      expect(found.reduce((sum, { cells = [] }) => sum + cells.length, 0)).toBe(different.size);
      for (const { subject, cells = [] } of found) {
        const own = rows.filter(([of]) => of === subject);
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        expect(sum(cells.map(([, , , quantity]) => Number(quantity)))).toBe(sum(own.map((each) => each[5])));
        expect(sum(cells.map((cell) => Number(cell[4])))).toBeCloseTo(
          sum(own.map((each) => each[4] * each[5])),
          0,
        );
      }
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['more than are put aside at a time', 1_000, 20_000],
  ['more than are sorted by number', 70_000, 20_000],
  ['of days before 1970', 20, -1],
  ['of days far away', 20, 1e6],
])('acts of one subject, %s', async (_, count, firstDay) => {
  const rows = Array.from(
    { length: count },
    (__, index): Row => [-1, index % 2, 7, firstDay - (index % 5), 1, 1],
  );
  const {
    found: [one, ...others],
  } = await gather({ signals: rows.slice(0, count / 4), others: rows.slice(count / 4) });
  expect(others).toEqual([]);
  expect(one?.cells?.map(([act, , day, quantity]) => [act, day, quantity])).toEqual(
    ['read', 'ask'].flatMap((act) => [4, 3, 2, 1, 0].map((before) => [act, firstDay - before, count / 10])),
  );
});
