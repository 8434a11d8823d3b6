import { expect, test } from 'vitest';
import type { Cell, Facts } from './facts.ts';
import { judge } from './lead.ts';
import { nextStepOf } from './next_step.ts';
import { triedBefore } from './tried_before.ts';
import { loadWeights } from './weights.ts';

const TODAY = 20_600;
const weights = loadWeights();

function cell(more: Partial<Cell>): Cell {
  return {
    ...{ accessPoint: 'documentation', act: 'read', topic: null, day: TODAY - 1, personId: 'p' },
    ...{ network: false, quantity: 1, weight: 1, ...more },
  };
}

function stepOf(
  cells: readonly Cell[],
  more: Partial<Facts> = {},
  status: Parameters<typeof nextStepOf>[3] = 'open',
) {
  const subject = {
    id: 's',
    type: 'organization',
    name: 'Acme',
    domain: 'acme.example',
    kind: 'company',
  } as const;
  const facts: Facts = {
    subject: { ...subject, kindReason: '', own: false, madeUp: false },
    ...{ cells, agreements: [], names: [], ...more },
  };
  return nextStepOf(judge(facts, TODAY, weights), TODAY, weights, status);
}

test.each([
  ['reads only', [cell({})], 'leave_alone', 'Leave them alone'],
  ['asks in public', [cell({ act: 'ask', accessPoint: 'forum' })], 'answer', 'public question'],
  ['asks in private', [cell({ act: 'ask', accessPoint: 'support' })], 'answer', 'public forum'],
  [
    'asks for guarantees in private',
    [cell({ act: 'ask', accessPoint: 'support', topic: 'sso' })],
    'offer',
    'contract',
  ],
  [
    'asks for guarantees in public',
    [cell({ act: 'ask', accessPoint: 'forum', topic: 'sso' })],
    'answer',
    'where they asked',
  ],
  ['changes the code', [cell({ act: 'commit', accessPoint: 'code' })], 'thank', 'Thank them'],
  ['went quiet', [cell({ day: TODAY - 300 })], 'leave_alone', 'Leave them alone'],
] as const)('%s', (_name, cells, kind, words) => {
  const { kind: got, text } = stepOf(cells);
  expect([got, text]).toEqual([kind, expect.stringContaining(words)]);
});

test('a contract that ends soon is talked about; whoever asked to be left alone is', () => {
  const agreement = {
    act: 'contract',
    day: TODAY - 300,
    title: '',
    from: TODAY - 300,
    to: TODAY + 30,
  } as const;
  expect(stepOf([cell({})], { agreements: [agreement] }).kind).toBe('renew');
  expect(stepOf([cell({})], { agreements: [{ ...agreement, to: TODAY + 300 }] }).kind).toBe('none');
  expect(
    stepOf([cell({ act: 'ask', accessPoint: 'support', topic: 'sso' })], {}, 'do_not_contact').kind,
  ).toBe('leave_alone');
});

test('what they tried before they wrote', () => {
  const cells = [
    cell({ act: 'download', accessPoint: 'download', day: TODAY - 50 }),
    cell({ day: TODAY - 40 }),
    cell({ day: TODAY - 39 }),
    cell({ act: 'ask', accessPoint: 'support', day: TODAY - 10 }),
    cell({ act: 'ask', accessPoint: 'forum', day: TODAY - 5 }),
  ];
  const tried = triedBefore(cells, TODAY);
  expect(tried?.before.map(({ act, days }) => [act, days])).toEqual([
    ['download', 1],
    ['read', 2],
  ]);
  expect(tried?.text).toMatch(
    /^Before they first wrote on .* they downloaded a release and read the documentation \(two days\); the first time was 40 days earlier\.$/,
  );
  expect(triedBefore(cells.slice(0, 3), TODAY)).toBeNull();
  expect(triedBefore(cells.slice(3), TODAY)?.text).toContain('Nothing was seen of them before');
  expect(triedBefore(cells, TODAY - 20)).toBeNull();
});
