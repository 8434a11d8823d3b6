/** Made-up posts and topics in the shape of Discourse's API, a server of them and its deliveries, for tests. */
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import type { Http } from '../../../base/plain.ts';
import type { Delivery } from '../../contract.ts';
import { deliveryOf as post } from '../../deliveries/testing.ts';
import { fieldsOf } from '../../text/json.ts';

export type Json = Readonly<Record<string, unknown>>;

const AUTHORS = ['ana', 'ben', 'chloe', 'dev'];

/** A post; administrators see the addresses, which must not be kept. */
export function postOf(topic: number, number: number, more: Json = {}): Json {
  const username = AUTHORS[(topic + number) % AUTHORS.length] ?? 'ana';
  return {
    id: topic * 1000 + number,
    topic_id: topic,
    post_number: number,
    post_type: 1,
    reply_to_post_number: number > 2 ? number - 1 : null,
    user_id: 10,
    username,
    name: `${username} Example`,
    created_at: new Date(Date.UTC(2026, 3, topic, number)).toISOString(),
    cooked: `<p>Post ${number} of topic ${topic}</p>`,
    hidden: false,
    email: 'secret.author@corp.example',
    ip_address: '203.0.113.77',
    ...more,
  };
}

/** A topic with its posts. */
export function topicOf(id: number, posts: readonly unknown[], more: Json = {}): Json {
  return {
    id,
    title: `Question ${id}`,
    category_id: 4,
    archetype: 'regular',
    post_stream: { posts, stream: posts.map((_post, index) => id * 1000 + index) },
    ...more,
  };
}

const PER_PAGE = 30;
const FIRST_POSTS = 20;

/** What a made-up forum holds. Topics as `topicOf` makes them, with when something was written last. */
export interface State {
  topics: Json[];
  /** Entries of the log of the staff. */
  logs: Json[];
  categories: Json[];
}

export const KEY = 'key-secret-4711';
export const HOOK = 'hook-secret-4712';
export const settings = { url: 'https://forum.acme.example', api_key: KEY, webhook_secrets: HOOK };

/** A topic with so many posts that was written in last at such a minute of 2026. */
export function activeTopic(id: number, posts: number, minute: number, more: Json = {}): Json {
  const all = Array.from({ length: posts }, (_unused, index) => postOf(id, index + 1));
  return topicOf(id, all, {
    bumped_at: new Date(Date.UTC(2026, 3, 1) + minute * 60_000).toISOString(),
    highest_post_number: posts,
    posts_count: posts,
    ...more,
  });
}

/** So many topics; every tenth has many posts. */
export const stateOf = (count: number): State => ({
  topics: Array.from({ length: count }, (_unused, index) =>
    activeTopic(index + 1, index % 10 === 3 ? 55 : 2, index * 600),
  ),
  logs: [],
  categories: [{ id: 4 }, { id: 5, read_restricted: true }],
});

/** The server of a state. Closed categories and the log are shown with the key only. */
export function forumOf(state: () => State): Http {
  return serverOf((url, { headers = {} }) => {
    const { topics, logs, categories } = state();
    const key = headers['api-key'];
    if (key !== undefined && key !== KEY) return { status: 403 };
    const shown = topics.filter(({ category_id: category }) => key !== undefined || category !== 5);
    if (url.pathname === '/about.json')
      return { body: { about: { title: 'Acme forum', stats: { topics_count: shown.length } } } };
    if (url.pathname === '/site.json') return { body: { categories } };
    if (url.pathname === '/latest.json') return { body: latest(shown, url) };
    if (url.pathname === '/admin/logs/staff_action_logs.json') {
      if (key === undefined) return { status: 404 };
      const action = url.searchParams.get('action_name');
      return { body: { staff_action_logs: logs.filter(({ action_name: name }) => name === action) } };
    }
    const [, id, rest] = /^\/t\/(\d+)(\/posts)?\.json$/.exec(url.pathname) ?? [];
    const topic = shown.find((each) => each.id === Number(id));
    return topic === undefined
      ? { status: 404 }
      : { body: pieceOf(topic, rest === undefined ? undefined : url) };
  });
}

/** Pinned topics stand on the first page, whatever the order. */
function latest(topics: readonly Json[], { searchParams: query }: URL): Json {
  const time = (topic: Json): string => String(topic.bumped_at);
  const pinned = topics.filter((topic) => topic.pinned_globally === true);
  const rest = topics
    .filter((topic) => topic.pinned_globally !== true)
    .toSorted((a, b) => (time(a) < time(b) ? -1 : 1));
  const page = Number(query.get('page'));
  const all = [...pinned, ...rest];
  const listed = all.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
  const more = all.length > (page + 1) * PER_PAGE;
  const shown = listed.map(({ post_stream: _posts, ...topic }) => topic);
  return {
    topic_list: {
      topics: shown,
      ...(more ? { more_topics_url: `/latest?order=activity&page=${page + 1}` } : {}),
    },
  };
}

function pieceOf({ post_stream: given, ...topic }: Json, chunk: URL | undefined): Json {
  const posts = (given as { posts: Json[] }).posts;
  const stream = posts.map((post) => fieldsOf(post).id);
  if (chunk === undefined) return { ...topic, post_stream: { posts: posts.slice(0, FIRST_POSTS), stream } };
  const ids = new Set(chunk.searchParams.getAll('post_ids[]').map(Number));
  return { id: topic.id, post_stream: { posts: posts.filter((post) => ids.has(Number(post.id))) } };
}

/** The server of a state that lies in a folder, where tests change it. */
export const forumIn = (directory: string): Http =>
  forumOf(() => JSON.parse(readFileSync(join(directory, 'forum.json'), 'utf8')) as State);

export function saveState(directory: string, state: State): void {
  writeFileSync(join(directory, 'forum.json'), JSON.stringify(state));
}

/** A delivery as Discourse signs it. */
export function deliveryOf(
  event: string,
  payload: unknown,
  number = 1,
  more: Partial<Delivery> = {},
): Delivery {
  const { body } = post(payload);
  const headers = {
    'content-type': 'application/json',
    'x-discourse-event': event,
    'x-discourse-event-id': String(number),
    'x-discourse-event-signature': `sha256=${createHmac('sha256', HOOK).update(body).digest('hex')}`,
  };
  return post(body, { headers, ...more });
}
