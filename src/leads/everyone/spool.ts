/** Bytes put aside in order, to be read again a few times: in memory while they are few, else in a file nobody sees. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LeadspringError } from '../../base/index.ts';

/** Bytes kept in memory at most. */
const IN_MEMORY = 16 * 1_024 ** 2;

/** Where a piece was put. */
export interface Piece {
  readonly at: number;
  readonly length: number;
}

export interface Spool {
  add(bytes: Uint8Array): Piece;
  read(piece: Piece): Uint8Array;
  close(): void;
}

/** @param inMemory bytes kept in memory at most, before all goes into a file */
export function openSpool(inMemory: number = IN_MEMORY): Spool {
  /** Pieces in memory by where they begin, in order. */
  const kept = new Map<number, Uint8Array>();
  let end = 0;
  let file: number | null = null;
  const write = (bytes: Uint8Array, at: number): void => {
    for (let done = 0; done < bytes.length; ) {
      try {
        done += writeSync(file ?? -1, bytes, done, bytes.length - done, at + done);
      } catch (cause) {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause;
        throw new LeadspringError('disk_full', `${tmpdir()} is full: acts are put aside there.`, { cause });
      }
    }
  };
  const toFile = (): void => {
    file = openUnseen();
    for (const [at, bytes] of kept) write(bytes, at);
    kept.clear();
  };
  return {
    add: (bytes) => {
      const piece = { at: end, length: bytes.length };
      if (bytes.length === 0) return piece;
      if (file === null && end + bytes.length > inMemory) toFile();
      if (file === null) kept.set(end, bytes.slice());
      else write(bytes, end);
      end += bytes.length;
      return piece;
    },
    read: ({ at, length }) => {
      if (length === 0) return new Uint8Array(0);
      const known = kept.get(at);
      if (known !== undefined) return known;
      const bytes = new Uint8Array(length);
      if (file === null || readSync(file, bytes, 0, length, at) !== length)
        throw new LeadspringError('internal', 'what was put aside is not there any more');
      return bytes;
    },
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
      kept.clear();
    },
  };
}

/** A file without a name: it is gone with the process, however that ends. */
function openUnseen(): number {
  const directory = mkdtempSync(join(tmpdir(), 'leadspring-acts-'));
  try {
    return openSync(join(directory, 'acts'), 'wx+', 0o600);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
