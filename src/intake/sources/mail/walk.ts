/** The files of an input in a fixed order. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface MailFile {
  readonly path: string;
  /** Name of the archive that the file is, or is part of. */
  readonly container: string;
  /** True when the file is one message by its place or name, whatever it holds. */
  readonly isMessage: boolean;
}

/** A directory that cannot be listed. */
export interface Unlisted {
  readonly path: string;
  readonly error: unknown;
}

/**
 * Files of `input`, itself or below it, by byte order of their names. Of a Maildir those in `cur` and `new`.
 * Hidden entries are passed over (except the folders `.Name` of a Maildir), links to directories too.
 */
export async function* mailFiles(input: string): AsyncGenerator<MailFile | Unlisted> {
  let isDirectory = false;
  try {
    isDirectory = (await stat(input)).isDirectory();
  } catch (error) {
    yield { path: input, error };
    return;
  }
  if (isDirectory) yield* inDirectory(input, false);
  else yield { path: input, container: containerOf(input), isMessage: isMessageName(input) };
}

async function* inDirectory(directory: string, onlyMaildir: boolean): AsyncGenerator<MailFile | Unlisted> {
  let entries: Dirent[];
  try {
    entries = await readdir(directory, { withFileTypes: true });
  } catch (error) {
    yield { path: directory, error };
    return;
  }
  const folders = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const files = new Set<string>();
  for (const entry of entries) if (await isFile(directory, entry)) files.add(entry.name);
  const isMaildir = folders.has('cur') && folders.has('new');
  if (onlyMaildir && !isMaildir) return;
  if (isMaildir) {
    yield* inMaildir(directory, 'cur');
    yield* inMaildir(directory, 'new');
  }
  for (const name of entries.map((entry) => entry.name).sort(byBytes)) {
    const path = join(directory, name);
    if (isMaildir && ['cur', 'new', 'tmp'].includes(name)) continue;
    if (folders.has(name)) yield* inDirectory(path, name.startsWith('.'));
    else if (!isMaildir && !name.startsWith('.') && files.has(name)) {
      yield { path, container: containerOf(path), isMessage: isMessageName(name) };
    }
  }
}

/** True for files and links to files; not for links that lead nowhere, pipes and the like. */
async function isFile(directory: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const target = await stat(join(directory, entry.name)).catch(() => undefined); // leads nowhere
  return target?.isFile() === true;
}

async function* inMaildir(maildir: string, folder: string): AsyncGenerator<MailFile | Unlisted> {
  const directory = join(maildir, folder);
  const container = basename(maildir);
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    yield { path: directory, error };
    return;
  }
  for (const name of names.sort(byBytes)) {
    if (!name.startsWith('.')) yield { path: join(directory, name), container, isMessage: true };
  }
}

function isMessageName(path: string): boolean {
  return /\.eml$/i.test(path);
}

/** The file's name without endings; the folder's where the file's says nothing (`2021-March.txt`, `a.eml`, `topics.mbox`). */
export function containerOf(path: string): string {
  const name = basename(path)
    .replace(/\.(?:gz|zst)$/i, '')
    .replace(/\.(?:mbox|mbx|txt|zip|tgz|tar)$/i, '');
  const isPart = isMessageName(path) || /^(?:mbox|topics|messages|\d{4}(?:-\w+)?|\d+)$/i.test(name);
  return isPart ? basename(dirname(path)).replace(/\.mbox$/i, '') : name;
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
