/** Background jobs with graphile-worker, in the same database. */
import type { Config } from './config.ts';
import type { Database } from './db/types.ts';
import type { Logger } from './log.ts';

/** One kind of job. It may run again after a crash, so it must be idempotent. */
export interface Job {
  /** snake_case */
  readonly name: string;
  /** When to run by itself, as a cron line (UTC) of graphile-worker; left out: only when asked for. */
  readonly schedule?: string;
  run(): Promise<void>;
}

export interface JobWorker {
  /** Lets running jobs end, then stops. */
  close(): Promise<void>;
}

/** Starts a worker in this process. Any number of processes may do so on one database. */
export async function startJobs(db: Database, jobs: readonly Job[], log: Logger): Promise<JobWorker> {
  // Loaded only where jobs run: it brings a large tree that no command needs.
  const { Logger: WorkerLogger, run } = await import('graphile-worker');
  const runner = await run({
    connectionString: db.connectionString,
    concurrency: 1,
    noHandleSignals: true,
    pollInterval: 2_000,
    logger: new WorkerLogger(() => (level, message) => {
      const known: Readonly<Record<string, Exclude<Config['logLevel'], 'silent'>>> = {
        error: 'error',
        warning: 'warn',
      };
      log[known[level] ?? 'debug']({ jobs: message }, 'jobs');
    }),
    taskList: Object.fromEntries(jobs.map((job) => [job.name, () => job.run()])),
    crontab: jobs
      .flatMap((job) => (job.schedule === undefined ? [] : [`${job.schedule} ${job.name}`]))
      .join('\n'),
  });
  return { close: () => runner.stop() };
}

/** Asks for a job; asking again before it has run changes nothing. */
export async function askForJob(db: Database, name: string): Promise<void> {
  const { quickAddJob } = await import('graphile-worker');
  await quickAddJob({ connectionString: db.connectionString }, name, {}, { jobKey: name });
}
