import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openUuidNumbers } from './uuid_numbers.ts';

function bytesOf(id: string): DataView {
  const bytes = Buffer.from(`ff${id.replaceAll('-', '')}`, 'hex');
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

test('an id keeps its number, and a number its id, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.uuid(), { maxLength: 200 }), fc.uuid(), (ids, other) => {
      const numbers = openUuidNumbers(1);
      const expected = [...new Set(ids)];
      for (const [index, id] of ids.entries())
        expect(index % 2 === 0 ? numbers.addText(id) : numbers.add(bytesOf(id), 1)).toBe(
          expected.indexOf(id) + 1,
        );
      expect(numbers.size()).toBe(expected.length);
      for (const [index, id] of expected.entries()) {
        expect(numbers.idOf(index + 1)).toBe(id);
        expect(numbers.findText(id)).toBe(index + 1);
        expect(numbers.find(bytesOf(id), 1)).toBe(index + 1);
      }
      expect(numbers.findText(other)).toBe(expected.indexOf(other) + 1);
    }),
  );
});

test('ids that differ in one word only are different, and nil is none', () => {
  const numbers = openUuidNumbers();
  const ids = ['1', '8', '12', '20', '30'].map((at) => {
    const hex = [...'0'.repeat(32)];
    hex[Number(at)] = '1';
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  });
  expect(ids.map((id) => numbers.addText(id))).toEqual([1, 2, 3, 4, 5]);
  const nil = '00000000-0000-0000-0000-000000000000';
  expect(numbers.addText(nil)).toBe(0);
  expect(numbers.findText(nil)).toBe(0);
  expect(numbers.size()).toBe(5);
});
