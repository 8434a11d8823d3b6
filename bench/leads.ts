/**
 * Leads at size, on made-up databases: how long all are computed, how long a few, and how long it takes from a signal
 * at the door to its lead in the list, by itself and while all are being computed. Then growth with organizations.
 *
 *   node bench/leads.ts [ORGANIZATIONS:SIGNALS | DATABASE_URL …]    default: 1000:100000 10000:1000000 100000:10000000
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase, openLog, openSecrets, randomId } from '../src/base/index.ts';
import { addSource, openDoor, startIntake } from '../src/intake/index.ts';
import { seededRandom } from '../src/leads/emergence/testing.ts';
import {
  findLead,
  leadsAsOf,
  listLeads,
  loadWeights,
  refreshLeadsOf,
  subjectsOf,
} from '../src/leads/index.ts';
import { makeLeads } from './support/make_leads.ts';
import { NODE_FLAGS, underLauncherFlags } from './support/node.ts';
import { printTable } from './support/table.ts';

underLauncherFlags(import.meta.filename);
const DAY = 86_400_000;
const ONES = 200;
const KEY = 'bench-write-key-0123456789';
const log = openLog('error');
const options = { weights: loadWeights(), vendorDomains: [], now: Date.now() };
const network = { http: { request: () => Promise.reject(new Error('no network here')) } };

interface Refreshed {
  readonly seconds: number;
  readonly peak: number;
  readonly leads: number;
}

/** All leads, computed by a process of its own. */
async function refreshAside(db: Database): Promise<Refreshed> {
  const script = join(import.meta.dirname, 'support/refresh_once.ts');
  const child = spawn(process.execPath, [...NODE_FLAGS, script, db.connectionString, String(options.now)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error('the leads could not be computed');
  return JSON.parse(text) as Refreshed;
}

/** Organizations: the five busiest, then others by chance. */
async function choose(db: Database, count: number, seed: number): Promise<{ id: string; domain: string }[]> {
  const { rows: busiest } = await db.query<{ id: string; domain: string }>(
    `select organization_id as id, domain from organization join identity using (organization_id) join (
       select organization_identity_id as identity_id, count(*) as acts from signal
        where organization_identity_id is not null group by 1 order by 2 desc limit 5) busy using (identity_id)`,
  );
  const { rows } = await db.query<{ id: string; domain: string }>(
    'select lead_id as id, domain from lead where domain is not null and last_at < $1 order by lead_id',
    [new Date(today())],
  );
  const random = seededRandom(seed);
  const others = Array.from({ length: count }, () => rows[Math.floor(random() * rows.length)]);
  return [...busiest, ...others.flatMap((row) => row ?? [])];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Everything between the door and the list, as `leadspring serve` puts it together. */
async function openPath(db: Database) {
  const secrets = () => openSecrets('the key of this benchmark');
  const name = `bench-${randomId()}`;
  await addSource(
    { db, secrets, network, now: Date.now() },
    { kind: 'segment', name, settings: { write_keys: KEY } },
  );
  const worker = startIntake({
    ...{ db, secrets, network, log, threads: 1, clock: Date.now, pull: false },
    stored: async (identities) => {
      await refreshLeadsOf(db, await subjectsOf(db, identities ?? []), options);
    },
  });
  const door = openDoor({ db, secrets, now: Date.now });
  const send = async (domain: string): Promise<void> => {
    const call = {
      ...{ type: 'track', messageId: randomId(), event: 'Feature Used', timestamp: new Date().toISOString() },
      ...{ userId: domain, context: { traits: { email: `person-0@${domain}` } }, properties: {} },
    };
    await door.deliver(name, {
      ...{ method: 'POST', path: 'v1/track', query: {}, at: Date.now() },
      headers: { authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}` },
      body: Buffer.from(JSON.stringify(call)),
    });
  };
  return { send, close: () => worker.close() };
}

const today = (): number => Math.floor(Date.now() / DAY) * DAY;

/** Milliseconds from a signal of today to its lead, last seen today. Each organization serves once. */
async function signalToLead(db: Database, path: Awaited<ReturnType<typeof openPath>>, domain: string) {
  const isThere = async (): Promise<boolean> => (await findLead(db, domain))?.lastAt === today();
  if (await isThere()) return null;
  return timed(async () => {
    await path.send(domain);
    while (!(await isThere())) await sleep(5);
  });
}

function spread(times: readonly number[]): readonly number[] {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return [times.length, at(0.5), at(0.99), sorted.at(-1) ?? Number.NaN];
}

/** Says that every month changed, as an import of all does. */
async function changeAllMonths(db: Database): Promise<void> {
  await db.query(
    `insert into signal_pack_stale select replace(substr(inhrelid::regclass::text, 8), '_', '-')
       from pg_inherits where inhparent = 'signal'::regclass`,
  );
}

function show(how: string, { leads, seconds, peak }: Refreshed): void {
  const memory = `peak ${Math.round(peak / 1024 ** 2)} MiB of its processes`;
  console.log(`all ${leads} leads ${how}: ${seconds.toFixed(1)} s, ${memory}`);
}

/** All leads as every night: from the packs of months that are over, where these are large. @returns seconds, the median */
async function measurePacked(db: Database): Promise<number> {
  const seconds: number[] = [];
  while (seconds.length < PACKED_RUNS) {
    const run = await refreshAside(db);
    show('as every night', run);
    seconds.push(run.seconds);
  }
  return spread(seconds)[1] ?? Number.NaN;
}

const PACKED_RUNS = 3;

async function measure(db: Database): Promise<readonly number[]> {
  await changeAllMonths(db);
  show('as after an import of all', await refreshAside(db));
  if ((await leadsAsOf(db)) !== options.now) throw new Error('the leads are not those that were computed');
  const chosen = await choose(db, ONES, 1);
  const one: number[] = [];
  for (const { id } of chosen) one.push(await timed(() => refreshLeadsOf(db, [id], options)));
  const together = await timed(() =>
    refreshLeadsOf(
      db,
      chosen.map(({ id }) => id),
      options,
    ),
  );
  const list = await timed(() => listLeads(db));
  const path = await openPath(db);
  const alone: number[] = [];
  const beside: number[] = [];
  const follow = async (domain: string, times: number[]): Promise<void> => {
    const took = await signalToLead(db, path, domain);
    if (took !== null) times.push(took);
    // Not in step with the loops that look for work.
    await sleep(times.length % 97);
  };
  for (const { domain } of chosen) await follow(domain, alone);
  let running = true;
  const again = refreshAside(db).finally(() => {
    running = false;
  });
  for (const { domain } of await choose(db, 20_000, 2)) {
    if (!running) break;
    await follow(domain, beside);
  }
  show('while large months are packed, and signals come', await again);
  const listed = await listLeads(db, { sort: 'last', limit: 1 });
  if ((listed.rows[0]?.lastAt ?? 0) < options.now - DAY)
    throw new Error('the list does not show the new signals');
  await path.close();
  printTable(
    ['milliseconds', 'measured', 'p50', 'p99', 'most'],
    [
      ['one lead computed anew', ...spread(one)],
      [`${chosen.length} leads computed anew together`, 1, together, together, together],
      ['first page of the list', 1, list, list, list],
      ['signal to lead', ...spread(alone)],
      ['signal to lead, all being computed beside', ...spread(beside)],
    ],
  );
  return [await measurePacked(db), spread(one)[1] ?? 0, spread(alone)[1] ?? 0];
}

/** An existing database by its address, or a made-up one of a size that is removed at the end. */
async function measureAt(given: string): Promise<{ size: number; figures: readonly number[] }> {
  const [organizations = 0, signals = 0] = given.split(':').map(Number);
  const isUrl = given.startsWith('postgres');
  const directory = isUrl ? null : mkdtempSync(join(tmpdir(), 'leadspring-bench-leads-'));
  const config =
    directory === null ? { data: '', databaseUrl: given } : { data: directory, databaseUrl: null };
  const db = await openDatabase({ config, log, now: options.now });
  try {
    console.log(
      `\n${isUrl ? 'the database given' : `${organizations} organizations, ${signals} signals (made up)`}`,
    );
    if (!isUrl) {
      const now = Math.floor(options.now / DAY) * DAY;
      const took = await timed(() => makeLeads(db, { organizations, signals, now }));
      console.log(`made in ${(took / 1_000).toFixed(0)} s`);
    }
    return { size: organizations, figures: await measure(db) };
  } finally {
    await db.close();
    if (directory !== null) rmSync(directory, { recursive: true, force: true });
  }
}

const given = process.argv.slice(2);
const sizes = given.length > 0 ? given : ['1000:100000', '10000:1000000', '100000:10000000'];
const results: Awaited<ReturnType<typeof measureAt>>[] = [];
for (const size of sizes) results.push(await measureAt(size));
for (const [index, larger] of results.entries()) {
  const smaller = results[index - 1];
  if (smaller === undefined || !(larger.size > smaller.size)) continue;
  const growth = larger.figures.map((value, figure) =>
    (Math.log(value / (smaller.figures[figure] ?? value)) / Math.log(larger.size / smaller.size)).toFixed(2),
  );
  console.log(
    `growth exponents from ${smaller.size} to ${larger.size} organizations: all ${growth[0]}, one ${growth[1]}, signal to lead ${growth[2]}`,
  );
}
