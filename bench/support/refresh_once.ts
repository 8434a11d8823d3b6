/**
 * Computes all leads of a database once and prints JSON: seconds, peak memory in bytes, leads. A process of its own
 * under the launcher's flags, so that nothing is warm and nothing else counts. Memory is that of this process and of
 * the one it may start, each at its peak.
 *
 *   node bench/support/refresh_once.ts DATABASE_URL NOW
 */
import { readdirSync, readFileSync } from 'node:fs';
import { openDatabase, openLog } from '../../src/base/index.ts';
import { loadWeights, refreshLeads } from '../../src/leads/index.ts';

const [databaseUrl = '', at = ''] = process.argv.slice(2);
const now = Number(at);
const db = await openDatabase({ config: { data: '', databaseUrl }, log: openLog('error'), now });
let children = 0;
const watch = setInterval(() => {
  children = Math.max(children, peakOfChildren());
}, 100);

/** Peak memory of the processes that this one started and that run now, in bytes; Linux only, else 0. */
function peakOfChildren(): number {
  let bytes = 0;
  for (const pid of processes()) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== process.pid) continue;
      bytes += 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    } catch {
      // It has ended since the folder was read.
    }
  }
  return bytes;
}

function processes(): readonly string[] {
  return process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
}

try {
  const from = performance.now();
  const { leads } = await refreshLeads(db, { weights: loadWeights(), vendorDomains: [], now });
  const seconds = (performance.now() - from) / 1_000;
  console.log(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS * 1024 + children, leads }));
} finally {
  clearInterval(watch);
  await db.close();
}
