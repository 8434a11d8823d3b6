/** The cases of the conformance suite: saved answers of a made-up forum, whole ones and spoilt ones. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  type HostileInput,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import {
  activeTopic,
  deliveryOf,
  forumIn,
  forumOf,
  HOOK,
  type Json,
  KEY,
  settings as keys,
  postOf,
  type State,
  saveState,
  stateOf,
  topicOf,
} from './testing.ts';

const POSTS = 6;
const settings = { url: 'https://forum.acme.example' };

const posts = (topic: number): Json[] =>
  Array.from({ length: POSTS }, (_unused, index) => postOf(topic, index + 1));

async function save(folder: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify(value));
}

const folderOf = (directory: string): string => join(directory, 'forum');

async function ordinary(directory: string): Promise<ConformanceInput> {
  const folder = folderOf(directory);
  await mkdir(folder);
  for (let topic = 1; topic <= 6; topic++) await save(folder, `t${topic}.json`, topicOf(topic, posts(topic)));
  const strange = [
    postOf(7, 1),
    postOf(7, 2, { post_type: 3 }),
    postOf(7, 3, { deleted_at: '2026-04-08T00:00:00Z' }),
    postOf(7, 4, { user_id: -2, username: 'discobot' }),
    postOf(7, 5, { cooked: '<aside class="quote"><p>said by another</p></aside>' }),
    postOf(7, 6, { username: 7 }),
    postOf(7, 7, { created_at: 'some day' }),
    postOf(7, 8, { created_at: '2126-01-01T00:00:00Z' }),
    postOf(7, 9, { post_type: 4, cooked: '<p>whispered-4711</p>' }),
  ];
  await save(folder, 't7.json', topicOf(7, strange));
  await save(folder, 'categories.json', {});
  const letters = [1, 2].map((number) => postOf(8, number, { cooked: '<p>confidential-4712</p>' }));
  const more = { archetype: 'private_message', title: 'confidential-4713' };
  await save(folder, 't8.json', topicOf(8, letters, more));
  await writeFile(
    join(folder, 'posts.jsonl'),
    // The first is saved a second time.
    [topicOf(1, posts(1)), postOf(9, 1), postOf(9, 2)].map((value) => `${JSON.stringify(value)}\n`).join(''),
  );
  return { path: folder, settings };
}

/** Another topic, and a reply to an old one. */
async function grow(directory: string): Promise<void> {
  const folder = folderOf(directory);
  await save(folder, 't10.json', topicOf(10, posts(10)));
  await save(folder, 't1.json', topicOf(1, [...posts(1), postOf(1, POSTS + 1)]));
}

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const line = (post: Json): string => `${JSON.stringify(post)}\n`;
const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.json': [Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256), 0, 'record_malformed'],
  'empty.json': ['', 0, 'record_malformed'],
  'cut.json': [JSON.stringify(topicOf(1, posts(1))).slice(0, -40), 0, 'record_malformed'],
  'other.json': ['{"hello":"world"}', 0, 'record_malformed'],
  'deep.json': [deep, 0, 'record_malformed'],
  'odd_posts.json': [JSON.stringify(topicOf(1, [postOf(1, 1), [1], null])), 1, 'record_malformed'],
  'giant.json': [`{"post_stream":"${'x'.repeat(17 * 1024 * 1024)}"}`, 0, 'record_too_large'],
  'giant_line.jsonl': [
    `${line(postOf(1, 1))}${'x'.repeat(17 * 1024 * 1024)}\n${line(postOf(1, 2))}`,
    2,
    'record_too_large',
  ],
  'nul.jsonl': [
    line(postOf(1, 1, { cooked: 'a\0b', name: 'A\0B', topic_title: '\ud800 lone', username: 'a\0' })),
    1,
  ],
  'encoding.jsonl': [
    Buffer.concat([
      Buffer.from(
        '{"post_number":1,"topic_id":1,"id":1,"created_at":"2026-04-01","username":"a\xff","cooked":"caf',
      ),
      Uint8Array.of(0xe9, 0xff),
      Buffer.from('"}\n'),
    ]),
    1,
  ],
  'asides.json': [
    JSON.stringify(
      topicOf(1, [postOf(1, 1, { cooked: `<p>x</p>${'<aside class="quote">'.repeat(100_000)}` })]),
    ),
    1,
  ],
  'huge_numbers.json': [
    JSON.stringify(topicOf(1, [postOf(1, 1, { id: 1e300 }), postOf(1, 2, { post_number: -1 })])),
    0,
    'record_malformed',
  ],
};

const secrets = ['secret.author@corp.example', '203.0.113.77', KEY, HOOK];

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile: (directory) => writeHostile(directory, HOSTILE, settings),
  secrets,
  privateMarks: ['whispered-4711', 'confidential-4712', 'confidential-4713'],
};

/** What does not become a signal, and why it does not; what not everybody may read. */
const STRANGE = [
  postOf(71, 1, { post_type: 3 }),
  postOf(71, 2, { username: 7 }),
  postOf(71, 3, { created_at: 'some day' }),
  postOf(71, 4, { deleted_at: '2026-04-08T00:00:00Z' }),
  postOf(71, 5, { post_type: 4, cooked: '<p>whispered-4711</p>' }),
];
const CLOSED = [postOf(72, 1, { cooked: '<p>confidential-4712</p>' })];

function forum(topics: number): State {
  const state = stateOf(topics);
  const of = (posts: readonly Json[]): Json => ({ post_stream: { posts, stream: [] } });
  state.topics.push(
    activeTopic(71, 5, 90 * 600, of(STRANGE)),
    activeTopic(72, 1, 91 * 600, { ...of(CLOSED), category_id: 5 }),
  );
  return state;
}

const one = (posts: readonly unknown[]): State => ({
  ...stateOf(0),
  topics: [activeTopic(1, posts.length, 0, { post_stream: { posts, stream: [] } })],
});
const SERVERS: Readonly<Record<string, Omit<HostileInput, 'path' | 'settings'>>> = {
  html: {
    http: serverOf(() => ({ body: '<html>Sign in</html>' })),
    stored: 0,
    codes: ['remote_answer_malformed'],
  },
  refuses: { http: serverOf(() => ({ status: 403 })), stored: 0, codes: ['remote_refused'] },
  other: {
    http: serverOf(() => ({ body: { message: 'no' } })),
    stored: 0,
    codes: ['remote_answer_malformed'],
  },
  odd_posts: {
    http: forumOf(() => one([postOf(1, 1), [1], null, 7])),
    stored: 1,
    codes: ['record_malformed'],
  },
  odd_topics: {
    http: forumOf(() => ({ ...stateOf(1), topics: [{ id: 'x' }, { bumped_at: 7 }, activeTopic(1, 2, 0)] })),
    stored: 2,
    codes: [],
  },
  nul: {
    http: forumOf(() => one([postOf(1, 1, { cooked: 'a\0b', username: 'a\0' })])),
    stored: 1,
    codes: [],
  },
  asides: {
    http: forumOf(() =>
      one([postOf(1, 1, { cooked: `<p>x</p>${'<aside class="quote">'.repeat(100_000)}` })]),
    ),
    stored: 1,
    codes: [],
  },
};

export const pullConformance: Conformance = {
  ordinary: async (directory) => {
    saveState(directory, forum(70));
    return { path: directory, http: forumIn(directory), settings: keys };
  },
  grow: async (directory) => {
    const state = forum(70);
    state.topics.push(activeTopic(73, 3, 100 * 600));
    saveState(directory, state);
  },
  hostile: async (directory) =>
    Object.entries(SERVERS).map(([name, server]) => ({
      path: `${directory}/${name}`,
      settings: keys,
      ...server,
    })),
  secrets,
  privateMarks: ['whispered-4711', 'confidential-4712'],
};

const written = (topic: number, number: number, more: Json = {}): Json => ({
  post: postOf(topic, number, { topic_title: `Question ${topic}`, topic_archetype: 'regular', ...more }),
});
const arrived = [
  ...Array.from({ length: 32 }, (_unused, index) =>
    deliveryOf('post_created', written(1 + Math.floor(index / 4), 1 + (index % 4)), index),
  ),
  deliveryOf(
    'post_edited',
    written(1, 1, { updated_at: '2026-10-01T00:00:00Z', cooked: '<p>Edited</p>' }),
    40,
  ),
  deliveryOf('post_destroyed', written(2, 2), 41),
  deliveryOf('topic_destroyed', { topic: { id: 3, posts_count: 4 } }, 42),
  deliveryOf('user_destroyed', { user: { username: 'dev', email: 'secret.author@corp.example' } }, 43),
  deliveryOf('ping', { ping: 'OK' }, 44),
  deliveryOf('post_created', written(9, 1, { username: 7 }), 45),
  deliveryOf('post_created', written(9, 2, { created_at: 'some day' }), 46),
  deliveryOf(
    'post_created',
    written(10, 1, {
      topic_archetype: 'private_message',
      username: 'ana',
      cooked: '<p>confidential-4713</p>',
    }),
    47,
  ),
];
const signed = deliveryOf('post_created', written(1, 1));
const DELIVERIES: Readonly<Record<string, HostileDelivery>> = {
  forged: [{ ...signed, body: new Uint8Array(Buffer.from('{}')) }, 0, 'delivery_not_authentic'],
  unsigned: [{ ...signed, headers: { 'x-discourse-event': 'post_created' } }, 0, 'delivery_not_authentic'],
  junk: [deliveryOf('post_created', 'no JSON \0'), 0, 'delivery_malformed'],
  'no object': [deliveryOf('post_created', '[]'), 0, 'delivery_malformed'],
  'no fields': [deliveryOf('post_created', {}), 0, 'record_malformed'],
  'nobody is gone': [deliveryOf('user_destroyed', { user: 7 }), 0, 'record_malformed'],
  'a giant topic is gone': [deliveryOf('topic_destroyed', { topic: { id: 1, posts_count: 1e300 } }), 1],
  deep: [deliveryOf('post_created', `${'['.repeat(100_000)}${']'.repeat(100_000)}`), 0, 'delivery_malformed'],
  'NUL and lone surrogates': [deliveryOf('post_created', written(1, 1, { cooked: 'a\0b \ud800' })), 1],
};

export const receiveConformance = deliveriesConformance({
  settings: { ...keys, visibility: 'public' },
  ordinary: [...arrived, ...arrived.slice(0, 2)],
  later: [deliveryOf('post_created', written(11, 1), 100)],
  hostile: DELIVERIES,
  secrets,
  privateMarks: ['confidential-4713'],
});
