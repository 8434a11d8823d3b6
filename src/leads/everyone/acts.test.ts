import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Client } from '../../base/index.ts';
import { type Acts, gatherActs } from './acts.ts';
import type { Kind, Numbers } from './numbers_store.ts';

/** Subject, kind, person, day, confidence, quantity: as the query answers, in its order. */
type Row = readonly [number, number, number, number, number, number];

const KINDS: readonly Kind[] = [
  { accessPoint: 'forum', act: 'ask', topic: 'sso', network: false, madeUp: false },
  { accessPoint: 'documentation', act: 'read', topic: null, network: true, madeUp: true },
  { accessPoint: 'agreement', act: 'contract', topic: null, network: false, madeUp: false },
];

const numbers: Numbers = {
  acts: 'select',
  kindOf: (number) => KINDS[number] ?? fail(),
  idsOf: () => fail(),
  numbersOf: () => fail(),
  forget: () => fail(),
};

function fail(): never {
  throw new Error('not asked for here');
}

/** A client that answers these rows. */
function answering(rows: readonly Row[]): Client {
  const width = 28;
  const bytes = Buffer.alloc(rows.length * width);
  for (const [index, [subject, kind, person, day, confidence, quantity]] of rows.entries()) {
    const at = index * width;
    for (const [place, value] of [subject, kind, person, day].entries())
      bytes.writeInt32BE(value, at + 4 * place);
    bytes.writeFloatBE(confidence, at + 16);
    bytes.writeDoubleBE(quantity, at + 20);
  }
  async function* blocks(): AsyncGenerator<Buffer> {
    const half = Math.floor(rows.length / 2) * width;
    yield bytes.subarray(0, half);
    yield bytes.subarray(half);
  }
  return {
    query: () => fail(),
    copy: () => fail(),
    copyOut: () => ({ width, offsets: [0, 4, 8, 12, 16, 20], blocks: blocks() }),
  };
}

function everything(acts: Acts) {
  return acts.chunks.flatMap((chunk) => {
    const cells = [...acts.cellsOf(chunk)];
    return chunk.subjects.map((subject, index) => ({
      subject,
      only: chunk.only[index],
      madeUp: cells[index]?.madeUp,
      cells: cells[index]?.cells.map(({ act, personId, day, quantity, weight }) => [
        ...[act, personId, day, quantity, weight],
      ]),
    }));
  });
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
  const acts = await gatherActs(answering(rows), numbers, new Set());
  expect(everything(acts)).toEqual([
    {
      ...{ subject: -2, only: null, madeUp: true },
      cells: [
        ['ask', '7', 100, 3, 3 * 0.9],
        ['ask', '8', 100, 1, 0.9],
        ['read', null, 101, 5, 2],
      ],
    },
    { subject: -1, only: null, madeUp: true, cells: [['read', null, 101, 5, 2]] },
    { subject: 7, only: 7, madeUp: false, cells: [['ask', '7', 102, 1, 1]] },
  ]);
  acts.close();
});

test('days count each subject once, without those that are left out and acts that say nothing', async () => {
  const rows: Row[] = [
    [-3, 0, 7, 100, 1, 1],
    [-2, 0, 8, 100, 1, 1],
    [-2, 0, 9, 100, 1, 1],
    [-2, 2, 9, 100, 1, 1],
    [-1, 0, 6, 100, 1, 1],
  ];
  const acts = await gatherActs(answering(rows), numbers, new Set([-3]));
  expect(acts.days).toEqual(new Map([['forum', new Map([[100, 2]])]]));
  acts.close();
});

test('whatever comes is there again, in order, however many chunks it takes', async () => {
  const row = fc.tuple(
    ...[fc.integer({ min: -40, max: 40 }).filter((subject) => subject !== 0), fc.nat({ max: 1 })],
    ...[fc.nat({ max: 3 }), fc.integer({ min: 1, max: 30_000 }), fc.constantFrom(0.4, 0.9, 1)],
    fc.integer({ min: 1, max: 1e9 }),
  ) as fc.Arbitrary<Row>;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 300 }), async (drawn) => {
      const rows = drawn.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
      const acts = await gatherActs(answering(rows), numbers, new Set());
      const found = everything(acts);
      expect(found.map(({ subject }) => subject)).toEqual([...new Set(rows.map(([subject]) => subject))]);
      for (const { subject, cells = [] } of found) {
        const own = rows.filter(([of]) => of === subject);
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        expect(sum(cells.map(([, , , quantity]) => Number(quantity)))).toBe(sum(own.map((each) => each[5])));
        expect(sum(cells.map((cell) => Number(cell[4])))).toBeCloseTo(
          sum(own.map((each) => each[4] * each[5])),
          0,
        );
      }
      acts.close();
    }),
    { numRuns: 50 },
  );
});
