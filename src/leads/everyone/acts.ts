/** The acts of everybody, read and sorted by one hand or by several, each at what is its own. */
import type { DayCounts } from '../emergence/index.ts';
import type { ChunkAside, Hand, SortTask } from './hand.ts';
import type { ReadTask } from './packs_store.ts';
import { PARTS } from './partitions.ts';

export interface Acts {
  /** In order of their subjects. */
  readonly chunks: readonly ChunkAside[];
  /** Subjects seen on each day at each access point, but for those that were left out. */
  readonly days: DayCounts;
}

/** Parts that a hand sorts at a time where there are several: few enough that all end at about the same time. */
const PARTS_AT_A_TIME = 8;

/** Has all acts read and sorted. */
export async function gatherActs(hands: readonly Hand[], reads: readonly ReadTask[]): Promise<Acts> {
  await eachTask(hands, reads, (task, hand) => hand.read(task));
  const asides = hands.length > 1 ? await Promise.all(hands.map((hand) => hand.aside())) : [];
  const tasks = sortTasks(hands.length > 1 ? PARTS_AT_A_TIME : PARTS);
  const sorted = await eachTask(hands, tasks, (task, hand, own) =>
    hand.sort({
      ...task,
      others: asides.flatMap(({ file, parts }, index) =>
        index === own ? [] : [{ file, parts: parts.slice(task.from, task.to) }],
      ),
    }),
  );
  return { chunks: sorted.flat(), days: sumOfDays(await Promise.all(hands.map((hand) => hand.days()))) };
}

function sortTasks(parts: number): readonly Pick<SortTask, 'from' | 'to'>[] {
  return Array.from({ length: Math.ceil(PARTS / parts) }, (_, index) => ({
    from: index * parts,
    to: Math.min(PARTS, (index + 1) * parts),
  }));
}

/** Gives each hand a task whenever it has none. Answers stand in the order of tasks. */
async function eachTask<Task, Answer>(
  hands: readonly Hand[],
  tasks: readonly Task[],
  work: (task: Task, hand: Hand, index: number) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const waiting = tasks.entries();
  await Promise.all(
    hands.map(async (hand, index) => {
      for (const [place, task] of waiting) answers[place] = await work(task, hand, index);
    }),
  );
  return answers;
}

/** No subject is in the hands of two, so each counted its own. */
function sumOfDays(all: readonly DayCounts[]): DayCounts {
  const [first = new Map(), ...others] = all;
  for (const counts of others) {
    for (const [accessPoint, days] of counts) {
      const sums = first.get(accessPoint) ?? new Map<number, number>();
      first.set(accessPoint, sums);
      for (const [day, count] of days) sums.set(day, (sums.get(day) ?? 0) + count);
    }
  }
  return first;
}
