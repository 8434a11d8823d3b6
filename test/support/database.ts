/** Fresh, migrated databases for tests, on the embedded PostgreSQL 18 and on a stock 15. */
import { inject } from 'vitest';
import { type Database, openDatabase, openLog, randomId } from '../../src/base/index.ts';
import { TEMPLATE, withDatabaseName } from './servers.ts';

export interface TestServer {
  readonly name: string;
  readonly url: string;
}

/** The servers a suite should run on. Without PostgreSQL 15 only the embedded one (the test run says so once). */
export function servers(): readonly TestServer[] {
  const stock = inject('stockUrl');
  const embedded = { name: 'embedded PostgreSQL 18', url: inject('embeddedUrl') };
  return stock === undefined ? [embedded] : [embedded, { name: 'stock PostgreSQL 15', url: stock }];
}

export interface TestDatabase extends AsyncDisposable {
  readonly db: Database;
  readonly url: string;
}

/** A database of its own for one test: `await using fresh = await freshDatabase()`. About 50 ms. */
export async function freshDatabase(server?: TestServer): Promise<TestDatabase> {
  const base = server?.url ?? inject('embeddedUrl');
  const name = `test_${randomId().replaceAll('-', '')}`;
  const log = openLog('error');
  const admin = await openDatabase({ config: { data: '', databaseUrl: base }, log, now: 0, migrate: false });
  await admin.query(`create database ${name} template ${TEMPLATE}`);
  const url = withDatabaseName(base, name);
  const db = await openDatabase({ config: { data: '', databaseUrl: url }, log, now: 0, migrate: false });
  return {
    db,
    url,
    [Symbol.asyncDispose]: async () => {
      await db.close();
      await admin.query(`drop database ${name} with (force)`);
      await admin.close();
    },
  };
}

/** Runs `work` on a fresh database and removes it. */
export async function withDatabase<T>(work: (db: Database) => Promise<T>, server?: TestServer): Promise<T> {
  await using fresh = await freshDatabase(server);
  return await work(fresh.db);
}
