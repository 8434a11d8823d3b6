/** What home pages say about who is who: only a page that names one of the two says anything. */
import { expect, test } from 'vitest';
import { type MatchRecord, matchRecords } from './index.ts';

const CROWD: readonly MatchRecord[] = Array.from({ length: 150 }, (_, at) => ({
  ...{ id: `c${at}`, name: '', email: '', platform: 'forum.example' },
  login: `${'bdfgh'[at % 5]}${'aeiou'[(at >> 1) % 5]}${'klmnp'[(at >> 2) % 5]}o${'rstvz'[(at >> 3) % 5]}${at}`,
}));

/** Probability of two handles being one person, 0 when nothing is said. */
function probability(
  a: Partial<MatchRecord>,
  b: Partial<MatchRecord>,
  more: readonly MatchRecord[] = [],
): number {
  const pair = [
    { ...{ id: 'a', name: '', email: '', platform: 'github' }, ...a },
    { ...{ id: 'b', name: '', email: '', platform: 'forum.example' }, ...b },
  ];
  const { decided, suggestions } = matchRecords([...pair, ...more, ...CROWD]);
  const found = [...decided, ...suggestions].find((each) => [each.a, each.b].sort().join() === 'a,b');
  return found?.probability ?? 0;
}

test('a page that names one of the two suggests, and does not decide alone', () => {
  const page = { homepage: 'janequibble.example' };
  const found = probability({ login: 'jq77', ...page }, { login: '4711', name: 'Jane Quibble', ...page });
  expect(found).toBeGreaterThan(0.3);
  expect(found).toBeLessThan(0.9);
});

test('with a handle in common it decides', () => {
  const page = { homepage: 'https://quibb.example/' };
  expect(probability({ login: 'quibb', ...page }, { login: 'quibb', ...page })).toBeGreaterThan(
    probability({ login: 'quibb' }, { login: 'quibb' }),
  );
});

test('the page of an employer, of a platform, or one that another names says nothing', () => {
  const names = [{ login: 'jq77' }, { login: 'mw12', name: 'Max Wobble' }] as const;
  for (const homepage of ['acme.example', 'twitter.com', 'acme.example/about', 'github.com/someoneelse'])
    expect(probability({ ...names[0], homepage }, { ...names[1], homepage })).toBe(0);
});

test('a page that many give is nobody’s', () => {
  const page = { homepage: 'maxwobble.example' };
  const [a, b] = [
    { login: 'jq77', ...page },
    { login: '4711', name: 'Max Wobble', ...page },
  ];
  const others = Array.from(
    { length: 12 },
    (_, at): MatchRecord => ({
      ...{
        id: `o${at}`,
        name: '',
        email: '',
        platform: 'zulip.example',
        login: `k${'xyz'[at % 3]}q${at}w`,
        ...page,
      },
    }),
  );
  expect(probability(a, b)).toBeGreaterThan(0.3);
  expect(probability(a, b, others)).toBe(0);
});
