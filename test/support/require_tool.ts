/** Programs that tests run but the project does not bring. On a CI machine their absence is a failure. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Need } from './needs.ts';

/** Where Debian puts programs that are not on the PATH. */
const BESIDE_THE_PATH = ['/usr/lib/postgresql/15/bin'];

/** The full path of a program on the PATH (or where Debian's PostgreSQL 15 has it), or undefined. */
export function findTool(command: string, path = process.env.PATH ?? ''): string | undefined {
  return [...path.split(delimiter), ...BESIDE_THE_PATH]
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, command))
    .find(isProgram);
}

/**
 * A program a test needs. Missing, it is a reason to skip; with CI=true it throws, so that a CI machine
 * cannot pass by skipping.
 */
export function requireTool(command: string): Need {
  const path = findTool(command);
  if (path !== undefined) return { ok: true, path };
  const reason = `the program ${command} is not installed`;
  if (process.env.CI === 'true') throw new Error(reason);
  return { ok: false, reason };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not ours to run: either way the next folder may have it
  }
}
