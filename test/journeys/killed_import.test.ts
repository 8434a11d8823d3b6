/** kill -9 during an import, twenty times at different moments: the end is that of an undisturbed run, row for row. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { writeSample } from '../../sample/index.ts';
import { openDatabase, openLog } from '../../src/base/index.ts';
import { leadspring, start } from '../support/leadspring.ts';
import { storedState } from '../support/state.ts';
import { tempDir } from '../support/temp_dir.ts';

const KILLS = 20;

async function stateOf(data: string): Promise<Awaited<ReturnType<typeof storedState>>> {
  const db = await openDatabase({ config: { data, databaseUrl: null }, log: openLog('silent'), now: 0 });
  try {
    return await storedState(db);
  } finally {
    await db.close();
  }
}

test('twenty kills leave what no kill leaves', { timeout: 600_000 }, async () => {
  await using dir = await tempDir();
  const files = join(dir.path, 'files');
  await writeSample({ directory: files, seed: 7, size: 'small', end: Date.UTC(2026, 9, 1) });
  const importInto = (data: string): readonly string[] => [
    'try',
    files,
    '--exit',
    '--json',
    '--data',
    join(dir.path, data),
  ];

  const undisturbed = await leadspring(importInto('undisturbed'));
  expect(undisturbed.code, undisturbed.error).toBe(0);

  const expected = await stateOf(join(dir.path, 'undisturbed'));
  let killed = 0;
  let completed = 0;
  for (let attempt = 0; killed < KILLS && attempt < 3 * KILLS; attempt++) {
    // The golden ratio spreads the moments evenly and without chance. Each attempt gets only a part of the time
    // an import takes, so that it has to go on where the last one was killed.
    const moment = (0.1 + 0.5 * ((attempt * 0.618034) % 1)) * undisturbed.took;
    const { child, ended } = start(importInto('disturbed'));
    await Promise.race([sleep(moment), once(child, 'exit')]);
    if (child.exitCode === null && child.kill('SIGKILL')) killed++;
    const { code, error } = await ended;
    if (code === null) continue;
    expect(code, error).toBe(0);
    completed++;
    expect(await stateOf(join(dir.path, 'disturbed'))).toEqual(expected);
    await rm(join(dir.path, 'disturbed'), { recursive: true });
  }
  console.log(
    `${killed} kills; ${completed} imports came to their end in between (undisturbed: ${(undisturbed.took / 1000).toFixed(1)} s)`,
  );
  expect(killed).toBe(KILLS);

  const last = await leadspring(importInto('disturbed'));
  expect(last.code, last.error).toBe(0);
  expect(await stateOf(join(dir.path, 'disturbed'))).toEqual(expected);
});
