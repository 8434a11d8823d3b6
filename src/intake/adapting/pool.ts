/** Adapts batches on worker threads, or right here for light sources. */
import { Worker } from 'node:worker_threads';
import { LeadspringError } from '../../base/plain.ts';
import type { SettingValues, Source, SourceRecord } from '../contract.ts';
import { forgetBlocks, giveBlockBack, isBlock } from '../files/blocks.ts';
import { type AdaptedRecord, adapterOf } from './adapt_all.ts';
import { buffersOf, spentBuffers } from './buffers.ts';
import { receiver, type SentRecord } from './wire.ts';

export interface AdaptPool {
  /** Answers in the order of the records. Bytes of the records may be moved away: do not use them afterwards. */
  adapt(records: readonly SourceRecord<unknown>[]): Promise<readonly AdaptedRecord[]>;
  close(): Promise<void>;
}

interface Task {
  readonly records: readonly SourceRecord<unknown>[];
  resolve(answers: readonly AdaptedRecord[]): void;
  reject(error: Error): void;
}

/** What a worker sends: answers, and blocks to fill again, or what went wrong. */
interface Answer {
  readonly answers?: readonly SentRecord[];
  readonly blocks?: readonly ArrayBuffer[];
  readonly error?: string;
}

/** Records per task: large enough to make the hand-over cheap, small enough to keep all threads busy. */
const SLICE = 64;

/**
 * Opens a pool for one source and run. Threads start when there is work for them.
 * @param threads 0 adapts in the calling thread
 */
export async function openAdaptPool(
  source: Source,
  settings: SettingValues,
  threads: number,
  now: number,
): Promise<AdaptPool> {
  // Also checks the settings here, where an error reaches the user.
  const adapt = await source.adapter(settings);
  if (!source.threads || threads === 0) {
    const adaptAll = adapterOf(adapt, now);
    return {
      adapt: async (records) => {
        const answers = await adaptAll(records);
        for (const block of spentBuffers(records, answers, isBlock)) giveBlockBack(block);
        return answers;
      },
      close: async () => forgetBlocks(),
    };
  }
  const pool = threadPool(source, settings, threads, now);
  return {
    adapt: async (records) => {
      const slices: Promise<readonly AdaptedRecord[]>[] = [];
      for (let at = 0; at < records.length; at += SLICE) slices.push(pool.run(records.slice(at, at + SLICE)));
      return (await Promise.all(slices)).flat();
    },
    close: () => pool.close(),
  };
}

function threadPool(
  source: Source,
  settings: SettingValues,
  threads: number,
  now: number,
): {
  run(records: readonly SourceRecord<unknown>[]): Promise<readonly AdaptedRecord[]>;
  close(): Promise<void>;
} {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: Task[] = [];
  const running = new Map<Worker, Task>();
  let failure: Error | undefined;

  const give = (worker: Worker, task: Task): void => {
    running.set(worker, task);
    const buffers = task.records.flatMap(buffersOf);
    worker.postMessage({ records: task.records, blocks: buffers.filter(isBlock) }, buffers);
  };
  const next = (worker: Worker): void => {
    running.delete(worker);
    const task = waiting.shift();
    if (task === undefined) idle.push(worker);
    else give(worker, task);
  };
  const fail = (error: Error): void => {
    failure = error;
    for (const task of [...running.values(), ...waiting.splice(0)]) task.reject(error);
    running.clear();
  };
  const startWorker = (): Worker => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { kind: source.name, now, settings },
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 12 },
    });
    all.add(worker);
    const receive = receiver();
    worker.on('message', ({ answers, blocks = [], error }: Answer) => {
      const task = running.get(worker);
      for (const block of blocks) giveBlockBack(block);
      // At once: each answer builds on the names of the one before.
      if (answers !== undefined) task?.resolve(receive(answers));
      else task?.reject(new LeadspringError('internal', `adapting failed: ${error}`));
      next(worker);
    });
    worker.on('error', (error) =>
      fail(new LeadspringError('internal', `a worker thread ended: ${error.message}`, { cause: error })),
    );
    return worker;
  };

  return {
    run: (records) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        const task: Task = { records, resolve, reject };
        const worker = idle.pop() ?? (all.size < threads ? startWorker() : undefined);
        if (worker === undefined) waiting.push(task);
        else give(worker, task);
      }),
    close: async () => {
      await Promise.all([...all].map((worker) => worker.terminate()));
      forgetBlocks();
    },
  };
}
