import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutRows, type RawRow, type Stop } from './csv_rows.ts';

async function cut(bytes: Buffer, size = bytes.length || 1, delimiter = ',') {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const rows: RawRow[] = [];
  let stop: Stop | undefined;
  for await (const group of cutRows(chunks(), delimiter)) {
    if ('reason' in group) stop = group;
    else rows.push(...group);
  }
  return { rows, stop };
}

test('lines are counted over quoted line ends of every kind', async () => {
  const text = 'a,b\r\n1,"x\r\ny\n\nz"\r\n\r\n2,"q""uote"\n3,a"b\r4,end\n5,"open';
  const { rows, stop } = await cut(Buffer.from(text));
  expect(rows.map(({ line, fields }) => [line, ...fields])).toEqual([
    [1, 'a', 'b'],
    [2, '1', 'x\r\ny\n\nz'],
    [6, ''],
    [7, '2', 'q"uote'],
    [8, '3', 'a"b'],
    [9, '4', 'end'],
  ]);
  expect(stop).toEqual({ line: 10, reason: 'quote_not_closed' });
});

const field = fc.string({ unit: fc.constantFrom(...'ab"\n\r,; é'), maxLength: 8 });
const tables = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 });

test('what is written as RFC 4180 is read back, with its lines, however it arrives', async () => {
  const ends = fc.constantFrom('\n', '\r\n');
  await fc.assert(
    fc.asyncProperty(tables, ends, fc.integer({ min: 1, max: 40 }), async (table, end, size) => {
      const texts = table.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',') + end);
      const { rows, stop } = await cut(Buffer.from(texts.join('')), size);
      expect(stop).toBeUndefined();
      expect(
        rows.map(({ fields }) => fields.map((bytes) => Buffer.from(bytes, 'latin1').toString())),
      ).toEqual(table);
      const lineOf = (index: number) =>
        texts
          .slice(0, index)
          .join('')
          .split(/\r\n|\r|\n/).length;
      expect(rows.map(({ line }) => line)).toEqual(rows.map((_, index) => lineOf(index)));
    }),
  );
});

test('an error of the bytes comes after the rows before it', async () => {
  const error = new Error('broken');
  async function* chunks() {
    yield Buffer.from('a,b\n1,2\nhalf a row');
    throw error;
  }
  const groups: (readonly RawRow[] | Stop)[] = [];
  for await (const group of cutRows(chunks(), ',')) groups.push(group);
  expect(groups.flat()).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['1', '2'] },
    { line: 3, reason: { error } },
  ]);
});
