/** The process of `backtestDatabaseAside`: connections of its own, one replay, one answer. */
import { reopenDatabase, workAside } from '../../base/index.ts';
import type { TrainingExample } from '../model/index.ts';
import { backtestDatabase, databaseExamples } from './database.ts';
import type { DatabaseNews, DatabaseTask } from './database_aside.ts';
import type { Backtest } from './report.ts';

workAside<DatabaseTask, DatabaseNews, Backtest | TrainingExample[]>(
  async ({ connectionString, wanted, options }, tell) => {
    const db = await reopenDatabase(connectionString);
    const told = {
      ...options,
      progress: {
        update: (state: DatabaseNews['state']) => tell({ state, end: false }),
        finish: (state: DatabaseNews['state']) => tell({ state, end: true }),
      },
      // Whoever started this ends the process.
      signal: new AbortController().signal,
    };
    try {
      return wanted === 'backtest' ? await backtestDatabase(db, told) : await databaseExamples(db, told);
    } finally {
      await db.close();
    }
  },
);
