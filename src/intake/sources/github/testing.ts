/** A made-up GitHub: repositories in the shape of its API, lists that are paged as there, and signed deliveries. */
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import type { Http, HttpRequest } from '../../../base/plain.ts';
import type { Delivery } from '../../contract.ts';
import { fieldsOf } from '../../text/json.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What the server holds of the repository acme/widget. */
export interface State {
  private: boolean;
  issues: Json[];
  comments: Json[];
  reviewComments: Json[];
  stars: Json[];
  forks: Json[];
  releases: Json[];
  discussions: Json[];
  /** Issues of acme/vault, which is private. */
  vault: Json[];
}

export const TOKEN = 'ghp_secret-4711';
export const SECRET = 'hook-secret-4712';
export const settings = { repositories: 'acme/widget', token: TOKEN, webhook_secrets: SECRET };

const LOGINS = ['ana', 'ben', 'chloe', 'dev'];
/** What their profiles name as company; the account of the last is gone. */
const COMPANIES = ['@acme', null, 'Globex Inc.'];
/** And as home page. */
const PAGES = ['https://ana.example/', 'ben.example', null];
export const userOf = (number: number): Json => ({
  login: LOGINS[number % LOGINS.length],
  id: 100 + (number % LOGINS.length),
  node_id: `U_${100 + (number % LOGINS.length)}`,
  type: 'User',
  email: 'secret.author@corp.example',
});
/** A moment of April 2026. */
export const moment = (minutes: number): string =>
  new Date(Date.UTC(2026, 3, 1) + minutes * 60_000).toISOString().replace('.000Z', 'Z');

/** An issue; every fifth is a pull request. Each is changed a day after it was written. */
export function issueOf(number: number, more: Json = {}): Json {
  return {
    ...{ id: 9_000 + number, number, title: `Issue ${number}`, body: `How do I do ${number}?` },
    user: userOf(number),
    created_at: moment(number),
    updated_at: moment(number + 1_440),
    ...(number % 5 === 0 ? { pull_request: { url: 'https://api.github.com/x' } } : {}),
    ...more,
  };
}

export function commentOf(id: number, thread: number, more: Json = {}): Json {
  return {
    ...{ id, body: `Comment ${id} <!-- a remark -->`, user: userOf(id) },
    issue_url: `https://api.github.com/repos/acme/widget/issues/${thread}`,
    pull_request_url: `https://api.github.com/repos/acme/widget/pulls/${thread}`,
    created_at: moment(id),
    updated_at: moment(id),
    ...more,
  };
}

const fanOf = (id: number): Json => ({
  ...{ login: `fan${id}`, id: 10_000 + id, node_id: `U_${10_000 + id}`, type: 'User' },
});

export const starOf = (id: number): Json => ({
  starred_at: moment(id),
  user: fanOf(id),
});

export const forkOf = (id: number): Json => ({
  ...{ id, full_name: `fan${id}/widget`, created_at: moment(id) },
  owner: fanOf(id),
});

export const releaseOf = (id: number, more: Json = {}): Json => ({
  ...{ id, tag_name: `v${id}.0`, name: null, draft: false, published_at: moment(id) },
  assets: [{ id: id * 10, name: `widget-${id}.tar.gz`, download_count: id * 100 }],
  ...more,
});

const written = (id: number): Json => ({
  ...{ databaseId: id, body: `Said ${id}`, createdAt: moment(id), updatedAt: moment(id) },
  author: {
    ...{ login: LOGINS[id % LOGINS.length], databaseId: 100 + (id % LOGINS.length), __typename: 'User' },
    company: COMPANIES[id % LOGINS.length] ?? null,
    websiteUrl: PAGES[id % LOGINS.length] ?? null,
  },
});

/** A discussion with comments, each answered once. */
export function discussionOf(number: number, comments: number): Json {
  return {
    ...written(number),
    ...{ id: `D_${number}`, number, title: `Discussion ${number}`, category: { name: 'Help' } },
    comments: Array.from({ length: comments }, (_unused, index) => ({
      ...written(number * 1_000 + index),
      id: `DC_${number * 1_000 + index}`,
      replies: [written(number * 1_000 + 500 + index)],
    })),
  };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_unused, index) => index + 1);

/** A repository with so many of everything. */
export function stateOf(count: number): State {
  return {
    private: false,
    issues: numbers(count).map((number) => issueOf(number)),
    comments: numbers(count).map((id) => commentOf(id, id)),
    reviewComments: numbers(Math.ceil(count / 5)).map((id) => commentOf(5_000 + id, id * 5)),
    stars: numbers(count).map(starOf),
    forks: numbers(Math.ceil(count / 10)).map(forkOf),
    releases: numbers(3).map((id) => releaseOf(id)),
    discussions: numbers(Math.ceil(count / 10)).map((id) => discussionOf(2_000 + id, 2)),
    vault: [],
  };
}

/** The server of a state. */
export function githubOf(state: () => State): Http {
  return serverOf((url, request) => {
    const from = state();
    if (url.pathname === '/graphql') return { body: graph(from, request) };
    const path = url.pathname.replace('/repos/acme/widget', '');
    if (path.startsWith('/repos/acme/vault')) return vaultOf(from, url);
    if (path === '')
      return { body: { id: 77, full_name: 'acme/widget', private: from.private, stargazers_count: 5 } };
    const list = {
      '/issues': from.issues,
      '/issues/comments': from.comments,
      '/pulls/comments': from.reviewComments,
      '/stargazers': from.stars,
      '/forks': from.forks,
      '/releases': from.releases,
    }[path];
    return list === undefined ? undefined : paged(list, url);
  });
}

function vaultOf({ vault }: State, url: URL) {
  const path = url.pathname.replace('/repos/acme/vault', '');
  if (path === '') return { body: { id: 78, full_name: 'acme/vault', private: true, stargazers_count: 0 } };
  return paged(path === '/issues' ? vault : [], url);
}

/** The server of a state that lies in a folder, where tests change it. */
export const githubIn = (directory: string): Http =>
  githubOf(() => JSON.parse(readFileSync(join(directory, 'github.json'), 'utf8')) as State);

export function saveState(directory: string, state: State): void {
  writeFileSync(join(directory, 'github.json'), JSON.stringify(state));
}

function paged(list: readonly Json[], url: URL) {
  const { searchParams: query } = url;
  const since = query.get('since');
  const changed = (item: Json): string => String(fieldsOf(item).updated_at);
  const kept = list.filter((item) => since === null || Date.parse(changed(item)) >= Date.parse(since));
  const sorted =
    query.get('sort') === 'updated' ? kept.toSorted((a, b) => (changed(a) < changed(b) ? -1 : 1)) : kept;
  const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))];
  const last = Math.ceil(sorted.length / size);
  const to = (number: number, relation: string): string[] => {
    query.set('page', String(number));
    return page < last ? [`<${url.href}>; rel="${relation}"`] : [];
  };
  const link = [...to(page + 1, 'next'), ...to(last, 'last')].join(', ');
  return {
    body: sorted.slice((page - 1) * size, page * size),
    ...(link === '' ? {} : { headers: { link } }),
  };
}

/** People by their ids; an id that is none's is an error beside the others. */
function profiles(ids: readonly string[]): Json {
  const nodes = ids.map((id) => {
    const number = Number(id.slice(2));
    if (number === 103) return null;
    return {
      company: number > 10_000 ? `Firm ${number % 10}` : COMPANIES[number - 100],
      websiteUrl: PAGES[number - 100] ?? null,
    };
  });
  return { data: { nodes }, ...(nodes.includes(null) ? { errors: [{ type: 'NOT_FOUND' }] } : {}) };
}

/** Two discussions a page, one comment; replies whole. */
function graph(state: State, { body = '', headers = {} }: HttpRequest): Json {
  if (headers.authorization !== `Bearer ${TOKEN}`) return { errors: [{ type: 'FORBIDDEN' }] };
  const { variables } = JSON.parse(body) as {
    variables: { after: string | null; id?: string; name?: string; ids?: readonly string[] };
  };
  if (variables.ids !== undefined) return profiles(variables.ids);
  const comments = ({ comments: all }: Json, after: string | null): Json =>
    connectionOf(
      (all as Json[]).map((each) => ({ ...each, replies: connectionOf(each.replies as Json[], null, 50) })),
      after,
      1,
    );
  if (variables.id !== undefined) {
    const found = state.discussions.find(({ id }) => id === variables.id) ?? {};
    return { data: { node: { id: variables.id, list: comments(found, variables.after) } } };
  }
  const all = state.discussions.map((each) => ({ ...each, comments: comments(each, null) }));
  const shown = variables.name === 'widget' ? all : [];
  return { data: { repository: { discussions: connectionOf(shown, variables.after, 2) } } };
}

function connectionOf(all: readonly Json[], after: string | null, size: number): Json {
  const name = (node: Json): string => String(node.databaseId);
  const from = after === null ? 0 : all.findIndex((node) => name(node) === after) + 1;
  const nodes = all.slice(from, from + size);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: { hasNextPage: from + size < all.length, endCursor: last === undefined ? null : name(last) },
  };
}

/** A delivery as GitHub signs it. */
export function deliveryOf(
  event: string,
  payload: unknown,
  number = 1,
  more: Partial<Delivery> = {},
): Delivery {
  const body = new Uint8Array(Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)));
  return {
    ...{ method: 'POST', path: '', query: {}, body, at: Date.UTC(2026, 10, 24) },
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': `0000-${event}-${number}`,
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    },
    ...more,
  };
}

/** The repository and the sender that every payload carries. */
export const around = (more: Json): Json => ({
  repository: { id: 77, full_name: 'acme/widget', private: false, ...fieldsOf(more.repository) },
  sender: userOf(1),
  ...more,
});
