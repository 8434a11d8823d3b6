/** Everybody's leads: who there is, what they did, and how it is judged, by one hand or by several. */
import type { Client, Database, Queryable } from '../../base/index.ts';
import { openScope, readAgreements } from '../acts_store.ts';
import { describe, type Seen } from '../described.ts';
import { readInsiders, readStaff } from '../emergence_store.ts';
import type { Day, Facts } from '../facts.ts';
import { emptyFlow, type FlowSums, mergeFlow } from '../flow/flow.ts';
import type { Insiders } from '../insiders.ts';
import { type Told, withLessons } from '../life/index.ts';
import type { Weights } from '../weights.ts';
import { gatherActs } from './acts.ts';
import { type ChunkAside, type Hand, type HandContext, openHand } from './hand.ts';
import { openThreadHand, usualHands } from './hands.ts';
import type { JudgingAnswer, Writing } from './judging.ts';
import { type Beside, isOrganization, type Numbers, openNumbers } from './numbers_store.ts';
import { forgetChanges, planMonths, type ReadTask } from './packs_store.ts';
import {
  ALL_ACTS,
  exportSnapshot,
  openReader,
  type Reading,
  signalBytes,
  TRAFFIC,
  useSnapshot,
} from './reading_store.ts';

export interface EverybodyOptions extends Insiders {
  readonly weights: Weights;
  readonly today: Day;
  /** Which won and lost leads count. */
  readonly told: Told;
  /** Whether changes and the flow are counted beside the leads. */
  readonly counted: boolean;
  /** Default: leads are wanted as rows, and not written. */
  readonly writing?: Writing;
  /** Who tells the names of subjects while they are judged. */
  readonly names: Queryable;
  /** Whether other connections see what `client` sees: no temporary tables stand before the real ones. */
  readonly shared: boolean;
  /** Default: one, or several threads where there are many signals. */
  readonly hands?: number | undefined;
  /** Bytes of signals from which on a month is kept packed, where several read. */
  readonly packBytes?: number | undefined;
}

export interface Everybody {
  /** Answers about some subjects after the other, in order. To be read once. */
  judged(): AsyncGenerator<JudgingAnswer>;
  /** Who went from where to where. After all were judged. */
  flow(): Promise<FlowSums>;
}

/** Reads the acts of everybody, and clears away what was put aside for that when `work` ends. */
export async function withEverybody<T>(
  db: Database,
  client: Client,
  options: EverybodyOptions,
  work: (everybody: Everybody) => Promise<T>,
): Promise<T> {
  const { today, writing = null } = options;
  const count = options.hands ?? ((await isLarge(client)) ? usualHands() : 1);
  const snapshot = count > 1 ? await exportSnapshot(client) : null;
  const threads = snapshot === null ? [] : openThreads(db, snapshot, count);
  let hands: readonly Hand[] = threads;
  try {
    const weights = await withLessons(client, options.weights, today);
    const scope = await openScope(client, today, weights);
    const beside = snapshot !== null && options.shared ? besideOf(db, snapshot) : null;
    const numbers = await openNumbers(client, scope, beside);
    const { topics, reading } = numbers;
    const context: HandContext = {
      ...{ topics, least: -numbers.organizations, most: numbers.people },
      uncounted: numbers.numbersOf(await readInsiders(client, options)),
    };
    if (threads.length === 0) hands = [handHere(client, context, reading)];
    await Promise.all(threads.map((thread) => thread.begin({ context, reading })));
    const reads = await readsOf(db, client, options, count);
    const gathering = gatherActs(hands, reads);
    // It may fail while something else is waited for.
    gathering.catch(() => undefined);
    // A hand of this thread reads on this connection; while others read, it has nothing else to do.
    if (threads.length === 0) await gathering;
    const agreements = await readAgreements(client, scope, options.told);
    const staff = await readStaff(client, options);
    const { chunks, days } = await gathering;
    const counted = options.counted ? { days, staff: numbers.numbersOf(staff) } : null;
    await Promise.all(hands.map((hand) => hand.judgeBy({ today, weights, topics, counted, writing })));
    return await work({
      judged: () => judgeAll({ hands, chunks, numbers, agreements }, options),
      flow: async () => {
        const sums = emptyFlow();
        for (const each of await Promise.all(hands.map((hand) => hand.flow()))) mergeFlow(sums, each);
        return sums;
      },
    });
  } finally {
    await Promise.all(hands.map((hand) => hand.close()));
  }
}

/** Lets a connection answer one question after the other. */
export function oneByOne(client: Client): Queryable {
  let before: Promise<unknown> = Promise.resolve();
  return {
    query: (text, values) => {
      const answer = before.then(() => client.query<never>(text, values));
      before = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** From about a million signals on, several hands save more than they cost. */
const MANY_BYTES = 150 * 1_024 ** 2;

/** Whether there are many signals. */
export async function isLarge(db: Queryable): Promise<boolean> {
  return (await signalBytes(db)) >= MANY_BYTES;
}

function openThreads(db: Database, snapshot: string, count: number) {
  const thread = { connectionString: db.connectionString, snapshot };
  return Array.from({ length: count }, () => openThreadHand(thread));
}

function besideOf(db: Database, snapshot: string): Beside {
  return (work) =>
    db.transaction(async (other) => {
      await useSnapshot(other, snapshot);
      return work(other);
    });
}

function handHere(client: Client, context: HandContext, reading: Reading): Hand {
  return openHand(context, (take, aside) => {
    const read = openReader(reading, take, aside);
    return async (task) => {
      await read(client, task);
    };
  });
}

/** What is read by so many hands, after the snapshot of several was taken. */
async function readsOf(
  db: Database,
  client: Client,
  { today, writing, packBytes }: EverybodyOptions,
  hands: number,
): Promise<readonly ReadTask[]> {
  const isWriting = writing !== undefined && writing !== null;
  if (!isWriting && hands === 1) return ALL_ACTS;
  const make = isWriting && hands > 1;
  const { tasks, changed } = await planMonths(client, today, { make, leastBytes: packBytes });
  // By itself: whoever erases something meanwhile does not wait.
  if (isWriting && changed.length > 0) await db.transaction((other) => forgetChanges(other, changed));
  return hands > 1 ? [...tasks, TRAFFIC] : ALL_ACTS;
}

interface Judgement {
  readonly hands: readonly Hand[];
  readonly chunks: readonly ChunkAside[];
  readonly numbers: Numbers;
  readonly agreements: ReadonlyMap<string, Facts['agreements']>;
}

/** Chunks that a hand is given while an earlier one is written. */
const AHEAD = 2;

async function* judgeAll(
  judgement: Judgement,
  options: Pick<EverybodyOptions, 'names' | keyof Insiders>,
): AsyncGenerator<JudgingAnswer> {
  const begun: Promise<JudgingAnswer>[] = [];
  const { chunks, hands } = judgement;
  for (const [index, chunk] of chunks.entries()) {
    const hand = hands[index % hands.length];
    if (hand === undefined) throw new RangeError('there are no hands');
    const answer = judgeChunk(chunk, hand, judgement, options);
    // It may fail while an earlier one is waited for, or when nobody waits any more.
    answer.catch(() => undefined);
    begun.push(answer);
    if (begun.length > AHEAD * hands.length) yield* begun.splice(0, 1);
  }
  yield* begun;
}

async function judgeChunk(
  chunk: ChunkAside,
  hand: Hand,
  { numbers, agreements }: Judgement,
  options: Pick<EverybodyOptions, 'names' | keyof Insiders>,
): Promise<JudgingAnswer> {
  const seen = seenIn(chunk, numbers);
  const described = await describe(options.names, seen, options);
  const subjects = seen.map(({ subjectId }) => {
    const known = described.get(subjectId);
    return known === undefined ? null : { ...known, agreements: agreements.get(subjectId) ?? [] };
  });
  return hand.judge({ subjects, ends: chunk.ends, acts: chunk.acts, file: chunk.file });
}

function seenIn({ subjects, only }: ChunkAside, { idOf }: Numbers): readonly Seen[] {
  return subjects.map((number, index) => {
    const person = only[index] ?? null;
    return {
      subjectId: idOf(number),
      type: isOrganization(number) ? 'organization' : 'person',
      // Told by the acts, which are not looked at yet.
      madeUp: false,
      only: person === null ? null : idOf(person),
    };
  });
}
