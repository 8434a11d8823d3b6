import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freshDatabase, servers } from '../../../test/support/database.ts';
import { findRows } from './fixed_rows.ts';

const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const END = Buffer.from([0xff, 0xff]);

/** A message of the server. */
function message(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(4 + content.length, 1);
  return Buffer.concat([head, content]);
}

/** One row of one int4. */
function row(value: number): Buffer {
  const bytes = Buffer.alloc(10);
  bytes.writeInt16BE(1, 0);
  bytes.writeInt32BE(4, 2);
  bytes.writeInt32BE(value, 6);
  return bytes;
}

const BEGIN = message('H', Buffer.from([1, 0, 1, 0, 1]));
const DONE = message('c');
const COMPLETE = Buffer.concat([message('C', Buffer.from('COPY 3\0')), message('Z', Buffer.from('I'))]);

/** What stands in bytes that are cut at these places. */
function read(bytes: Buffer, at: readonly number[] = []) {
  const told = { values: [] as number[], among: [] as string[], after: Buffer.alloc(0) };
  const finder = findRows(['int4'], {
    among: (other) => told.among.push(String.fromCharCode(other[0] ?? 0)),
    after: (rest) => {
      told.after = Buffer.concat([told.after, rest]);
    },
  });
  let from = 0;
  for (const end of [...[...at].sort((a, b) => a - b), bytes.length]) {
    // As the bytes of a connection: used again for what comes next.
    const piece = Buffer.from(bytes.subarray(from, end));
    for (const block of finder.add(piece))
      for (let start = 0; start < block.length; start += finder.width)
        told.values.push(block.readInt32BE(start + (finder.offsets[0] ?? 0)));
    piece.fill(0);
    from = end;
  }
  return told;
}

test('rows, notices and the end are found wherever the bytes are cut', () => {
  const rows = [Buffer.concat([HEADER, row(1)]), row(-2), row(3), END].map((each) => message('d', each));
  const [first = BEGIN, second = BEGIN, ...others] = rows;
  const whole = Buffer.concat([BEGIN, first, second, message('N'), ...others, DONE, COMPLETE]);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: whole.length }), { maxLength: 8 }), (at) => {
      expect(read(whole, at)).toEqual({
        ...{ values: [1, -2, 3], among: ['H', 'N'] },
        after: Buffer.concat([DONE, COMPLETE]),
      });
    }),
    { numRuns: 500 },
  );
});

test('there may be no rows, and the header may stand alone', () => {
  const none = Buffer.concat([message('d', Buffer.concat([HEADER, END])), DONE]);
  expect(read(none).values).toEqual([]);
  const alone = [HEADER, row(7), END].map((each) => message('d', each));
  expect(read(Buffer.concat([...alone, DONE])).values).toEqual([7]);
});

test('an error of the server ends the rows and is for the driver', () => {
  const failed = message('E', Buffer.from('S...'));
  const bytes = Buffer.concat([message('d', Buffer.concat([HEADER, row(1)])), failed, COMPLETE]);
  expect(read(bytes)).toEqual({ values: [1], among: [], after: Buffer.concat([failed, COMPLETE]) });
});

test('an answer of another format, with other columns or with nulls is an error', () => {
  const first = message('d', Buffer.concat([HEADER, row(1)]));
  expect(() => read(message('d', Buffer.from('1\t2\n'.repeat(10))))).toThrow('unknown format');
  const none = message('d', Buffer.from([0, 1, 0xff, 0xff, 0xff, 0xff]));
  expect(() => read(Buffer.concat([first, none]))).toThrow('a value that is null');
  const two = Buffer.from(row(1));
  two.writeInt16BE(2, 0);
  expect(() => read(Buffer.concat([first, message('d', two)]))).toThrow('other columns');
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

  test('what comes after is answered as ever, however many rows there were', async () => {
    await using fresh = await freshDatabase(server);
    await fresh.db.transaction(async (client) => {
      const rows = client.copyOut('select n::int4 from generate_series(1, 100000) as n', ['int4']);
      const reading = (async () => {
        let count = 0;
        for await (const block of rows.blocks) count += block.length / rows.width;
        return count;
      })();
      // Asked for while rows still come.
      await expect(client.query('select 2 as two')).resolves.toMatchObject({ rows: [{ two: 2 }] });
      expect(await reading).toBe(100_000);
    });
  });

  test('whoever stops before the end ends the connection, and nothing else', async () => {
    await using fresh = await freshDatabase(server);
    const stopped = fresh.db.transaction(async (client) => {
      const { blocks } = client.copyOut('select n::int4 from generate_series(1, 1000000) as n', ['int4']);
      for await (const _ of blocks) throw new Error('enough');
    });
    await expect(stopped).rejects.toThrow('enough');
    expect((await fresh.db.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('a connection that is lost among the rows is an error with a code', async () => {
    await using fresh = await freshDatabase(server);
    const lost = fresh.db.transaction(async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const { blocks } = client.copyOut(
        'select n::int4 from generate_series(1, 5) as n, pg_sleep(case when n = 5 then 30 else 0 end)',
        ['int4'],
      );
      setTimeout(() => fresh.db.query('select pg_terminate_backend($1)', [rows[0]?.pid]), 200);
      for await (const _ of blocks);
    });
    await expect(lost).rejects.toMatchObject({ code: 'database_unreachable' });
    expect((await fresh.db.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
