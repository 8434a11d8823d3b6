import { expect, test } from 'vitest';
import { involvedOf, rowAnswers } from './answers.ts';
import type { ListedLead } from './lead.ts';

const LEAD: ListedLead = {
  ...{ id: 'a', subject: 'organization', name: 'Acme', domain: 'acme.example', kind: 'company' },
  ...{ segment: 'unknown', stage: 'asking', score: 1, fit: 1, points: {}, people: 2, accessPoints: 1 },
  ...{ since: 0, lastAt: 0, headline: 'Two people asked.', stageReason: '', stageAt: 0, madeUp: false },
  ...{ emerging: false, surprise: 0.4, falseDiscoveryRate: 0.9, emergedSince: 0 },
  ...{ emergedBecause: '2 people in the last 28 days.', emergingOn: null, likelihood: null },
  ...{ status: 'open', owner: null, returned: false },
};

test('what rose without being marked is no reason', () => {
  expect(rowAnswers(LEAD)).toEqual({
    emerging: null,
    whyNow: 'Two people asked.',
  });
});

test('a mark says since when, why, and how sure that is', () => {
  expect(rowAnswers({ ...LEAD, emerging: true, falseDiscoveryRate: 0.05, emergingOn: 1 })).toEqual({
    emerging: {
      ...{ since: 0, markedOn: 1, falseDiscoveryRate: 0.05, because: '2 people in the last 28 days.' },
    },
    whyNow: '2 people in the last 28 days.',
  });
});

const people = (...names: string[]) =>
  names.map((name) => ({
    id: name,
    name,
    domain: null,
    acts: 1,
    does: [],
    leftAlone: false,
    first: 0,
    last: 0,
  }));
const organization = (count: number) => ({ subject: 'organization', people: count }) as const;

test.each([
  [organization(0), people(), 0, 'Nobody by name in the last year, traffic of their network only.'],
  [
    organization(0),
    people('Ada'),
    0,
    'Nobody by name in the last year, traffic of their network only; before that Ada.',
  ],
  [organization(1), people('Ada'), 1, 'One person in the last year: Ada.'],
  [
    organization(2),
    people('Ada', ''),
    2,
    'Several people, two in the last year: Ada and somebody without a name.',
  ],
  [
    organization(12),
    people('A', 'B', 'C', 'D'),
    12,
    'Several people, 12 in the last year: A, B, C and others.',
  ],
  [
    { subject: 'person', people: 1 } as const,
    people('Ada'),
    1,
    'One person, of whom no organization is known.',
  ],
])('%o: who is involved', (lead, seen, count, summary) => {
  expect(involvedOf({ lead, people: seen })).toEqual({ people: count, summary });
});
