import { expect, test } from 'vitest';
import { historySection, stageSpans } from './lead_history.ts';

const at = (day: number): number => Date.UTC(2026, 0, day);
const point = (day: number, stage: 'trying' | 'asking', score: number, since = day) => ({
  ...{ at: at(day), stage, since: at(since), reason: `${stage}, looked at on ${day} January`, score },
});

test('neighbours of one stage are one span, from the first to the next', () => {
  const course = [
    point(1, 'trying', 1),
    point(8, 'trying', 3),
    point(15, 'asking', 7, 12),
    point(22, 'trying', 2),
  ];
  expect(stageSpans(course)).toEqual([
    { stage: 'trying', since: at(1), until: at(12), reason: course[1]?.reason, first: 1, last: 3 },
    { stage: 'asking', since: at(12), until: at(22), reason: course[2]?.reason, first: 7, last: 7 },
    { stage: 'trying', since: at(22), until: null, reason: course[3]?.reason, first: 2, last: 2 },
  ]);
});

test('where there is nothing to tell, that is told', async () => {
  const page = String(await historySection([], []));
  expect(page).toContain('There is nothing to tell yet.');
  expect(page).toContain('Nothing is recorded yet.');
  expect(page).not.toContain('<svg');
});
