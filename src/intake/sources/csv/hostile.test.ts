import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { csv } from './source.ts';
import { type Folder, readCsv, temporaryFolder } from './testing.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const HEADER = 'Event,Date,Email,Name\n';
const row = (n: number) =>
  `Summit,2025-03-${String((n % 28) + 1).padStart(2, '0')},p${n}@acme.example,P ${n}\n`;
const rows = (count: number) => Array.from({ length: count }, (_, n) => row(n)).join('');
const emails = (reading: { signals: readonly { actor?: { email?: string } }[] }) =>
  reading.signals.map(({ actor }) => actor?.email);

describe('files that cannot be read', () => {
  test('wrong columns: names file, line and what is missing, and shows the headers', async () => {
    const file = folder.write('x.csv', 'Company,Colour\nAcme,red\n');
    const { thrown } = await readCsv(file, { kind: 'contracts' });
    expect(thrown).toMatchObject({
      code: 'csv_columns',
      where: { file, line: 1 },
      message: `${file}, line 1: the header lacks a column for from (contracts); found: "Company", "Colour"`,
    });
  });

  test('a declared column that is not there is named', async () => {
    const file = folder.write('x.csv', `\n\n${HEADER}${row(1)}`);
    const { thrown } = await readCsv(file, { columns: ['event=Happening'] });
    expect(thrown).toMatchObject({ code: 'csv_columns', where: { line: 3 } });
    expect(String(thrown)).toContain('"Happening"');
  });

  test('without a header the values of the first row are not quoted', async () => {
    const file = folder.write('x.csv', 'ada@acme.example,hunter2,blue\n');
    const { thrown } = await readCsv(file);
    expect(thrown).toMatchObject({ code: 'csv_columns' });
    expect(String(thrown)).not.toMatch(/hunter2|blue|ada@/);
  });

  test('an empty file lacks a header; a header alone is a remark', async () => {
    expect((await readCsv(folder.write('empty.csv', ''))).thrown).toMatchObject({
      code: 'csv_columns',
      message: expect.stringContaining('the file is empty'),
    });
    const { notes, thrown } = await readCsv(folder.write('header.csv', HEADER));
    expect(thrown).toBeUndefined();
    expect(notes).toContain('header.csv: there is a header, but no row');
  });

  test('in a folder a bad table is a failure and the others count', async () => {
    folder.write('a.csv', 'Colour,Taste\nred,sweet\n');
    folder.write('b.csv', HEADER + row(1));
    const { failures, signals, thrown } = await readCsv(folder.path);
    expect(thrown).toBeUndefined();
    expect(failures).toMatchObject([
      { code: 'csv_columns', place: { file: path.join(folder.path, 'a.csv'), line: 1 } },
    ]);
    expect(signals).toHaveLength(1);
  });

  test('a reading that is stopped ends quietly', async () => {
    const input = folder.write('x.csv', HEADER + rows(20_000));
    const abort = new AbortController();
    const job = { input, settings: {}, cursor: async () => undefined, now: 0, signal: abort.signal };
    let read = 0;
    for await (const { records } of csv.read(job)) {
      read += records.length;
      if (read > 0) abort.abort();
    }
    expect(read).toBeLessThan(20_000);
  });

  test('a folder without tables says so', async () => {
    expect((await readCsv(folder.path)).thrown).toMatchObject({ code: 'input_unrecognized' });
  });

  test('a file that is gone or may not be read', async () => {
    const file = folder.write('x.csv', HEADER);
    chmodSync(file, 0);
    const asRoot = process.getuid?.() === 0;
    if (!asRoot) expect((await readCsv(file)).thrown).toMatchObject({ code: 'file_not_readable' });
    rmSync(file);
    expect((await readCsv(file)).thrown).toMatchObject({ code: 'file_not_found' });
    mkdirSync(path.join(folder.path, 'dir.csv'));
    const { failures } = await readCsv(folder.path);
    expect(failures).toMatchObject([{ code: 'file_expected' }]);
  });

  test('binary junk has no header', async () => {
    const [junk = new Uint8Array()] = fc.sample(fc.uint8Array({ minLength: 99_999, maxLength: 100_000 }), {
      numRuns: 1,
      seed: 3,
    });
    expect((await readCsv(folder.write('x.csv', junk))).thrown).toMatchObject({ code: 'csv_columns' });
  });

  test('a bad setting is named', async () => {
    for (const settings of [
      { kind: 'recipes' },
      { columns: ['colour=Colour'] },
      { columns: ['name=Card number'] },
      { columns: ['name'] },
      { currency: 'gold' },
      { date: 'soon' },
      { channels: ['radio=air'] },
    ]) {
      const [name] = Object.keys(settings);
      await expect(csv.adapter(settings)).rejects.toMatchObject({
        code: 'setting_invalid',
        where: { field: name },
      });
    }
  });
});

describe('packed files', () => {
  test('.gz and .zst are unpacked, whatever their name', async () => {
    const text = HEADER + rows(3000);
    for (const bytes of [gzipSync(text), zstdCompressSync(text)]) {
      const { signals, bytes: read } = await readCsv(folder.write('packed', bytes));
      expect(signals).toHaveLength(3000);
      expect(read).toBe(bytes.length);
    }
  });

  test('a truncated .gz: what could be unpacked counts, no half row, then file_truncated', async () => {
    const bytes = gzipSync(HEADER + rows(20_000));
    const { signals, failures, thrown } = await readCsv(folder.write('x.csv.gz', bytes.subarray(0, -3000)));
    expect(thrown).toMatchObject({ code: 'file_truncated' });
    expect(failures).toEqual([]);
    expect(signals.length).toBeGreaterThan(10_000);
    expect(emails({ signals })).toEqual(signals.map((_, n) => `p${n}@acme.example`));
  });

  test('a damaged .gz: what came before counts, then file_corrupt', async () => {
    const bytes = gzipSync(HEADER + rows(20_000));
    bytes.fill(0xff, 60_000, 60_050);
    const { signals, thrown } = await readCsv(folder.write('x.csv.gz', bytes));
    expect(thrown).toMatchObject({ code: 'file_corrupt' });
    expect(signals.length).toBeGreaterThan(1000);
  });
});

describe('rows that cannot be read', () => {
  test('a quote that is never closed: the rows before it count, the failure names its line', async () => {
    const file = folder.write('x.csv', `${HEADER}${row(1)}Summit,2025-03-02,"p2\n${row(3)}${row(4)}`);
    const { signals, failures, thrown } = await readCsv(file);
    expect(thrown).toBeUndefined();
    expect(emails({ signals })).toEqual(['p1@acme.example']);
    expect(failures).toMatchObject([{ code: 'line_malformed', place: { file, line: 3 } }]);
  });

  test('a row beyond a megabyte stops the file with record_too_large', async () => {
    const file = folder.write('x.csv', `${HEADER}${row(1)}Summit,2025-03-02,"${rows(40_000)}`);
    const { signals, failures } = await readCsv(file);
    expect(signals).toHaveLength(1);
    expect(failures).toMatchObject([{ code: 'record_too_large', place: { line: 3 } }]);
  });

  test('a line of a hundred megabytes is not held in memory', async () => {
    const file = folder.write('x.csv', HEADER);
    for (let i = 0; i < 100; i++) writeFileSync(file, Buffer.alloc(1 << 20, 'a'), { flag: 'a' });
    const before = process.memoryUsage.rss();
    const { failures } = await readCsv(file);
    expect(failures).toMatchObject([{ code: 'record_too_large', place: { line: 2 } }]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(50 * (1 << 20));
  });

  test('too few and too many fields: what is in the row is not kept', async () => {
    const text = `${HEADER}Summit,2025-03-01,hunter2\nSummit,2025-03-01,p1@acme.example,P,hunter2\n${row(2)}`;
    const { signals, failures } = await readCsv(folder.write('x.csv', text));
    expect(failures.map(({ code, place, detail }) => [code, place.line, detail])).toEqual([
      ['line_malformed', 2, 'the row has 3 fields, the header 4'],
      ['line_malformed', 3, 'the row has 5 fields, the header 4'],
    ]);
    expect(JSON.stringify(failures)).not.toContain('hunter2');
    expect(signals).toHaveLength(1);
  });

  test('empty fields beyond the header are a habit of spreadsheets, not an error', async () => {
    const { signals } = await readCsv(folder.write('x.csv', HEADER + row(1).replace('\n', ',,\n')));
    expect(signals).toHaveLength(1);
  });

  test('a NUL and an endless value are failures that name the column, and hold no NUL', async () => {
    const text = `${HEADER}Sum\0mit,2025-03-01,a@acme.example,A\nSummit,2025-03-01,a@acme.example,${'A'.repeat(5000)}\n`;
    const { failures } = await readCsv(folder.write('x.csv', text));
    expect(failures.map(({ code, field, place }) => [code, field, place.line])).toEqual([
      ['csv_value', 'Event', 2],
      ['csv_value', 'Name', 3],
    ]);
    expect(JSON.stringify(failures)).not.toContain('\\u0000');
    expect(JSON.stringify(failures).length).toBeLessThan(4000);
  });

  test('a failure of reading, replayed, fails as it did', async () => {
    const file = folder.write('x.csv', `${HEADER}only one field\n`);
    const { failures } = await readCsv(file);
    const adapt = await csv.adapter({});
    const [failure] = failures;
    const answer = await adapt({ id: 'x', place: { file }, body: JSON.parse(JSON.stringify(failure?.body)) });
    expect(answer.failures).toMatchObject([{ code: 'line_malformed', detail: failure?.detail }]);
  });
});

describe('encodings', () => {
  const text = `Event,Date,Email,Name\nSömmit,2025-03-01,zoe@acme.example,Zoë Müller\n`;
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 LE', Buffer.from(text, 'utf16le')],
    ['UTF-16 BE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 BE', Buffer.from(text, 'utf16le').swap16()],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ])('%s', async (_, bytes) => {
    const { signals } = await readCsv(folder.write('x.csv', bytes));
    expect(signals).toMatchObject([{ actor: { name: 'Zoë Müller' }, asset: { key: 'sömmit' } }]);
  });

  test('rows of both UTF-8 and Windows-1252 are each read right, with a remark', async () => {
    const latin = Buffer.from('Summit,2025-03-02,b@acme.example,Jürgen \x80\n', 'latin1');
    const file = folder.write('x.csv', Buffer.concat([Buffer.from(text), latin]));
    const { signals, notes } = await readCsv(file);
    expect(signals.map(({ actor }) => actor?.name)).toEqual(['Zoë Müller', 'Jürgen €']);
    expect(notes.at(-1)).toMatch(/Windows-1252/);
  });
});

test('whatever the bytes, every unit is a signal, dropped or a failure, and nothing throws but for the header', async () => {
  const piece = fc.oneof(
    fc.constantFrom('"', '""', ',', ';', '\n', '\r\n', '\r', '\0', 'Summit', '2025-03-01', 'a@acme.example'),
    fc.string({ maxLength: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      const { records, signals, failures, dropped, thrown } = await readCsv(
        folder.write('x.csv', HEADER + pieces.join('')),
      );
      expect(thrown).toBeUndefined();
      const readFailures = failures.filter(({ code }) => code === 'line_malformed').length;
      const left = Object.values(dropped).reduce((sum, count) => sum + count, 0);
      expect(signals.length + failures.length + left).toBe(records.length + readFailures);
    }),
    { numRuns: 200 },
  );
});
