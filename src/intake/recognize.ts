/** Looks at the head of a path and asks every source whether it is theirs. */
import { closeSync, type Dirent, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { LeadspringError } from '../base/index.ts';
import type { Probe, Source } from './contract.ts';
import { SOURCES } from './registry.ts';

const HEAD = 65_536;
const MOST_ENTRIES = 1_000;

/** Inputs and the source that will read them. */
export interface Recognized {
  readonly paths: readonly string[];
  readonly source: Source;
}

/** A directory is read as a whole only by a source that is this sure; else its entries are looked at one by one. */
const SURE = 0.9;

/** An input that no source takes, and what was expected. */
export interface Unrecognized {
  readonly path: string;
  readonly error: LeadspringError;
}

/**
 * What a path can be looked at as.
 * @throws LeadspringError `file_not_found`, `file_not_readable`
 */
export async function probe(path: string): Promise<Probe> {
  try {
    const isDirectory = statSync(path).isDirectory();
    if (isDirectory)
      return {
        path,
        isDirectory,
        entries: readdirSync(path).sort().slice(0, MOST_ENTRIES),
        head: new Uint8Array(),
      };
    return { path, isDirectory, entries: [], head: await decompressHead(readHead(path)) };
  } catch (thrown) {
    throw fileError(path, thrown);
  }
}

/** Errors of the file system with our codes. */
export function fileError(path: string, thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new LeadspringError('file_not_found', `${path} does not exist.`, { where: { file: path } });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new LeadspringError('file_not_readable', `${path} may not be read.`, { where: { file: path } });
  }
  return thrown;
}

function readHead(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(HEAD);
    return buffer.subarray(0, readSync(file, buffer, 0, HEAD, 0));
  } finally {
    closeSync(file);
  }
}

/** The first bytes of what is inside, for gzip (RFC 1952) and zstd (RFC 8878); else the bytes themselves. */
async function decompressHead(head: Uint8Array): Promise<Uint8Array> {
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  const zstd = head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
  if (!gzip && !zstd) return head;
  const stream = gzip ? createGunzip() : createZstdDecompress();
  const parts: Uint8Array[] = [];
  let size = 0;
  return new Promise((resolve) => {
    const finish = (): void => {
      stream.destroy();
      resolve(Buffer.concat(parts).subarray(0, HEAD));
    };
    stream.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size >= HEAD) finish();
    });
    stream.on('end', finish);
    // The head of a compressed file ends early by nature; what came out until then is the head we want.
    stream.on('error', finish);
    stream.end(head);
  });
}

/** The source that is surest, and at least so sure; or undefined. */
export function recognize(what: Probe, atLeast: number): Source | undefined {
  let best: Source | undefined;
  let surest = 0;
  for (const source of SOURCES) {
    const sure = source.recognize?.(what) ?? 0;
    if (sure > surest && sure >= atLeast) [best, surest] = [source, sure];
  }
  return best;
}

/**
 * What is to be read below the given paths, by source. A directory no source takes as a whole is looked into (not deeper than
 * four levels); inside it, files nobody takes are passed over silently when there is something that is taken.
 */
export async function recognizePaths(
  paths: readonly string[],
): Promise<{ readonly recognized: readonly Recognized[]; readonly unrecognized: readonly Unrecognized[] }> {
  const bySource = new Map<Source, string[]>();
  const unrecognized: Unrecognized[] = [];
  for (const path of paths) {
    try {
      const found = await lookInto(path, 4);
      for (const [source, input] of found) bySource.set(source, [...(bySource.get(source) ?? []), input]);
      if (found.length === 0) unrecognized.push({ path, error: nothingExpected(path) });
    } catch (thrown) {
      if (!(thrown instanceof LeadspringError)) throw thrown;
      unrecognized.push({ path, error: thrown });
    }
  }
  const recognized = SOURCES.flatMap((source) => {
    const inputs = bySource.get(source);
    return inputs === undefined ? [] : [{ source, paths: inputs }];
  });
  return { recognized, unrecognized };
}

async function lookInto(path: string, depth: number): Promise<readonly (readonly [Source, string])[]> {
  const what = await probe(path);
  const source = recognize(what, what.isDirectory ? SURE : 0);
  if (source !== undefined) return [[source, path]];
  if (!what.isDirectory || depth === 0) return [];
  const found: (readonly [Source, string])[] = [];
  for (const entry of entriesOf(path)) {
    if (entry.isDirectory() || entry.isFile())
      found.push(...(await lookInto(join(path, entry.name), depth - 1)));
  }
  return found;
}

function entriesOf(path: string): readonly Dirent[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, MOST_ENTRIES);
}

function nothingExpected(path: string): LeadspringError {
  const expected = SOURCES.filter(({ read }) => read !== undefined)
    .map(({ expects }) => expects)
    .join('; ');
  return new LeadspringError(
    'input_unrecognized',
    `${path} is not recognized. Expected one of: ${expected}.`,
    {
      where: { file: path },
    },
  );
}

/** Bytes on disk below a path, for progress; stops counting at 100,000 files. */
export function sizeOf(path: string): number {
  let total = 0;
  let files = 0;
  const queue = [path];
  for (let next = queue.pop(); next !== undefined && files < 100_000; next = queue.pop()) {
    const status = statSync(next, { throwIfNoEntry: false });
    if (status === undefined) continue;
    if (status.isDirectory()) queue.push(...readdirSync(next).map((name) => join(next ?? '', name)));
    else total += status.size;
    files++;
  }
  return total;
}
