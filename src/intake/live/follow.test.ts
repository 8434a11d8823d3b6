import { expect, test } from 'vitest';
import type { Touched } from '../group.ts';
import { gatherTouched } from './follow.ts';

test('what comes while a turn is under way is told in the next, each handle once', async () => {
  const told: Touched[] = [];
  let release = (): void => undefined;
  const followed = gatherTouched(async (ids) => {
    told.push(ids);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  await followed.turn();
  expect(told).toEqual([]);
  followed.add(['a', 'b', 'a']);
  const first = followed.turn();
  followed.add(['b', 'c']);
  followed.add(['c']);
  release();
  await first;
  const second = followed.turn();
  release();
  await second;
  expect(told).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ]);
});

test('what could not be told is told again, with what came since', async () => {
  const told: Touched[] = [];
  const followed = gatherTouched(async (ids) => {
    told.push(ids);
    if (told.length === 1) throw new Error('no');
  });
  followed.add(['a']);
  await expect(followed.turn()).rejects.toThrow('no');
  followed.add(['b']);
  await followed.turn();
  expect(told[1]?.toSorted()).toEqual(['a', 'b']);
});

test('once any may have acted, or more than can be told, it is told so, and the next turn begins anew', async () => {
  const told: Touched[] = [];
  const followed = gatherTouched(async (touched) => {
    told.push(touched);
    if (told.length === 1) throw new Error('no');
  }, 2);
  followed.add(null);
  followed.add(['a']);
  await expect(followed.turn()).rejects.toThrow('no');
  followed.add(['b']);
  await followed.turn();
  await followed.turn();
  followed.add(['a', 'b']);
  await followed.turn();
  followed.add(['a', 'b', 'c']);
  await followed.turn();
  expect(told).toEqual([null, null, ['a', 'b'], null]);
});
