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
  /** The descriptor of the file that holds all pieces from now on: `readPiece` reads it in other threads. */
  file(): number;
  close(): void;
}

/** Reads a piece of the spool of another thread. */
export function readPiece(file: number, { at, length }: Piece): Uint8Array {
  const bytes = new Uint8Array(length);
  if (readSync(file, bytes, 0, length, at) !== length)
    throw new LeadspringError('internal', 'what was put aside is not there any more');
  return bytes;
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
  const toFile = (): number => {
    file ??= openUnseen();
    for (const [at, bytes] of kept) write(bytes, at);
    kept.clear();
    return file;
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
    read: (piece) => {
      if (piece.length === 0) return new Uint8Array(0);
      return kept.get(piece.at) ?? readPiece(file ?? -1, piece);
    },
    file: toFile,
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
