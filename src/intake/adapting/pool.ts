/** Adapts batches on worker threads, or right here for light sources. */
import { Worker } from 'node:worker_threads';
import { LeadspringError } from '../../base/plain.ts';
import type { SettingValues, Source, SourceRecord } from '../contract.ts';
import { type AdaptedRecord, adapterOf } from './adapt_all.ts';

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
    return { adapt: adapterOf(adapt, now), close: async () => undefined };
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
    worker.postMessage({ id: 0, records: task.records }, movable(task.records));
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
    worker.on('message', (answer: { answers?: readonly AdaptedRecord[]; error?: string }) => {
      const task = running.get(worker);
      if (answer.answers !== undefined) task?.resolve(answer.answers);
      else task?.reject(new LeadspringError('internal', `adapting failed: ${answer.error}`));
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
    },
  };
}

/** Buffers that can be moved instead of copied: bytes that own their whole buffer, in a body or one level below. */
function movable(records: readonly SourceRecord<unknown>[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { body } of records) {
    const parts =
      body instanceof Uint8Array
        ? [body]
        : body !== null && typeof body === 'object'
          ? Object.values(body)
          : [];
    for (const part of parts) {
      if (!(part instanceof Uint8Array) || !(part.buffer instanceof ArrayBuffer)) continue;
      // Small buffers may come from Node's shared pool, which must not be moved.
      if (part.byteLength === part.buffer.byteLength && part.byteLength > 16_384) buffers.add(part.buffer);
    }
  }
  return [...buffers];
}
