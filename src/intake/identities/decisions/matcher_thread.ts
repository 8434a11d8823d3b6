/** The thread that `runMatcherAside` starts: a connection of its own, one run, one answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, openLog } from '../../../base/index.ts';
import { runMatcher } from './matcher.ts';
import type { AsideAnswer, AsideTask } from './matcher_aside.ts';

async function run({ connectionString, now }: AsideTask): Promise<AsideAnswer> {
  const config = { data: '', databaseUrl: connectionString };
  const db = await openDatabase({ config, log: openLog('warn'), now, migrate: false });
  try {
    return { report: await runMatcher(db, { now }) };
  } finally {
    await db.close();
  }
}

let answer: AsideAnswer;
try {
  answer = await run(workerData as AsideTask);
} catch (thrown) {
  answer = { error: thrown instanceof Error ? thrown.message : String(thrown) };
}
parentPort?.postMessage(answer);
