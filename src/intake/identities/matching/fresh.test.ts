/** A few new records among many known ones: the same answer about them as comparing all with all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MatchRecord, type MatchResult, matchRecords, type ScoredPair } from './index.ts';

const GIVEN = ['Jane', 'Max', 'Maximilian', 'Ann', 'Otto', 'Iris', 'Uwe'];
const FAMILY = ['Quibble', 'Wobble', 'Zonk', 'Frob', 'Blart'];
const person = fc.record({ given: fc.constantFrom(...GIVEN), family: fc.constantFrom(...FAMILY) });
const threads = fc.uniqueArray(fc.constantFrom('t1', 't2', 't3', 't4'), { maxLength: 3 });
const offset = fc.constantFrom(60, 120, 330, null);
const timezone = fc.record({ january: offset, july: offset });
const record = fc
  .tuple(person, fc.nat(7), fc.nat(6), threads, timezone)
  .map(([{ given, family }, as, at, met, zone]) => {
    const [g, f] = [given.toLowerCase(), family.toLowerCase()];
    const names = [`${given} ${family}`, `${family}, ${given}`, `${g.charAt(0)}${f}`, given, ''];
    const emails = [
      `${g}@${f}.example`,
      `${g}.${f}@acme.example`,
      `${f}@home.example`,
      'crew7@acme.example',
      '',
    ];
    return {
      name: names[as % names.length] ?? '',
      email: emails[at % emails.length] ?? '',
      threads: met,
      timezone: zone,
    };
  });
const records = fc
  .array(record, { minLength: 2, maxLength: 60 })
  .map((rows): readonly MatchRecord[] => rows.map((row, at) => ({ id: `r${at}`, ...row })));

/** The part of an answer that is about some records. */
function about(result: MatchResult, covers: (id: string) => boolean): unknown {
  const pairs = (list: readonly ScoredPair[]): readonly ScoredPair[] =>
    list.filter(({ a, b }) => covers(a) || covers(b));
  return {
    clusters: result.clusters.filter((ids) => ids.some(covers)),
    decided: pairs(result.decided),
    suggestions: pairs(result.suggestions),
  };
}

describe('of fresh records', () => {
  test('the answer is that of comparing all with all', () => {
    fc.assert(
      fc.property(records, fc.infiniteStream(fc.boolean()), (all, stream) => {
        const fresh = new Set(all.filter(() => stream.next().value === true).map(({ id }) => id));
        const part = matchRecords(all, { fresh });
        for (const id of fresh) expect(part.covers(id)).toBe(true);
        expect(about(part, part.covers)).toEqual(about(matchRecords(all), part.covers));
        for (const pair of [...part.decided, ...part.suggestions])
          expect(part.covers(pair.a) || part.covers(pair.b)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('it leaves alone whom they do not concern', () => {
    const all: readonly MatchRecord[] = [
      { id: 'a', name: 'Jane Quibble', email: 'jane@quibble.example' },
      { id: 'b', name: 'Jane Quibble', email: 'jane@acme.example' },
      { id: 'c', name: 'Max Wobble', email: 'max@wobble.example' },
      { id: 'd', name: 'Max Wobble', email: 'max@acme.example' },
    ];
    const { covers } = matchRecords(all, { fresh: new Set(['b']) });
    expect(all.filter(({ id }) => covers(id)).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

test('a bare name is suggested, not decided, and joins no two people', () => {
  const crowd = Array.from({ length: 200 }, (_, at) => ({
    id: `c${at}`,
    name: `Given${'abcdefghij'[at % 10]}${'klmno'[at % 5]} Family${'pqrst'[at % 5]}${'uvwxyz'[at % 6]}`,
    email: `u${at}x@h${at}.example`,
  }));
  const known: readonly MatchRecord[] = [
    ...crowd,
    { id: 'a', name: 'Jane Quibble', email: 'jane@quibble.example' },
    { id: 'b', name: 'Jane Quibble', email: '', suggestOnly: true },
    { id: 'c', name: 'Quibble, Jane', email: '', suggestOnly: true },
  ];
  const result = matchRecords(known);
  const mine = (pairs: readonly ScoredPair[]): readonly string[] =>
    pairs
      .map(({ a, b }) => [a, b].sort().join('+'))
      .filter((pair) => /^[abc]\+[abc]$/.test(pair))
      .sort();
  expect(mine(result.decided)).toEqual([]);
  expect(mine(result.suggestions)).toEqual(['a+b', 'a+c']);
  const same = matchRecords(known.map(({ suggestOnly: _, ...rest }) => rest));
  expect(mine(same.decided)).toContain('a+b');
});
