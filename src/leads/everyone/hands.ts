/** Hands in threads of their own, each with a connection of its own to the same snapshot of the database. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Failure, fromFailure, LeadspringError } from '../../base/index.ts';
import type { Hand, HandContext } from './hand.ts';
import type { Reading } from './reading_store.ts';

/** More hands would wait for the server. */
const MOST_HANDS = 4;

/** As many as the machine works with at once, two at least: while one waits for the server another judges. */
export function usualHands(): number {
  return Math.max(2, Math.min(MOST_HANDS, availableParallelism()));
}

export interface ThreadOptions {
  readonly connectionString: string;
  /** Of `exportSnapshot`. */
  readonly snapshot: string;
}

/** What a thread is asked: a method of its hand, or to begin. */
export type Asked =
  | { readonly name: 'begin'; readonly argument: BeginTask }
  | { readonly name: keyof Hand; readonly argument: unknown };

export interface BeginTask {
  readonly context: HandContext;
  readonly reading: Reading;
}

export type Answered = { readonly answer: unknown } | { readonly failure: Failure };

/** A hand in a thread, which loads its code while the main thread learns what to tell it. */
export interface ThreadHand extends Hand {
  /** To be called first. */
  begin(task: BeginTask): Promise<void>;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** Answers come in the order of questions. After an error every further question fails with the same. */
export function openThreadHand(options: ThreadOptions): ThreadHand {
  const worker = new Worker(new URL('./hand_thread.ts', import.meta.url), {
    workerData: options,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  const waiting: Waiting[] = [];
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  worker.on('message', (message: Answered) => {
    if ('answer' in message) waiting.shift()?.resolve(message.answer);
    else fail(fromFailure(message.failure));
  });
  worker.on('error', (cause) =>
    fail(new LeadspringError('internal', `a thread that computes leads ended: ${cause.message}`, { cause })),
  );
  worker.on('exit', () => fail(new LeadspringError('internal', 'a thread that computes leads ended')));
  const ask = <T>(name: Asked['name'], argument: unknown = null): Promise<T> =>
    new Promise((resolve, reject) => {
      if (failure !== null) return reject(failure);
      waiting.push({ resolve: (value) => resolve(value as T), reject });
      worker.postMessage({ name, argument } as Asked);
    });
  return {
    begin: (task) => ask('begin', task),
    read: (table) => ask('read', table),
    aside: () => ask('aside'),
    sort: (task) => ask('sort', task),
    days: () => ask('days'),
    judgeBy: (context) => ask('judgeBy', context),
    judge: (task) => ask('judge', task),
    flow: () => ask('flow'),
    close: async () => {
      await worker.terminate();
    },
  };
}
