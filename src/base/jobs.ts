/** Background jobs with graphile-worker, in the same database. */
import pg from 'pg';
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

/**
 * A pool whose connections may break unheard. The library's own would end the process when the server stops while
 * they are being closed: an error event without a listener.
 */
function openPool(db: Database): pg.Pool {
  const pool = new pg.Pool({ connectionString: db.connectionString, max: 5 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Starts a worker in this process. Any number of processes may do so on one database. */
export async function startJobs(db: Database, jobs: readonly Job[], log: Logger): Promise<JobWorker> {
  // Loaded only where jobs run: it brings a large tree that no command needs.
  const { Logger: WorkerLogger, run } = await import('graphile-worker');
  const pool = openPool(db);
  const runner = await run({
    pgPool: pool,
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
  return {
    close: async () => {
      await runner.stop();
      await pool.end();
    },
  };
}

/** Asks for a job; asking again before it has run changes nothing. */
export async function askForJob(db: Database, name: string): Promise<void> {
  const { quickAddJob } = await import('graphile-worker');
  const pool = openPool(db);
  try {
    await quickAddJob({ pgPool: pool }, name, {}, { jobKey: name });
  } finally {
    await pool.end();
  }
}
