/** A made-up Stack Exchange: its API, for tests. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOf } from '../../../../../test/support/made_up_server.ts';
import type { Http } from '../../../../base/plain.ts';
import { fieldsOf } from '../../../text/json.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface State {
  questions: Json[];
  quota: number;
  backoff?: number;
}

export const KEY = 'api-key-4713';
export const FILTER = '!filter';
const NAMES = ['Ana', 'Ben', 'Chloe', 'Dev'];
/** Seconds since the epoch, in April 2026. */
export const second = (number: number): number => Date.UTC(2026, 3, 1) / 1_000 + number * 600;
const ownerOf = (id: number): Json => ({ user_id: 1 + (id % 4), display_name: NAMES[id % 4] });

const commentOf = (id: number, post: number): Json => ({
  ...{ comment_id: id, post_id: post, body_markdown: `Comment ${id}`, owner: ownerOf(id), score: 0 },
  creation_date: second(id),
});

/** A question with an answer, and a comment on both. */
export function questionOf(id: number, more: Json = {}): Json {
  const answer = {
    ...{ answer_id: id + 1, body: `<p>Answer ${id}</p>`, owner: ownerOf(id + 1), score: 1 },
    ...{ creation_date: second(id + 1), comments: [commentOf(id * 10 + 1, id + 1)] },
  };
  return {
    ...{
      question_id: id,
      title: `How to ${id}?`,
      body: `<p>Question ${id}</p>`,
      owner: ownerOf(id),
      score: 2,
    },
    ...{ tags: [id % 4 === 0 ? 'acme' : 'widget'], creation_date: second(id) },
    ...{ last_activity_date: second(id + 1), answers: [answer], comments: [commentOf(id * 10, id)] },
    ...more,
  };
}

export const stateOf = (count: number): State => ({
  questions: Array.from({ length: count }, (_unused, index) => questionOf(2 * index + 2)),
  quota: 300,
});

/** The API of a state. */
export function apiOf(state: () => State): Http {
  return serverOf(({ pathname, searchParams: query }) => {
    const { questions, quota, backoff } = state();
    const key = query.get('key');
    if (key !== null && key !== KEY)
      return { status: 400, body: { error_id: 403, error_name: 'access_denied' } };
    const around = { quota_remaining: quota, ...(backoff === undefined ? {} : { backoff }) };
    if (pathname === '/2.3/filters/create') return { body: { items: [{ filter: FILTER }], ...around } };
    if (pathname === '/2.3/info')
      return { body: { items: [{ total_questions: questions.length }], ...around } };
    if (pathname !== '/2.3/questions' || query.get('filter') !== FILTER) return undefined;
    const active = (item: Json): number => Number(fieldsOf(item).last_activity_date);
    const [tag, min] = [query.get('tagged'), Number(query.get('min') ?? 0)];
    const kept = questions
      .filter((item) => tag === null || String(fieldsOf(item).tags).split(',').includes(tag))
      .filter((item) => !(active(item) < min))
      .toSorted((a, b) => active(a) - active(b));
    const [page, size] = [Number(query.get('page')), Number(query.get('pagesize'))];
    const items = kept.slice((page - 1) * size, page * size);
    return { body: { items, has_more: kept.length > page * size, ...around } };
  });
}

/** The API of a state that lies in a folder, where tests change it. */
export const apiIn = (directory: string): Http =>
  apiOf(() => JSON.parse(readFileSync(join(directory, 'api.json'), 'utf8')) as State);

export function saveState(directory: string, state: State): void {
  writeFileSync(join(directory, 'api.json'), JSON.stringify(state));
}
