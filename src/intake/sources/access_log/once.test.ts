/** Every line counts once, however the log grows, is rotated, compressed, copied or read in between. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accessLog } from './source.ts';
import { counted, line, linesOf, newStore, runLog, type Store } from './testing.ts';

const probeOf = (entries: readonly string[]) => ({
  path: folder,
  isDirectory: true,
  entries,
  head: new Uint8Array(),
});

let folder = '';
let log = '';
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-'));
  log = join(folder, 'access.log');
  store = newStore();
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('one log', () => {
  test('read again, nothing is counted again', async () => {
    writeFileSync(log, linesOf(100));
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 100, skipped: 0 });
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 0, skipped: 100 });
    expect(counted(store)).toBe(100);
  });

  test('its only line is being written, and looks whole already', async () => {
    const whole = line(1);
    const cut = whole.indexOf(' 200 ') + 7;
    writeFileSync(log, whole.slice(0, cut));
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 0 });
    appendFileSync(log, `${whole.slice(cut)}\n${linesOf(2, 1)}`);
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 3 });
    expect(counted(store)).toBe(3);
  });

  test('it grows, is renamed, compressed and decompressed', async () => {
    writeFileSync(log, linesOf(50));
    await runLog(log, store);
    appendFileSync(log, linesOf(50, 50));
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 50, skipped: 50 });
    renameSync(log, `${log}.1`);
    writeFileSync(log, linesOf(10, 1000));
    expect(await runLog(folder, store)).toMatchObject({ rolledUp: 10, skipped: 100 });
    for (const [name, pack] of [
      ['a.gz', gzipSync],
      ['b.zst', zstdCompressSync],
    ] as const) {
      writeFileSync(join(folder, name), pack(readFileSync(`${log}.1`)));
    }
    expect(await runLog(folder, store)).toMatchObject({ rolledUp: 0, skipped: 310 });
    expect(counted(store)).toBe(110);
  });

  test('the same log under two names in one run', async () => {
    writeFileSync(log, linesOf(100));
    copyFileSync(log, join(folder, 'copy.log'));
    writeFileSync(join(folder, 'again.log.gz'), gzipSync(linesOf(100)));
    expect(await runLog(folder, store)).toMatchObject({ rolledUp: 100, skipped: 200 });
  });

  test('the longer copy first, the shorter after it, and the other way round', async () => {
    writeFileSync(join(folder, 'a.log'), linesOf(300));
    writeFileSync(join(folder, 'b.log'), linesOf(200));
    writeFileSync(join(folder, 'c.log'), linesOf(3));
    expect(await runLog(folder, store)).toMatchObject({ rolledUp: 300, skipped: 203 });
    const other = newStore();
    for (const name of ['c.log', 'b.log', 'a.log']) await runLog(join(folder, name), other);
    expect(counted(other)).toBe(300);
    expect(other.sums).toEqual(store.sums);
  });

  test('gzip members joined end to end', async () => {
    writeFileSync(log, Buffer.concat([gzipSync(linesOf(30)), gzipSync(linesOf(30, 30))]));
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 60 });
    writeFileSync(log, Buffer.concat([gzipSync(linesOf(30)), gzipSync(linesOf(40, 30))]));
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 10, skipped: 60 });
  });
});

describe('other logs', () => {
  test('the same first line does not make the same log', async () => {
    writeFileSync(join(folder, 'one.log'), linesOf(1) + linesOf(50, 100));
    writeFileSync(join(folder, 'two.log'), linesOf(1) + linesOf(50, 500));
    expect(await runLog(folder, store)).toMatchObject({ rolledUp: 102, skipped: 0 });
    appendFileSync(join(folder, 'one.log'), linesOf(5, 200));
    appendFileSync(join(folder, 'two.log'), linesOf(7, 700));
    expect(await runLog(folder, store)).toMatchObject({ rolledUp: 12, skipped: 102 });
  });

  test('a short log that shares its first lines is not taken for a shortened copy', async () => {
    writeFileSync(join(folder, 'one.log'), linesOf(50));
    writeFileSync(join(folder, 'two.log'), `${linesOf(2)}${line(2, { path: '/docs/x' })}\n`);
    expect(await runLog(folder, store)).toMatchObject({ rolledUp: 53, skipped: 0 });
  });

  test('logs that part after a megabyte', async () => {
    const shared = linesOf(8000);
    writeFileSync(join(folder, 'one.log'), shared + linesOf(4000, 20_000));
    writeFileSync(join(folder, 'two.log'), shared + linesOf(4000, 40_000));
    expect(await runLog(folder, store)).toMatchObject({ rolledUp: 24_000, skipped: 0 });
    expect(await runLog(folder, store)).toMatchObject({ rolledUp: 0, skipped: 24_000 });
  });
});

describe('a last line without an end', () => {
  test('is counted once it says everything, and its rest is passed over', async () => {
    writeFileSync(log, linesOf(5).slice(0, -1));
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 5 });
    appendFileSync(log, `\n${linesOf(5, 5)}`);
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 5, skipped: 5, failed: 0 });
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 0, skipped: 10 });
  });

  test('is left alone while it is being written', async () => {
    const whole = linesOf(6);
    for (let cut = whole.length - 120; cut < whole.length; cut += 7) {
      writeFileSync(log, whole.slice(0, cut));
      const run = await runLog(log, store);
      expect(run.failed).toBe(0);
    }
    writeFileSync(log, whole);
    await runLog(log, store);
    expect(counted(store)).toBe(6);
  });

  test('may hide inside an extra field', async () => {
    const rest = ' "198.51.100.1" 0.003\n';
    writeFileSync(log, linesOf(3).replaceAll('\n', rest).slice(0, -8));
    await runLog(log, store);
    writeFileSync(log, linesOf(9).replaceAll('\n', rest));
    expect(await runLog(log, store)).toMatchObject({ failed: 0 });
    expect(counted(store)).toBe(9);
  });

  test('is final in a compressed log', async () => {
    writeFileSync(log, gzipSync(linesOf(5).slice(0, -1)));
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 5 });
    writeFileSync(log, linesOf(6));
    expect(await runLog(log, store)).toMatchObject({ rolledUp: 1, skipped: 5 });
  });
});

test('a run that is killed after any batch goes on where it stopped', async () => {
  const text = linesOf(60_000);
  writeFileSync(log, text);
  const whole = newStore();
  await runLog(log, whole);
  for (let kill = 0; kill < 9; kill++) await runLog(log, store, { stopAfter: kill });
  const last = await runLog(log, store);
  expect(last.rolledUp).toBeLessThan(60_000);
  expect(store.sums).toEqual(whole.sums);
  expect(JSON.stringify([...store.cursors.values()]).length).toBeLessThan(4000);
});

/** One thing that happens to a log between two runs. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('grow' as const),
      lines: fc.integer({ min: 1, max: 40 }),
      cut: fc.nat(300),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('rename' as const, 'copytruncate' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('gzip' as const, 'copy' as const) }) },
);

/** A server with a log and a rotating caretaker, in a folder of its own. */
function server(home: string) {
  const current = join(home, 'access.log');
  const rotated = (number: number): string => join(home, `access.log.${number}`);
  let number = 0;
  let written = 0;
  let unfinished = '';
  writeFileSync(current, '');
  const finishLine = (): void => {
    appendFileSync(current, unfinished);
    unfinished = '';
  };
  const shift = (): void => {
    for (let i = 20; i >= 1; i--) {
      for (const end of ['', '.gz']) {
        if (existsSync(rotated(i) + end)) renameSync(rotated(i) + end, rotated(i + 1) + end);
      }
    }
  };
  return {
    written: () => written,
    grow: (lines: number, cut: number): void => {
      const text = linesOf(lines, written);
      const kept = Math.max(0, text.length - cut);
      finishLine();
      appendFileSync(current, text.slice(0, kept));
      unfinished = text.slice(kept);
      written += lines;
    },
    rotate: (kind: 'rename' | 'copytruncate'): void => {
      finishLine();
      shift();
      if (kind === 'rename') {
        renameSync(current, rotated(1));
        writeFileSync(current, '');
      } else {
        copyFileSync(current, rotated(1));
        truncateSync(current);
      }
    },
    gzip: (): void => {
      for (let i = 1; i <= 21; i++) {
        if (!existsSync(rotated(i))) continue;
        writeFileSync(`${rotated(i)}.gz`, gzipSync(readFileSync(rotated(i))));
        rmSync(rotated(i));
      }
    },
    copy: (): void => copyFileSync(current, join(home, `copy-${number++}.log`)),
    finishLine,
  };
}

test('thousands of small files of a delivery are one input, each with a cursor', async () => {
  const FIELDS = '#Version: 1.0\n#Fields: date time c-ip cs-method cs-uri-stem sc-status x-edge-request-id\n';
  const deliver = (from: number, to: number): void => {
    for (let file = from; file < to; file++) {
      const lines = [1, 2, 3].map(
        (id) => `2026-05-17\t10:00:0${id}\t192.0.2.7\tGET\t/docs/a\t200\t${file}-${id}`,
      );
      const name = `E2AB.2026-05-17-10.${file.toString(16).padStart(8, '0')}.gz`;
      writeFileSync(join(folder, name), gzipSync(`${FIELDS}${lines.join('\n')}\n`));
    }
  };
  deliver(0, 1_200);
  expect(accessLog.recognize?.(probeOf(readdirSync(folder)))).toBeGreaterThan(0.9);
  // Two lines of each file say what its columns are.
  expect(await runLog(folder, store)).toMatchObject({ rolledUp: 3_600, dropped: { comment: 2_400 } });
  expect(store.cursors.size).toBe(1_200);
  deliver(1_200, 1_210);
  expect(await runLog(folder, store)).toMatchObject({ rolledUp: 30, skipped: 6_000 });
  expect(counted(store)).toBe(3_630);
});

test.each([
  ['S3', ['2026-05-17-10-05-03-A1B2C3D4E5F60718', 'docs2026-05-17-10-05-04-A1B2C3D4E5F60719'], true],
  ['CloudFront', ['E2AB.2026-05-17-10.a1b2c3d4.gz'], true],
  ['others', ['E2AB.2026-05-17-10.a1b2c3d4.gz', 'notes.txt'], false],
])('a folder that %s deliver is known by its names', (_who, entries, sure) => {
  expect((accessLog.recognize?.(probeOf(entries)) ?? 0) >= 0.9).toBe(sure);
});

test('any growing, cutting, rotating, compressing and killing gives the same sums', {
  timeout: 60_000,
}, async () => {
  let home = 0;
  const steps = fc.array(fc.tuple(step, fc.constantFrom('run', 'kill', 'wait')), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const place = join(folder, `server-${home++}`);
      mkdirSync(place);
      const web = server(place);
      const mine = newStore();
      for (const [event, then] of list) {
        if (event.kind === 'grow') web.grow(event.lines, event.cut);
        else if (event.kind === 'gzip') web.gzip();
        else if (event.kind === 'copy') web.copy();
        else web.rotate(event.kind);
        if (then !== 'wait') await runLog(place, mine, then === 'kill' ? { stopAfter: 3 } : {});
      }
      web.finishLine();
      await runLog(place, mine);
      expect(mine.failures.size).toBe(0);
      expect(counted(mine)).toBe(web.written());
      const once = newStore();
      writeFileSync(join(folder, 'all.log'), linesOf(web.written()));
      await runLog(join(folder, 'all.log'), once);
      expect(mine.sums).toEqual(once.sums);
    }),
    { numRuns: 60 },
  );
});
