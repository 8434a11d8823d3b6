/**
 * Durable events over HTTP: a real server as the launcher starts it, its database with fsync on, and a load generator
 * in a process of its own, all on this machine. An event counts when its request was answered, which is after its
 * commit. Beside it, in the same run, an empty echo server of the same library under the same load: what HTTP alone
 * costs here. Then how fast what was accepted is worked off into signals, and whether every event is there once.
 *
 *   node bench/live.ts [SECONDS] [ROUNDS]
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase, openLog, openSecrets } from '../src/base/index.ts';
import { addSource, drain } from '../src/intake/index.ts';
import type { Load, Loaded } from './support/load.ts';
import { NODE_FLAGS, underLauncherFlags } from './support/node.ts';
import { median, printTable } from './support/table.ts';

underLauncherFlags(import.meta.filename);
const [seconds = '5', rounds = '3'] = process.argv.slice(2);
const KEY = 'bench-write-key-0123456789';
const SECRET = 'the key of this benchmark';
const PORT = 8391;
const directory = mkdtempSync(join(tmpdir(), 'leadspring-bench-live-'));
const data = join(directory, 'data');
const log = openLog('warn');
const run = promisify(execFile);

async function open() {
  return openDatabase({ config: { data, databaseUrl: null }, log, now: Date.now() });
}

async function prepare(): Promise<void> {
  const db = await open();
  try {
    const { rows } = await db.query<{ fsync: string; commit: string }>(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
    );
    console.log(`fsync ${rows[0]?.fsync}, synchronous_commit ${rows[0]?.commit}`);
    const network = { http: { request: () => Promise.reject(new Error('no network here')) } };
    const to = { db, secrets: () => openSecrets(SECRET), network, now: Date.now() };
    await addSource(to, { kind: 'segment', settings: { write_keys: KEY } });
  } finally {
    await db.close();
  }
}

async function startServer(): Promise<ReturnType<typeof spawn>> {
  const main = join(import.meta.dirname, '../src/main.ts');
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, main, '--data', data, 'serve', '--role', 'web', '--port', String(PORT)],
    {
      env: { ...process.env, LEADSPRING_SECRET_KEY: SECRET },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  for await (const chunk of child.stderr) if (String(chunk).includes('The dashboard is at')) break;
  return child;
}

const ECHO = `
  const { serve } = await import('@hono/node-server');
  const { Hono } = await import('hono');
  const app = new Hono().post('/', async (c) => { await c.req.arrayBuffer(); return c.body(null, 202); });
  serve({ fetch: app.fetch, hostname: '127.0.0.1', port: ${PORT + 1} }, () => console.log('listening'));
`;

async function startEcho(): Promise<ReturnType<typeof spawn>> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', ECHO], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function loadWith(what: Omit<Load, 'headers' | 'seconds'>): Promise<Loaded> {
  const headers = { authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}` };
  const { stdout } = await run(process.execPath, [
    join(import.meta.dirname, 'support/load.ts'),
    JSON.stringify({ ...what, headers, seconds: Number(seconds) } satisfies Load),
  ]);
  return JSON.parse(stdout) as Loaded;
}

const CASES = [
  { name: 'one event a request', connections: 64, events: 1, body: 'segment' },
  { name: '100 events a request', connections: 16, events: 100, body: 'segment' },
  { name: 'empty echo server', connections: 64, events: 1, body: 'echo' },
] as const;

async function measure(): Promise<number> {
  const [server, echo] = [await startServer(), await startEcho()];
  let accepted = 0;
  try {
    const results = new Map<string, Loaded[]>();
    for (let round = 0; round < Number(rounds); round++) {
      for (const { name, ...what } of CASES) {
        const path =
          what.body === 'echo'
            ? `${PORT + 1}/`
            : `${PORT}/in/segment/v1/${what.events === 1 ? 'track' : 'batch'}`;
        const url = `http://127.0.0.1:${path}`;
        const loaded = await loadWith({ ...what, url, mark: `${round}-${what.events}` });
        if (what.body === 'segment') accepted += loaded.events;
        results.set(name, [...(results.get(name) ?? []), loaded]);
      }
    }
    const middle = (name: string, value: (loaded: Loaded) => number): number =>
      median((results.get(name) ?? []).map(value));
    const rate = ({ events, seconds: time }: Loaded): number => events / time;
    printTable(
      ['', 'events/s', 'requests/s', 'p50 ms', 'p99 ms', 'refused'],
      CASES.map(({ name }) => [
        ...[name, middle(name, rate), middle(name, (each) => each.requests / each.seconds)],
        ...[middle(name, ({ p50 }) => p50), middle(name, ({ p99 }) => p99)],
        (results.get(name) ?? []).flatMap(({ refused }) => Object.values(refused)).reduce((a, b) => a + b, 0),
      ]),
    );
    const ratio = middle('one event a request', rate) / middle('empty echo server', rate);
    console.log(`one event a request, against the empty echo server: ${ratio.toFixed(2)} ×`);
    return accepted;
  } finally {
    echo.kill();
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
}

async function workOff(accepted: number): Promise<void> {
  const db = await open();
  try {
    const startedAt = performance.now();
    const { errors } = await drain({ db, secrets: () => openSecrets(SECRET), now: Date.now() });
    const took = (performance.now() - startedAt) / 1_000;
    for (const { error } of errors) throw error;
    const { rows } = await db.query<{ stored: number; read: number; signals: number }>(
      `select sum(stored)::int as stored, sum(read)::int as read, (select count(*)::int from signal) as signals from run`,
    );
    const { read = 0, stored = 0, signals = 0 } = rows[0] ?? {};
    console.log(
      `accepted ${accepted}, read ${read}, stored ${stored}, signals ${signals}; worked off at ${Math.round(read / took)} events/s`,
    );
    // What was answered is there; the last requests of a load may have been stored without their answer being heard.
    if (read < accepted || signals !== stored)
      throw new Error('an accepted event is missing, or there twice');
  } finally {
    await db.close();
  }
}

try {
  await prepare();
  await workOff(await measure());
} finally {
  rmSync(directory, { recursive: true, force: true });
}
