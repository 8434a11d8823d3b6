import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freshDatabase, servers } from '../../../test/support/database.ts';
import { writtenRows } from './copy.ts';

describe.each(servers())('COPY into $name', (server) => {
  test('whatever text, JSON and bytes go in come out again', async () => {
    await using fresh = await freshDatabase(server);
    const row = fc.tuple(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.json(),
      fc.uint8Array({ maxLength: 200 }),
    );
    await fresh.db.connection(async (client) => {
      await client.query('create temp table copied (n int, words text, data jsonb, bytes bytea)');
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
          await client.query('truncate copied');
          const lines = rows.map(([words, json, bytes], n) => [
            n,
            words,
            { json: JSON.parse(json) as unknown },
            bytes,
          ]);
          expect(await client.copy('copied', ['n', 'words', 'data', 'bytes'], lines)).toBe(rows.length);
          const back = await client.query<{ words: string; data: { json: unknown }; bytes: Uint8Array }>(
            'select * from copied order by n',
          );
          const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');
          rows.forEach(([words, , bytes], n) => {
            expect(back.rows[n]?.words).toBe(storable(words));
            expect(new Uint8Array(back.rows[n]?.bytes ?? [])).toEqual(bytes);
          });
        }),
        { numRuns: 50 },
      );
    });
  });

  test('rows may be waited for; when they fail nothing is there, and the connection goes on', async () => {
    await using fresh = await freshDatabase(server);
    await fresh.db.query('create table copied (n int)');
    async function* rows(count: number, failing: boolean) {
      for (let n = 0; n < count; n++) {
        if (n % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
        yield writtenRows([[n]]);
      }
      if (failing) throw new Error('no more rows');
    }
    await fresh.db.connection(async (client) => {
      expect(await client.copy('copied', ['n'], rows(20_000, false))).toBe(20_000);
      expect(await client.copy('copied', ['n'], rows(0, false))).toBe(0);
      await expect(client.copy('copied', ['n'], rows(20_000, true))).rejects.toThrow('no more rows');
      const { rows: sums } = await client.query(
        'select count(*)::int as count, sum(n)::int as sum from copied',
      );
      expect(sums).toEqual([{ count: 20_000, sum: (20_000 * 19_999) / 2 }]);
    });
  });

  test('an object with keys that PostgreSQL cannot store does not stop the batch', async () => {
    await using fresh = await freshDatabase(server);
    await fresh.db.connection(async (client) => {
      await client.query('create temp table copied (data jsonb)');
      await client.copy('copied', ['data'], [[{ 'a\0b': '\ud800', c: 'd\0' }]]);
      const { rows } = await client.query<{ data: Record<string, string> }>('select data from copied');
      expect(Object.values(rows[0]?.data ?? {})).toContain('d\uFFFD');
    });
  });
});
