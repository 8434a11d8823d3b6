/** A disk that runs full in the middle of an import: a clear error, nothing lost, and the next run goes on. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSample } from '../../sample/index.ts';
import { openDatabase, openLog } from '../../src/base/index.ts';
import { leadspring } from '../support/leadspring.ts';
import { storedState } from '../support/state.ts';
import { tempDir } from '../support/temp_dir.ts';

const mount = (...args: string[]): Buffer => execFileSync('mount', args, { stdio: 'pipe' });

/** A small file system of its own needs root and a kernel that lets it mount. */
function canMount(directory: string): string | undefined {
  if (process.getuid?.() !== 0) return 'mounting a small disk needs root';
  try {
    mount('-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', directory);
    return undefined;
  } catch (thrown) {
    return `a small disk cannot be mounted here: ${thrown instanceof Error ? thrown.message.split('\n')[1] : thrown}`;
  }
}

test('an import on a full disk says so, loses nothing, and resumes', { timeout: 300_000 }, async ({
  skip,
}) => {
  await using dir = await tempDir();
  const disk = join(dir.path, 'disk');
  mkdirSync(disk);
  const why = canMount(disk);
  if (why !== undefined) skip(`skipped: ${why}`);
  try {
    const files = join(dir.path, 'files');
    await writeSample({ directory: files, seed: 3, size: 'small', end: Date.UTC(2026, 9, 1) });
    const run = (data: string) => leadspring(['try', files, '--exit', '--data', data]);
    // The database alone takes about 60 MB with its write-ahead log; the import needs more than what is left.
    const full = await run(join(disk, 'data'));
    expect(full.code).toBe(1);
    expect(`${full.out}${full.error}`).toContain('disk_full');

    mount('-o', 'remount,size=1g', disk);
    const resumed = await run(join(disk, 'data'));
    expect(resumed.code, resumed.error).toBe(0);
    const undisturbed = await run(join(dir.path, 'undisturbed'));
    expect(undisturbed.code, undisturbed.error).toBe(0);
    const [after, expected] = [
      await stateOf(join(disk, 'data')),
      await stateOf(join(dir.path, 'undisturbed')),
    ];
    expect(after).toEqual(expected);
  } finally {
    execFileSync('umount', ['--lazy', disk]);
  }
});

async function stateOf(data: string): Promise<Awaited<ReturnType<typeof storedState>>> {
  const db = await openDatabase({ config: { data, databaseUrl: null }, log: openLog('silent'), now: 0 });
  try {
    return await storedState(db);
  } finally {
    await db.close();
  }
}
