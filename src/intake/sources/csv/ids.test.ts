import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRowIds } from './ids.ts';

const values = fc.record({ date: fc.constantFrom('1', '2'), email: fc.constantFrom('a', 'b', '') });
const idsOf = (rows: readonly Record<string, string>[]) => {
  const idOf = createRowIds('attendees', ['date', 'email']);
  return rows.map(idOf);
};

test('rows without an id: all apart, the same ids in any order, and a grown file only adds', () => {
  const shuffled = fc
    .array(values, { maxLength: 20 })
    .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
  fc.assert(
    fc.property(shuffled, fc.nat(20), ([rows, other], length) => {
      const ids = idsOf(rows);
      expect(new Set(ids).size).toBe(rows.length);
      expect([...idsOf(other)].sort()).toEqual([...ids].sort());
      expect(idsOf(rows.slice(0, length))).toEqual(ids.slice(0, length));
    }),
  );
});

test('the order of columns and blank columns change nothing', () => {
  const [one] = [{ date: '1', email: 'a' }].map(createRowIds('spend', ['date', 'email']));
  const [two] = [{ country: '', email: 'a', date: '1' }].map(
    createRowIds('spend', ['country', 'email', 'date']),
  );
  expect(two).toBe(one);
});

test('rows with an id: identical rows are one, other contents under it are numbered, order by order', () => {
  const idOf = createRowIds('book_sales', ['id', 'title', 'email']);
  const ids = [
    { id: '7', title: 'Engine', email: 'a' },
    { id: '7', title: 'Engine', email: 'a' },
    { id: '7', title: 'Engine', email: 'b' },
    { id: '7', title: 'Other', email: 'a' },
    { id: '7', title: 'Engine', email: 'b' },
    { id: '8', title: 'Engine', email: 'a' },
  ].map(idOf);
  expect(ids).toEqual([
    'book_sales:7:engine',
    'book_sales:7:engine',
    'book_sales:7:engine:2',
    'book_sales:7:other',
    'book_sales:7:engine:2',
    'book_sales:8:engine',
  ]);
});

test('a deal is a new fact when it turns, and keeps its id when only its value is corrected', () => {
  const read = (values: Record<string, string>) => createRowIds('deals', ['id', 'stage', 'amount'])(values);
  expect(read({ id: '7', stage: 'Proposal', amount: '1' })).toBe('deals:7:deal_open');
  expect(read({ id: '7', stage: 'Negotiation', amount: '2' })).toBe('deals:7:deal_open');
  expect(read({ id: '7', stage: 'Closed won', amount: '2' })).toBe('deals:7:deal_won');
});

test('an endless id is shortened', () => {
  expect(createRowIds('deals', ['id'])({ id: 'x'.repeat(1000) }).length).toBeLessThan(60);
});
