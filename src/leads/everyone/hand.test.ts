import { expect, test } from 'vitest';
import { unpackCounts } from '../emergence/index.ts';
import { emptyFlow, mergeFlow } from '../flow/flow.ts';
import { loadWeights } from '../weights.ts';
import { gatherActs } from './acts.ts';
import { type ChunkTask, type Hand, openHand } from './hand.ts';
import { openThreadHand } from './hands.ts';
import type { Writing } from './judging.ts';
import { CODES, kindNumber } from './kinds.ts';

const TODAY = 20_000;
const ASK = CODES.find(({ accessPoint, act }) => accessPoint === 'forum' && act === 'ask')?.code ?? 0;
const SUBJECTS = 30;

/** A hand that reads organizations that ask every week: every second act stands in the table `0`, the others in `1`. */
function handOf(): Hand {
  const context = { topics: [], least: -SUBJECTS, most: 0, uncounted: [] };
  return openHand(context, (take) => async ({ table }) => {
    let number = 0;
    for (let subject = 1; subject <= SUBJECTS; subject++)
      for (let age = subject % 7; age < 40 * subject; age += 7)
        if (number++ % 2 === Number(table))
          take(-subject, kindNumber(ASK, 0, 0), 1 + (age % 3), TODAY - age, 0.9, 1);
  });
}

async function judged(count: number, counted = true, writing: Writing | null = null) {
  const hands = Array.from({ length: count }, handOf);
  try {
    const { chunks, days } = await gatherActs(hands, [{ table: '0' }, { table: '1' }]);
    const context = { weights: loadWeights(), today: TODAY, topics: [] };
    const told = { ...context, counted: counted ? { days, staff: [2] } : null, writing };
    for (const hand of hands) await hand.judgeBy(told);
    const answers = await Promise.all(
      chunks.map(({ subjects, ends, acts, file }, index) => {
        const task: ChunkTask = { ...{ ends, acts, file }, subjects: subjects.map(subjectOf) };
        return hands[index % count]?.judge(task);
      }),
    );
    const flow = emptyFlow();
    for (const hand of hands) mergeFlow(flow, await hand.flow());
    return {
      rows: answers.flatMap((answer) => answer?.rows ?? []),
      written: answers.flatMap((answer) => answer?.written ?? []),
      counts: answers.flatMap((answer) => (answer === undefined ? [] : [...unpackCounts(answer.counts)])),
      flow,
    };
  } finally {
    for (const hand of hands) await hand.close();
  }
}

test('leads that are to be stored come as they are stored, and not as rows', async () => {
  const { rows } = await judged(1);
  const writing = { generation: 7, computedAt: TODAY * 86_400_000, model: null };
  const stored = await judged(2, true, writing);
  expect(stored.rows).toEqual([]);
  expect(stored.written.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  const lines = stored.written.flatMap(({ text }) => new TextDecoder().decode(text).trimEnd().split('\n'));
  expect(lines.map((line) => line.split('\t').slice(0, 2).join(' ')).toSorted()).toEqual(
    rows.map(({ id }) => `7 ${id}`).toSorted(),
  );
});

/** Nobody knows the third any more, and the fourth is the vendor. */
function subjectOf(number: number): ChunkTask['subjects'][number] {
  if (number === -3) return null;
  return {
    subject: {
      ...{ id: `organization ${number}`, type: 'organization', name: 'Firm', domain: 'firm.example' },
      ...{ kind: 'company', kindReason: '', own: number === -4, member: false, madeUp: false },
    },
    ...{ names: [], agreements: [] },
  };
}

test('several hands say what one says, in order', async () => {
  const [one, several] = [await judged(1), await judged(3)];
  expect(several).toEqual(one);
  expect(one.rows).toHaveLength(SUBJECTS - 1);
  expect(one.counts).toHaveLength(SUBJECTS - 2);
  expect(one.counts[0]?.series.get('people forum')?.counts[0]).toBeGreaterThan(1);
  // The vendor's own is no way to the product.
  expect(one.flow.reach.get('forum')?.subjects).toBe(SUBJECTS - 2);
});

test('where only leads are asked for, nothing is counted', async () => {
  const { rows, counts, flow } = await judged(2, false);
  expect(rows).toHaveLength(SUBJECTS - 1);
  expect(counts).toEqual([]);
  expect(flow).toEqual(emptyFlow());
});

test('an error in a thread is one of whoever asked, and of whoever asks later', async () => {
  const hand = openThreadHand({ connectionString: 'postgresql://nobody@localhost:1/none', snapshot: '0' });
  await expect(hand.days()).rejects.toMatchObject({ code: 'internal', message: 'nobody said how to begin' });
  await expect(hand.flow()).rejects.toMatchObject({ code: 'internal' });
  await hand.close();
});
