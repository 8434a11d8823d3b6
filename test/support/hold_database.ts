/** Opens the embedded database of a directory, says so, and waits to be killed. */
import { openDatabase, openLog } from '../../src/base/index.ts';

const db = await openDatabase({
  config: { data: process.argv[2] ?? '', databaseUrl: null },
  log: openLog('silent'),
  now: 0,
});
process.stdout.write(`open ${db.description}\n`);
setInterval(() => undefined, 60_000);
