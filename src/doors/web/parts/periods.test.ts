import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TimelineRow } from '../../../leads/index.ts';
import { periodsOf } from './periods.ts';

const WEEK = 7 * 86_400_000;
/** A Monday. */
const MONDAY = Date.UTC(2026, 5, 1);

function row(week: number, accessPoint: TimelineRow['accessPoint'], quantity = 1): TimelineRow {
  return { week, accessPoint, quantity };
}

describe('periodsOf', () => {
  test('fills quiet weeks up to now and orders lanes by their first week', () => {
    const rows = [
      row(MONDAY + WEEK, 'forum', 2),
      row(MONDAY, 'documentation', 5),
      row(MONDAY + 2 * WEEK, 'documentation'),
    ];
    const { unit, labels, lanes } = periodsOf(rows, MONDAY + 3 * WEEK + 1);
    expect(unit).toBe('week');
    expect(labels).toEqual(['1 Jun', '8 Jun', '15 Jun', '22 Jun']);
    expect(lanes).toEqual([
      { name: 'documentation', className: 'ap-documentation', values: [5, 0, 1, 0] },
      { name: 'forum', className: 'ap-forum', values: [0, 2, 0, 0] },
    ]);
  });
  test('takes months after more than a year, and years after more than eight', () => {
    const months = periodsOf([row(MONDAY, 'code'), row(MONDAY + WEEK, 'code')], MONDAY + 70 * WEEK);
    expect([months.unit, months.labels[0], months.lanes[0]?.values[0]]).toEqual(['month', 'Jun 2026', 2]);
    const years = periodsOf([row(MONDAY, 'code'), row(MONDAY + 520 * WEEK, 'code')], MONDAY + 520 * WEEK);
    expect(years.unit).toBe('year');
    expect(years.labels).toEqual([
      '2026',
      '2027',
      '2028',
      '2029',
      '2030',
      '2031',
      '2032',
      '2033',
      '2034',
      '2035',
      '2036',
    ]);
  });
  test('of nothing is one empty period', () => {
    expect(periodsOf([], MONDAY)).toEqual({ unit: 'week', labels: ['1 Jun'], lanes: [] });
  });
  test('never loses or invents an act, and stays small', () => {
    const rows = fc.array(
      fc.record({
        week: fc.integer({ min: -1000, max: 1500 }).map((weeks) => MONDAY + weeks * WEEK),
        accessPoint: fc.constantFrom<TimelineRow['accessPoint'][]>('code', 'forum', 'download'),
        quantity: fc.integer({ min: 1, max: 1000 }),
      }),
      { maxLength: 50 },
    );
    fc.assert(
      fc.property(rows, (given) => {
        const { labels, lanes } = periodsOf(given, MONDAY);
        const sum = lanes.flatMap(({ values }) => values).reduce((total, value) => total + value, 0);
        expect(sum).toBe(given.reduce((total, { quantity }) => total + quantity, 0));
        expect(labels.length).toBeLessThanOrEqual(100);
        for (const { values } of lanes) expect(values).toHaveLength(labels.length);
      }),
    );
  });
});
