import { expect, test } from 'vitest';
import { ACCESS_POINTS, type AccessPoint, type Act } from '../../intake/plain.ts';
import type { Cell } from '../facts.ts';
import { addToFlow, emptyFlow, mergeFlow, missingRungs } from './flow.ts';
import { ACCESS_POINT_DEFAULTS, RUNG_NAMES } from './rungs.ts';

const TODAY = 20_600;

function cell(accessPoint: AccessPoint, age: number, act: Act = 'read', personId: string | null = 'p'): Cell {
  return {
    accessPoint,
    act,
    topic: null,
    day: TODAY - age,
    personId,
    network: false,
    quantity: 1,
    weight: 1,
  };
}

test('a subject climbs from rung to rung, by what it met first on each', () => {
  const sums = emptyFlow();
  addToFlow(
    sums,
    [
      cell('blog', 90),
      cell('documentation', 80),
      cell('download', 50),
      cell('forum', 40),
      cell('documentation', 5),
    ],
    TODAY,
  );
  expect([...sums.flows.keys()]).toEqual([' blog', 'blog download', 'download forum']);
  // Whoever asks first and reads later did not climb by reading.
  addToFlow(sums, [cell('forum', 30), cell('documentation', 20), cell('agreement', 3, 'contract')], TODAY);
  expect(sums.flows.get(' forum')).toBe(1);
  expect(sums.flows.get('forum agreement')).toBe(1);
  expect(sums.flows.has('forum documentation')).toBe(false);
});

test('reach counts subjects, people, the last four weeks and the four before; what nobody did counts not', () => {
  const sums = emptyFlow();
  addToFlow(
    sums,
    [cell('forum', 3), cell('forum', 30, 'ask', 'q'), cell('blog', 1, 'announce', null), cell('forum', -1)],
    TODAY,
  );
  addToFlow(sums, [cell('forum', 90, 'read', null)], TODAY);
  expect(sums.reach.get('forum')).toEqual({ subjects: 2, people: 2, lately: 1, before: 1, last: TODAY - 3 });
  expect(sums.reach.has('blog')).toBe(false);
});

test('a missing rung is named', () => {
  const reach = (subjects: Partial<Record<AccessPoint, number>>) =>
    new Map(Object.entries(subjects).map(([name, count]) => [name as AccessPoint, { subjects: count }]));
  expect(missingRungs(reach({ documentation: 500, forum: 3, agreement: 9 })).map(({ rung }) => rung)).toEqual(
    ['trying', 'asking', 'building'],
  );
  expect(missingRungs(new Map())).toEqual([]);
});

test('every access point has its rung', () => {
  expect(Object.keys(ACCESS_POINT_DEFAULTS).sort()).toEqual([...ACCESS_POINTS].sort());
  expect(new Set(Object.values(ACCESS_POINT_DEFAULTS).map(({ rung }) => rung))).toEqual(new Set(RUNG_NAMES));
});

test('sums of some and of others are the sums of all', () => {
  const ways = [
    [cell('blog', 90), cell('download', 50), cell('forum', 3)],
    [cell('download', 35, 'download', 'q')],
    [cell('blog', 200), cell('agreement', 1, 'contract')],
  ];
  const [all, some, others] = [emptyFlow(), emptyFlow(), emptyFlow()];
  for (const [index, cells] of ways.entries()) {
    addToFlow(all, cells, TODAY);
    addToFlow(index === 1 ? others : some, cells, TODAY);
  }
  const merged = emptyFlow();
  mergeFlow(merged, some);
  mergeFlow(merged, others);
  expect(merged).toEqual(all);
  // The parts are theirs who made them.
  mergeFlow(merged, others);
  expect(some.reach.get('download')?.subjects).toBe(1);
});
