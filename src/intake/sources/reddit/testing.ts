/** A made-up search of Reddit, for tests. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import type { Http } from '../../../base/plain.ts';
import { fieldsOf } from '../../text/json.ts';

export type Json = Readonly<Record<string, unknown>>;

export const SECRET = 'app-secret-4711';
const TOKEN = 'app-token-4712';
export const secrets = [SECRET, TOKEN];
export const settings = { words: 'Acme', own_accounts: 'acme_team', client_id: 'app', client_secret: SECRET };
/** Seconds since the epoch, in April 2026. */
export const second = (number: number): number => Date.UTC(2026, 3, 1) / 1_000 + number * 600;

/** Every second is a text of one's own, every second a link. */
export function postOf(number: number, more: Json = {}): Json {
  const id = number.toString(36);
  const kind =
    number % 2 === 0
      ? { is_self: true, selftext: 'We use Acme.' }
      : { is_self: false, url: 'https://acme.example/' };
  return {
    kind: 't3',
    data: {
      ...{ id, author: `user${number % 7}`, title: `Post ${number}`, subreddit: 'databases', ...kind },
      ...{ permalink: `/r/databases/comments/${id}/post/`, created_utc: second(number), ...more },
    },
  };
}

export const postsOf = (count: number): Json[] =>
  Array.from({ length: count }, (_unused, index) => postOf(index + 1));

const dataOf = (post: unknown): Json => fieldsOf(fieldsOf(post).data);

/** The search of these posts, whatever is searched for; with an app only when its token is sent. */
export function searchOf(posts: () => readonly Json[]): Http {
  return serverOf(({ host, pathname, searchParams: query }, { headers = {}, body }) => {
    if (pathname === '/api/v1/access_token') {
      const basic = `Basic ${Buffer.from(`app:${SECRET}`).toString('base64')}`;
      const known = headers.authorization === basic && body === 'grant_type=client_credentials';
      return known ? { body: { access_token: TOKEN } } : { status: 401 };
    }
    if (host === 'oauth.reddit.com' && headers.authorization !== `Bearer ${TOKEN}`) return { status: 401 };
    if (!/^\/search(?:\.json)?$/.test(pathname)) return undefined;
    const sorted = posts().toSorted((a, b) => Number(dataOf(b).created_utc) - Number(dataOf(a).created_utc));
    const after = query.get('after');
    const from = after === null ? 0 : sorted.findIndex((post) => `t3_${dataOf(post).id}` === after) + 1;
    const children = sorted.slice(from, from + Number(query.get('limit')));
    const more = sorted.length > from + children.length;
    return { body: { data: { children, after: more ? `t3_${dataOf(children.at(-1)).id}` : null } } };
  });
}

/** The search of posts that lie in a folder, where tests change them. */
export const searchIn = (directory: string): Http =>
  searchOf(() => JSON.parse(readFileSync(join(directory, 'posts.json'), 'utf8')) as Json[]);

export function savePosts(directory: string, posts: readonly Json[]): void {
  writeFileSync(join(directory, 'posts.json'), JSON.stringify(posts));
}
