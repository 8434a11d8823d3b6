/** Runs leadspring as its user does: as a program of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** As the launcher starts it. */
const NODE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=4',
  '--max-old-space-size=256',
];

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly error: string;
  /** Milliseconds. */
  readonly took: number;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Use the launcher instead of starting main.ts directly. */
  readonly launcher?: string;
}

/** The caller's environment without what configures leadspring or comes from the test runner. */
function surroundings(): NodeJS.ProcessEnv {
  const foreign = /^(LEADSPRING_|DATABASE_URL|VITEST|NODE_ENV$|NODE_OPTIONS$|NODE_COMPILE_CACHE$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Starts it. Output is kept; nothing of the caller's configuration is passed on. */
export function start(args: readonly string[], options: StartOptions = {}): Started {
  const startedAt = performance.now();
  const [command, before] =
    options.launcher === undefined
      ? [process.execPath, [...NODE_FLAGS, join(ROOT, 'src/main.ts')]]
      : [options.launcher, []];
  const child = spawn(command, [...before, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...surroundings(), NO_COLOR: '1', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let error = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk.toString();
  });
  const ended = new Promise<Ended>((end, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) =>
      end({ code, signal, out, error, took: performance.now() - startedAt }),
    );
  });
  return { child, ended };
}

/** Runs it to its end. */
export function leadspring(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return start(args, options).ended;
}
