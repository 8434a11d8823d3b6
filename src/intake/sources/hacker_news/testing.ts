/** A made-up search of Hacker News, for tests. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import type { Http } from '../../../base/plain.ts';
import { fieldsOf } from '../../text/json.ts';

export type Json = Readonly<Record<string, unknown>>;

export const settings = { words: 'Acme', own_accounts: 'acme_team' };
/** Seconds since the epoch, in April 2026. */
export const second = (number: number): number => Date.UTC(2026, 3, 1) / 1_000 + number * 600;

/** Every third is a comment, every third a story of one's own words, every third a link. */
export function hitOf(id: number, more: Json = {}): Json {
  const kinds: readonly Json[] = [
    { comment_text: `<p>We use Acme ${id}.</p>`, story_id: 7, story_title: 'Databases' },
    { title: `Show HN: With Acme ${id}`, story_text: 'I wrote this.' },
    { title: `A talk ${id}`, url: 'https://acme.example/talk' },
  ];
  return {
    objectID: String(id),
    created_at_i: second(id),
    author: `user${id % 7}`,
    ...kinds[id % 3],
    ...more,
  };
}

export const hitsOf = (count: number): Json[] =>
  Array.from({ length: count }, (_unused, index) => hitOf(index + 1));

/** The search of these hits, whatever is searched for. */
export function searchOf(hits: () => readonly Json[]): Http {
  return serverOf(({ pathname, searchParams: query }) => {
    if (pathname !== '/api/v1/search_by_date') return undefined;
    const upTo = /^created_at_i<=(\d+)$/.exec(query.get('numericFilters') ?? '')?.[1];
    const time = (hit: unknown): number => Number(fieldsOf(hit).created_at_i);
    const found = hits()
      .filter((hit) => upTo === undefined || !(time(hit) > Number(upTo)))
      .toSorted((a, b) => time(b) - time(a));
    return { body: { hits: found.slice(0, Number(query.get('hitsPerPage'))), nbHits: found.length } };
  });
}

/** The search of hits that lie in a folder, where tests change them. */
export const searchIn = (directory: string): Http =>
  searchOf(() => JSON.parse(readFileSync(join(directory, 'hits.json'), 'utf8')) as Json[]);

export function saveHits(directory: string, hits: readonly Json[]): void {
  writeFileSync(join(directory, 'hits.json'), JSON.stringify(hits));
}
