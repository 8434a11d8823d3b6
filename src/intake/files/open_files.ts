/** The files of an input, itself or below it, in the order of their names. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface OpenFile {
  readonly path: string;
  /** Its size. */
  readonly bytes: number;
  read(): Promise<Uint8Array>;
}

const DEEPEST = 8;

/** Gives `input` itself when it is a file, whatever its name; else the files below it whose names match. */
export async function* openFiles(input: string, names: RegExp, depth = DEEPEST): AsyncGenerator<OpenFile> {
  const status = await stat(input);
  if (!status.isDirectory()) {
    yield { path: input, bytes: status.size, read: () => readFile(input) };
    return;
  }
  const entries = await readdir(input, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = entry.isDirectory() ? depth > 0 : entry.isFile() && names.test(entry.name);
    if (below) yield* openFiles(join(input, entry.name), names, depth - 1);
  }
}
