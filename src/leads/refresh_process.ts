/** The process of `refreshAside`: connections of its own, one computation, one answer. */
import { reopenDatabase, workAside } from '../base/index.ts';
import { refreshHere } from './refresh.ts';
import type { RefreshTask } from './refresh_aside.ts';

// Ctrl-C reaches the whole group. Whoever started this waits for the end, and takes this along when it ends at once.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);

workAside<RefreshTask, never, { leads: number }>(async ({ connectionString, options }) => {
  const db = await reopenDatabase(connectionString);
  try {
    return await refreshHere(db, options);
  } finally {
    await db.close();
  }
});
