import { expect, test } from 'vitest';
import { readPath } from './json_path.ts';

const DOCUMENT = {
  type: 'order.paid',
  data: {
    email: null,
    user: { email: 'ana@corp.example' },
    items: [{ 'unit price': 3 }, 4],
    'a-b': 1,
    $set: { x: 2 },
  },
};

test.each([
  ['type', 'order.paid'],
  ['$.data.user.email', 'ana@corp.example'],
  ['data.email | data.user.email', 'ana@corp.example'],
  ['data.items[0]["unit price"]', 3],
  ["data['items'][1]", 4],
  ['data.a-b', 1],
  ['data.$set.x', 2],
  ['data.items.length', 2],
  ['data.absent.deeper', undefined],
  ['type.length', undefined],
  ['constructor.name', undefined],
  ['data.__proto__', undefined],
])('%s leads to %s', (path, value) => {
  expect(readPath('email_path', path)(DOCUMENT)).toBe(value);
});

test.each(['', '$', 'a..b', 'a[b]', 'a["b', 'a()', 'a b', 'a |'])('“%s” is no path', (path) => {
  expect(() => readPath('email_path', path)).toThrow(/email_path: .* is no path/);
});
