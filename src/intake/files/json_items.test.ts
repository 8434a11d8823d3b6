import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ItemOptions, jsonItems } from './json_items.ts';

async function itemsOf(text: string, size = 7, more: Partial<ItemOptions> = {}) {
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const items = [];
  for await (const item of jsonItems(pieces(), { limit: 1_000, path: 'a.json', ...more })) items.push(item);
  return items;
}

test('items of all arrays of an object, with the name of each', async () => {
  const text = '{"a": [1, {"x": [2, "]"]} ], "b": {"c": [3]}, "d\\"": ["\\"", []], "e": []}';
  expect(await itemsOf(text)).toEqual([
    { member: 'a', text: '1', number: 1 },
    { member: 'a', text: '{"x": [2, "]"]} ', number: 2 },
    { member: 'd\\"', text: '"\\""', number: 1 },
    { member: 'd\\"', text: '[]', number: 2 },
  ]);
  expect(await itemsOf(text, 7, { wanted: (member) => member === 'a' })).toHaveLength(2);
});

test('whatever is written as JSON is read back, however it arrives', async () => {
  const sizes = fc.integer({ min: 1, max: 30 });
  const values = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(values, sizes, fc.constantFrom(undefined, 2), async (list, size, indent) => {
      const text = JSON.stringify(list, null, indent);
      const items = await itemsOf(text, size, { limit: 100_000 });
      expect(items.map((item) => JSON.parse(item.text ?? ''))).toEqual(JSON.parse(text));
    }),
  );
});

test('an item beyond the limit is left out, the others are there', async () => {
  const items = await itemsOf(`["a", "${'x'.repeat(2_000)}", "b"]`);
  expect(items.map(({ text }) => text)).toEqual(['"a"', undefined, '"b"']);
});

test('what is no such document or ends early is said so', async () => {
  await expect(itemsOf('7')).rejects.toMatchObject({ code: 'file_corrupt' });
  await expect(itemsOf('')).rejects.toMatchObject({ code: 'file_corrupt' });
  await expect(itemsOf('{"a": [1, 2')).rejects.toMatchObject({ code: 'file_truncated' });
});
