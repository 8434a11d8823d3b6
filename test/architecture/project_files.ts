/** The files of the project: what git tracks or would track. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ProjectFile } from './rules.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

const LONGEST = 4 * 1024 * 1024;

/** Every tracked or addable text file, by its path from the root. Binary files come with an empty text. */
export function projectFiles(): readonly ProjectFile[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: LONGEST,
  });
  return [...new Set(listed.split('\0'))]
    .filter((path) => path !== '' && existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isFile())
    .map((path) => {
      const bytes = readFileSync(join(ROOT, path));
      return { path, text: bytes.length > LONGEST || bytes.includes(0) ? '' : bytes.toString('utf8') };
    });
}
