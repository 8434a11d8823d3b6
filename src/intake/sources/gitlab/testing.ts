/** A made-up GitLab: projects in the shape of its API, lists that are paged as there, and deliveries. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import type { Http } from '../../../base/plain.ts';
import type { Delivery } from '../../contract.ts';
import { deliveryOf as post } from '../../deliveries/testing.ts';
import { fieldsOf } from '../../text/json.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What the server holds of the project acme/tools/widget. Notes by `issues/1` and the like. */
export interface State {
  visibility: string;
  issues: Json[];
  merge_requests: Json[];
  notes: Record<string, Json[]>;
  stars: Json[];
  forks: Json[];
}

export const TOKEN = 'glpat-secret-4711';
export const HOOK = 'hook-token-4712';
export const settings = { projects: 'acme/tools/widget', token: TOKEN, webhook_tokens: HOOK };

const NAMES = ['ana', 'ben', 'chloe', 'dev'];
export const userOf = (number: number): Json => ({
  id: 100 + (number % NAMES.length),
  username: NAMES[number % NAMES.length],
  name: `${NAMES[number % NAMES.length]} Example`,
  email: 'secret.author@corp.example',
});
/** A moment of April 2026. */
export const moment = (minutes: number): string =>
  new Date(Date.UTC(2026, 3, 1) + minutes * 60_000 + 123).toISOString();

/** An issue or merge request that was changed a day after it was written. */
export const threadOf = (iid: number, more: Json = {}): Json => ({
  ...{ id: 9_000 + iid, iid, title: `Thread ${iid}`, description: `How do I do ${iid}? <!-- seen -->` },
  ...{ author: userOf(iid), confidential: false, user_notes_count: 1 },
  created_at: moment(iid),
  updated_at: moment(iid + 1_440),
  ...more,
});

export const noteOf = (id: number, more: Json = {}): Json => ({
  ...{ id, body: `Note ${id}`, author: userOf(id), system: false, noteable_type: 'Issue' },
  created_at: moment(id),
  updated_at: moment(id),
  ...more,
});

export const starOf = (id: number): Json => ({
  starred_since: moment(id),
  user: { id: 10_000 + id, username: `fan${id}`, name: `Fan ${id}` },
});

export const forkOf = (id: number, kind = 'user'): Json => ({
  ...{ id, created_at: moment(id), namespace: { kind, path: `fan${id}`, name: `Fan ${id}` } },
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_unused, index) => index + 1);

/** A project with so many of everything; one issue has many notes. */
export function stateOf(count: number): State {
  const of = (kind: string, first: number): [string, Json[]][] =>
    numbers(count).map((iid) => [`${kind}/${iid}`, [noteOf(first + iid)]]);
  return {
    visibility: 'public',
    issues: numbers(count).map((iid) => threadOf(iid)),
    merge_requests: numbers(count).map((iid) => threadOf(iid, { id: 20_000 + iid })),
    notes: {
      ...Object.fromEntries([...of('issues', 1_000), ...of('merge_requests', 2_000)]),
      'issues/2': numbers(count * 2).map((id) => noteOf(5_000 + id)),
    },
    stars: numbers(count).map(starOf),
    forks: numbers(count).map((id) => forkOf(id, id % 4 === 0 ? 'group' : 'user')),
  };
}

/** The server of a state. */
export function gitlabOf(state: () => State): Http {
  return serverOf((url, { headers = {}, body = '' }) => {
    const from = state();
    if (url.pathname === '/api/graphql') return { body: profiles(body, headers.authorization) };
    if (headers['private-token'] !== TOKEN) return { status: 401 };
    const path = url.pathname.replace('/api/v4/projects/acme%2Ftools%2Fwidget', '').replace(/^\//, '');
    if (path === '') return { body: projectOf(from) };
    const notes = /^(.*)\/notes$/.exec(path)?.[1];
    if (notes !== undefined) return paged(from.notes[notes] ?? [], url, 'created_at');
    if (path === 'issues' || path === 'merge_requests') return paged(from[path], url, 'updated_at');
    if (path === 'starrers') return paged(from.stars, url, 'starred_since');
    return path === 'forks' ? paged(from.forks, url, 'created_at') : undefined;
  });
}

/** What the profiles of people name as their organization; that of others is empty. */
const ORGANIZATIONS: Json = { ana: 'Acme GmbH', fan3: '@globex', fan4: '@globex' };

function profiles(body: string, authorization = ''): Json {
  if (authorization !== `Bearer ${TOKEN}`) return { errors: [{ message: 'Invalid token' }] };
  const { names } = (JSON.parse(body) as { variables: { names: readonly string[] } }).variables;
  const nodes = names.map((username) => ({ username, organization: ORGANIZATIONS[username] ?? '' }));
  return { data: { users: { nodes } } };
}

function projectOf({ visibility, stars }: State): Json {
  return { id: 77, path_with_namespace: 'acme/tools/widget', visibility, star_count: stars.length };
}

function paged(list: readonly Json[], url: URL, order: string) {
  const { searchParams: query } = url;
  const time = (item: Json): string => String(fieldsOf(item)[order]);
  const after = query.get('updated_after');
  const kept = list
    .filter((item) => after === null || Date.parse(time(item)) >= Date.parse(after))
    .toSorted((a, b) => (time(a) < time(b) ? -1 : 1));
  const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))];
  const headers = { 'x-total-pages': String(Math.ceil(kept.length / size)) };
  return { body: kept.slice((page - 1) * size, page * size), headers };
}

/** The server of a state that lies in a folder, where tests change it. */
export const gitlabIn = (directory: string): Http =>
  gitlabOf(() => JSON.parse(readFileSync(join(directory, 'gitlab.json'), 'utf8')) as State);

export function saveState(directory: string, state: State): void {
  writeFileSync(join(directory, 'gitlab.json'), JSON.stringify(state));
}

/** A delivery as GitLab sends it. */
export const deliveryOf = (payload: unknown, number = 1, more: Partial<Delivery> = {}): Delivery =>
  post(payload, {
    headers: {
      'content-type': 'application/json',
      'x-gitlab-token': HOOK,
      'idempotency-key': `0000-${number}`,
    },
    ...more,
  });

/** An event about an issue, a merge request or a note, as its author caused it. Webhooks write dates otherwise. */
export function eventOf(kind: string, item: Json, more: Json = {}): Json {
  const { author, created_at: created, updated_at: updated, body, ...rest } = item;
  const dated = (value: unknown): unknown =>
    typeof value === 'string' ? value.replace(/T(.*)\.\d+Z$/, ' $1 UTC') : value;
  return {
    ...{ object_kind: kind, event_type: kind, user: author },
    project: { id: 77, path_with_namespace: 'acme/tools/widget', visibility_level: 20 },
    object_attributes: {
      ...{ ...rest, action: 'open', author_id: fieldsOf(author).id },
      ...{ created_at: dated(created), updated_at: dated(updated) },
      ...(body === undefined ? {} : { note: body }),
    },
    ...more,
  };
}
