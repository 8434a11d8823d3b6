import { expect, test } from 'vitest';
import { emptyFlow } from '../flow/flow.ts';
import { loadWeights } from '../weights.ts';
import { gatherActs } from './acts.ts';
import { openJudge } from './judge.ts';
import type { JudgingContext, JudgingTask } from './judging.ts';
import { CODES, kindNumber } from './kinds.ts';

const TODAY = 20_000;
const ASK = CODES.find(({ accessPoint, act }) => accessPoint === 'forum' && act === 'ask')?.code ?? 0;
const SUBJECTS = 30;

/** Tasks of two organizations each, that ask now and then. */
async function made(): Promise<{ context: JudgingContext; tasks: () => JudgingTask[] }> {
  const acts = await gatherActs(
    {
      ...{ organizations: SUBJECTS, people: 0, topics: [] },
      readActs: async (take) => {
        for (let subject = 1; subject <= SUBJECTS; subject++)
          for (let age = 0; age < 40 * subject; age += 7)
            take(-subject, kindNumber(ASK, 0, 0), 1 + (age % 3), TODAY - age, 0.9, 1);
      },
    },
    new Set(),
  );
  const [chunk] = acts.chunks;
  if (chunk === undefined) throw new Error('no acts');
  const context = {
    ...{ weights: loadWeights(), today: TODAY, topics: [] },
    counted: { days: acts.days, staff: ['2'] },
  };
  const task = (): JudgingTask => ({
    subjects: chunk.subjects.map((number) =>
      number === -3
        ? null
        : {
            subject: {
              ...{ id: `organization ${number}`, type: 'organization', name: 'Firm', domain: 'firm.example' },
              ...{ kind: 'company', kindReason: '', own: number === -4, madeUp: false },
            },
            ...{ names: [], agreements: [] },
          },
    ),
    ends: chunk.ends,
    acts: acts.bytesOf(chunk).slice(),
  });
  return { context, tasks: () => [task(), task()] };
}

test('a thread says what is said here, in order', async () => {
  const { context, tasks } = await made();
  const answers = await Promise.all(
    [false, true].map(async (aside) => {
      const judge = openJudge(context, aside);
      const said = await Promise.all(tasks().map((task) => judge.judge(task)));
      const flow = await judge.flow();
      await judge.close();
      return { said, flow };
    }),
  );
  expect(answers[1]).toEqual(answers[0]);
  const [first] = answers[0]?.said ?? [];
  expect(first?.rows).toHaveLength(SUBJECTS - 1);
  expect(first?.counts).toHaveLength(SUBJECTS - 1);
  // The vendor's own is no way to the product.
  expect(answers[0]?.flow.reach.get('forum')?.subjects).toBe(2 * (SUBJECTS - 2));
});

test('where only leads are asked for, nothing is counted', async () => {
  const { context, tasks } = await made();
  const judge = openJudge({ ...context, counted: null }, true);
  const [task] = tasks();
  if (task === undefined) throw new Error('no task');
  expect(await judge.judge(task)).toMatchObject({ counts: [] });
  expect(await judge.flow()).toEqual(emptyFlow());
  await judge.close();
});

test('an error in the thread is one of whoever asked, and of whoever asks later', async () => {
  const { context, tasks } = await made();
  const judge = openJudge(context, true);
  const [task] = tasks();
  if (task === undefined) throw new Error('no task');
  const wrong = { ...task, acts: new Uint8Array(7) };
  await expect(judge.judge(wrong)).rejects.toMatchObject({ code: 'internal' });
  await expect(judge.flow()).rejects.toMatchObject({ code: 'internal' });
  await judge.close();
});
