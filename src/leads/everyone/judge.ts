/** Where judging is done: here, or by a thread of its own while this one reads and writes. */
import { Worker } from 'node:worker_threads';
import { LeadspringError } from '../../base/index.ts';
import type { FlowSums } from '../flow/flow.ts';
import { type JudgingAnswer, type JudgingContext, type JudgingTask, openJudging } from './judging.ts';

export interface Judge {
  /** The bytes of the task are gone afterwards. Answers come in the order of the tasks. */
  judge(task: JudgingTask): Promise<JudgingAnswer>;
  /** Of all tasks before. */
  flow(): Promise<FlowSums>;
  close(): Promise<void>;
}

/** @param aside whether a thread does it, which takes half a second to start */
export function openJudge(context: JudgingContext, aside: boolean): Judge {
  if (aside) return openThread(context);
  const { judge, flow } = openJudging(context);
  return {
    judge: async (task) => judge(task),
    flow: async () => flow,
    close: async () => undefined,
  };
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

function openThread(context: JudgingContext): Judge {
  const worker = new Worker(new URL('./judging_thread.ts', import.meta.url), {
    workerData: context,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  const waiting: Waiting[] = [];
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  worker.on('message', (answer: unknown) => waiting.shift()?.resolve(answer));
  worker.on('error', (cause) =>
    fail(new LeadspringError('internal', `the thread that judges leads ended: ${cause.message}`, { cause })),
  );
  worker.on('exit', () => fail(new LeadspringError('internal', 'the thread that judges leads ended')));
  const ask = <T>(message: JudgingTask | 'flow', moved: readonly ArrayBuffer[]): Promise<T> =>
    new Promise((resolve, reject) => {
      if (failure !== null) return reject(failure);
      waiting.push({ resolve: (value) => resolve(value as T), reject });
      worker.postMessage(message, moved);
    });
  return {
    judge: (task) => ask(task, [task.acts.buffer as ArrayBuffer]),
    flow: () => ask('flow', []),
    close: async () => {
      await worker.terminate();
    },
  };
}
