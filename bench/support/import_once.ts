/**
 * Imports one input into a fresh embedded database and prints JSON: seconds of the run, peak memory in bytes.
 * A process of its own for each measurement, so that nothing is warm.
 *
 *   node bench/support/import_once.ts DATA KIND INPUT EXPECTED THREADS
 */
import { openDatabase, openLog } from '../../src/base/index.ts';
import { importPaths } from '../../src/intake/index.ts';

const [data = '', kind = '', input = '', expected = '', threads = '0'] = process.argv.slice(2);
const now = Date.now();
const db = await openDatabase({ config: { data, databaseUrl: null }, log: openLog('error'), now });
try {
  const { counts, seconds, errors } = await importPaths({
    db,
    kind,
    paths: [input],
    settings: {},
    now,
    threads: Number(threads),
  });
  if (errors[0] !== undefined) throw errors[0];
  if (counts.stored !== Number(expected)) throw new Error(`stored ${counts.stored} of ${expected}`);
  console.log(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS * 1024 }));
} finally {
  await db.close();
}
