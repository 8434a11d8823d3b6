import { expect, test } from 'vitest';
import { gatherTouched } from './follow.ts';

test('what comes while a turn is under way is told in the next, each handle once', async () => {
  const told: (readonly string[])[] = [];
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
  const told: (readonly string[])[] = [];
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
