import { expect, test } from 'vitest';
import { openSpool } from './spool.ts';

const piece = (fill: number, length: number): Uint8Array => new Uint8Array(length).fill(fill);

test.each([
  ['in memory', 1_000_000],
  ['in a file', 0],
  ['first in memory and then in a file', 25],
])('pieces come back as they were put aside: %s', (_, inMemory) => {
  const spool = openSpool(inMemory);
  const lengths = [10, 0, 7, 20, 1];
  const pieces = lengths.map((length, index) => spool.add(piece(index + 1, length)));
  for (const round of [1, 2]) {
    for (const [index, length] of lengths.entries()) {
      const at = pieces[index];
      if (at === undefined) throw new Error('no piece');
      expect([round, ...spool.read(at)]).toEqual([round, ...piece(index + 1, length)]);
    }
  }
  spool.close();
});

test('what was put aside does not change with the bytes it was made of', () => {
  const spool = openSpool();
  const bytes = piece(1, 3);
  const at = spool.add(bytes);
  bytes.fill(9);
  expect([...spool.read(at)]).toEqual([1, 1, 1]);
  spool.close();
});

test('after closing nothing is left to read', () => {
  const spool = openSpool(0);
  const at = spool.add(piece(1, 3));
  spool.close();
  expect(() => spool.read(at)).toThrow();
});
