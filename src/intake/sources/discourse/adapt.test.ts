import { expect, test } from 'vitest';
import { postAdapter } from './adapt.ts';
import { type AnswerKind, postBody } from './post.ts';
import { type DiscourseSettings, readSettings } from './settings.ts';
import { type Json, postOf, topicOf } from './testing.ts';

function adaptPost(
  post: Json,
  topic: Json = topicOf(1, []),
  from: AnswerKind = 'topic',
  visibility: DiscourseSettings['visibility'] = 'auto',
) {
  const adapt = postAdapter({ space: 'forum.acme.example', visibility });
  return adapt({ id: 'post', place: { file: 't1.json' }, body: postBody(post, topic, from) });
}

test('the first post asks, others reply to what they name', () => {
  const [first, other] = [adaptPost(postOf(1, 1)), adaptPost(postOf(1, 3))];
  expect(first.signals[0]).toMatchObject({
    act: 'ask',
    accessPoint: 'forum',
    actor: { login: 'chloe', platform: 'forum.acme.example', name: 'chloe Example' },
    asset: { kind: 'thread', key: 'forum.acme.example/t/1', title: 'Question 1' },
  });
  expect(first.messages[0]).toMatchObject({ nativeId: '1/1', references: [], text: 'Post 1 of topic 1' });
  expect(other.signals[0]?.act).toBe('reply');
  expect(other.messages[0]?.references).toEqual(['1/1', '1/2']);
});

test.each([
  ['a private message', postOf(1, 1), { archetype: 'private_message' }, 'topic'],
  ['a whisper', postOf(1, 1, { post_type: 4 }), {}, 'topic'],
  ['a hidden post', postOf(1, 1, { hidden: true }), {}, 'topic'],
  ['a list of private posts', postOf(1, 1), {}, 'private_posts'],
  ['a post of which no topic is known', postOf(1, 1), {}, 'alone'],
] as const)('%s is private, and its title leaves no trace in the asset', (_name, post, more, from) => {
  const { signals, messages } = adaptPost(post, topicOf(1, [], more), from);
  expect(messages[0]?.visibility).toBe('private');
  expect(signals[0]).toMatchObject({ visibility: 'private', accessPoint: 'support' });
  expect(signals[0]?.asset).not.toHaveProperty('title');
});

test.each([
  ['platform_note', { post_type: 3 }],
  ['platform_note', { post_type: 2 }],
  ['bot', { user_id: -1 }],
  ['empty', { cooked: '<aside class="quote"><p>said by another</p></aside>' }],
] as const)('%s: left out', (reason, more) => {
  expect(adaptPost(postOf(1, 1, more)).dropped).toEqual({ [reason]: 1 });
});

test.each([{ deleted_at: '2026-04-02T00:00:00Z' }, { user_deleted: true }])('deleted: erased', (more) => {
  expect(adaptPost(postOf(1, 2, more)).erasures).toEqual([
    { kind: 'message', space: 'forum.acme.example', nativeId: '1/2' },
  ]);
});

test('the latest edit is the one that counts', () => {
  const edited = { updated_at: '2026-09-01T10:00:00.000Z' };
  expect(adaptPost(postOf(1, 1, edited)).messages[0]?.editedAt).toBe(Date.UTC(2026, 8, 1, 10));
  expect(adaptPost(postOf(1, 1)).messages[0]).not.toHaveProperty('editedAt');
});

test('what is quoted is not said by the author; an open quote takes nothing away', () => {
  const text = (cooked: string) => adaptPost(postOf(1, 1, { cooked })).messages[0]?.text;
  expect(text('<p>a</p><aside class="quote no-group"><p>b</p></aside><p>c</p>')).toBe('a\n\nc');
  expect(text('<p>a</p><aside class="onebox">b</aside>')).toContain('b');
  expect(text('<p>a</p><aside class="quote"><p>b</p>')).toContain('b');
});

test('a wrong field is named, and addresses are not kept', () => {
  const { failures } = adaptPost(postOf(1, 1, { username: 7 }));
  expect(failures[0]).toMatchObject({ code: 'record_malformed', field: 'username' });
  expect(JSON.stringify(failures[0])).not.toMatch(/secret\.author|203\.0\.113/);
});

test('the setting decides what the post leaves open, and never opens what is private', () => {
  const topic = topicOf(1, []);
  const of = (more: Json, from: AnswerKind, visibility: 'public' | 'private') =>
    adaptPost(postOf(1, 1, more), topic, from, visibility).messages[0]?.visibility;
  expect(of({}, 'alone', 'public')).toBe('public');
  expect(of({}, 'topic', 'private')).toBe('private');
  expect(of({ hidden: true }, 'topic', 'public')).toBe('private');
});

test('the address of the forum must be one of the web', () => {
  expect(readSettings({ url: 'https://Forum.acme.example/latest' }).space).toBe('forum.acme.example');
  expect(() => readSettings({ url: 'forum' })).toThrow(/not a web address/);
  expect(() => readSettings({ url: 'file:///etc' })).toThrow(/not a web address/);
});
