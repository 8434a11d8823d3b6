/** Programs that tests run but the project does not bring. On a CI machine their absence is a failure. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Need } from './needs.ts';

/** The full path of a program, given by its name on the PATH or already in full; undefined when it is not there. */
export function findTool(command: string, path = process.env.PATH ?? ''): string | undefined {
  const candidates = isAbsolute(command)
    ? [command]
    : path
        .split(delimiter)
        .filter((directory) => directory !== '')
        .map((directory) => join(directory, command));
  return candidates.find(isProgram);
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
