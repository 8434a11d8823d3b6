/** Since when a stage holds, and what proves it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Agreement, Cell, Facts } from './facts.ts';
import { stageOf } from './stage.ts';
import { loadWeights } from './weights.ts';

/** 2026-11-30 */
const TODAY = 20_787;
const weights = loadWeights();

function cell(more: Partial<Cell>): Cell {
  return {
    ...{ accessPoint: 'forum', act: 'ask', topic: null, day: TODAY, personId: 'p' },
    ...{ network: false, quantity: 1, weight: 1, ...more },
  };
}

function facts(cells: readonly Cell[], agreements: readonly Agreement[] = []): Facts {
  const subject: Facts['subject'] = {
    ...{ id: 's', type: 'organization', name: 'Acme', domain: 'acme.example', kind: 'company' },
    ...{ kindReason: '', own: false, member: false, madeUp: false },
  };
  return { subject, cells, agreements, names: [] };
}

const sso = (ago: number, more: Partial<Cell> = {}) => cell({ topic: 'sso', day: TODAY - ago, ...more });
const read = (ago: number) => cell({ accessPoint: 'documentation', act: 'read', day: TODAY - ago });
const of = (...given: Parameters<typeof facts>) => {
  const { stage, since, reason, day } = stageOf(facts(...given), TODAY, weights);
  return { stage, since: TODAY - since, last: TODAY - day, reason };
};

describe('since', () => {
  test('the first act of the chain is told beside the latest', () => {
    expect(of([sso(132), read(90), sso(46)])).toEqual({
      ...{ stage: 'needs_guarantees', since: 132, last: 46 },
      reason: 'Asked about what firms need that want guarantees, first on 21 July, last on 15 October.',
    });
  });

  test('a pause in which they were dormant breaks it', () => {
    expect(of([sso(132), sso(46)])).toEqual({
      ...{ stage: 'needs_guarantees', since: 46, last: 46 },
      reason:
        'Asked about what firms need that want guarantees, first on 21 July, last on 15 October; at this stage without a break since 15 October.',
    });
  });

  test.each<[string, ReturnType<typeof of>, Partial<ReturnType<typeof of>>]>([
    ['dormant: from the day after the wait', of([read(100)]), { stage: 'dormant', since: 39, last: 100 }],
    [
      'an older chain has ended',
      of([sso(400), read(350), sso(20)]),
      { stage: 'needs_guarantees', since: 20 },
    ],
    [
      'a lower stage: since the higher one ended',
      of([sso(190), cell({ day: TODAY - 60 }), cell({ day: TODAY - 120 }), read(10)]),
      {
        ...{ stage: 'asking', since: 9, last: 60 },
      },
    ],
    [
      'two days of reading: since the second',
      of([sso(30, { act: 'read' }), sso(20, { act: 'read' })]),
      { stage: 'needs_guarantees', since: 20, last: 20 },
    ],
    ['only read', of([read(50), read(20)]), { stage: 'curious', since: 50, last: 20 }],
    [
      'renewed contracts are one',
      of(
        [],
        [
          { act: 'contract', day: TODAY - 500, title: '', from: TODAY - 500, to: TODAY - 136 },
          { act: 'contract', day: TODAY - 150, title: '', from: TODAY - 135, to: TODAY + 200 },
        ],
      ),
      { stage: 'customer', since: 500 },
    ],
    [
      'after a lost deal',
      of(
        [sso(90), read(40)],
        [
          { act: 'deal_open', day: TODAY - 60, title: '', from: null, to: null },
          { act: 'deal_lost', day: TODAY - 30, title: '', from: null, to: null },
        ],
      ),
      { stage: 'needs_guarantees', since: 30, last: 90 },
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toMatchObject(expected);
  });
});

const cells = fc.array(
  fc
    .record({
      act: fc.constantFrom('read', 'ask', 'reply', 'commit', 'download', 'use'),
      topic: fc.constantFrom(null, null, 'sso'),
      day: fc.integer({ min: TODAY - 500, max: TODAY }),
      network: fc.constantFrom(false, false, true),
    } as const)
    .map((row) => cell(row)),
  { maxLength: 30 },
);
const agreements = fc.array(
  fc
    .record({
      act: fc.constantFrom('contract', 'deal_open', 'deal_won', 'deal_lost'),
      day: fc.integer({ min: TODAY - 600, max: TODAY }),
      length: fc.constantFrom(null, 30, 200),
    } as const)
    .map(({ act, day, length }): Agreement => {
      const dates = act === 'contract' && length !== null;
      return { act, day, title: '', from: dates ? day + 5 : null, to: dates ? day + length : null };
    }),
  { maxLength: 3 },
);

test('since is the first day from which on every day, looked at by itself, had this stage', () => {
  fc.assert(
    fc.property(cells, agreements, (given, agreed) => {
      // What was agreed was seen, too.
      const signed = agreed.map(({ act, day }) =>
        cell({ accessPoint: 'agreement', act, day, personId: null }),
      );
      const all = facts([...given, ...signed], agreed);
      const { stage, since } = stageOf(all, TODAY, weights);
      const on = (day: number) => stageOf(all, day, weights).stage;
      for (let day = since; day <= TODAY; day++) expect(on(day)).toBe(stage);
      // Before anything was seen there was nothing to be at a stage.
      const seen = Math.min(...all.cells.map(({ day }) => day));
      if (since > seen) expect(on(since - 1)).not.toBe(stage);
    }),
    { numRuns: 300 },
  );
});

describe('anonymous traffic of a network proves trying at most', () => {
  const days = Array.from({ length: 30 }, (_, ago) => ago);
  const anonymous = (more: Partial<Cell>) =>
    days.map((ago) => cell({ network: true, personId: null, day: TODAY - ago, ...more }));
  test.each<[string, Partial<Cell>, string]>([
    ['reads about SSO', { accessPoint: 'documentation', act: 'read', topic: 'sso' }, 'curious'],
    ['downloads every day', { accessPoint: 'download', act: 'download' }, 'trying'],
    ['uses the hosted flavour', { accessPoint: 'on_demand', act: 'use' }, 'trying'],
  ])('%s', (_, more, stage) => {
    const { stage: found, reason } = of(anonymous(more));
    expect(found).toBe(stage);
    expect(reason).toMatch(/traffic/i);
    const people = of(anonymous({ ...more, network: false }));
    expect(people.stage).not.toBe(stage);
    expect(people.reason).not.toMatch(/traffic/i);
  });
});
