import { expect, test } from 'vitest';
import { oneLine, visibleText } from './written.ts';

test('remarks of a template are not seen, whatever is left open', () => {
  expect(visibleText('<!-- Fill in. -->\n\nIt breaks.<!--\n-->')).toBe('It breaks.');
  expect(visibleText('a <!-- open')).toBe('a');
  expect(visibleText(null)).toBe('');
  const before = performance.now();
  expect(visibleText('<!--'.repeat(50_000))).toBe('');
  expect(performance.now() - before).toBeLessThan(500);
});

test('a title is one line', () => {
  expect(oneLine(' How\n do  I? ')).toBe('How do I?');
  expect(oneLine('x'.repeat(400))).toHaveLength(300);
});
