/** The files of an input, the oldest first. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LeadspringError } from '../../../base/plain.ts';

/** More files than this in one directory tree are a mistake. */
const MOST_FILES = 100_000;
const DEEPEST = 16;

/** `access.log.10.gz` → its log and its age: rotation numbers grow with age, dates shrink with it. */
function rotationOf(path: string): { log: string; age: number } {
  const name = basename(path).replace(/\.(?:gz|zst)$/, '');
  const number = /^(.*?)[._-](\d{1,3})$/.exec(name);
  if (number !== null) return { log: number[1] ?? name, age: Number(number[2]) };
  const date = /^(.*?)[._-](\d{4})-?(\d{2})-?(\d{2})(?:[-T_]?(\d{1,10}))?$/.exec(name);
  if (date === null) return { log: name, age: 0 };
  const [, log = name, year, month, day, rest = ''] = date;
  return { log, age: 1e20 - Number(`${year}${month}${day}${rest.padEnd(10, '0')}`) };
}

/** Orders files by folder, log and age. Counting does not depend on it; what a person sees does. */
export function oldestFirst(a: string, b: string): number {
  const [folderA, folderB] = [a.slice(0, a.lastIndexOf('/')), b.slice(0, b.lastIndexOf('/'))];
  if (folderA !== folderB) return folderA < folderB ? -1 : 1;
  const [left, right] = [rotationOf(a), rotationOf(b)];
  if (left.log !== right.log) return left.log < right.log ? -1 : 1;
  return right.age - left.age || (a < b ? -1 : 1);
}

async function collect(folder: string, depth: number, into: string[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth < DEEPEST) await collect(path, depth + 1, into);
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isRegular(path)))) into.push(path);
    if (into.length > MOST_FILES) {
      throw new LeadspringError('argument_invalid', `${folder} holds more than ${MOST_FILES} files.`, {
        where: { file: folder },
      });
    }
  }
}

/** A link to a file is read; links to folders (which may go round) and to devices are not. */
async function isRegular(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return false;
    throw thrown;
  }
}

/**
 * The input itself, or the files of a directory and its folders, the oldest first.
 * @throws LeadspringError file_not_found, file_not_readable
 */
export async function logFiles(input: string): Promise<readonly string[]> {
  try {
    if (!(await stat(input)).isDirectory()) return [input];
    const files: string[] = [];
    await collect(input, 0, files);
    return files.sort(oldestFirst);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'ENOENT') {
      throw new LeadspringError('file_not_found', `${input} does not exist.`, { where: { file: input } });
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new LeadspringError('file_not_readable', `${input} or a folder in it may not be read.`, {
        where: { file: input },
        cause: thrown,
      });
    }
    throw thrown;
  }
}
