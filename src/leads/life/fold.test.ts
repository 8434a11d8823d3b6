import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activeSteps, statusOf } from './fold.ts';
import type { Step } from './types.ts';

const DAY = 86_400_000;
const KINDS = ['assign', 'note', 'snooze', 'disqualify', 'won', 'lost', 'do_not_contact', 'reopen'] as const;

function stepOf(id: number, kind: Step['kind'], more: Partial<Step> = {}): Step {
  return {
    ...{ id, subjectId: 's', kind, author: 'ada', text: '', reason: null, until: null, amount: null },
    ...{ currency: null, undoes: null, at: id * DAY, active: true, ...more },
  };
}

test('the last step says how it stands; who works on it is apart from that', () => {
  const steps = [
    stepOf(1, 'assign', { text: 'rui' }),
    stepOf(2, 'snooze', { until: 9 * DAY }),
    stepOf(3, 'won'),
  ];
  expect(statusOf(steps)).toEqual({ status: 'won', owner: 'rui', reason: null, until: null, since: 3 * DAY });
  expect(statusOf([...steps, stepOf(4, 'assign')]).owner).toBeNull();
  expect(statusOf([])).toMatchObject({ status: 'open', since: 0 });
});

test('to be left alone stands above everything, until it is undone', () => {
  const asked = [stepOf(1, 'do_not_contact'), stepOf(2, 'reopen'), stepOf(3, 'won')];
  expect(statusOf(asked).status).toBe('do_not_contact');
  expect(statusOf([...asked, stepOf(4, 'undo', { undoes: 1 })]).status).toBe('won');
  expect(
    statusOf([...asked, stepOf(4, 'undo', { undoes: 1 }), stepOf(5, 'undo', { undoes: 4 })]).status,
  ).toBe('do_not_contact');
});

test('undoing a step leaves what would be without it, however many follow', () => {
  const steps = fc
    .array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 12 })
    .map((kinds) => kinds.map((kind, index) => stepOf(index + 1, kind)));
  fc.assert(
    fc.property(steps, fc.nat(), (all, pick) => {
      const gone = (pick % all.length) + 1;
      const undone = [...all, stepOf(all.length + 1, 'undo', { undoes: gone })];
      expect(statusOf(undone)).toEqual(statusOf(all.filter(({ id }) => id !== gone)));
      expect(activeSteps([...undone, stepOf(all.length + 2, 'undo', { undoes: all.length + 1 })])).toEqual(
        all,
      );
    }),
  );
});
