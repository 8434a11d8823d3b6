/**
 * Imports one access log into a fresh embedded database and prints JSON: lines read and failed, rows stored,
 * seconds of the run, peak memory in bytes. A process of its own for each measurement, so that nothing is warm.
 *
 *   node bench/access_log_import.ts DATA INPUT THREADS [NETWORKS]
 */
import { openDatabase, openLog } from '../src/base/index.ts';
import { importPaths } from '../src/intake/index.ts';

const [data = '', input = '', threads = '0', networks] = process.argv.slice(2);
const now = Date.now();
const db = await openDatabase({ config: { data, databaseUrl: null }, log: openLog('error'), now });
try {
  const { counts, seconds, errors } = await importPaths({
    db,
    kind: 'access_log',
    paths: [input],
    settings: networks === undefined ? {} : { networks },
    now,
    threads: Number(threads),
  });
  if (errors[0] !== undefined) throw errors[0];
  const { rows } = await db.query<{ rows: number }>('select count(*)::int as rows from signal_rollup');
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(
    JSON.stringify({ read: counts.read, failed: counts.failed, rows: rows[0]?.rows, seconds, peak }),
  );
} finally {
  await db.close();
}
