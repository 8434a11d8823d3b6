/** Vitest's global set-up: one embedded PostgreSQL and, where installed, a stock PostgreSQL 15 for all tests of a run. */
import { existsSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { type Database, openDatabase, openLog } from '../../src/base/index.ts';
import { STOCK_INITDB, startStockPostgres } from './stock_postgres.ts';
import { fastParent, tempDir } from './temp_dir.ts';

declare module 'vitest' {
  interface ProvidedContext {
    embeddedUrl: string;
    /** Undefined where PostgreSQL 15 is not installed. */
    stockUrl: string | undefined;
  }
}

/** Migrated once per server; test databases are copies of it. */
export const TEMPLATE = 'leadspring_template';

/** The same server, another database. */
export function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function makeTemplate(url: string): Promise<void> {
  const log = openLog('error');
  const admin = await openDatabase({ config: { data: '', databaseUrl: url }, log, now: 0, migrate: false });
  await admin.query(`create database ${TEMPLATE}`);
  await admin.close();
  const template = await openDatabase({
    config: { data: '', databaseUrl: withDatabaseName(url, TEMPLATE) },
    log,
    now: 0,
  });
  await template.close();
}

/** These databases live for a second each; that data survives is tested on servers of their own. */
async function hurry(db: Database): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'])
    await db.query(`alter system set ${setting} = off`);
  await db.query('select pg_reload_conf()');
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parent = await fastParent();
  const dir = await tempDir(parent);
  const embedded = await openDatabase({
    config: { data: dir.path, databaseUrl: null },
    log: openLog('error'),
    now: 0,
    migrate: false,
  });
  await hurry(embedded);
  await makeTemplate(embedded.connectionString);
  project.provide('embeddedUrl', embedded.connectionString);
  const stock = existsSync(STOCK_INITDB) ? await startStockPostgres(STOCK_INITDB, parent) : undefined;
  if (stock !== undefined) await makeTemplate(stock.url);
  project.provide('stockUrl', stock?.url);
  return async () => {
    await embedded.close();
    await stock?.[Symbol.asyncDispose]();
    await dir[Symbol.asyncDispose]();
  };
}
