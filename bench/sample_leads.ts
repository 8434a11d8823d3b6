/**
 * How early and how rightly leads emerge on the sample ecosystem, whose truth is known. Everything here is MADE UP: the
 * figures say whether the machinery works, not how it does on a real product.
 *
 * Printed: the back-test of the score against the sample's contracts; and, week by week through the last year, which
 * organizations were marked as emerging, how many of them bought within the horizon, how long before, and how often an
 * alarm was raised for one that never buys.
 *
 *   node bench/sample_leads.ts [SIZE] [SEED]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { VENDOR_DOMAIN, writeSample } from '../sample/index.ts';
import { type Database, noProgress, openDatabase, openLog } from '../src/base/index.ts';
import { importPaths, recognizePaths } from '../src/intake/index.ts';
import {
  backtestDatabaseAside,
  type LeadOptions,
  listLeads,
  loadWeights,
  refreshLeads,
} from '../src/leads/index.ts';
import { underLauncherFlags } from './support/node.ts';
import { median, printTable } from './support/table.ts';

underLauncherFlags(import.meta.filename);
const DAY = 86_400_000;
const HORIZON = 180;
const END = Date.UTC(2026, 10, 1);
const [size = 'small', seed = '1'] = process.argv.slice(2);

const truthShape = z.object({
  organizations: z.array(
    z.object({ domains: z.array(z.string()), customerSince: z.string().nullish() }).loose(),
  ),
});

const directory = mkdtempSync(join(tmpdir(), 'leadspring-bench-sample-'));
const log = openLog('error');

/** @returns the domains of members */
async function fill(db: Database, files: string): Promise<readonly string[]> {
  const { memberDomains } = await writeSample({
    directory: files,
    seed: Number(seed),
    size: size as 'small',
    end: END,
  });
  const networks = join(files, 'networks.tsv');
  const { recognized } = await recognizePaths(
    ['access-logs', 'repository.git', 'lists', 'support', 'csv', 'forum'].map((name) => join(files, name)),
  );
  for (const { source, paths } of recognized) {
    const settings = source.name === 'access_log' ? { networks } : {};
    await importPaths({ db, kind: source.name, paths, settings, now: END, threads: 1, madeUp: true });
  }
  return memberDomains;
}

/** First day of a contract or won deal by domain, from the truth. */
function buyers(files: string): ReadonlyMap<string, number> {
  const truth = truthShape.parse(JSON.parse(readFileSync(join(files, 'truth/truth.json'), 'utf8')));
  return new Map(
    truth.organizations.flatMap(({ domains, customerSince }) =>
      customerSince ? domains.map((domain) => [domain, Date.parse(customerSince)] as const) : [],
    ),
  );
}

async function emergence(
  db: Database,
  bought: ReadonlyMap<string, number>,
  options: LeadOptions,
): Promise<void> {
  const first = new Map<string, number>();
  let weeks = 0;
  let quiet = 0;
  for (let now = END - 365 * DAY; now <= END; now += 7 * DAY) {
    await refreshLeads(db, { ...options, now });
    const { rows } = await listLeads(db, { emerging: true, status: 'any', limit: 1_000 });
    weeks++;
    if (rows.length === 0) quiet++;
    for (const { domain, name } of rows) if (!first.has(domain ?? name)) first.set(domain ?? name, now);
  }
  const judged = [...first].filter(([, at]) => at + HORIZON * DAY <= END);
  const days = judged.flatMap(([domain, at]) => {
    const when = bought.get(domain);
    return when !== undefined && when >= at && when <= at + HORIZON * DAY ? [(when - at) / DAY] : [];
  });
  const base = [...bought.values()].filter((at) => at > END - 365 * DAY && at <= END).length;
  printTable(
    ['emerging, week by week', ''],
    [
      ['weeks looked at', weeks],
      ['weeks without any', quiet],
      ['organizations marked for the first time', first.size],
      ['  whose horizon is over', judged.length],
      [`  of these bought within ${HORIZON} days`, days.length],
      ['  days before, median', days.length === 0 ? '–' : median(days)],
      ['bought in that year, in truth', base],
    ],
  );
}

const db = await openDatabase({
  config: { data: join(directory, 'data'), databaseUrl: null },
  log,
  now: END,
});
try {
  const files = join(directory, 'files');
  const memberDomains = await fill(db, files);
  const options = { weights: loadWeights(), vendorDomains: [VENDOR_DOMAIN], memberDomains };
  console.log(`sample ${size}, seed ${seed}: MADE UP`);
  const { pooled } = await backtestDatabaseAside(db, {
    ...{ ...options, horizon: HORIZON, every: 30 },
    ...{ progress: noProgress, signal: new AbortController().signal },
  });
  printTable(
    ['score against contracts', ''],
    [
      ['candidates', pooled.candidates],
      ['base rate, %', 100 * pooled.baseRate],
      ['average precision', pooled.averagePrecision],
      ['precision of the first ten, %', 100 * pooled.model.precision],
      ['lift', pooled.model.lift],
      ['lift by volume', pooled.baselines.volume.lift],
      ['seen before, %', 100 * pooled.seen.share],
      ['days before, median', pooled.seen.medianDays ?? Number.NaN],
    ],
  );
  await emergence(db, buyers(files), options);
} finally {
  await db.close();
  rmSync(directory, { recursive: true, force: true });
}
