/**
 * Server time of every page with many leads: from the request to the last byte of the answer, without a network.
 * Medians of wall-clock time. Bigger than the aim of 50 ms: look at the machine's load first.
 *
 *   node bench/pages.ts [LEADS] [ROUNDS]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock, openDatabase, openLog } from '../src/base/index.ts';
import { createWeb } from '../src/doors/web/index.ts';
import { NOW, seed } from '../src/doors/web/testing.ts';
import { median, printTable } from './support/table.ts';

const [leads = '10000', rounds = '25'] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'leadspring-bench-pages-'));
const log = openLog('warn');
const db = await openDatabase({ config: { data: directory, databaseUrl: null }, log, now: NOW });
try {
  await seed(db, { firms: Number(leads) });
  const app = createWeb({ db, clock: fixedClock(NOW), version: 'bench', log });
  const get = async (path: string): Promise<Response> => app.request(`http://localhost${path}`);
  const lead = (await get('/leads/acme-turbines.example')).headers.get('location') ?? '';
  const paths = [
    ...[
      '/leads',
      '/leads?page=100',
      '/leads?sort=name',
      '/leads?q=firm+99',
      '/leads?stage=trying&min_score=1',
    ],
    ...[lead, '/sources', '/sources/attendees_csv/failed', '/healthz'],
  ];
  const rows = [];
  for (const path of paths) {
    const times: number[] = [];
    let bytes = 0;
    for (let round = 0; round < Number(rounds); round++) {
      const startedAt = performance.now();
      const response = await get(path);
      bytes = (await response.arrayBuffer()).byteLength;
      times.push(performance.now() - startedAt);
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    }
    rows.push([path === lead ? '/leads/:id' : path, median(times), Math.max(...times), bytes / 1024]);
  }
  console.log(`${Number(leads).toLocaleString('en-US')} leads, ${rounds} rounds`);
  printTable(['page', 'median ms', 'slowest ms', 'KiB'], rows);
} finally {
  await db.close();
  rmSync(directory, { recursive: true, force: true });
}
