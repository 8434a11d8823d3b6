import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const base = mkdtempSync(join(tmpdir(), 'sample-cli-'));
afterAll(() => rmSync(base, { recursive: true }));

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), ...args],
    { encoding: 'utf8' },
  );
  return { code: status, out: stdout, err: stderr };
}

const unused = join(base, 'unused');

describe('node sample/main.ts', () => {
  test('writes and says what it wrote', () => {
    const out = join(base, 'with space');
    const { code, out: said } = run('--out', out, '--size', 'tiny', '--seed', '3', '--end', '2026-03-01');
    expect(code).toBe(0);
    expect(said).toContain('Quillfjord (made up):');
    expect(readdirSync(out)).toContain('repository.git');
    const again = run('--out', out, '--size', 'tiny');
    expect(again.code).toBe(1);
    expect(again.err).toContain('must be empty');
  }, 30_000);

  test('--help', () =>
    expect(run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--seed N') }));

  test.each([
    [[], '--out is missing'],
    [['--out', unused, '--size', 'vast'], '--size must be one of'],
    [['--out', unused, '--seed', 'one'], '--seed must be a whole number'],
    [['--out', unused, '--end', 'soon'], '--end must be a date'],
    [['--out', unused, '--end', '2026-02-31'], '--end must be a date'],
    [['--out', unused, '--only', 'csv,logs'], '--only takes'],
    [['--nonsense'], '--nonsense'],
  ])('%j: exit code 2 and what is wrong', (args, message) => {
    const { code, err } = run(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(existsSync(unused)).toBe(false);
  });
});
