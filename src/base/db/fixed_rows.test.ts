import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freshDatabase, servers } from '../../../test/support/database.ts';
import { fixedRows } from './fixed_rows.ts';

const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const END = Buffer.from([0xff, 0xff]);

/** One row of one int4. */
function row(value: number): Buffer {
  const bytes = Buffer.alloc(10);
  bytes.writeInt16BE(1, 0);
  bytes.writeInt32BE(4, 2);
  bytes.writeInt32BE(value, 6);
  return bytes;
}

async function* cut(bytes: Buffer, at: readonly number[]): AsyncGenerator<Buffer> {
  const ends = [...at].sort((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(from, end);
    from = end;
  }
}

async function read(bytes: Buffer, at: readonly number[] = []): Promise<number[]> {
  const { width, offsets, blocks } = fixedRows(['int4'], cut(bytes, at));
  const values: number[] = [];
  for await (const block of blocks) {
    for (let start = 0; start < block.length; start += width)
      values.push(block.readInt32BE(start + (offsets[0] ?? 0)));
  }
  return values;
}

test('rows are whole wherever the stream is cut', async () => {
  const whole = Buffer.concat([HEADER, row(1), row(-2), row(3), END]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: whole.length }), { maxLength: 8 }), async (at) => {
      expect(await read(whole, at)).toEqual([1, -2, 3]);
    }),
  );
  expect(await read(Buffer.concat([HEADER, END]))).toEqual([]);
});

test('an answer that is cut off, of another format, or with nulls is an error', async () => {
  await expect(read(Buffer.concat([HEADER, row(1)]))).rejects.toThrow('ends within a row');
  await expect(read(Buffer.concat([HEADER, row(1), row(2).subarray(0, 5)]))).rejects.toThrow(
    'ends within a row',
  );
  await expect(read(Buffer.from('1\t2\n'.repeat(10)))).rejects.toThrow('unknown format');
  const none = Buffer.from([0, 1, 0xff, 0xff, 0xff, 0xff]);
  await expect(read(Buffer.concat([HEADER, none, row(2), END]))).rejects.toThrow();
});

describe.each(servers())('COPY out of $name', (server) => {
  test('numbers are those of the query, and an error of the query is told', async () => {
    await using fresh = await freshDatabase(server);
    await fresh.db.transaction(async (client) => {
      const sql =
        'select n::int4, (n / 2.0)::float4, (n * 1e10)::float8 from generate_series(-3, 20000) as n';
      const { width, offsets, blocks } = client.copyOut(sql, ['int4', 'float4', 'float8']);
      const [first = 0, second = 0, third = 0] = offsets;
      let n = -3;
      for await (const block of blocks) {
        for (let at = 0; at < block.length; at += width) {
          expect([
            block.readInt32BE(at + first),
            block.readFloatBE(at + second),
            block.readDoubleBE(at + third),
          ]).toEqual([n, Math.fround(n / 2), n * 1e10]);
          n += 1;
        }
      }
      expect(n).toBe(20_001);
    });
    await expect(
      fresh.db.transaction(async (client) => {
        for await (const _ of client.copyOut('select 1 / 0', ['int4']).blocks);
      }),
    ).rejects.toThrow('division by zero');
    // The connection is good for more.
    expect((await fresh.db.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
