/**
 * The back-test of the database in a process of its own: matching the identities of every cut-off anew takes more
 * memory than the main process has.
 */
import { type Database, LeadspringError, type ProgressState, runAside } from '../../base/index.ts';
import { insidersOf } from '../insiders.ts';
import type { TrainingExample } from '../model/index.ts';
import type { DatabaseOptions } from './database.ts';
import type { Backtest } from './report.ts';

/** What the process is given. */
export interface DatabaseTask {
  readonly connectionString: string;
  readonly wanted: 'backtest' | 'examples';
  readonly options: Omit<DatabaseOptions, 'progress' | 'signal'>;
}

/** What the process tells meanwhile; `end` with the last state. */
export interface DatabaseNews {
  readonly state: ProgressState;
  readonly end: boolean;
}

/** As `backtestDatabase`. @throws what the signal was aborted with, and LeadspringError as the work does */
export async function backtestDatabaseAside(db: Database, options: DatabaseOptions): Promise<Backtest> {
  return run<Backtest>(db, 'backtest', options);
}

/** As `databaseExamples`. @throws what the signal was aborted with, and LeadspringError as the work does */
export async function databaseExamplesAside(
  db: Database,
  options: DatabaseOptions,
): Promise<TrainingExample[]> {
  return run<TrainingExample[]>(db, 'examples', options);
}

async function run<Answer>(
  db: Database,
  wanted: DatabaseTask['wanted'],
  options: DatabaseOptions,
): Promise<Answer> {
  const { weights, horizon, every, length, progress, signal } = options;
  const task: DatabaseTask = {
    ...{ connectionString: db.connectionString, wanted },
    options: { ...insidersOf(options), weights, horizon, every, ...(length === undefined ? {} : { length }) },
  };
  const answer = await runAside<DatabaseNews, Answer>(
    new URL('./database_process.ts', import.meta.url),
    task,
    {
      signal,
      progress: ({ state, end }) => (end ? progress.finish(state) : progress.update(state)),
    },
  );
  signal.throwIfAborted();
  if (answer === null) throw new LeadspringError('internal', 'the process of the back-test was ended');
  return answer;
}
