import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { runAside } from './aside.ts';

const WORKER = new URL('./testing_aside.ts', import.meta.url);

test('work aside answers, tells how far it is, and lets others go first, in its threads too', async () => {
  const told: unknown[] = [];
  const answer = await runAside(WORKER, { fail: false }, { progress: (state) => told.push(state) });
  const later = constants.priority.PRIORITY_BELOW_NORMAL;
  expect(answer).toEqual({ process: later, thread: later });
  expect(told).toEqual(['begun']);
});

test('an error of the work is one of whoever asked', async () => {
  await expect(runAside(WORKER, { fail: true })).rejects.toMatchObject({ code: 'file_not_found' });
});

test('a signal ends it', async () => {
  expect(await runAside(WORKER, { fail: false }, { signal: AbortSignal.abort() })).toBeNull();
});
