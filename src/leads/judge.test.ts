/** The judgement of facts: tables of in → out, and properties that hold for all facts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCESS_POINTS, ACTS } from '../intake/plain.ts';
import { dayOf, parseDay, sayDay, sayPeriod } from './dates.ts';
import type { Agreement, Cell, Facts, Subject } from './facts.ts';
import { fitOf, isOwnDomain } from './fit.ts';
import { isListed, judge, toRow } from './lead.ts';
import { decay, scoreCells } from './score.ts';
import { segmentOf } from './segment.ts';
import { sentencesOf } from './sentences.ts';
import { stageOf } from './stage.ts';
import { topicFinder } from './topics/index.ts';
import { loadWeights, parseWeights } from './weights.ts';
import { sayCount, sayList, sayNumber } from './words.ts';

const weights = loadWeights();
const TODAY = day('2026-03-20');

function day(text: string): number {
  return dayOf(Date.parse(text));
}

const ACME: Subject = {
  ...{
    id: 'acme',
    type: 'organization',
    name: 'Acme',
    domain: 'acme.example',
    kind: 'company',
    kindReason: '',
  },
  ...{ own: false, member: false, madeUp: false },
};

function cell(more: Partial<Cell>): Cell {
  const plain: Cell = {
    ...{ accessPoint: 'documentation', act: 'read', topic: null, day: TODAY, personId: null, network: false },
    ...{ quantity: 1, weight: more.quantity ?? 1 },
  };
  return { ...plain, ...more };
}

function facts(cells: readonly Cell[], more: Partial<Facts> = {}): Facts {
  return { subject: ACME, cells, agreements: [], names: [], ...more };
}

function points(cells: readonly Cell[], today = TODAY): number {
  return scoreCells(cells, 1, today, weights).total;
}

describe('points', () => {
  const read = (ago: number, quantity = 1) => cell({ day: TODAY - ago, quantity });
  test.each<[string, Cell[], number]>([
    ['nothing', [], 0],
    ['one page today', [read(0)], 0.5],
    ['one page a half-life ago', [read(30)], 0.25],
    ['a thousand pages in a day count as the cap of a day', [read(0, 1_000)], 3],
    [
      'a month of thousand pages a day counts as the cap of a month',
      [0, 1, 2, 3, 4, 5, 6, 7].map((ago) => read(ago, 1_000)),
      [0, 1, 2, 3, 4].reduce((sum, ago) => sum + 3 * 0.5 ** (ago / 30), 0),
    ],
    ['a topic multiplies points', [cell({ topic: 'sso' })], 1.5],
    ['a topic multiplies caps', [cell({ topic: 'sso', quantity: 1_000 })], 9],
    ['confidence counts', [cell({ quantity: 2, weight: 1 })], 0.5],
    ['access points without a row of their own', [cell({ accessPoint: 'blog' })], 0.25],
    ['lost deals give nothing', [cell({ accessPoint: 'agreement', act: 'deal_lost' })], 0],
    ['acts to come give nothing', [cell({ day: TODAY + 1 })], 0],
    [
      'two access points multiply by breadth',
      [cell({}), cell({ accessPoint: 'forum', act: 'ask' })],
      5.5 * 1.25,
    ],
  ])('%s', (_, cells, expected) => {
    expect(points(cells)).toBeCloseTo(expected, 9);
  });
});

describe('fit', () => {
  const people = (count: number) => Array.from({ length: count }, (_, i) => cell({ personId: `p${i}` }));
  test.each<[string, Facts, number]>([
    ['a company, traffic only', facts([cell({ network: true })]), 0.8],
    ['a company, one person', facts(people(1)), 0.8],
    ['a company, three people', facts(people(3)), 1.2],
    ['a company, twenty people', facts(people(20)), 1.6],
    ['a university', facts(people(2), { subject: { ...ACME, kind: 'university' } }), 0.4],
    ['a provider', facts(people(2), { subject: { ...ACME, kind: 'internet_provider' } }), 0],
    ['a person', facts(people(1), { subject: { ...ACME, type: 'person', kind: 'person' } }), 0.3],
    [
      'people seen long ago do not count',
      facts([...people(1), cell({ personId: 'old', day: TODAY - 400 })]),
      0.8,
    ],
    [
      'a domain of the name of its only person',
      facts(people(1), { subject: { ...ACME, domain: 'roe.example' }, names: ['Jane Roe'] }),
      0.8 * 0.4,
    ],
  ])('%s', (_, given, expected) => {
    expect(fitOf(given, TODAY, weights).factor).toBeCloseTo(expected, 9);
  });

  test.each<[string, string, boolean]>([
    ['roe.example', 'Jane Roe', true],
    ['janeroe.example', 'Jane Roe', true],
    ['jane-roe.example', 'Jane Roe', true],
    ['jroe.example', 'Jane Roe', true],
    ['müller.example', 'Jan Müller', true],
    ['acme.example', 'Jane Roe', false],
    ['ja.example', 'Ja Roe', false],
    ['acme.example', '', false],
  ])('%s of %s: %s', (domain, name, expected) => {
    expect(isOwnDomain(domain, [name])).toBe(expected);
  });
});

describe('stage', () => {
  const agreement = (act: Agreement['act'], at: string, from?: string, to?: string): Agreement => ({
    ...{ act, day: day(at), title: '', from: parseDay(from), to: parseDay(to) },
  });
  const download = (ago: number) => cell({ accessPoint: 'download', act: 'download', day: TODAY - ago });
  test.each<[string, Cell[], Agreement[], string]>([
    ['only read', [cell({})], [], 'curious'],
    ['downloaded', [download(3)], [], 'trying'],
    ['downloads on eight days', [0, 1, 2, 3, 4, 5, 6, 7].map(download), [], 'building'],
    ['asked', [cell({ accessPoint: 'forum', act: 'ask' })], [], 'asking'],
    ['replied', [cell({ accessPoint: 'forum', act: 'reply' })], [], 'asking'],
    ['committed', [cell({ accessPoint: 'code', act: 'commit' })], [], 'building'],
    ['asked about SSO', [cell({ accessPoint: 'forum', act: 'ask', topic: 'sso' })], [], 'needs_guarantees'],
    ['read about SSO once', [cell({ topic: 'sso' })], [], 'curious'],
    [
      'read about SSO on two days',
      [cell({ topic: 'sso' }), cell({ topic: 'sso', day: TODAY - 3 })],
      [],
      'needs_guarantees',
    ],
    ['asked about a hobby', [cell({ accessPoint: 'forum', act: 'ask', topic: 'hobby' })], [], 'asking'],
    ['silent for 61 days', [download(61)], [], 'dormant'],
    [
      'asked half a year ago, read yesterday',
      [cell({ act: 'ask', day: TODAY - 181 }), cell({ day: TODAY - 1 })],
      [],
      'curious',
    ],
    ['deal open', [download(200)], [agreement('deal_open', '2026-02-01')], 'in_talks'],
    ['deal open for too long', [download(200)], [agreement('deal_open', '2025-02-01')], 'dormant'],
    [
      'deal lost since',
      [download(3)],
      [agreement('deal_open', '2026-02-01'), agreement('deal_lost', '2026-03-01')],
      'trying',
    ],
    ['deal won', [], [agreement('deal_won', '2026-02-01')], 'customer'],
    ['contract in force', [], [agreement('contract', '2025-04-01', '2025-04-01', '2026-03-20')], 'customer'],
    [
      'contract ended yesterday',
      [download(3)],
      [agreement('contract', '2025-04-01', '2025-04-01', '2026-03-19')],
      'trying',
    ],
    [
      'contract begins tomorrow',
      [download(3)],
      [agreement('contract', '2026-03-01', '2026-03-21', '2027-03-20')],
      'trying',
    ],
    ['contract without an end', [], [agreement('contract', '2025-04-01', '2025-04-01')], 'customer'],
    [
      'won, and the contract that followed has ended',
      [download(3)],
      [agreement('deal_won', '2025-04-01'), agreement('contract', '2025-04-01', '2025-04-01', '2026-03-01')],
      'trying',
    ],
  ])('%s', (_, cells, agreements, expected) => {
    expect(stageOf(facts(cells, { agreements }), TODAY, weights).stage).toBe(expected);
  });

  test('the reason names the first and the latest day that decided', () => {
    const finding = stageOf(facts([download(3), download(5), cell({})]), TODAY, weights);
    expect(finding).toEqual({
      stage: 'trying',
      reason: 'Downloaded, bought a book or came to an event, first on 15 March, last on 17 March.',
      since: TODAY - 5,
      day: TODAY - 3,
    });
  });

  test("the vendor's own and members are nobody's lead", () => {
    const own = facts([download(3)], { subject: { ...ACME, own: true } });
    expect(stageOf(own, TODAY, weights).stage).toBe('vendor');
    expect(toRow(judge(own, TODAY, weights), TODAY, weights).kind).toBe('vendor');
    const member = facts([download(3)], { subject: { ...ACME, member: true } });
    expect(stageOf(member, TODAY, weights).stage).toBe('member');
    expect(toRow(judge(member, TODAY, weights), TODAY, weights).kind).toBe('member');
  });
});

describe('segment', () => {
  const commits = [0, 1, 2].map((ago) => cell({ accessPoint: 'code', act: 'commit', day: TODAY - ago }));
  const ldap = cell({ accessPoint: 'forum', act: 'ask', topic: 'ldap' });
  test.each<[string, Cell[], string, string[]]>([
    ['nothing', [], 'unknown', ['too little was seen to tell']],
    ['a question on LDAP', [ldap], 'wants_guarantees', ['asked about LDAP']],
    ['a page on LDAP', [cell({ topic: 'ldap' })], 'unknown', ['too little was seen to tell']],
    [
      'ten pages on LDAP in a day',
      [cell({ topic: 'ldap', quantity: 10 })],
      'unknown',
      ['too little was seen to tell'],
    ],
    ['commits', commits, 'do_it_yourself', ['takes part in changing the code']],
    ['commits and a question on LDAP', [...commits, ldap], 'wants_guarantees', ['asked about LDAP']],
    [
      'a question on LDAP two years ago',
      [{ ...ldap, day: TODAY - 730 }],
      'unknown',
      ['too little was seen to tell'],
    ],
  ])('%s', (_, cells, segment, reasons) => {
    expect(segmentOf(facts(cells), TODAY, weights)).toEqual({ segment, reasons });
  });
});

describe('topics', () => {
  const find = topicFinder(weights);
  test.each<[string, string | null]>([
    ['/docs/admin/sso/ Setting up SSO', 'sso'],
    ['Single Sign-On with Keycloak', 'sso'],
    ['single_sign_on', 'sso'],
    ['How to bind to LDAPS?', 'ldap'],
    ['lassos and ssos', null],
    ['/docs/high-availability.html', 'high_availability'],
    ['Air-gapped install', 'air_gapped'],
    ['Do you offer a support contract?', 'support_contract'],
    ['ISO 27001', 'compliance'],
    ['Build from source on a Raspberry Pi', 'building_it'],
    ['Übersso', null],
    ['', null],
  ])('%s → %s', (text, expected) => {
    expect(find.topicOf(text)).toBe(expected);
  });
});

describe('sentences', () => {
  const say = (cells: Cell[], more: Partial<Facts> = {}) => {
    const judged = judge(facts(cells, more), TODAY, weights);
    return sentencesOf(judged.facts, judged.stage, TODAY, weights);
  };
  const by = (personId: string, more: Partial<Cell>) => cell({ personId, ...more });
  test.each<[string, Cell[], Partial<Facts>, string[]]>([
    [
      'several people',
      ['a', 'b'].map((id, i) => by(id, { accessPoint: 'download', act: 'download', day: TODAY - i })),
      {},
      ['Two people from acme.example downloaded a release since 19 March.'],
    ],
    [
      'one person, once',
      [by('a', { accessPoint: 'forum', act: 'ask', topic: 'ldap' })],
      {},
      ['One person from acme.example asked about LDAP in the forum on 20 March.'],
    ],
    [
      'an address of a function',
      [cell({ accessPoint: 'support', act: 'ask' })],
      {},
      ['Someone from acme.example asked by mail to support on 20 March.'],
    ],
    [
      'an organization without a domain',
      [by('a', {})],
      { subject: { ...ACME, domain: null } },
      ['One person from Acme read the documentation on 20 March.'],
    ],
    [
      'a person',
      [by('a', { accessPoint: 'forum', act: 'ask' }), by('a', { day: TODAY - 40 })],
      { subject: { ...ACME, type: 'person', name: 'jane roe' } },
      [
        'jane roe asked in the forum since 8 February; read the documentation.',
        'New since 20 March: the forum.',
      ],
    ],
    [
      'traffic',
      [
        cell({ network: true, quantity: 12 }),
        cell({ network: true, topic: 'sso', quantity: 2, day: TODAY - 2 }),
      ],
      {},
      ['Traffic from the network of Acme shows 14 page views since 18 March, two of them about SSO.'],
    ],
    [
      'traffic and people apart',
      [cell({ network: true }), by('a', {})],
      {},
      [
        'One person from acme.example read the documentation on 20 March.',
        'Traffic from the network of Acme shows one page view on 20 March.',
      ],
    ],
    [
      'long ago',
      [by('a', { day: day('2024-05-01') }), by('a', { day: day('2024-06-02') })],
      {},
      [
        'One person from acme.example read the documentation between 1 May 2024 and 2 June 2024.',
        'Nothing was seen since 2 June 2024.',
      ],
    ],
    ['nothing', [], {}, ['Nothing was seen yet.']],
  ])('%s', (_, cells, more, expected) => {
    expect(say(cells, more)).toEqual(expected);
  });
});

test('words for numbers, counts, lists and days', () => {
  expect([0, 1, 10, 11, 1_234_567].map(sayNumber)).toEqual(['no', 'one', 'ten', '11', '1,234,567']);
  expect([sayCount(1, 'page'), sayCount(2, 'page'), sayCount(3, 'search', 'searches')]).toEqual([
    'one page',
    'two pages',
    'three searches',
  ]);
  expect([sayList([]), sayList(['a']), sayList(['a', 'b']), sayList(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect([sayDay(day('2026-03-03'), TODAY), sayDay(day('2025-12-31'), TODAY)]).toEqual([
    '3 March',
    '31 December 2025',
  ]);
  expect(sayPeriod(day('2025-01-01'), day('2025-02-01'), TODAY)).toBe(
    'between 1 January 2025 and 1 February 2025',
  );
  expect([parseDay('2026-03-20T10:00:00Z'), parseDay('2026-13-45'), parseDay('soon'), parseDay(7)]).toEqual([
    TODAY,
    null,
    null,
    null,
  ]);
});

test('the weights table covers every act, and a wrong one is named', () => {
  expect(ACTS.filter((act) => !weights.acts.some((row) => row.act === act && row.at === 'any'))).toEqual([]);
  expect(() => parseWeights('a: [', 'mine.yaml')).toThrow(
    expect.objectContaining({ code: 'setting_invalid' }),
  );
  expect(() => parseWeights('acts: []', 'mine.yaml')).toThrow(/mine\.yaml has a wrong value at topic_acts/);
  expect(() => loadWeights('/nowhere/weights.yaml')).toThrow(
    expect.objectContaining({ code: 'file_not_found' }),
  );
});

/** Two access points that are new on the same day. */
const sameDay: Cell[] = (['download', 'forum', 'social'] as const).map((accessPoint, index) => ({
  ...{ accessPoint, act: index < 2 ? 'commit' : 'download', topic: null, day: TODAY - (index < 2 ? 3 : 800) },
  ...{ personId: null, network: index < 2, quantity: 1, weight: 0 },
}));

const cells = fc.array(
  fc
    .record({
      accessPoint: fc.constantFrom(...ACCESS_POINTS),
      act: fc.constantFrom(...ACTS),
      topic: fc.constantFrom(null, 'sso', 'hobby'),
      day: fc.integer({ min: TODAY - 800, max: TODAY + 5 }),
      personId: fc.constantFrom(null, 'a', 'b', 'c', 'd', 'e'),
      network: fc.boolean(),
      quantity: fc.integer({ min: 1, max: 1_000 }),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ confidence, ...row }): Cell => ({ ...row, weight: row.quantity * confidence })),
  { maxLength: 40 },
);

describe('whatever was seen', () => {
  const total = (given: readonly Cell[], today = TODAY) => judge(facts(given), today, weights).score.total;

  test('one more act never lowers the score', () => {
    fc.assert(
      fc.property(cells, cells, (before, more) => {
        expect(total([...before, ...more])).toBeGreaterThanOrEqual(total(before) - 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  test('one more act never lowers the score, also where caps are full', () => {
    const reads = fc.array(
      fc
        .record({
          day: fc.integer({ min: TODAY - 45, max: TODAY }),
          quantity: fc.integer({ min: 1, max: 20 }),
        })
        .map((row) => cell({ ...row, weight: row.quantity })),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(reads, reads, (before, more) => {
        expect(total([...before, ...more])).toBeGreaterThanOrEqual(total(before) - 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  test('without new acts the score never rises', () => {
    fc.assert(
      fc.property(cells, fc.integer({ min: 0, max: 400 }), (given, days) => {
        const past = given.filter((one) => one.day <= TODAY);
        expect(total(past, TODAY + days)).toBeLessThanOrEqual(total(past) + 1e-9);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000), fc.integer({ min: 1, max: 200 }), (a, b, half) => {
        expect(decay(Math.max(a, b), half)).toBeLessThanOrEqual(decay(Math.min(a, b), half));
      }),
    );
  });

  test('the parts and the access points add up to the score', () => {
    fc.assert(
      fc.property(cells, (given) => {
        const judged = judge(facts(given), TODAY, weights);
        const row = toRow(judged, TODAY, weights);
        const sum = judged.score.parts.reduce((all, part) => all + part.points, 0);
        expect(Math.abs(sum - row.score)).toBeLessThan(1e-6);
        expect(
          Math.abs(Object.values(row.points).reduce((all, value) => all + value, 0) - row.score),
        ).toBeLessThan(1e-6);
      }),
    );
  });

  test('no month counts more than its cap', () => {
    const first = day('2026-03-01');
    const quantities = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(quantities, (days) => {
        const given = days.map((quantity, i) => cell({ day: first + i, quantity }));
        expect(points(given)).toBeLessThanOrEqual(15);
        for (const one of given) expect(points([one])).toBeLessThanOrEqual(3);
      }),
    );
  });

  test('sentences are few, whole and never call traffic people', () => {
    fc.assert(
      fc.property(cells, (given) => {
        const { stage } = judge(facts(given), TODAY, weights);
        const sentences = sentencesOf(facts(given), stage, TODAY, weights);
        expect(sentences.length).toBeGreaterThan(0);
        expect(sentences.length).toBeLessThanOrEqual(5);
        for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
        const only = given.map((one): Cell => ({ ...one, network: true, personId: null }));
        const traffic = judge(facts(only), TODAY, weights);
        const said = sentencesOf(traffic.facts, traffic.stage, TODAY, weights);
        expect(said.join(' ')).not.toMatch(/people|person|someone/i);
      }),
    );
  });

  test('the order of the cells makes no difference', () => {
    fc.assert(
      fc.property(cells, (given) => {
        const row = toRow(judge(facts(given), TODAY, weights), TODAY, weights);
        const other = toRow(judge(facts([...given].reverse()), TODAY, weights), TODAY, weights);
        expect({ ...other, score: 0, points: {} }).toEqual({ ...row, score: 0, points: {} });
        expect(other.score).toBeCloseTo(row.score, 9);
      }),
      { examples: [[sameDay]] },
    );
  });

  test('kinds without a fit are never listed', () => {
    const provider = facts([cell({ quantity: 1e6 })], { subject: { ...ACME, kind: 'cloud' } });
    expect(isListed(judge(provider, TODAY, weights), weights)).toBe(false);
  });
});

test.each([
  ['Angebot für einen Supportvertrag mit Reaktionszeit', 'support_contract'],
  ['Devis pour 40 utilisateurs', 'pricing'],
  ['¿Hay alta disponibilidad?', 'high_availability'],
  ['Nefunguje zálohování po aktualizaci', 'backup'],
  ['Kontrola dostępu i role', 'access_control'],
  ['mise en production sans internet', 'air_gapped'],
  ['Sauvegarde et restauration', 'backup'],
  ['the weather is fine', null],
] as const)('“%s” is about %s', (text, topic) => {
  expect(topicFinder(loadWeights()).topicOf(text)).toBe(topic);
});
