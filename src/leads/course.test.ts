import { expect, test } from 'vitest';
import { courseOf } from './course.ts';
import { DAY_MS } from './dates.ts';
import type { Cell, Facts } from './facts.ts';
import { judge } from './lead.ts';
import { loadWeights } from './weights.ts';

const weights = loadWeights();
const TODAY = 20_500;

function factsOf(cells: readonly Partial<Cell>[]): Facts {
  return {
    subject: {
      ...{ id: 'acme', type: 'organization', name: 'Acme', domain: 'acme.example', kind: 'company' },
      ...{ kindReason: '', own: false, member: false, madeUp: false },
    },
    cells: cells.map((cell) => ({
      ...{ accessPoint: 'forum', act: 'ask', topic: null, day: TODAY, personId: null, network: false },
      ...{ quantity: 1, weight: 1, ...cell },
    })),
    ...{ agreements: [], names: [] },
  };
}

test('each point is what the facts of up to then say, and the last one is today', () => {
  const facts = factsOf([
    { day: TODAY - 700, accessPoint: 'documentation', act: 'read' },
    { day: TODAY - 300, personId: 'ada' },
    { day: TODAY - 90, personId: 'rui', topic: 'sso' },
    { day: TODAY - 2, personId: 'tess', act: 'attend', accessPoint: 'event' },
  ]);
  const course = courseOf(facts, TODAY, weights);
  expect(course.length).toBeGreaterThan(20);
  expect(course.length).toBeLessThanOrEqual(41);
  expect(course.at(-1)?.at).toBe(TODAY * DAY_MS);
  for (const { at, stage, score } of course) {
    const then = { ...facts, cells: facts.cells.filter(({ day }) => day * DAY_MS <= at) };
    const judged = judge(then, at / DAY_MS, weights);
    expect([stage, score]).toEqual([judged.stage.stage, judged.score.total]);
  }
  expect(new Set(course.map(({ stage }) => stage)).size).toBeGreaterThan(2);
});

test('of nothing, and of what comes later, there is nothing to tell', () => {
  expect(courseOf(factsOf([]), TODAY, weights)).toEqual([]);
  expect(courseOf(factsOf([{ day: TODAY + 1 }]), TODAY, weights)).toEqual([]);
});
