/** Files of a folder or of a zip archive, alike, read one at a time and each bounded. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { LeadspringError } from '../../base/plain.ts';

export interface Archive {
  /** Paths inside of it with `/`, in alphabetical order. */
  readonly names: readonly string[];
  /**
   * The bytes of one file, or undefined when it is larger than the limit.
   * @throws LeadspringError `file_corrupt` when it cannot be unpacked
   */
  read(name: string, limit: number): Promise<Uint8Array | undefined>;
  /** The bytes of one file, piece by piece. @throws LeadspringError `file_corrupt`, then or while it is read */
  stream(name: string): Promise<AsyncIterable<Uint8Array>>;
  close(): Promise<void>;
}

/** More files than this are not listed: an archive of millions of empty ones should not fill the memory. */
const MOST_FILES = 200_000;
const DEEPEST = 6;

/**
 * Opens a folder or a zip archive (APPNOTE.TXT 6.3; stored or deflated, not encrypted).
 * @throws LeadspringError `file_corrupt` when a file is no such archive, or holds too many files
 */
export async function openArchive(path: string): Promise<Archive> {
  return (await stat(path)).isDirectory() ? openFolder(path) : openZip(path);
}

async function openFolder(path: string): Promise<Archive> {
  const names: string[] = [];
  const look = async (below: string, depth: number): Promise<void> => {
    for (const entry of await readdir(join(path, below), { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isFile()) names.push(name);
      else if (entry.isDirectory() && depth > 0) await look(name, depth - 1);
      if (names.length > MOST_FILES) throw tooMany(path);
    }
  };
  await look('', DEEPEST);
  return {
    names: names.sort(),
    read: async (name, limit) => {
      const file = join(path, name);
      return (await stat(file)).size > limit ? undefined : readFile(file);
    },
    stream: async (name) => createReadStream(join(path, name)),
    close: async () => undefined,
  };
}

async function openZip(path: string): Promise<Archive> {
  const zip = await orCorrupt(path, () => openPromise(path, { autoClose: false, lazyEntries: true }));
  const entries = new Map<string, Entry>();
  try {
    await orCorrupt(path, () => listEntries(zip, entries));
    if (entries.size > MOST_FILES) throw tooMany(path);
  } catch (thrown) {
    zip.close();
    throw thrown;
  }
  return {
    names: [...entries.keys()].sort(),
    read: async (name, limit) => {
      const entry = entries.get(name);
      if (entry === undefined || entry.uncompressedSize > limit) return undefined;
      return within(unpacked(`${path}/${name}`, zip, entry), limit);
    },
    stream: async (name) => {
      const entry = entries.get(name);
      if (entry === undefined) throw new Error(`${name} is not listed`);
      return unpacked(`${path}/${name}`, zip, entry);
    },
    close: async () => zip.close(),
  };
}

async function listEntries(zip: ZipFile, entries: Map<string, Entry>): Promise<void> {
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
    if (entries.size > MOST_FILES) return;
  }
}

/** What an entry says of its size is not relied upon: reading stops at the limit. */
async function within(pieces: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > limit) return undefined;
    parts.push(piece);
  }
  return Buffer.concat(parts);
}

async function* unpacked(path: string, zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const stream = await orCorrupt(path, () => zip.openReadStreamPromise(entry));
  const pieces = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await orCorrupt(path, () => pieces.next());
      if (done === true) return;
      yield value as Buffer;
    }
  } finally {
    stream.destroy();
  }
}

async function orCorrupt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Error && 'syscall' in thrown) throw thrown;
    throw new LeadspringError('file_corrupt', `${path} cannot be unpacked.`, {
      where: { file: path },
      cause: thrown,
    });
  }
}

function tooMany(path: string): LeadspringError {
  return new LeadspringError('file_corrupt', `${path} holds more than ${MOST_FILES} files.`, {
    where: { file: path },
  });
}
