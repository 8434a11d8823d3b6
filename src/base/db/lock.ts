/** One leadspring per data directory: a lock file that names its holder, so that a dead holder's lock is cleaned. */
import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LeadspringError } from '../errors.ts';
import { randomId } from '../ids.ts';

const holderShape = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

export interface Lock {
  release(): void;
}

/**
 * Takes the lock of a data directory.
 * @throws LeadspringError `data_directory_locked`, naming the process that holds it
 */
export function takeLock(directory: string): Lock {
  const path = join(directory, 'leadspring.lock');
  const mine = { pid: process.pid, startedAt: startOf(process.pid) ?? '' };
  // Written whole beside it and then linked: the lock file never exists half-written.
  const draft = `${path}.${randomId()}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (tryLink(draft, path)) return { release: () => release(path, mine.pid) };
      const holder = readHolder(path);
      if (holder !== undefined && isAlive(holder)) {
        throw new LeadspringError(
          'data_directory_locked',
          `The data directory ${directory} is in use by another leadspring (process ${holder.pid}).`,
        );
      }
      rmSync(path, { force: true });
    }
  } finally {
    unlinkSync(draft);
  }
  throw new LeadspringError(
    'data_directory_locked',
    `The lock of ${directory} cannot be taken: others are taking it too.`,
  );
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
}

function readHolder(path: string): z.infer<typeof holderShape> | undefined {
  try {
    return holderShape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Gone meanwhile, or not ours to understand: treated as stale.
    return undefined;
  }
}

function release(path: string, pid: number): void {
  if (readHolder(path)?.pid === pid) rmSync(path, { force: true });
}

/** Whether the holder still runs. Process numbers are used again, so the start time must agree where it can be read. */
function isAlive(holder: { readonly pid: number; readonly startedAt: string }): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH') return false;
  }
  const startedAt = startOf(holder.pid);
  return startedAt === undefined || holder.startedAt === '' || startedAt === holder.startedAt;
}

/** The start time of a process in clock ticks since boot, from /proc (Linux), else undefined. */
export function startOf(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
