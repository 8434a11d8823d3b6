/**
 * The embedded PostgreSQL: lives in the data directory, listens on a Unix socket only this user may enter,
 * starts and stops with the program. Whatever was killed last time is cleaned up at the next start.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { hash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { LeadspringError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import type { Connection } from './connect.ts';
import { takeLock } from './lock.ts';
import { findUnprivileged, giveTo, type Unprivileged } from './unprivileged.ts';

interface Layout {
  readonly directory: string;
  readonly cluster: string;
  readonly password: string;
  readonly log: Logger;
  readonly binaries: Binaries;
  readonly way: Unprivileged;
}

/** Where the server listens: a socket directory, or a loopback port where sockets cannot be used. */
type Listening = { readonly socket: string } | { readonly port: number };

/** Settings for a server that shares a laptop: modest memory, full durability, no replication. */
const SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '128MB',
  work_mem: '16MB',
  maintenance_work_mem: '64MB',
  max_connections: '40',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'warning',
  // Statements and COPY contexts would carry stored data into the log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  shared_memory_type: 'mmap',
  dynamic_shared_memory_type: 'mmap',
};

/**
 * Starts (and at first makes) the embedded database of a data directory.
 * @throws LeadspringError `data_directory_locked`, `data_directory_unusable`, `platform_unsupported`, `database_start_failed`
 */
export async function startEmbedded(directory: string, log: Logger): Promise<Connection> {
  makeDirectory(directory);
  const lock = takeLock(directory);
  try {
    const binaries = findBinaries();
    const layout: Layout = {
      directory,
      cluster: join(directory, 'postgres'),
      password: password(directory),
      log,
      binaries,
      way: findUnprivileged(binaries.postgres, directory),
    };
    await stopOrphan(layout);
    await makeCluster(layout);
    const listening = await chooseListening(layout);
    const server = await runServer(layout, listening);
    return {
      connectionString: connectionString(layout, listening, 'leadspring'),
      description: `embedded PostgreSQL in ${directory}`,
      isDiskFull: () => isDiskFull(directory),
      stop: async () => {
        await server.stop();
        lock.release();
      },
    };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

/** Too little for one more segment of the write-ahead log (16 MiB): PostgreSQL then stops rather than lose anything. */
function isDiskFull(directory: string): boolean {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < 16 * 1024 ** 2;
}

function makeDirectory(directory: string): void {
  try {
    // 0711: the database's account must be able to pass through, not to look around.
    mkdirSync(directory, { recursive: true, mode: 0o711 });
    const probe = join(directory, '.write-test');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LeadspringError(
      'data_directory_unusable',
      `The data directory ${directory} cannot be used: ${why}`,
      { cause },
    );
  }
}

/** A random password per data directory. It guards the loopback port, and other accounts on the socket. */
function password(directory: string): string {
  const path = join(directory, 'postgres.password');
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(path, 'utf8').trim();
}

async function makeCluster(layout: Layout): Promise<void> {
  if (existsSync(join(layout.cluster, 'PG_VERSION'))) {
    giveTo(layout.way.owner, layout.cluster);
    return;
  }
  // Made beside and renamed when whole, so that a kill half-way leaves nothing that looks like a database.
  const draft = `${layout.cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  const secret = join(layout.directory, 'postgres.password.new');
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(secret, layout.password, { mode: 0o600 });
  giveTo(layout.way.owner, draft);
  giveTo(layout.way.owner, secret);
  try {
    await runToEnd(layout, layout.binaries.initdb, [
      ...['-D', draft, '-U', 'leadspring', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin'],
      ...['--builtin-locale=C.UTF-8', '--auth=scram-sha-256', `--pwfile=${secret}`],
    ]);
  } finally {
    rmSync(secret, { force: true });
  }
  renameSync(draft, layout.cluster);
}

function start(layout: Layout, program: string, args: readonly string[]): ChildProcess {
  const { prefix, uid, gid } = layout.way;
  const words = [...prefix, program, ...args];
  return spawn(words[0] ?? program, words.slice(1), {
    cwd: layout.directory,
    // A group of its own: Ctrl-C is for leadspring, which then stops the database in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: gid ?? uid }),
  });
}

async function runToEnd(layout: Layout, program: string, args: readonly string[]): Promise<void> {
  const child = start(layout, program, args);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const full = /No space left on device/.test(output);
  throw new LeadspringError(
    full ? 'disk_full' : 'database_start_failed',
    `The database cannot be made in ${layout.directory}: ${output.trim().split('\n').slice(-3).join(' ')}`,
  );
}

/** A server left over by a killed leadspring is stopped; its data is whole, PostgreSQL sees to that. */
async function stopOrphan(layout: Layout): Promise<void> {
  const pid = orphanPid(layout);
  if (pid === undefined) return;
  layout.log.warn({ pid }, 'stopping a database left over by a killed leadspring');
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    kill(pid, signal);
    for (let waited = 0; waited < 100; waited++) {
      if (orphanPid(layout) === undefined) return;
      await sleep(50);
    }
  }
}

function orphanPid(layout: Layout): number | undefined {
  try {
    const pid = Number(readFileSync(join(layout.cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return command.includes(layout.cluster) ? pid : undefined;
  } catch {
    // No such file or no such process: nothing is left over.
    return undefined;
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
  }
}

/** Socket paths are limited to about 107 bytes (unix(7)); a long data directory gets a short one elsewhere. */
async function chooseListening(layout: Layout): Promise<Listening> {
  const inside = join(layout.directory, 'socket');
  const short = join(tmpdir(), `leadspring-${hash('sha256', layout.directory, 'hex').slice(0, 16)}`);
  for (const socket of inside.length <= 80 ? [inside, short] : [short]) {
    try {
      rmSync(socket, { recursive: true, force: true });
      mkdirSync(socket, { mode: 0o700 });
      await tryListen({ path: join(socket, 'probe') });
      giveTo(layout.way.owner, socket);
      return { socket };
    } catch (thrown) {
      layout.log.debug({ socket, why: String(thrown) }, 'a socket cannot be used here');
    }
  }
  return { port: await tryListen({ host: '127.0.0.1', port: 0 }) };
}

function tryListen(where: { path: string } | { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(where, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

function connectionString(layout: Layout, listening: Listening, database: string): string {
  const secret = encodeURIComponent(layout.password);
  if ('port' in listening) return `postgresql://leadspring:${secret}@127.0.0.1:${listening.port}/${database}`;
  return `postgresql://leadspring:${secret}@localhost/${database}?host=${encodeURIComponent(listening.socket)}`;
}

/** Runs the server, and runs it again when it dies by itself (at most five times in a minute). */
async function runServer(layout: Layout, listening: Listening): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let deaths: number[] = [];
  let current = await startServer(layout, listening);
  let restarting: Promise<void> = Promise.resolve();
  const restart = async (code: number | null): Promise<void> => {
    if (stopping) return;
    const at = performance.now();
    deaths = [...deaths.filter((death) => at - death < 60_000), at];
    layout.log.error({ code, deaths: deaths.length }, 'the embedded database ended by itself');
    if (deaths.length > 5) return;
    try {
      current = await startServer(layout, listening);
      watch(current);
    } catch (thrown) {
      layout.log.error({ err: thrown }, 'the embedded database cannot be started again');
    }
  };
  const watch = (child: Running): void => {
    restarting = child.ended.then(restart);
  };
  watch(current);
  return {
    stop: async () => {
      stopping = true;
      const before = current;
      await before.stop();
      // A restart that was under way when we were asked to stop has made another server by now.
      await restarting;
      if (current !== before) await current.stop();
    },
  };
}

interface Running {
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

async function startServer(layout: Layout, listening: Listening): Promise<Running> {
  const where =
    'port' in listening
      ? ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-p', String(listening.port)]
      : ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${listening.socket}`];
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let lastWords = '';
  for (let attempt = 0; ; attempt++) {
    const child = start(layout, layout.binaries.postgres, ['-D', layout.cluster, ...where, ...settings]);
    const listen = (chunk: Buffer): void => {
      lastWords = (lastWords + chunk.toString()).slice(-4_000);
      layout.log.debug({ postgres: chunk.toString().trim() }, 'database');
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    const ended = new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null));
      child.once('close', (code) => resolve(code));
    });
    if (await waitUntilReady(layout, listening, ended)) return running(child, ended);
    // Shared memory of a server that was killed a moment ago goes away when its last process has noticed.
    if (
      attempt < 20 &&
      /pre-existing shared memory|lock file "postmaster.pid" already exists/.test(lastWords)
    ) {
      await sleep(250);
      continue;
    }
    const full = /No space left on device/.test(lastWords);
    throw new LeadspringError(
      full ? 'disk_full' : 'database_start_failed',
      `The embedded database in ${layout.directory} did not start: ${lastWords.trim().split('\n').slice(-2).join(' ')}`,
    );
  }
}

function running(child: ChildProcess, ended: Promise<number | null>): Running {
  const keeper = spawnKeeper(child.pid ?? 0);
  return {
    ended,
    stop: async () => {
      keeper.kill('SIGKILL');
      child.kill('SIGINT');
      const late = setTimeout(() => child.kill('SIGQUIT'), 20_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** A tiny process that holds a pipe from us: when we are killed, the pipe ends and it stops the database. */
function spawnKeeper(pid: number): ChildProcess {
  const keeper = spawn(
    'sh',
    ['-c', 'read -r _; kill -INT "$1" 2>/dev/null', 'leadspring-keeper', String(pid)],
    {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  keeper.unref();
  return keeper;
}

async function waitUntilReady(
  layout: Layout,
  listening: Listening,
  ended: Promise<number | null>,
): Promise<boolean> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const database = connectionString(layout, listening, 'postgres');
  while (!over) {
    const client = new pg.Client({ connectionString: database, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined); // the failing call below reports it
    try {
      await client.connect();
      const { rowCount } = await client.query(`select 1 from pg_database where datname = 'leadspring'`);
      if (rowCount === 0) await client.query('create database leadspring');
      await client.end();
      return true;
    } catch (thrown) {
      await client.end().catch(() => undefined); // never connected
      if (thrown instanceof Error && 'code' in thrown && thrown.code === '28P01') throw thrown;
      await sleep(25);
    }
  }
  return false;
}
