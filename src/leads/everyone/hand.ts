/**
 * One of the hands that compute all leads: it reads acts, sorts some of the parts, and judges some of the chunks. Small
 * databases need one, in this thread; large ones have several in threads of their own (`hands.ts`).
 */
import { type DayAdder, type DayCounts, dayAdder } from '../emergence/index.ts';
import { emptyFlow, type FlowSums } from '../flow/flow.ts';
import { openKinds } from './cells.ts';
import { type Chunk, type ChunkWriter, openChunks } from './chunks.ts';
import type { TakeAct } from './columns.ts';
import {
  type Judgeable,
  type Judging,
  type JudgingAnswer,
  type JudgingContext,
  openJudging,
} from './judging.ts';
import type { Kind } from './kinds.ts';
import type { ReadTask } from './packs_store.ts';
import { openPartitions, type PartsAside, type SortedPart } from './partitions.ts';
import { openSpool, readPiece, type Spool } from './spool.ts';

/** What is the same for all hands. Plain data. */
export interface HandContext {
  /** Names of topics, in the order of their numbers. */
  readonly topics: readonly string[];
  /** The lowest and the highest number of a subject. */
  readonly least: number;
  readonly most: number;
  /** Subjects whose days make no crowd: the vendor's own, and members. */
  readonly uncounted: readonly number[];
}

/** Some parts, those of the numbers between. */
export interface SortTask {
  readonly from: number;
  readonly to: number;
  /** What the other hands read. */
  readonly others: readonly PartsAside[];
}

/** A chunk, and where its acts are. */
export interface ChunkAside extends Chunk {
  /** The descriptor of the file of the hand that sorted it; null where there is only one hand. */
  readonly file: number | null;
}

/** A chunk to be judged. */
export interface ChunkTask extends Pick<ChunkAside, 'ends' | 'acts' | 'file'> {
  /** Null where nobody knows the subject any more. */
  readonly subjects: readonly (Judgeable | null)[];
}

/** First all reading is done, then all sorting, then all judging. */
export interface Hand {
  /** Reads the acts of a table, or of a month of one. */
  read(task: ReadTask): Promise<void>;
  /** Where the acts are that were read, for the other hands. */
  aside(): Promise<PartsAside>;
  sort(task: SortTask): Promise<readonly ChunkAside[]>;
  /** Subjects seen on each day at each access point, in what this hand sorted. */
  days(): Promise<DayCounts>;
  /** How to judge from now on. */
  judgeBy(context: JudgingContext): Promise<void>;
  judge(task: ChunkTask): Promise<JudgingAnswer>;
  /** Of all that this hand judged. */
  flow(): Promise<FlowSums>;
  close(): Promise<void>;
}

/** Reads acts, in no order. */
export type ReadActs = (task: ReadTask) => Promise<void>;

/** @param openRead makes the function that reads acts into `take`; it may put something aside meanwhile */
export function openHand(context: HandContext, openRead: (take: TakeAct, aside: Spool) => ReadActs): Hand {
  const [unsorted, sorted] = [openSpool(), openSpool()];
  const partitions = openPartitions(unsorted, context.least, context.most);
  const days: DayCounts = new Map();
  const adder = dayAdder(days);
  const chunks = openChunks(sorted);
  const kindOf = openKinds(context.topics);
  const uncounted = new Set(context.uncounted);
  let judging: Judging | null = null;
  return {
    read: openRead(partitions.add, unsorted),
    aside: async () => partitions.aside(),
    sort: async ({ from, to, others }) => {
      for (const part of partitions.sorted(from, to, others)) {
        addDays(part, adder, kindOf, uncounted);
        for (const { subject, from: first, to: end } of part.subjects) {
          chunks.begin(subject);
          addActs(part, first, end, chunks.add);
          chunks.end();
        }
      }
      const file = others.length > 0 ? sorted.file() : null;
      return chunks.finish().map((chunk) => ({ ...chunk, file }));
    },
    days: async () => days,
    judgeBy: async (judgingContext) => {
      // Everybody has sorted by now.
      unsorted.close();
      judging = openJudging(judgingContext);
    },
    judge: async ({ subjects, ends, acts, file }) => {
      if (judging === null) throw new RangeError('nobody said how to judge');
      const bytes = file === null ? sorted.read(acts) : readPiece(file, acts);
      return judging.judge({ subjects, ends, acts: bytes });
    },
    flow: async () => judging?.flow ?? emptyFlow(),
    close: async () => {
      unsorted.close();
      sorted.close();
    },
  };
}

/** Adds the days of the subjects of a part. */
function addDays(
  { columns: { kind, day }, order, subjects }: SortedPart,
  adder: DayAdder,
  kindOf: (number: number) => Kind,
  uncounted: ReadonlySet<number>,
): void {
  for (const { subject, from, to } of subjects) {
    if (uncounted.has(subject)) continue;
    let [last, before] = [-1, 0];
    for (let place = from; place < to; place++) {
      const at = order[place] ?? 0;
      const number = kind[at] ?? 0;
      const on = day[at] ?? 0;
      if (number === last && on === before) continue;
      const { accessPoint, act } = kindOf(number);
      adder.add(accessPoint, act, on);
      [last, before] = [number, on];
    }
    adder.end();
  }
}

function addActs({ columns, order }: SortedPart, from: number, to: number, add: ChunkWriter['add']): void {
  const { kind, person, day, confidence, quantity } = columns;
  for (let place = from; place < to; place++) {
    const at = order[place] ?? 0;
    add(kind[at] ?? 0, person[at] ?? 0, day[at] ?? 0, confidence[at] ?? 0, quantity[at] ?? 0);
  }
}
