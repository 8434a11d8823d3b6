/** The matcher on a thread of its own, so that whoever starts it goes on answering. */
import { Worker } from 'node:worker_threads';
import { type Database, LeadspringError } from '../../../base/index.ts';
import type { MatcherReport } from './matcher.ts';
import { hasNewIdentities } from './matcher_store.ts';

export interface AsideOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Ends the run where it stands: what is settled stays, the next run takes up the rest. */
  readonly signal?: AbortSignal;
}

/** What the thread is given, and what it answers. */
export interface AsideTask {
  readonly connectionString: string;
  readonly now: number;
}
export type AsideAnswer = { readonly report: MatcherReport } | { readonly error: string };

/**
 * Runs the matcher when there are new identities. Starts no thread otherwise.
 * @returns null when nothing was new or the signal ended it
 * @throws LeadspringError `internal` when the thread fails
 */
export async function runMatcherAside(db: Database, options: AsideOptions): Promise<MatcherReport | null> {
  const { now, signal } = options;
  if (!(await hasNewIdentities(db)) || signal?.aborted === true) return null;
  const workerData: AsideTask = { connectionString: db.connectionString, now };
  const worker = new Worker(new URL('./matcher_thread.ts', import.meta.url), { workerData });
  const end = (): unknown => worker.terminate();
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await answerOf(worker, () => signal?.aborted === true);
  } finally {
    signal?.removeEventListener('abort', end);
    await worker.terminate();
  }
}

function answerOf(worker: Worker, isEnded: () => boolean): Promise<MatcherReport | null> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new LeadspringError('internal', `comparing identities failed: ${why}`));
    worker.once('message', (answer: AsideAnswer) =>
      'report' in answer ? resolve(answer.report) : fail(answer.error),
    );
    worker.once('error', (error) => fail(error.message));
    worker.once('exit', () => (isEnded() ? resolve(null) : fail('the thread ended early')));
  });
}
