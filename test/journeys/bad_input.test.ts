/** Bad input as a user meets it: what is said, with which exit code, and that everything else is still imported. */

import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { recognizePaths } from '../../src/intake/recognize.ts';
import { leadspring } from '../support/leadspring.ts';
import { type TempDir, tempDir } from '../support/temp_dir.ts';

interface Answer {
  readonly runs: readonly {
    readonly kind: string;
    readonly read: number;
    readonly stored: number;
    readonly failed: number;
    readonly errors: readonly { readonly code: string; readonly message: string }[];
  }[];
  readonly unrecognized: readonly { readonly code: string; readonly message: string }[];
}

async function attempt(
  dir: TempDir,
  paths: readonly string[],
): Promise<{ code: number | null; answer: Answer; error: string }> {
  const ended = await leadspring(['try', ...paths, '--json', '--data', join(dir.path, 'data')]);
  return { code: ended.code, answer: JSON.parse(ended.out) as Answer, error: ended.error };
}

const logLine = (n: number): string =>
  `192.0.2.${n % 250} - - [${String(1 + (n % 28)).padStart(2, '0')}/Oct/2026:10:00:${String(n % 60).padStart(2, '0')} +0000] "GET /docs/page-${n}.html HTTP/1.1" 200 512 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"\n`;
const log = (lines: number): string => Array.from({ length: lines }, (_unused, n) => logLine(n)).join('');

test('a missing path is named, and the others are imported', { timeout: 60_000 }, async () => {
  await using dir = await tempDir();
  writeFileSync(join(dir.path, 'access.log'), log(50));
  const { code, answer, error } = await attempt(dir, [
    join(dir.path, 'absent.log'),
    join(dir.path, 'access.log'),
  ]);
  expect(code).toBe(2);
  expect(error).toContain('file_not_found');
  expect(answer.unrecognized[0]).toMatchObject({
    code: 'file_not_found',
    message: expect.stringContaining('absent.log'),
  });
  expect(answer.runs[0]).toMatchObject({ kind: 'access_log', stored: 50 });
});

test('something unknown gets one clear line that says what was expected', { timeout: 60_000 }, async () => {
  await using dir = await tempDir();
  writeFileSync(
    join(dir.path, 'junk.bin'),
    Buffer.from(Array.from({ length: 5_000 }, (_unused, n) => (n * 7919) % 256)),
  );
  const { code, answer, error } = await attempt(dir, [join(dir.path, 'junk.bin')]);
  expect(code).toBe(2);
  expect(answer.unrecognized[0]).toMatchObject({ code: 'input_unrecognized' });
  const lines = error.trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/junk\.bin is not recognized.*git.*log.*CSV/i);
});

test('a truncated .gz: what could be read is stored, the file is named, the next run changes nothing', {
  timeout: 60_000,
}, async () => {
  await using dir = await tempDir();
  const packed = gzipSync(log(20_000));
  writeFileSync(join(dir.path, 'access.log.gz'), packed.subarray(0, Math.floor(packed.length / 2)));
  const first = await attempt(dir, [join(dir.path, 'access.log.gz')]);
  expect(first.code).toBe(1);
  expect(first.answer.runs[0]?.errors[0]).toMatchObject({
    code: 'file_truncated',
    message: expect.stringContaining('access.log.gz'),
  });
  expect(first.answer.runs[0]?.stored).toBeGreaterThan(1_000);
  const second = await attempt(dir, [join(dir.path, 'access.log.gz')]);
  expect(second.answer.runs[0]).toMatchObject({ stored: 0 });
  writeFileSync(join(dir.path, 'access.log.gz'), packed);
  const whole = await attempt(dir, [join(dir.path, 'access.log.gz')]);
  expect(whole.code).toBe(0);
  expect(whole.answer.runs[0]?.stored).toBe(20_000 - (first.answer.runs[0]?.stored ?? 0));
});

test('a single line of 1 GB is passed over in bounded memory', { timeout: 180_000 }, async () => {
  await using dir = await tempDir();
  const path = join(dir.path, 'access.log');
  const stream = createWriteStream(path);
  stream.write(log(100));
  const block = Buffer.alloc(1 << 20, 'x');
  for (let written = 0; written < 1024; written++) if (!stream.write(block)) await once(stream, 'drain');
  stream.end(`\n${logLine(101)}`);
  await once(stream, 'close');
  const { answer } = await attempt(dir, [path]);
  expect(answer.runs[0]).toMatchObject({ read: 102, stored: 101, failed: 1 });
});

test('NUL bytes and invalid UTF-8 are stored or failed, never fatal', { timeout: 60_000 }, async () => {
  await using dir = await tempDir();
  const odd = Buffer.concat([
    Buffer.from(log(50)),
    Buffer.from(
      '192.0.2.9 - - [01/Oct/2026:10:00:00 +0000] "GET /docs/\0\xff\xfe.html HTTP/1.1" 200 5 "-" "Mozilla/5.0 Firefox/140.0"\n',
      'latin1',
    ),
    Buffer.from('\0\0\0 not a line \xff\n', 'latin1'),
  ]);
  writeFileSync(join(dir.path, 'access.log'), odd);
  const { code, answer } = await attempt(dir, [join(dir.path, 'access.log')]);
  expect(code).toBe(0);
  expect(answer.runs[0]).toMatchObject({ read: 52, failed: 1 });
});

test('a CSV with wrong columns names the column and the line', { timeout: 60_000 }, async () => {
  await using dir = await tempDir();
  writeFileSync(join(dir.path, 'contracts.csv'), 'Colour,Taste\nred,sweet\n');
  const ended = await leadspring([
    'import',
    'csv',
    join(dir.path, 'contracts.csv'),
    '--set',
    'kind=contracts',
    '--json',
    '--data',
    join(dir.path, 'data'),
  ]);
  expect(ended.code).toBe(1);
  const { runs } = JSON.parse(ended.out) as Answer;
  expect(runs[0]?.errors[0]?.code).toBe('csv_columns');
  expect(runs[0]?.errors[0]?.message).toMatch(/contracts\.csv.*line 1/);
  expect(runs[0]?.errors[0]?.message).toContain('Colour');
});

test('dates in the future are failed records, not leads', { timeout: 60_000 }, async () => {
  await using dir = await tempDir();
  writeFileSync(join(dir.path, 'access.log'), log(20) + logLine(1).replace('/Oct/2026:', '/Oct/2099:'));
  const { answer } = await attempt(dir, [join(dir.path, 'access.log')]);
  expect(answer.runs[0]).toMatchObject({ read: 21, stored: 20, failed: 1 });
  const listed = await leadspring(['failed', '--json', '--data', join(dir.path, 'data')]);
  expect(JSON.parse(listed.out)).toMatchObject({ failures: [{ code: 'date_in_future' }] });
});

test('a directory where a file is expected, and a file where a clone is', { timeout: 60_000 }, async () => {
  await using dir = await tempDir();
  mkdirSync(join(dir.path, 'empty'));
  const data = ['--json', '--data', join(dir.path, 'data')];
  writeFileSync(join(dir.path, 'file'), 'text');
  const git = await leadspring(['import', 'git', join(dir.path, 'file'), ...data]);
  expect(git.code).toBe(1);
  expect((JSON.parse(git.out) as Answer).runs[0]?.errors[0]?.code).toMatch(
    /^(directory_expected|git_failed)$/,
  );
  const empty = await attempt(dir, [join(dir.path, 'empty')]);
  expect(empty.code).toBe(2);
});

test('a file without read permission is named', { timeout: 60_000 }, async () => {
  await using dir = await tempDir();
  const path = join(dir.path, 'access.log');
  writeFileSync(path, log(5));
  chmodSync(path, 0);
  chmodSync(dir.path, 0o755);
  const { unrecognized } = await asNobody(() => recognizePaths([path]));
  expect(unrecognized[0]?.error).toMatchObject({
    code: 'file_not_readable',
    message: expect.stringContaining(path),
  });
});

/** Root may read everything, so root becomes somebody else for a moment. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

test('an unknown source, setting or option is a usage error', { timeout: 60_000 }, async () => {
  await using dir = await tempDir();
  writeFileSync(join(dir.path, 'access.log'), log(5));
  const data = ['--data', join(dir.path, 'data')];
  const source = await leadspring(['import', 'pigeon', join(dir.path, 'access.log'), ...data]);
  expect([source.code, source.error]).toEqual([2, expect.stringContaining('source_unknown')]);
  const setting = await leadspring([
    'import',
    'access_log',
    join(dir.path, 'access.log'),
    '--set',
    'colour=red',
    ...data,
  ]);
  expect([setting.code, setting.error]).toEqual([2, expect.stringContaining('colour')]);
  const option = await leadspring(['leads', '--colour']);
  expect([option.code, option.error]).toEqual([2, expect.stringContaining('--help')]);
});
