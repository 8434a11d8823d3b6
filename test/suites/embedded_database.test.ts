/** The embedded database as an operator meets it: starts, stops, kills, locks and closed folders. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Database, openDatabase, openLog } from '../../src/base/index.ts';
import { tempDir } from '../support/temp_dir.ts';

const open = (data: string): Promise<Database> =>
  openDatabase({ config: { data, databaseUrl: null }, log: openLog('silent'), now: 0 });

const serverPid = (data: string): number =>
  Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

const isRunning = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 200; waited++) {
    if (await what()) return;
    await sleep(50);
  }
  throw new Error('it did not happen within ten seconds');
}

/** A leadspring in a process of its own that holds the database and says so. */
async function holder(data: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../support/hold_database.ts'), data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

test('an existing database starts in under two seconds and keeps what was stored', async () => {
  await using dir = await tempDir();
  const first = await open(dir.path);
  await first.query(`insert into person values (gen_random_uuid(), 'Ada', now(), now())`);
  await first.close();
  const startedAt = performance.now();
  const second = await open(dir.path);
  const took = performance.now() - startedAt;
  console.log(`an existing embedded database opened in ${took.toFixed(0)} ms`);
  const { rows } = await second.query<{ name: string }>('select name from person');
  await second.close();
  expect(rows).toEqual([{ name: 'Ada' }]);
  expect(took).toBeLessThan(2_000);
});

test('a second leadspring on the same directory is refused, and named the first', async () => {
  await using dir = await tempDir();
  const db = await open(dir.path);
  await expect(open(dir.path)).rejects.toMatchObject({
    code: 'data_directory_locked',
    message: expect.stringContaining(`process ${process.pid}`),
  });
  await db.close();
  await (await open(dir.path)).close();
});

test('the server stops with the program', async () => {
  await using dir = await tempDir();
  const db = await open(dir.path);
  const pid = serverPid(dir.path);
  await db.close();
  expect(isRunning(pid)).toBe(false);
  expect(existsSync(join(dir.path, 'leadspring.lock'))).toBe(false);
});

test('kill -9 of leadspring: the server ends by itself, and the next start works', async () => {
  await using dir = await tempDir();
  const child = await holder(dir.path);
  const pid = serverPid(dir.path);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await until(() => !isRunning(pid));
  const db = await open(dir.path);
  expect((await db.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await db.close();
});

test('kill -9 of everything at once: the next start cleans up', async () => {
  await using dir = await tempDir();
  const child = await holder(dir.path);
  const pid = serverPid(dir.path);
  child.kill('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await once(child, 'exit');
  const db = await open(dir.path);
  expect((await db.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await db.close();
});

test('kill -9 of the server: it is started again under the running program', async () => {
  await using dir = await tempDir();
  const db = await open(dir.path);
  await db.query('create table kept as select 42 as answer');
  const pid = serverPid(dir.path);
  process.kill(pid, 'SIGKILL');
  await until(async () => {
    const answer = await db.query<{ answer: number }>('select answer from kept').catch(() => undefined);
    return answer?.rows[0]?.answer === 42 && serverPid(dir.path) !== pid;
  });
  await db.close();
});

test('a lock left by a dead process is cleaned', async () => {
  await using dir = await tempDir();
  writeFileSync(join(dir.path, 'leadspring.lock'), JSON.stringify({ pid: 4_194_300, startedAt: '1' }));
  await (await open(dir.path)).close();
  // The number of a living process, but not the one that took the lock.
  writeFileSync(join(dir.path, 'leadspring.lock'), JSON.stringify({ pid: process.pid, startedAt: '1' }));
  await (await open(dir.path)).close();
  writeFileSync(join(dir.path, 'leadspring.lock'), 'not JSON');
  await (await open(dir.path)).close();
});

test('a first start that was killed half-way leaves nothing that looks like a database', async () => {
  await using dir = await tempDir();
  mkdirSync(join(dir.path, 'postgres.new/base'), { recursive: true });
  writeFileSync(join(dir.path, 'postgres.new/PG_VERSION'), '18');
  await (await open(dir.path)).close();
  expect(existsSync(join(dir.path, 'postgres.new'))).toBe(false);
});

test('the data directory may lie under a folder that no other user may enter', async () => {
  await using dir = await tempDir();
  const closed = join(dir.path, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o700);
  const data = join(closed, 'data with a space');
  const db = await open(data);
  await db.query(`insert into person values (gen_random_uuid(), 'Ada', now(), now())`);
  await db.close();
  // Opened to others and closed again: the way of running may change, the data stay.
  chmodSync(closed, 0o755);
  const opened = await open(data);
  expect((await opened.query('select name from person')).rows).toEqual([{ name: 'Ada' }]);
  await opened.close();
  chmodSync(closed, 0o700);
  await (await open(data)).close();
});

test('a directory path too long for a socket still works', async () => {
  await using dir = await tempDir();
  const db = await open(join(dir.path, 'd'.repeat(120)));
  expect((await db.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await db.close();
});

test('a data directory that cannot be made is a clear error', async () => {
  await using dir = await tempDir();
  writeFileSync(join(dir.path, 'file'), '');
  await expect(open(join(dir.path, 'file/data'))).rejects.toMatchObject({ code: 'data_directory_unusable' });
});
