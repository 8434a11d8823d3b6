/** Where the messages of an inbox lie: one repository (v1), or one for each epoch (v2). */
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface Inbox {
  /** What it is called: the name of its folder. */
  readonly name: string;
  /** Absolute paths of its bare repositories, the oldest messages first. */
  readonly repositories: readonly string[];
}

const EPOCH = /^\d+\.git$/;

/** Whether a folder with these entries is a bare repository. */
export function isBare(entries: readonly string[]): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => entries.includes(name));
}

/** Whether a folder with these entries holds the epochs of an inbox and nothing else. */
export function holdsEpochs(entries: readonly string[]): boolean {
  return entries.length > 0 && entries.every((name) => EPOCH.test(name));
}

/** @param input an inbox of either format, its folder `git`, or one epoch alone */
export async function findInbox(input: string): Promise<Inbox> {
  const entries = await readdir(input);
  if (isBare(entries)) {
    const name = EPOCH.test(basename(input)) ? dirname(dirname(input)) : input;
    return { name: basename(name, '.git'), repositories: [input] };
  }
  if (entries.some((name) => EPOCH.test(name))) {
    return { name: basename(dirname(input)), repositories: epochs(input, entries) };
  }
  const folder = join(input, 'git');
  const found = (await isFolder(folder)) ? epochs(folder, await readdir(folder)) : [];
  // A clone with a work tree keeps its repository beside it.
  const repositories = found.length === 0 && entries.includes('.git') ? [join(input, '.git')] : found;
  return { name: basename(input), repositories };
}

function epochs(folder: string, entries: readonly string[]): string[] {
  return entries
    .filter((name) => EPOCH.test(name))
    .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
    .map((name) => join(folder, name));
}

async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (stats) => stats.isDirectory(),
    () => false, // not there
  );
}
