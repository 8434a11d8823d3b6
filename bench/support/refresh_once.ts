/**
 * Computes all leads of a database once and prints JSON: seconds, peak memory in bytes, leads. A process of its own
 * under the launcher's flags, so that nothing is warm and nothing else counts.
 *
 *   node bench/support/refresh_once.ts DATABASE_URL NOW
 */
import { openDatabase, openLog } from '../../src/base/index.ts';
import { loadWeights, refreshLeads } from '../../src/leads/index.ts';

const [databaseUrl = '', at = ''] = process.argv.slice(2);
const now = Number(at);
const db = await openDatabase({ config: { data: '', databaseUrl }, log: openLog('error'), now });
try {
  const from = performance.now();
  const { leads } = await refreshLeads(db, { weights: loadWeights(), vendorDomains: [], now });
  const seconds = (performance.now() - from) / 1_000;
  console.log(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS * 1024, leads }));
} finally {
  await db.close();
}
