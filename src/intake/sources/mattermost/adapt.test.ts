import { expect, test } from 'vitest';
import { postAdapter } from './adapt.ts';
import { keptFields, type PostBody } from './post.ts';
import { type Json, postOf } from './testing.ts';

function adaptPost(more: Json = {}, body: Partial<PostBody> = {}) {
  const adapt = postAdapter({ server: 'chat.acme.example', visibility: 'public_channels' });
  const author = { username: 'ben', email: 'ben@corp.example', first_name: 'Ben', last_name: 'Example' };
  const whole = {
    ...{ channel: 'acme/help', open: true, title: 'Help', parent: null, author, replies: 0 },
    post: keptFields(postOf(1, more)),
    ...body,
  };
  return adapt({ id: 'line:1:0', place: { file: 'export.jsonl', line: 1 }, body: whole });
}

test('who is answered or asks with a question mark asks; others take part', () => {
  expect(adaptPost({}, { replies: 2 }).signals[0]?.act).toBe('ask');
  expect(adaptPost({ message: 'Does it?' }).signals[0]?.act).toBe('ask');
  expect(adaptPost().signals[0]?.act).toBe('reply');
  const parent = { user: 'ana', create_at: 5 };
  const reply = adaptPost({ message: 'Does it?' }, { parent });
  expect(reply.signals[0]).toMatchObject({
    act: 'reply',
    asset: { key: 'chat.acme.example/acme/help/5/ana' },
  });
  expect(reply.messages[0]?.references).toEqual(['acme/help/5/ana']);
});

test('the author has a login, a name and an address', () => {
  expect(adaptPost().signals[0]?.actor).toEqual({
    ...{ login: 'ben', platform: 'chat.acme.example', name: 'Ben Example', email: 'ben@corp.example' },
  });
  expect(adaptPost({}, { author: null }).signals[0]?.actor).toEqual({
    login: 'ben',
    platform: 'chat.acme.example',
  });
});

test('a channel that not everybody may join stays private, whatever the setting says', () => {
  const { signals, messages } = adaptPost({}, { open: false });
  expect([signals[0]?.visibility, messages[0]?.visibility]).toEqual(['private', 'private']);
  expect(signals[0]?.asset).not.toHaveProperty('title');
});

test.each([
  ['platform_note', { type: 'system_header_change' }],
  ['bot', { type: 'custom_calls' }],
  ['empty', { message: '' }],
] as const)('%s: left out', (reason, more) => {
  expect(adaptPost(more).dropped).toEqual({ [reason]: 1 });
});

test('a wrong field is named', () => {
  expect(adaptPost({ create_at: 'now' }).failures).toMatchObject([
    { code: 'record_malformed', field: 'create_at' },
  ]);
});
