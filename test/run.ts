/**
 * `npm test`: named steps in order, each one counted, and as the last line `N passed, N failed`.
 * A step of Vitest counts its tests; every other step counts as one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { COUNT_FILE, type Count } from './support/count_reporter.ts';
import { installMissing } from './support/debian_packages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MODULES = join(ROOT, 'node_modules');
const STEP_LIMIT_MS = 45 * 60_000;

type Step = (filter: readonly string[]) => Count;

const STEPS: Readonly<Record<string, Step>> = {
  types: () => one(['typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit']),
  lint: () => one(['@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
  unused: () => one(['knip/bin/knip.js', '--no-progress']),
  tests: (filter) => vitest('tests', filter),
  browser: (filter) => vitest('browser', filter),
};

/** Runs one of the installed programs with this Node; true when it ends well. Ends the whole run on Ctrl-C. */
function run([script = '', ...args]: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const { status, signal, error } = spawnSync(process.execPath, [join(MODULES, script), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    timeout: STEP_LIMIT_MS,
    env: { ...process.env, ...env },
  });
  if (signal === 'SIGINT') process.exit(128 + constants.signals.SIGINT);
  if (error !== undefined) console.log(error.message);
  return status === 0;
}

function one(command: readonly string[]): Count {
  return run(command) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function vitest(project: string, filter: readonly string[]): Count {
  const folder = mkdtempSync(join(tmpdir(), 'leadspring-count-'));
  const file = join(folder, 'count.json');
  const args = [
    'vitest/vitest.mjs',
    'run',
    '--project',
    project,
    ...(filter.length > 0 ? ['--passWithNoTests', ...filter] : []),
  ];
  try {
    const ended = run(args, { [COUNT_FILE]: file });
    const counted = readCount(file);
    return ended ? counted : { ...counted, failed: Math.max(counted.failed, 1) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the reporter wrote; a run that ended before it could counts as one failure. */
function readCount(file: string): Count {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Count;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function main(args: readonly string[]): number {
  const chosen = args.filter((arg) => Object.hasOwn(STEPS, arg));
  const filter = args.filter((arg) => !chosen.includes(arg));
  const total = { passed: 0, failed: 0 };
  let since = performance.now();
  const add = (name: string, { passed, failed }: Count): void => {
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    console.log(`-- ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  };

  const complete = installMissing();
  if (!complete && process.env.CI === 'true') add('programs', { passed: 0, failed: 1 });
  const wanted =
    args.length === 0 ? Object.keys(STEPS) : [...chosen, ...(filter.length > 0 ? ['tests', 'browser'] : [])];
  for (const [name, step] of Object.entries(STEPS)) {
    if (!wanted.includes(name)) continue;
    console.log(`\n-- ${name}`);
    since = performance.now();
    add(name, step(filter));
  }
  if (filter.length > 0 && total.passed + total.failed === 0) {
    console.log(`No test file matches ${filter.join(' ')}`);
    total.failed += 1;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
