/** What won and lost leads say as deals, as of a day. */
import { expect, test } from 'vitest';
import { parseDay } from '../dates.ts';
import { type Told, toldDeals } from './deals.ts';
import type { DealStep } from './store.ts';

const step = (id: number, kind: DealStep['kind'], day: string, undoes: number | null = null): DealStep => ({
  ...{ id, subjectId: 'acme', kind, undoes },
  at: Date.parse(`${day}T12:00:00Z`),
});
const deals = (steps: readonly DealStep[], day: string, told: Told): readonly string[] =>
  toldDeals(steps, parseDay(day) ?? 0, told).map(({ agreement }) => agreement.act);

const won = step(1, 'won', '2026-03-10');
const undone = step(2, 'undo', '2026-05-01', 1);

test.each([
  ['on its day', [won], '2026-03-10', 'then', ['deal_won']],
  ['a day before: later steps do not leak', [won], '2026-03-09', 'then', []],
  ['as an outcome of before: later steps do not leak', [won], '2026-03-09', 'outcomes', []],
  ['in a list that stands for an earlier day', [won], '2026-03-09', 'listed', ['deal_won']],
  ['undone since, as it was known', [won, undone], '2026-04-01', 'then', ['deal_won']],
  ['undone since, as an outcome', [won, undone], '2026-04-01', 'outcomes', []],
  ['undone since, listed', [won, undone], '2026-04-01', 'listed', []],
  ['the undo undone', [won, undone, step(3, 'undo', '2026-05-02', 2)], '2026-06-01', 'then', ['deal_won']],
  ['lost after won', [won, step(2, 'lost', '2026-03-10')], '2026-04-01', 'then', ['deal_lost', 'deal_won']],
  ['reopened', [won, step(2, 'reopen', '2026-04-01')], '2026-05-01', 'then', []],
  ['reopened later', [won, step(2, 'reopen', '2026-06-01')], '2026-05-01', 'then', ['deal_won']],
  ['reopened, as an outcome', [won, step(2, 'reopen', '2026-04-01')], '2026-05-01', 'outcomes', ['deal_won']],
  [
    'won again',
    [won, step(2, 'reopen', '2026-04-01'), step(3, 'won', '2026-04-02')],
    '2026-05-01',
    'then',
    ['deal_won'],
  ],
] as const)('%s', (_name, steps, day, told, expected) => {
  expect(deals(steps, day, told)).toEqual(expected);
});

test('what is told after the day of the list holds on that day, and keeps its own', () => {
  const [deal] = toldDeals([won], parseDay('2026-01-01') ?? 0, 'listed');
  expect(deal?.agreement).toMatchObject({ day: parseDay('2026-03-10'), from: parseDay('2026-01-01') });
});
