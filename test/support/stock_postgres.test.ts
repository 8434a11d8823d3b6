import { expect, test } from 'vitest';
import { migrationStatus, openDatabase, openLog } from '../../src/base/index.ts';
import { describeWith } from './needs.ts';
import { startStockPostgres, stockPostgres } from './stock_postgres.ts';

describeWith(stockPostgres(), 'a stock PostgreSQL 15', (initdb) => {
  test('takes every migration, twice', async () => {
    await using server = await startStockPostgres(initdb);
    for (const _ of ['first', 'again']) {
      const db = await openDatabase({
        config: { data: '', databaseUrl: server.url },
        log: openLog('silent'),
        now: Date.UTC(2026, 0, 1),
      });
      const { rows } = await db.query<{ server_version: string }>('show server_version');
      expect(rows[0]?.server_version).toMatch(/^15\./);
      expect((await migrationStatus(db)).pending).toEqual([]);
      await db.close();
    }
  });
});
