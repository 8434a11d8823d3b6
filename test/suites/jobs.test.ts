/** Background jobs: they run on their schedule's database, once however often they are asked for. */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { askForJob, openLog, startJobs } from '../../src/base/index.ts';
import { freshDatabase, servers } from '../support/database.ts';

test.each(servers())(
  'a job that was asked for twice runs once, on $name',
  { timeout: 60_000 },
  async (server) => {
    await using fresh = await freshDatabase(server);
    let runs = 0;
    const job = {
      name: 'count_up',
      schedule: '0 4 * * *',
      run: async () => {
        runs++;
      },
    };
    // The worker makes its tables at its first start.
    const first = await startJobs(fresh.db, [job], openLog('silent'));
    await first.close();
    await askForJob(fresh.db, 'count_up');
    await askForJob(fresh.db, 'count_up');
    const worker = await startJobs(fresh.db, [job], openLog('silent'));
    for (let waited = 0; runs === 0 && waited < 200; waited++) await sleep(50);
    await sleep(200);
    await worker.close();
    expect(runs).toBe(1);
  },
);

test('a job that fails is kept and tried again later', { timeout: 60_000 }, async () => {
  await using fresh = await freshDatabase();
  let tries = 0;
  const job = {
    name: 'stumble',
    run: async () => {
      tries++;
      throw new Error('not yet');
    },
  };
  const worker = await startJobs(fresh.db, [job], openLog('silent'));
  await askForJob(fresh.db, 'stumble');
  for (let waited = 0; tries === 0 && waited < 200; waited++) await sleep(50);
  await worker.close();
  expect(tries).toBe(1);
  const { rows } = await fresh.db.query<{ attempts: number; last_error: string }>(
    'select attempts, last_error from graphile_worker._private_jobs',
  );
  expect(rows).toMatchObject([{ attempts: 1, last_error: expect.stringContaining('not yet') }]);
});
