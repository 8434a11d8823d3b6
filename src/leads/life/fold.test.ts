import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activeSteps, standingAt, statusOf } from './fold.ts';
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
  expect(statusOf(steps)).toEqual({
    ...{ status: 'won', owner: 'rui', reason: null, until: null, since: 3 * DAY, returned: false },
  });
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

test('it comes back only from an end, and is not said to be back once somebody acted', () => {
  const back = [
    stepOf(1, 'disqualify', { reason: 'hobby' }),
    stepOf(2, 'return', { text: 'A deal is open.' }),
  ];
  expect(statusOf(back)).toMatchObject({ status: 'open', returned: true, reason: 'A deal is open.' });
  expect(statusOf([...back, stepOf(3, 'assign', { text: 'rui' })]).returned).toBe(true);
  expect(statusOf([...back, stepOf(3, 'reopen')])).toMatchObject({ status: 'open', returned: false });
  expect(statusOf([...back, stepOf(3, 'undo', { undoes: 2 })]).status).toBe('disqualified');
  expect(statusOf([...back, stepOf(3, 'undo', { undoes: 1 })])).toMatchObject({
    ...{ status: 'open', returned: false },
  });
  expect(statusOf([stepOf(1, 'won'), stepOf(2, 'return')])).toMatchObject({ status: 'won', returned: false });
  expect(statusOf([stepOf(1, 'do_not_contact'), stepOf(2, 'return')]).status).toBe('do_not_contact');
});

test('a snooze ends by itself', () => {
  const status = statusOf([stepOf(1, 'snooze', { until: 5 * DAY })]);
  expect(standingAt(status, 5 * DAY - 1).status).toBe('snoozed');
  expect(standingAt(status, 5 * DAY).status).toBe('open');
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
