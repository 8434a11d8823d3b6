import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { ExplainedLead, ListedLead } from '../../leads/index.ts';
import { emptyText, explanationText, leadsText } from './leads_text.ts';

const AT = Date.parse('2026-11-05');
const LEAD: ListedLead = {
  ...{ id: 'a', subject: 'organization', name: 'Acme', domain: 'acme.example', kind: 'company' },
  ...{ segment: 'wants_guarantees', stage: 'asking', score: 12.34, fit: 1, points: { forum: 12.34 } },
  ...{ people: 2, accessPoints: 2, since: AT, lastAt: AT, headline: 'Two people asked.' },
  ...{ stageReason: 'Asked.', stageAt: AT, madeUp: false, emerging: false, surprise: null },
  ...{ falseDiscoveryRate: null, emergedSince: null, emergedBecause: '', emergingOn: null, likelihood: null },
  ...{ status: 'open', owner: null, returned: false },
};
const EMERGING: Partial<ListedLead> = {
  ...{ emerging: true, surprise: 0.001, falseDiscoveryRate: 0.1, emergedSince: AT, emergingOn: AT },
  emergedBecause: '4 people in the last 28 days; its own past made 0.2 likely.',
};

const plain = (text: string): string => stripVTControlCharacters(text);
const listed = (...change: Partial<ListedLead>[]): string =>
  plain(leadsText([Object.assign({}, LEAD, ...change) as ListedLead], 80));

test('a row says what stands out: emerging, back, and what was done with it', () => {
  expect(listed()).toBe('  1. Acme (acme.example)  12.3  asking\n     Two people asked.');
  expect(listed(EMERGING)).toBe(
    '  1. Acme (acme.example)  12.3  asking  emerging\n     4 people in the last 28 days; its own past made 0.2 likely.',
  );
  expect(listed({ status: 'do_not_contact' })).toContain('asking  do not contact\n');
  expect(listed(EMERGING, { returned: true, owner: 'ada' })).toContain(
    'asking  emerging  back  assigned to ada\n',
  );
});

test('an empty list says why, and what to do', () => {
  const rest = { filtered: false, emerging: false };
  expect(emptyText({ ...rest, known: false })).toContain('leadspring try');
  expect(emptyText({ ...rest, known: true, emerging: true })).toContain('nothing changed beyond chance');
  expect(emptyText({ ...rest, known: true, filtered: true })).toContain('No lead fits');
  expect(emptyText({ ...rest, known: true })).toContain('--status any');
});

const EXPLANATION: ExplainedLead['explanation'] = {
  lead: LEAD,
  ...{ sentences: ['Two people from acme.example asked.'], stage: { reason: 'Asked.', at: AT } },
  segment: { reasons: ['read about high availability', 'read about audit logs'] },
  ...{ kindReason: 'a company', fit: { factor: 1, reasons: ['a company: × 1'] }, breadth: 1 },
  climb: { factor: 1, steps: 0, reason: 'no movement' },
  ...{ parts: [], people: [], timeline: [], evidence: [], tried: null },
  certainty: { identity: 0.9, ownership: null },
  next: { kind: 'leave_alone', text: 'Leave them alone.', because: 'They help themselves.' },
} as unknown as ExplainedLead['explanation'];

const shown = (change: Partial<ListedLead> = {}, columns = 100): string =>
  plain(
    explanationText(
      {
        ...{ listed: { ...LEAD, ...change }, explanation: EXPLANATION, likelihood: null },
        ...{ asOf: AT, listedAsOf: AT },
      },
      columns,
    ),
  );

test('a lead answers every question on a line of its own', () => {
  const lines = shown(EMERGING).split('\n');
  for (const line of [
    'Next      Leave them alone. They help themselves.',
    'Why now   4 people in the last 28 days; its own past made 0.2 likely.',
    'Emerging  since 2026-11-05',
    'How sure  Sure: two people at two access points; that these people act for the organization is 90 %',
    'Before    They have not written to you yet.',
    'Segment   wants guarantees: read about high availability; read about audit logs',
    'Stage     asking since 2026-11-05: Asked.',
    'Status    open',
  ])
    expect(lines).toContain(line);
  expect(shown().split('\n')).toContain('Emerging  no');
  expect(shown({ status: 'snoozed', owner: 'ada' })).toContain('Status    snoozed, assigned to ada');
});

test('answers keep within a narrow terminal', () => {
  const answers = shown(EMERGING, 60).split('\npoints')[0] ?? '';
  expect(answers.split('\n').filter((line) => line.length > 60)).toEqual([]);
});
