import { describe, expect, test } from 'vitest';
import type { Cell, Facts } from './facts.ts';
import { judge } from './lead.ts';
import { STATUSES, type Status } from './life/index.ts';
import { type NextStep, nextStepOf } from './next_step.ts';
import type { Segment } from './segment.ts';
import { STAGES, type Stage } from './stage.ts';
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
  return nextStepOf(judge(factsOf(cells, more), TODAY, weights), TODAY, weights, status);
}

function factsOf(cells: readonly Cell[], more: Partial<Facts> = {}): Facts {
  const subject: Facts['subject'] = {
    ...{ id: 's', type: 'organization', name: 'Acme', domain: 'acme.example', kind: 'company' },
    ...{ kindReason: '', own: false, member: false, madeUp: false },
  };
  return { subject, cells, agreements: [], names: [], ...more };
}

test.each([
  ['reads only', [cell({})], 'leave_alone', 'Leave them alone'],
  ['asks in public', [cell({ act: 'ask', accessPoint: 'forum' })], 'answer', 'public question'],
  ['asks in private', [cell({ act: 'ask', accessPoint: 'support' })], 'answer', 'public forum'],
  [
    'asks for guarantees in private',
    [cell({ act: 'ask', accessPoint: 'support', topic: 'sso' })],
    'offer',
    'what a contract adds',
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

/**
 * The policy. Rows: stages. Columns: nothing was asked lately | asked in public | asked in private; the last two
 * without a topic of guarantees. Within a cell: do it yourself, unknown, wants guarantees.
 *   .  leave them alone      -  nothing       t  thank      o  offer     p  see that it is answered in public
 *   f  to the forum          a  answer it     T  talk       r  renew
 */
const POLICY = `
  curious            . . .    p p p    f f o
  trying             . . .    p p p    f f o
  asking             . . .    p p p    f f o
  building           . t t    p p p    f f o
  needs_guarantees   o o o    p p p    o o o
  in_talks           T T T    p p p    T T T
  customer           - - -    p p p    a a a
  dormant            . . .    p p p    f f o
  vendor             - - -    - - -    - - -
  member             - - -    - - -    - - -
`;
/** By status, whatever the stage and the segment: an open lead has the step above. */
const BY_STATUS = `
  snoozed            -        -        -
  disqualified       -        -        -
  lost               -        -        -
  won                -        p        a
  do_not_contact     .        .        .
`;
const SEGMENTS = ['do_it_yourself', 'unknown', 'wants_guarantees'] as const;
const QUESTIONS: readonly (readonly Cell[])[] = [
  [],
  [cell({ act: 'ask', accessPoint: 'forum' })],
  [cell({ act: 'ask', accessPoint: 'support' })],
];

const table = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/ +/));

/** The letter of a step, as in the policy. */
function letterOf({ kind, text }: NextStep): string {
  if (kind === 'answer') return text.includes('forum') ? 'f' : text.includes('public') ? 'p' : 'a';
  return { none: '-', leave_alone: '.', thank: 't', offer: 'o', talk: 'T', renew: 'r' }[kind];
}

/** The step at a stage, of a segment, as if acts had proven them. */
function stepAt(
  stage: Stage,
  segment: Segment,
  cells: readonly Cell[],
  status: Parameters<typeof nextStepOf>[3],
): NextStep {
  const judged = judge(factsOf(cells), TODAY, weights);
  const finding = { ...judged.stage, stage };
  return nextStepOf(
    { ...judged, stage: finding, segment: { segment, reasons: [] } },
    ...([TODAY, weights, status] as const),
  );
}

describe('the policy', () => {
  test('names every stage and every status', () => {
    expect(table(POLICY).map(([stage]) => stage)).toEqual(STAGES);
    expect([...table(BY_STATUS).map(([status]) => status), 'open'].sort()).toEqual([...STATUSES].sort());
  });

  test.each(table(POLICY))('an open lead at the stage %s', (stage, ...letters) => {
    const found = QUESTIONS.flatMap((cells) =>
      SEGMENTS.map((segment) => letterOf(stepAt(stage as Stage, segment, cells, 'open'))),
    );
    expect(found).toEqual(letters);
  });

  test.each(table(BY_STATUS))('%s, at any stage', (status, ...letters) => {
    for (const stage of STAGES) {
      for (const segment of SEGMENTS) {
        const found = QUESTIONS.map((cells) => letterOf(stepAt(stage, segment, cells, status as Status)));
        expect(found).toEqual(letters);
      }
    }
  });

  test('a question about guarantees counts before a later one about anything else', () => {
    const cells = [
      cell({ act: 'ask', accessPoint: 'support', topic: 'sso', day: TODAY - 20 }),
      cell({ act: 'ask', accessPoint: 'forum', day: TODAY - 1 }),
    ];
    expect(stepOf(cells).text).toBe(
      'Answer what they asked about SSO yourself, and say what a contract adds.',
    );
  });

  test('traffic asks nothing', () => {
    const cells = [cell({ act: 'ask', accessPoint: 'support', network: true, personId: null })];
    expect(stepOf(cells).kind).toBe('leave_alone');
  });
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

test('a deal or a contract in the records is not writing', () => {
  const before = cell({ act: 'download', accessPoint: 'download', day: TODAY - 50 });
  const deal = cell({ act: 'deal_open', accessPoint: 'agreement', day: TODAY - 10, personId: null });
  const contract = cell({ act: 'contract', accessPoint: 'agreement', day: TODAY - 5, personId: null });
  const wrote = cell({ act: 'ask', accessPoint: 'support', day: TODAY - 7 });
  expect(triedBefore([deal, wrote], TODAY)).toMatchObject({ first: 'talks', day: TODAY - 10 });
  expect(triedBefore([deal], TODAY)?.text).toMatch(
    /^Nothing was seen of them before talks about a deal began on /,
  );
  expect(triedBefore([before, deal], TODAY)?.text).toMatch(
    /^Before talks about a deal began on .* they downloaded a release; the first time was 40 days earlier\.$/,
  );
  expect(triedBefore([before, contract], TODAY)?.text).toMatch(/^Before a contract was signed on /);
  // Whoever wrote on the day on which the deal was recorded began it by that.
  expect(triedBefore([deal, { ...wrote, day: deal.day }], TODAY)?.first).toBe('wrote');
});
