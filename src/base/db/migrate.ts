/**
 * Forward-only migrations: dated SQL files beside this one, applied in order, each in a transaction, under one
 * lock. A migration is never edited; a database that knows more than this code is refused.
 */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LeadspringError } from '../errors.ts';
import type { Client, Database } from './types.ts';

/** Any constant will do; the same one everywhere makes two starting programs wait for each other. */
const LOCK = 7_316_255_241;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/** The migrations of a directory, in order. */
export function readMigrations(
  directory: string = join(import.meta.dirname, 'migrations'),
): readonly Migration[] {
  return readdirSync(directory)
    .filter((file) => /^\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(directory, file), 'utf8');
      return { name: file.slice(0, -4), sql, sha256: hash('sha256', sql, 'hex') };
    });
}

/**
 * Which migrations are applied and which are pending.
 * @throws LeadspringError `schema_newer`, `schema_changed`
 */
export async function migrationStatus(
  db: Pick<Client, 'query'>,
  migrations: readonly Migration[] = readMigrations(),
): Promise<MigrationStatus> {
  const exists = await db.query<{ found: string | null }>(
    `select to_regclass('schema_migration')::text as found`,
  );
  if (exists.rows[0]?.found == null) return { applied: [], pending: migrations.map((each) => each.name) };
  const { rows } = await db.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migration order by name',
  );
  const known = new Map(migrations.map((each) => [each.name, each.sha256]));
  for (const row of rows) {
    const sha256 = known.get(row.name);
    if (sha256 === undefined) {
      throw new LeadspringError(
        'schema_newer',
        `The database has the migration ${row.name}, which this version lacks.`,
      );
    }
    if (sha256 !== row.sha256) {
      throw new LeadspringError('schema_changed', `The migration ${row.name} was applied with another text.`);
    }
  }
  const applied = rows.map((row) => row.name);
  return { applied, pending: migrations.map((each) => each.name).filter((name) => !applied.includes(name)) };
}

/**
 * Applies what is pending. Safe to call from several programs at once.
 * @returns the names applied by this call
 */
export async function migrate(
  db: Database,
  now: number,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly string[]> {
  return db.connection(async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    try {
      await client.query(
        'create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null)',
      );
      const { pending } = await migrationStatus(client, migrations);
      for (const migration of migrations.filter((each) => pending.includes(each.name))) {
        await applyOne(client, migration, now);
      }
      return pending;
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK]);
    }
  });
}

async function applyOne(client: Client, migration: Migration, now: number): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migration (name, sha256, applied_at) values ($1, $2, $3)', [
      migration.name,
      migration.sha256,
      new Date(now),
    ]);
    await client.query('commit');
  } catch (thrown) {
    await client.query('rollback');
    throw thrown;
  }
}
