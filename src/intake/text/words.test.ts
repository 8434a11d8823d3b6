import { expect, test } from 'vitest';
import { wordsIn } from './words.ts';

test('whole words, in whatever case, also of several parts and with signs', () => {
  const names = wordsIn(['Acme', 'acme-db', 'C++ Kit', '']);
  expect(['We use ACME.', 'acme-db rocks', 'the c++ kit!', '(acme)'].map(names)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['acmeology', 'Pacme', 'c++ kits', ''].map(names)).toEqual([false, false, false, false]);
  expect(wordsIn(['Größe'])('die GRÖSSE')).toBe(false);
  expect(wordsIn(['Größe'])('die GRÖßE')).toBe(true);
});

test('without words everything counts', () => {
  expect(wordsIn([' '])('anything')).toBe(true);
});
