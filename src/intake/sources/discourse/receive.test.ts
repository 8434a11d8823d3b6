import { expect, test } from 'vitest';
import { pullOnce } from '../../../../test/support/made_up_server.ts';
import { postAdapter } from './adapt.ts';
import { receive } from './receive.ts';
import { discourse } from './source.ts';
import { deliveryOf, forumOf, HOOK, type Json, postOf, stateOf } from './testing.ts';

const space = 'forum.acme.example';
const adapt = postAdapter({ space, visibility: 'public' });

function take(event: string, payload: Json) {
  const [record] = receive.records(deliveryOf(event, payload), {}).records;
  if (record === undefined) throw new Error('no record');
  return adapt(record);
}

const post = (topic: number, number: number, more: Json = {}): Json => ({
  post: postOf(topic, number, {
    topic_title: `Question ${topic}`,
    category_id: 4,
    topic_archetype: 'regular',
    ...more,
  }),
});

test('only what is signed with a secret is authentic', () => {
  const delivery = deliveryOf('ping', { ping: 'OK' });
  expect(receive.authentic(delivery, { webhook_secrets: ['old', HOOK] })).toBe(true);
  expect(receive.authentic(delivery, { webhook_secrets: ['other'] })).toBe(false);
  expect(receive.authentic(delivery, { webhook_secrets: null })).toBe(false);
  expect(receive.authentic({ ...delivery, body: new Uint8Array(3) }, { webhook_secrets: [HOOK] })).toBe(
    false,
  );
});

test('a webhook, the API and a saved file give the same signals and messages', async () => {
  const http = forumOf(() => stateOf(12));
  const pulled = await pullOnce(discourse, http, undefined, { settings: { url: `https://${space}` } });
  for (const number of [1, 2]) {
    const { signals, messages } = take('post_created', post(2, number));
    for (const signal of signals) expect(pulled.signals.get(signal.nativeId)).toEqual(signal);
    for (const { raw: _raw, ...message } of messages)
      expect(pulled.messages.get(message.nativeId)).toMatchObject(message);
  }
});

test('without the word of the operator a post is private, and what is private always is', () => {
  const auto = postAdapter({ space, visibility: 'auto' });
  const [record] = receive.records(deliveryOf('post_created', post(1, 1)), {}).records;
  expect(record === undefined ? undefined : auto(record).messages[0]?.visibility).toBe('private');
  const letter = take('post_created', post(1, 1, { topic_archetype: 'private_message' }));
  expect(letter.messages[0]?.visibility).toBe('private');
});

test('what is destroyed is erased: a post, a topic with its posts, a user', () => {
  const gone = (nativeId: string) => ({ kind: 'message', space, nativeId });
  expect(take('post_destroyed', post(3, 2)).erasures).toEqual([gone('3/2')]);
  expect(
    take('topic_destroyed', { topic: { id: 3, posts_count: 2, highest_post_number: 3 } }).erasures,
  ).toEqual(['3/1', '3/2', '3/3'].map(gone));
  for (const event of ['user_destroyed', 'user_anonymized']) {
    expect(
      take(event, { user: { id: 4, username: 'ana', email: 'secret.author@corp.example' } }).erasures,
    ).toEqual([{ kind: 'account', platform: space, login: 'ana' }]);
  }
});

test('an edit comes again', () => {
  const edited = { updated_at: '2026-10-01T00:00:00Z', cooked: '<p>Better</p>' };
  expect(take('post_edited', post(1, 1, edited)).messages[0]).toMatchObject({
    nativeId: '1/1',
    text: 'Better',
    editedAt: Date.UTC(2026, 9, 1),
  });
});

test.each([
  ['platform_note', 'ping', { ping: 'OK' }],
  ['platform_note', 'user_logged_in', { user: { username: 'ana' } }],
  ['platform_note', 'unheard_of', {}],
  ['not_new', 'topic_created', { topic: { id: 1 } }],
  ['bot', 'post_created', post(1, 1, { user_id: -1 })],
  ['platform_note', 'post_created', post(1, 1, { post_type: 3 })],
])('left out as %s: %s', (reason, event, payload) => {
  expect(take(event, payload).dropped).toEqual({ [reason]: 1 });
});

test('a wrong field is named, and addresses are not kept', () => {
  const { failures } = take('post_created', post(1, 1, { created_at: 7 }));
  expect(failures[0]).toMatchObject({ code: 'record_malformed', field: 'created_at' });
  expect(JSON.stringify(failures)).not.toMatch(/secret\.author|203\.0\.113/);
  expect(take('user_destroyed', { user: {} }).failures[0]?.code).toBe('record_malformed');
  expect(() => receive.records(deliveryOf('x', 'no JSON'), {})).toThrow(/not JSON/);
});
