import { expect, test } from 'vitest';
import { searchAdapter } from './adapt.ts';
import { searchOf } from './search.ts';
import { readSettings } from './settings.ts';

const DAY = Date.UTC(2026, 3, 1);

function adaptSearch(value: unknown, date: number | undefined = DAY) {
  return searchAdapter({ date })({ id: 'item:1', place: { file: 'a.json' }, body: searchOf(value) });
}

test.each([
  ['Algolia', { search: 'How to SSO', count: 12, nbHits: 4 }, 12, { results: 4 }],
  ['Algolia, without results', { search: 'how to sso', count: 2, withFilterCount: 0 }, 2, { results: 0 }],
  [
    'Elastic App Search',
    { term: 'how to sso', queries: { doc_count: 5 }, clicks: { doc_count: 1 } },
    5,
    undefined,
  ],
  ['Typesense', { id: '7', q: 'how to sso', count: 3 }, 3, undefined],
  ['Matomo', { label: 'how to sso', nb_visits: 2, nb_hits: 6 }, 6, undefined],
  ['a log', { query: 'how to sso', results: 0, timestamp: '2026-04-01 00:00:00' }, 1, { results: 0 }],
  ['a log with the results', { query: 'how to sso', results: [{}, {}], date: DAY }, 1, { results: 2 }],
])('%s', (_who, value, quantity, details) => {
  expect(adaptSearch(value).signals[0]).toMatchObject({
    ...{ accessPoint: 'documentation', act: 'search', at: DAY, quantity },
    asset: { kind: 'page', key: 'search:how to sso', title: 'Search for “how to sso”' },
    ...(details === undefined ? {} : { details }),
  });
  expect(adaptSearch(value).signals[0]?.details).toEqual(details);
});

test('what was typed is not kept, yet two searches of the same words are two', () => {
  const [one, two] = ['a', 'b'].map((name) => adaptSearch({ query: `ldap ${name}@corp.example`, count: 1 }));
  expect(one?.signals[0]?.asset?.key).toBe('search:ldap');
  expect(two?.signals[0]?.asset?.key).toBe('search:ldap');
  expect(one?.signals[0]?.nativeId).not.toBe(two?.signals[0]?.nativeId);
  expect(JSON.stringify(searchOf({ query: 'ldap a@corp.example' }))).not.toContain('corp');
});

test('without a date, or with a field that is none, it fails and names it', () => {
  const undated = searchAdapter(readSettings({ date: null }));
  const body = searchOf({ query: 'sso', count: 1 });
  expect(undated({ id: 'item:1', place: { file: 'a.json' }, body }).failures).toMatchObject([
    { code: 'date_missing', field: 'date' },
  ]);
  expect(adaptSearch({ query: 'sso', count: -1 }).failures).toMatchObject([
    { code: 'record_malformed', field: 'count' },
  ]);
  expect(adaptSearch({ count: 1 }).failures).toMatchObject([{ code: 'record_malformed', field: 'words' }]);
  expect(() => readSettings({ date: 'yesterday' })).toThrow(/not a day/);
});

test('nothing to look for, and nobody who looked, is empty', () => {
  expect(adaptSearch({ query: ' ', count: 1 }).dropped).toEqual({ empty: 1 });
  expect(adaptSearch({ query: 'sso', count: 0 }).dropped).toEqual({ empty: 1 });
});
