/** A newcomer begins a source, and what was begun passes every check as it stands. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../support/temp_dir.ts';

const PROJECT = join(import.meta.dirname, '../..');
const COPIED = ['src', 'test', 'tools', 'sample', 'docs', 'bench'];
const FILES = ['.gitignore', 'package.json', 'tsconfig.json', 'biome.json', 'vitest.config.ts', 'README.md'];

function copyProject(copy: string): void {
  for (const name of [...COPIED, ...FILES])
    cpSync(join(PROJECT, name), join(copy, name), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
}

function newSource(copy: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, ['tools/new_source.ts', ...args], { cwd: copy, encoding: 'utf8' });
}

test('a new source is typed, formatted and passes the conformance suite', { timeout: 180_000 }, async () => {
  await using directory = await tempDir();
  const copy = directory.path;
  copyProject(copy);
  const begun = newSource(copy, 'acme_forum', '--access-point', 'forum', '--title', 'Acme forum');
  expect([begun.status, begun.stderr]).toEqual([0, '']);
  expect(newSource(copy, 'acme_forum', '--access-point', 'forum')).toMatchObject({
    status: 2,
    stderr: 'src/intake/sources/acme_forum exists already.\n',
  });
  const run = (tool: string, ...args: readonly string[]): string =>
    execFileSync(process.execPath, [join(PROJECT, 'node_modules', tool), ...args], {
      cwd: copy,
      encoding: 'utf8',
    });
  run('@biomejs/biome/bin/biome', 'check', '--write', 'src/intake');
  run('typescript/bin/tsc', '-p', 'tsconfig.json');
  run(
    'vitest/vitest.mjs',
    'run',
    '--reporter=json',
    '--outputFile=report.json',
    'src/intake/sources/acme_forum',
    'test/suites/sources_read.test.ts',
    '-t',
    'acme_forum|item|wrong field',
  );
  const report: Record<string, unknown> = JSON.parse(readFileSync(join(copy, 'report.json'), 'utf8'));
  expect(report.numFailedTests).toBe(0);
  expect(report.numPassedTests).toBeGreaterThanOrEqual(14);
});

test.each([
  [['Acme', '--access-point', 'forum'], /lower_snake_case/],
  [['acme', '--access-point', 'market'], /--access-point must be one of download/],
  [['acme', '--nonsense'], /nonsense/],
])('%j is answered with what was expected', (args, message) => {
  const answer = spawnSync(process.execPath, ['tools/new_source.ts', ...args], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  expect(answer.status).toBe(2);
  expect(answer.stderr).toMatch(message);
});
