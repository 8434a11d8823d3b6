/** Hostile and broken input: bounded, named, and nothing readable is lost. */
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LeadspringError } from '../../../base/plain.ts';
import { accessLog } from './source.ts';
import { counted, line, linesOf, NOW, newStore, runLog, type Store, settingsOf } from './testing.ts';

let folder = '';
let log = '';
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-'));
  log = join(folder, 'access.log');
  store = newStore();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function codeOf(error: unknown): string {
  return error instanceof LeadspringError ? error.code : String(error);
}
const failures = () => [...store.failures.values()];

describe('compressed logs that are damaged', () => {
  const whole = gzipSync(linesOf(20_000));

  test('a truncated .gz: what can be read is stored, and the file is named', async () => {
    writeFileSync(log, whole.subarray(0, whole.length - 5000));
    const run = await runLog(log, store);
    expect(codeOf(run.error)).toBe('file_truncated');
    expect(String(run.error)).toContain(log);
    expect(run.rolledUp).toBeGreaterThan(10_000);
    writeFileSync(log, whole);
    expect((await runLog(log, store)).error).toBeUndefined();
    expect(counted(store)).toBe(20_000);
  });

  test('truncated again where it was before, it is still told', async () => {
    writeFileSync(log, whole.subarray(0, whole.length - 5000));
    const first = await runLog(log, store);
    const second = await runLog(log, store);
    expect(codeOf(second.error)).toBe('file_truncated');
    expect(second).toMatchObject({ rolledUp: 0, skipped: first.rolledUp });
    writeFileSync(log, whole.subarray(0, whole.length - 40_000));
    expect(codeOf((await runLog(log, store)).error)).toBe('file_truncated');
  });

  test('a damaged .gz', async () => {
    const bytes = Buffer.from(whole);
    bytes.fill(0xff, bytes.length - 6000, bytes.length - 5000);
    writeFileSync(log, bytes);
    const run = await runLog(log, store);
    expect(codeOf(run.error)).toBe('file_corrupt');
    expect(run.rolledUp).toBeGreaterThan(0);
  });

  test('a truncated .zst', async () => {
    writeFileSync(log, zstdCompressSync(linesOf(100_000)).subarray(0, -50));
    const run = await runLog(log, store);
    expect(codeOf(run.error)).toBe('file_truncated');
    expect(run.rolledUp).toBeGreaterThan(0);
  });

  test('in a directory the other logs are read before it is told', async () => {
    writeFileSync(join(folder, 'a.log.gz'), whole.subarray(0, 3000));
    writeFileSync(join(folder, 'b.log'), linesOf(10, 50_000));
    const run = await runLog(folder, store);
    expect(codeOf(run.error)).toBe('file_truncated');
    expect(store.sums.size).toBeGreaterThan(0);
    expect(run.rolledUp).toBeGreaterThanOrEqual(10);
  });
});

describe('paths', () => {
  test('a missing file', async () => {
    expect(codeOf((await runLog(log, store)).error)).toBe('file_not_found');
  });

  const root = process.getuid?.() === 0;
  test.skipIf(root)(
    `a file without permission${root ? ' (skipped: root may read everything)' : ''}`,
    async () => {
      writeFileSync(log, linesOf(1));
      chmodSync(log, 0);
      expect(codeOf((await runLog(log, store)).error)).toBe('file_not_readable');
    },
  );

  test('junk is refused with what was expected', async () => {
    const junk = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251));
    for (const bytes of [
      junk,
      Buffer.alloc(100_000),
      Buffer.from('BZh91AY&SY'),
      Buffer.from('hello\nworld\n'),
    ]) {
      writeFileSync(log, bytes);
      const { error } = await runLog(log, store);
      expect(codeOf(error)).toBe('input_unrecognized');
      expect(String(error)).toContain('Expected');
    }
  });

  test('an empty log and one with comments only hold nothing yet', async () => {
    for (const text of ['', '\n\n', '#Version: 1.0\n#Fields: date time\n']) {
      writeFileSync(log, text);
      expect(await runLog(log, store)).toMatchObject({
        units: 0,
        notes: expect.arrayContaining([expect.stringContaining('no request yet')]),
      });
    }
  });

  test('a directory: folders are entered, other files left out with a note, links to devices not read', async () => {
    mkdirSync(join(folder, 'old'));
    writeFileSync(join(folder, 'old', 'access.log.1'), linesOf(5));
    writeFileSync(join(folder, 'error.log'), '2026/05/17 10:00:00 [error] 12#12: *1 something\n');
    writeFileSync(join(folder, '.hidden'), linesOf(3, 900));
    symlinkSync('/dev/zero', join(folder, 'access.log'));
    symlinkSync(folder, join(folder, 'round'));
    const run = await runLog(folder, store);
    expect(run).toMatchObject({ rolledUp: 5 });
    expect(run.error).toBeUndefined();
    expect(run.notes.join(' ')).toContain('error.log');
  });

  test('a directory without any log', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'hello\n');
    expect(codeOf((await runLog(folder, store)).error)).toBe('input_unrecognized');
  });
});

describe('lines', () => {
  test('a line that is no line of a log is kept without the visitor, and replays for the unknown network', async () => {
    const bad = line(3, { client: 'gw.acme.example' }).replace('" 200 ', '" two ');
    writeFileSync(log, `${linesOf(2)}${bad}\n${linesOf(2, 10)}`);
    expect(await runLog(log, store)).toMatchObject({ units: 5, rolledUp: 4, failed: 1 });
    const [failure] = failures();
    expect(failure).toMatchObject({ code: 'line_malformed', place: { file: log, line: 3 } });
    expect(JSON.stringify(failure)).not.toContain('acme');
    const adapt = await accessLog.adapter(settingsOf());
    const body = JSON.parse(JSON.stringify(failure?.body));
    const replay = (text: string) =>
      adapt({ id: failure?.id ?? '', place: { file: log }, body: { ...body, text } });
    expect(await replay(body.text)).toMatchObject({
      units: 1,
      failures: [{ id: failure?.id, code: 'line_malformed' }],
    });
    expect(await replay(body.text.replace(' two ', ' 200 '))).toMatchObject({
      units: 1,
      rolledUp: 1,
      rollups: [{ network: { key: 'unknown' }, act: 'read', quantity: 1 }],
    });
  });

  test('NUL bytes, invalid UTF-8 and carriage returns', async () => {
    const odd = Buffer.concat([
      Buffer.from(linesOf(2).replaceAll('\n', '\r\n')),
      Buffer.from([0, 0, 0, 10, 0xff, 0xfe, 10, 10]),
      Buffer.from(`${line(5, { path: '/docs/\xff' })}\n`, 'latin1'),
    ]);
    writeFileSync(log, odd);
    expect(await runLog(log, store)).toMatchObject({
      units: 6,
      rolledUp: 3,
      failed: 2,
      dropped: { empty: 1 },
    });
    expect(JSON.stringify(failures())).not.toContain('\\u0000');
  });

  test('a date in the future or before the web', async () => {
    writeFileSync(
      log,
      `${linesOf(1)}${line(2, { time: '17/May/2036:10:00:00 +0000' })}\n${line(3, { time: '17/May/1976:10:00:00 +0000' })}\n`,
    );
    await runLog(log, store, { now: NOW });
    expect(failures().map(({ code, place }) => [code, place.line])).toEqual([
      ['date_in_future', 2],
      ['date_out_of_range', 3],
    ]);
  });

  test('a clock that is a day ahead is believed', async () => {
    writeFileSync(
      log,
      `${line(1, { time: '21/May/2026:01:00:00 +0000' })}\n${line(2, { time: '22/May/2026:00:00:00 +0000' })}\n`,
    );
    expect(await runLog(log, store, { now: NOW })).toMatchObject({ rolledUp: 1, failed: 1 });
  });
});

describe('lines beyond the limit', () => {
  test('are told by number and passed over, whatever stands around them', async () => {
    const long = (size: number): string => `192.0.2.9 ${'x'.repeat(size)}\n`;
    writeFileSync(
      log,
      linesOf(3) + long(70_000) + linesOf(2, 10) + long(3_000_000) + linesOf(2, 20) + long(65_000),
    );
    const run = await runLog(log, store);
    expect(run).toMatchObject({ units: 10, rolledUp: 7, failed: 3 });
    expect(failures().map(({ code, place }) => [code, place.line])).toEqual([
      ['line_too_long', 4],
      ['line_too_long', 7],
      ['line_malformed', 10],
    ]);
    expect(JSON.stringify(failures())).not.toContain('192.0.2.9');
    expect(await runLog(log, store)).toMatchObject({ units: 0, skipped: 10 });
  });

  test('fail again on replay, for only their beginning was kept', async () => {
    writeFileSync(log, linesOf(1) + line(2, { path: `/docs/${'x'.repeat(70_000)}` }));
    await runLog(log, store);
    const [failure] = failures();
    const adapt = await accessLog.adapter(settingsOf());
    const answer = await adapt({ id: failure?.id ?? '', place: { file: log }, body: failure?.body });
    expect(answer).toMatchObject({ units: 1, failures: [{ code: 'line_too_long' }] });
  });

  test('a line without an end stops no later run', async () => {
    writeFileSync(log, linesOf(2) + 'x'.repeat(200_000));
    expect(await runLog(log, store)).toMatchObject({ units: 3, failed: 1 });
    writeFileSync(log, `${linesOf(2)}${'x'.repeat(300_000)}\n${linesOf(2, 10)}`);
    expect(await runLog(log, store)).toMatchObject({ units: 2, skipped: 3, rolledUp: 2 });
  });

  test('one line of a gigabyte is read in bounded memory', { timeout: 60_000 }, async () => {
    const file = openSync(log, 'w');
    writeSync(file, linesOf(2));
    // A sparse file: a gigabyte of NUL without taking the disk.
    writeSync(file, '\n', 1024 ** 3);
    writeSync(file, linesOf(2, 10), 1024 ** 3 + 1);
    closeSync(file);
    const before = process.memoryUsage().rss;
    const run = await runLog(log, store);
    expect(run).toMatchObject({ units: 5, rolledUp: 4, failed: 1 });
    expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 ** 2);
  });

  test('a million empty lines make small blocks', async () => {
    writeFileSync(log, linesOf(1) + '\n'.repeat(1_000_000) + linesOf(1, 5));
    expect(await runLog(log, store)).toMatchObject({
      units: 1_000_002,
      rolledUp: 2,
      dropped: { empty: 1_000_000 },
    });
  });
});

test('random bytes never throw, and every line is accounted for', async () => {
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .string({
        unit: fc.constantFrom('"', '\\', ' ', '[', ']', '\n', '-', '/', '%', '?', 'G', '2', ':'),
        maxLength: 200,
      })
      .map((text) => Buffer.from(text)),
    fc.integer({ min: 0, max: 50 }).map((number) => Buffer.from(`${line(number)}\n`)),
  );
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { maxLength: 12 }), async (chunks) => {
      const path = join(folder, `random-${run++}.log`);
      const bytes = Buffer.concat([Buffer.from(linesOf(1, 900 + run)), ...chunks]);
      writeFileSync(path, bytes);
      const mine = newStore();
      const done = await runLog(path, mine);
      expect(done.error).toBeUndefined();
      const newlines = bytes.filter((byte) => byte === 10).length;
      expect([newlines, newlines + 1]).toContain(done.units);
    }),
    { numRuns: 150 },
  );
});
