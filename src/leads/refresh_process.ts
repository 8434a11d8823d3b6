/** The process of `refreshAside`: connections of its own, one computation, one answer. */
import { openDatabase, openLog, workAside } from '../base/index.ts';
import { refreshHere } from './refresh.ts';
import type { RefreshTask } from './refresh_aside.ts';

// Ctrl-C reaches the whole group. Whoever started this waits for the end, and takes this along when it ends at once.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);

workAside<RefreshTask, never, { leads: number }>(async ({ connectionString, options }) => {
  const config = { data: '', databaseUrl: connectionString };
  const db = await openDatabase({ config, log: openLog('warn'), now: 0, migrate: false });
  try {
    return await refreshHere(db, options);
  } finally {
    await db.close();
  }
});
