import { describe, expect, test } from 'vitest';
import { freshDatabase, servers } from '../../../test/support/database.ts';
import { LeadspringError } from '../errors.ts';
import { migrate, migrationStatus, readMigrations } from './migrate.ts';

const own = { name: '2999-01-01-later', sql: 'create table later (id int)', sha256: 'x' };

describe.each(servers())('migrations on $name', (server) => {
  test('a migrated database has nothing pending, and migrating again changes nothing', async () => {
    await using fresh = await freshDatabase(server);
    expect((await migrationStatus(fresh.db)).pending).toEqual([]);
    expect(await migrate(fresh.db, 0)).toEqual([]);
  });

  test('two programs that start at once apply a migration once', async () => {
    await using fresh = await freshDatabase(server);
    const all = [...readMigrations(), own];
    const applied = await Promise.all([migrate(fresh.db, 0, all), migrate(fresh.db, 0, all)]);
    expect(applied.flat()).toEqual([own.name]);
  });

  test('a newer schema is refused', async () => {
    await using fresh = await freshDatabase(server);
    await migrate(fresh.db, 0, [...readMigrations(), own]);
    await expect(migrationStatus(fresh.db)).rejects.toMatchObject({ code: 'schema_newer' });
  });

  test('a migration that was edited afterwards is refused', async () => {
    await using fresh = await freshDatabase(server);
    const edited = readMigrations().map((each) => ({ ...each, sha256: 'other' }));
    await expect(migrate(fresh.db, 0, edited)).rejects.toBeInstanceOf(LeadspringError);
  });

  test('a migration that fails leaves nothing behind', async () => {
    await using fresh = await freshDatabase(server);
    const broken = { ...own, sql: 'create table half (id int); select 1/0' };
    await expect(migrate(fresh.db, 0, [...readMigrations(), broken])).rejects.toThrow(/division by zero/);
    const { rows } = await fresh.db.query(`select to_regclass('half')::text as found`);
    expect(rows).toEqual([{ found: null }]);
  });
});
