import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DateOrder,
  dateOrderOf,
  decimalMarkOf,
  isBlank,
  parseAmount,
  parseCount,
  parseDate,
  parseDomain,
  parseEmail,
} from './values.ts';

const iso = (time: number | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString().replace(':00.000Z', '').replace('T00:00', '');

describe('dates', () => {
  test.each([
    ['2026-03-31', '2026-03-31'],
    ['2026-03', '2026-03-01'],
    ['2026/3/1', '2026-03-01'],
    ['20260331', '2026-03-31'],
    ['31.03.2026', '2026-03-31'],
    ['1. 3. 2026', '2026-03-01'],
    ['3/4/2026', '2026-04-03'],
    ['03-04-26', '2026-04-03'],
    ['31.12.99', '1999-12-31'],
    ['5 March 2026', '2026-03-05'],
    ['05-Mar-2026', '2026-03-05'],
    ['March 5, 2026', '2026-03-05'],
    ['2026-03-31T14:02', '2026-03-31T14:02'],
    ['2026-03-31T23:30:00.000-02:00', '2026-04-01T01:30'],
    ['2026-03-31 14:02 +0200', '2026-03-31T12:02'],
    ['31.03.2026 14:02:00', '2026-03-31T14:02'],
    ['3/31/2026 2:05 PM', undefined],
    ['4/3/2026, 12:05 am', '2026-03-04T00:05'],
    ['2026-02-29', undefined],
    ['2024-02-29', '2024-02-29'],
    ['31.04.2026', undefined],
    ['2026-13-01', undefined],
    ['45000', undefined],
    ['5 Marchember 2026', undefined],
    ['2026-03-31 25:00', undefined],
    ['soon', undefined],
    ['1'.repeat(1000), undefined],
  ])('%s, day first → %s', (text, expected) => {
    expect(iso(parseDate(text, 'dmy'))).toBe(expected);
  });

  test('the order of a column is what its values prove', () => {
    expect(dateOrderOf(['1/2/2026', '13/2/2026'])).toBe('dmy');
    expect(dateOrderOf(['1/2/2026 10:00', '2-13-26'])).toBe('mdy');
    expect(dateOrderOf(['1/2/2026', '3/4/2026'])).toBe('ambiguous');
    expect(dateOrderOf(['13/2/2026', '2/13/2026'])).toBe('ambiguous');
    expect(dateOrderOf(['2026-01-02', '1.2.2026', '', 'x'])).toBeUndefined();
  });

  test('every day is read back from every way of writing it', () => {
    const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2068-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom<DateOrder>('dmy', 'mdy'), (date, order) => {
        const [y = '', m = '', d = ''] = date.toISOString().slice(0, 10).split('-');
        const midnight = Date.parse(`${y}-${m}-${d}`);
        const split = order === 'dmy' ? `${d}/${m}/${y}` : `${m}/${d}/${y}`;
        for (const text of [`${y}-${m}-${d}`, `${d}.${m}.${y}`, `${y}${m}${d}`, split]) {
          expect(parseDate(text, order)).toBe(midnight);
        }
      }),
    );
  });
});

describe('amounts', () => {
  test.each([
    ['1234', '1234', undefined],
    ['1,234.50', '1234.50', undefined],
    ['1.234,50', '1234.50', undefined],
    ['1.234.567', '1234567', undefined],
    ['1,234', '1234', undefined],
    ['1.234', '1234', undefined],
    ['900.-', '900', undefined],
    ['0,5', '0.5', undefined],
    ['0.125', '0.125', undefined],
    ['12,5', '12.5', undefined],
    ['€ 1.234,50', '1234.50', 'EUR'],
    ['1 234,50 €', '1234.50', 'EUR'],
    ['$99', '99', 'USD'],
    ['US$ 99', '99', 'USD'],
    ["CHF 1'234.00", '1234.00', 'CHF'],
    ['1 200,- Kč', '1200', 'CZK'],
    ['12,34,567.00 INR', '1234567.00', 'INR'],
    ['-5.00', '-5.00', undefined],
    ['−5', '-5', undefined],
    ['(99.00)', '-99.00', undefined],
    ['$-5', '-5', 'USD'],
  ])('%s → %s %s', (text, value, currency) => {
    expect(parseAmount(text)).toEqual(currency === undefined ? { value } : { value, currency });
  });

  test.each(['', 'free', '12 apples', '1.2.3,4,5', '1,2,3', '--', '12 34', '1e9', '(5', 'x'.repeat(99)])(
    '%s is none',
    (text) => {
      expect(parseAmount(text)).toBeUndefined();
    },
  );

  test('three digits after a single mark are decimals only where the column says so', () => {
    expect(decimalMarkOf('1.234')).toBeUndefined();
    expect(parseAmount('1.234')).toEqual({ value: '1234' });
    expect(parseAmount('1.234', ',')).toEqual({ value: '1234' });
    expect(parseAmount('1.234', '.')).toEqual({ value: '1.234' });
    expect(decimalMarkOf('1.234,5')).toBe(',');
    expect(decimalMarkOf('12.5')).toBe('.');
  });

  test('every amount is read back from every way of writing it', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(99), fc.boolean(), (whole, cents, german) => {
        const text = (whole + cents / 100).toLocaleString(german ? 'de-DE' : 'en-US', {
          minimumFractionDigits: 2,
        });
        expect(Number(parseAmount(text)?.value)).toBeCloseTo(whole + cents / 100, 2);
      }),
    );
  });
});

test('counts, addresses, domains and blanks', () => {
  expect(['7', '1,200', '3.0', '0', '-1', '2.5', 'two'].map(parseCount)).toEqual([
    7,
    1200,
    3,
    0,
    undefined,
    undefined,
    undefined,
  ]);
  expect(
    ['a@b.example', 'Ada <a@b.example>', 'mailto:a@b.example', 'a@b.example; c@d.example', 'a b', '@'].map(
      parseEmail,
    ),
  ).toEqual(['a@b.example', 'a@b.example', 'a@b.example', 'a@b.example', undefined, undefined]);
  expect(
    ['acme.example', 'https://www.acme.example/x?y', 'WWW.acme.example.', 'acme', 'a@acme.example'].map(
      parseDomain,
    ),
  ).toEqual(['acme.example', 'acme.example', 'acme.example', undefined, undefined]);
  expect(['', ' ', '-', 'N/A', 'null', 'k.A.', 'neznámé', 'Nan', '0'].map(isBlank)).toEqual([
    ...Array(7).fill(true),
    false,
    false,
  ]);
});
