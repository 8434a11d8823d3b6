import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareNames, type NameLevel } from './compare_names.ts';
import { fitHandle } from './handles.ts';
import { DEFAULT_THRESHOLDS, type MatchRecord, matchRecords, type Reason } from './index.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { parseName } from './person_name.ts';
import { profileOf } from './profile.ts';

const people = (rows: readonly (readonly [string, string, string?])[]): readonly MatchRecord[] =>
  rows.map(([name, email, login], at) => ({
    id: `r${at}`,
    name,
    email,
    ...(login === undefined ? {} : { login }),
  }));

/** A crowd in which a name or handle means something. */
const CROWD: readonly (readonly [string, string])[] = Array.from({ length: 120 }, (_, at) => {
  const syllables = ['ka', 'lo', 'mi', 'ne', 'ru', 'so', 'ta', 'vi', 'bu', 'da'];
  const part = (n: number): string => syllables[n % 10] ?? '';
  const first = `A${part(at)}${part(at * 3 + 1)}n`;
  const last = `${part(at >> 2)}${part(at * 7)}${part(at >> 3)}rt${at % 7}ov`.replace(/\d/g, (digit) =>
    part(Number(digit)),
  );
  return [`${first} ${last}`, `${last}.${part(at)}${at}@host${at}.example`] as const;
});

const clustersOf = (rows: readonly (readonly [string, string, string?])[]): readonly string[] =>
  matchRecords(people([...rows, ...CROWD]))
    .clusters.map((ids) =>
      ids
        .filter((id) => Number(id.slice(1)) < rows.length)
        .sort()
        .join('+'),
    )
    .filter((ids) => ids !== '')
    .sort();

describe('names taken apart', () => {
  test.each([
    ['Doe, Jane', 'jane doe'],
    ['"Jane Doe" via Users', 'jane doe'],
    ['Jane Doe (ACME)', 'jane doe'],
    ["Jane O'Hara", 'jane ohara'],
    ['Dr. Jane Doe, PhD', 'jane doe'],
    ['JÃ¼rgen GroÃ\u009f', 'jurgen gross'],
    ['Юрий Пример', 'yurii primer'],
    ['Jаne Doe', 'jane doe'],
    ['J\u200bane\u202e Doe', 'jane doe'],
    ['jane.doe@acme.example', 'janedoe'],
    ['(no name)', ''],
    ['root', ''],
  ])('%s', (text, words) => {
    expect(parseName(text).words.join(' ')).toBe(words);
  });
});

describe('names compared', () => {
  test.each<[string, string, NameLevel]>([
    ['Jane Doe', 'jane DOE', 'same'],
    ['Jane Doe', 'Doe Jane', 'swapped'],
    ['Jörg Müller', 'Joerg Mueller', 'variant'],
    ['Jane Doe', 'Jane Quinn Doe', 'subset'],
    ['J. Doe', 'Jane Doe', 'initials'],
    ['Bob Example', 'Robert Example', 'nickname'],
    ['Jane Exampel', 'Jane Example', 'typo'],
    ['Jane Doe', 'Jane Roe', 'one_word'],
    ['Jane Doe', 'Max Roe', 'differs'],
    ['jdoe', 'Jane Doe', 'incomparable'],
    ['', 'Jane Doe', 'missing'],
  ])('%s / %s', (a, b, level) => {
    expect(compareNames(parseName(a), parseName(b)).level).toBe(level);
    expect(compareNames(parseName(b), parseName(a)).level).toBe(level);
  });
});

test.each([
  ['janedoe', 'full'],
  ['doejane', 'full'],
  ['jdoe', 'initial'],
  ['jdoe42', 'initial'],
  ['janed', 'initial'],
  ['doe', 'word'],
  ['xyzzy', null],
])('the handle %s comes from Jane Doe as %s', (handle, pattern) => {
  expect(fitHandle(handle, parseName('Jane Doe'))?.pattern ?? null).toBe(pattern);
});

describe('people', () => {
  test('one address, one name, a handle and a no-reply address are found', () => {
    expect(
      clustersOf([
        ['Jane Quibble', 'jane@quibble.example'],
        ['Jane Quibble', 'jquibble@acme.example'],
        ['jquibble', 'jquibble@acme.example'],
        ['Jane Quibble', '123+janeq@users.noreply.github.com'],
        ['janeq', 'janeq@users.noreply.github.com'],
      ]),
    ).toEqual(['r0+r1+r2+r3+r4']);
  });

  test('an address that nobody owns joins nobody', () => {
    const names = ['Jane Quibble', 'Max Wobble', 'Iris Zonk', 'Otto Frob', 'Ulla Blart'];
    expect(clustersOf(names.map((name) => [name, 'devnull@localhost'] as const))).toEqual([]);
    expect(clustersOf(names.map((name) => [name, '(none)'] as const))).toEqual([]);
    expect(clustersOf(names.map((name) => [name, 'team@acme.example'] as const))).toEqual([]);
    const handles = ['quibble', 'wobz', 'izonk', 'frobber'];
    expect(clustersOf(handles.map((name) => [name, 'none@none'] as const))).toEqual([]);
    expect(clustersOf(handles.map((name) => [name, 'desk-x@acme.example'] as const))).toEqual([]);
  });

  test('a merged pair comes apart when its address proves shared', () => {
    const pair = [
      ['jq', 'kombi7@acme.example'],
      ['Jane Quibble', 'kombi7@acme.example'],
    ] as const;
    expect(clustersOf(pair)).toEqual(['r0+r1']);
    const others = ['Max Wobble', 'Iris Zonk', 'Otto Frob'].map(
      (name) => [name, 'kombi7@acme.example'] as const,
    );
    expect(clustersOf([...pair, ...others])).toEqual([]);
  });

  test('a chain of handles does not make one person of two', () => {
    const found = clustersOf([
      ['Jane Quibble', 'jq@one.example'],
      ['jq', 'jq@one.example'],
      ['jq', 'jq@two.example'],
      ['Johann Quark', 'jq@two.example'],
    ]);
    expect(found.some((ids) => ids.includes('r0') && ids.includes('r3'))).toBe(false);
  });

  test('two accounts on one platform and contradicting names count against', () => {
    const [a, b] = [
      { id: 'a', name: 'Jane Quibble', email: '', login: 'janeq', platform: 'forge' },
      { id: 'b', name: 'Jane Quibble', email: '', login: 'quib', platform: 'forge' },
    ];
    const reasons = matchRecords([a, b, ...people(CROWD)], { thresholds: { decide: 0.99, suggest: 0.0001 } });
    const [pair] = [...reasons.decided, ...reasons.suggestions].filter(({ a: id }) => id === 'a');
    const account =
      pair && reasons.explain(pair).reasons.find(({ reason }) => reason.includes('account of its own'));
    expect(account?.weight).toBeLessThan(-3);
  });

  test('a common name weighs less than a rare one', () => {
    const johns = Array.from(
      { length: 40 },
      (_, at) => [`John Family${'abcdefghij'[at % 10]}${'klmn'[at % 4]}`, `u${at}q@h${at}.example`] as const,
    );
    const smiths = Array.from(
      { length: 40 },
      (_, at) => [`Given${'abcdefghij'[at % 10]}${'klmn'[at % 4]} Smith`, `v${at}q@h${at}.example`] as const,
    );
    const pairs = [
      ['John Smith', 'p1@a.example'],
      ['John Smith', 'p2@b.example'],
      ['Xerxes Quibble', 'p3@c.example'],
      ['Xerxes Quibble', 'p4@d.example'],
    ] as const;
    const records = people([...pairs, ...johns, ...smiths]);
    const result = matchRecords(records, { thresholds: { decide: 0.999, suggest: 0.001 } });
    const of = (id: string): number =>
      [...result.decided, ...result.suggestions].find((pair) => pair.a === id || pair.b === id)
        ?.probability ?? 0;
    expect(of('r2')).toBeGreaterThan(of('r0'));
  });
});

const NAME = fc.constantFrom(
  'Jane Doe',
  'J. Doe',
  'Doe, Jane',
  'jdoe',
  'Max Roe',
  'Maximilian Roe',
  'Ann Lee',
  '',
  'root',
  'Ян Пример',
);
const EMAIL = fc.constantFrom(
  'jane@acme.example',
  'jdoe@acme.example',
  'jdoe@home.example',
  'max@roe.example',
  'devnull@localhost',
  '',
  '7+jdoe@users.noreply.github.com',
  'info@acme.example',
);
const RECORDS = fc.array(fc.tuple(NAME, EMAIL), { minLength: 1, maxLength: 40 });

/** Clusters told by content, so that ids do not matter. */
function contents(records: readonly MatchRecord[]): readonly string[] {
  const byId = new Map(records.map((record) => [record.id, `${record.name}|${record.email}`]));
  return matchRecords(records)
    .clusters.map((ids) =>
      ids
        .map((id) => byId.get(id))
        .sort()
        .join(' & '),
    )
    .sort();
}

describe('whatever comes', () => {
  test('the same records in any order give the same people, and again', () => {
    fc.assert(
      fc.property(RECORDS, fc.infiniteStream(fc.nat()), (rows, stream) => {
        const records = people(rows).map((record, at) => ({ ...record, threads: [`t${at % 7}`] }));
        const shuffled = records
          .map((record) => ({ record, at: stream.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ record }, at) => ({ ...record, id: `x${at}` }));
        expect(contents(shuffled)).toEqual(contents(records));
        expect(contents(records)).toEqual(contents(records));
      }),
      { numRuns: 150 },
    );
  });

  test('prior and weights add up to the probability', () => {
    fc.assert(
      fc.property(RECORDS, (rows) => {
        const result = matchRecords(people(rows), { thresholds: { decide: 0.9, suggest: 0.01 } });
        for (const pair of [...result.decided, ...result.suggestions]) {
          const { prior, reasons, probability } = result.explain(pair);
          const total = reasons.reduce((sum, { weight }) => sum + weight, prior);
          expect(1 / (1 + 2 ** -total)).toBeCloseTo(pair.probability, 10);
          expect(probability).toBeCloseTo(pair.probability, 10);
          expect(reasons.every(({ reason }) => reason.endsWith('.'))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['right to left', '\u202eenaJ \u05d9\u05e2\u05dc \u05db\u05d4\u05df'],
    ['zero width', 'J\u200b\u200c\u200da\u2060ne\ufeff Doe'],
    ['emoji', '👩‍💻🎉 Jane 🦄 Doe'],
    ['10 kB', 'x y '.repeat(2500)],
    ['10 kB of marks', `J${'\u0301'.repeat(10_000)}ane Doe`],
    ['10 kB of brackets', '(['.repeat(5000)],
    ['10 kB of commas', ', '.repeat(5000)],
    ['10 kB of blanks', `a${' '.repeat(10_000)}b`],
    ['homoglyphs', 'Ϳаnе Dοе'],
    ['lone surrogates', '\ud800\udc00\ud800 Jane'],
  ])('hostile names take no time: %s', (_what, text) => {
    const from = performance.now();
    for (let round = 0; round < 20; round++) profileOf({ id: 'a', name: text, email: text, login: text });
    expect((performance.now() - from) / 20).toBeLessThan(20);
    const records = Array.from({ length: 60 }, (_, at) => ({
      id: `${at}`,
      name: text,
      email: `${text}${at}`,
    }));
    const start = performance.now();
    matchRecords(records);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('any text at all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), { maxLength: 20 }),
        (rows) => {
          const { confidence } = matchRecords(people(rows), { thresholds: DEFAULT_THRESHOLDS });
          expect(confidence.size).toBe(rows.length);
          for (const value of confidence.values()) expect(value >= 0 && value <= 1).toBe(true);
        },
      ),
    );
  });
});

describe('several names of one record', () => {
  const crowd = people(CROWD).map((record) => ({ ...record, id: `c${record.id}` }));
  const shared: MatchRecord = { id: 'x', name: 'Quentin Marlowski', email: 'desk7@kelp.example' };
  const own: MatchRecord = { id: 'q', name: 'Quentin Marlowski', email: 'quentin@home.example' };
  const probability = (names: readonly string[], records: readonly MatchRecord[] = [own]): number => {
    const all = [...crowd, { ...shared, names }, ...records];
    const { decided, suggestions } = matchRecords(all, { thresholds: { decide: 0.9, suggest: 0.001 } });
    const found = [...decided, ...suggestions].find(({ a, b }) => [a, b].sort().join() === 'q,x');
    return found?.probability ?? 0;
  };

  test('spellings and a handle do not count against it, other people’s names do', () => {
    const alone = probability([]);
    expect(alone).toBeGreaterThan(0.9);
    expect(probability(['Q. Marlowski', 'qmarlowski'])).toBeGreaterThan(0.9);
    expect(probability(['Ida Bobrow'])).toBeLessThan(0.9);
    expect(probability(['Ida Bobrow', 'Uwe Hecht'])).toBeLessThan(0.3);
  });

  test('any of the names finds its partner, and their order does not matter', () => {
    const one: MatchRecord = { ...shared, name: 'qm', names: ['Quentin Marlowski', 'Quentin M.'] };
    const other: MatchRecord = { ...shared, name: 'qm', names: ['Quentin M.', 'Quentin Marlowski'] };
    const clusters = [one, other].map((record) => matchRecords([...crowd, own, record]).clusters);
    expect(clusters[0]?.some((ids) => ids.includes('x') && ids.includes('q'))).toBe(true);
    expect(clusters[1]).toEqual(clusters[0]);
  });
});

test('a name in the script of East Asia does not contradict one in Latin letters', () => {
  expect(compareNames(parseName('山田太郎'), parseName('Taro Yamada')).level).toBe('incomparable');
});

test('a thread of two speaks for a pair, a larger one less, a crowded one not at all', () => {
  const reasonsIn = (size: number): readonly Reason[] => {
    const pair = [
      { id: 'a', name: 'Jane Quibble', email: 'quibble@kelp.example', threads: ['t', 'alone'] },
      { id: 'b', name: 'Jane Quibble', email: 'jane7@home.example', threads: ['t'] },
    ];
    const others = people(CROWD).map((record, at) =>
      at < size - 2 ? { ...record, threads: ['t'] } : record,
    );
    const result = matchRecords([...pair, ...others], { parameters: DEFAULT_PARAMETERS });
    const { reasons } = result.explain({ a: 'a', b: 'b', probability: 0 });
    return reasons.filter(({ reason }) => reason.includes('thread'));
  };
  expect(reasonsIn(2)).toEqual([
    { reason: 'Both took part in one thread or commit, of 2 handles.', weight: expect.closeTo(2) },
  ]);
  expect(reasonsIn(4)[0]?.weight).toBeCloseTo(1);
  expect(reasonsIn(7)[0]?.weight).toBeGreaterThan(0);
  expect(reasonsIn(8)).toEqual([]);
  expect(reasonsIn(100)).toEqual([]);
});
