import { expect, test } from 'vitest';
import { ARRIVAL, deliveryOf, received, settingsOf } from '../../deliveries/testing.ts';
import { chatwoot } from './source.ts';
import { eventOf, type Json, SECRET, signed } from './testing.ts';

const settings = settingsOf(chatwoot, {
  secrets: ['older', SECRET],
  tokens: ['a-token'],
  url: 'https://chat.acme.example',
});

async function of(event: Json) {
  const { adapted, ids } = await received(chatwoot, settings, signed(event));
  return { ...adapted[0], signal: adapted[0]?.signals[0], message: adapted[0]?.messages[0], id: ids[0] };
}

test('what a contact begins a conversation with asks, in private', async () => {
  const { signal, message, id } = await of(eventOf(1, 1));
  expect(id).toBe('message:1/101');
  expect(signal).toMatchObject({
    accessPoint: 'support',
    act: 'ask',
    visibility: 'private',
    actor: {
      email: 'contact1@corp.example',
      name: 'Ana Example',
      organizationName: 'Private Company 4712',
      login: '1/contact/1',
      platform: 'chat.acme.example',
    },
    asset: { kind: 'thread', key: 'chat.acme.example/1/conversation/1' },
    messageNativeId: '1/message/101',
  });
  expect(message).toMatchObject({
    references: ['1/conversation/1'],
    container: 'Website',
    text: 'Message 1 of conversation 1',
  });
});

test('what comes later replies, agents’ messages too', async () => {
  expect((await of(eventOf(1, 2))).signal).toMatchObject({
    act: 'reply',
    actor: { email: 'agent@vendor.example', name: 'Ben Agent', login: '1/agent/7' },
  });
  expect((await of(eventOf(1, 3))).signal?.act).toBe('reply');
});

test('an edit replaces the text and keeps the ids; another edit is another record', async () => {
  const first = await of(eventOf(1, 1));
  const edit = await of(eventOf(1, 1, { event: 'message_updated', content: 'Better said' }));
  expect(edit.message).toMatchObject({
    nativeId: first.message?.nativeId,
    text: 'Better said',
    editedAt: ARRIVAL,
  });
  expect(edit.signal?.nativeId).toBe(first.signal?.nativeId);
  const again = await of(eventOf(1, 1, { event: 'message_updated', content: 'Best said' }));
  expect(new Set([first.id, edit.id, again.id]).size).toBe(3);
});

test('a deleted message is erased with its signal', async () => {
  const { message, signal } = await of(eventOf(1, 1));
  const { erasures } = await of(
    eventOf(1, 1, { event: 'message_updated', content_attributes: { deleted: true } }),
  );
  expect(erasures).toEqual([
    { kind: 'message', space: 'chat.acme.example', nativeId: message?.nativeId },
    { kind: 'signal', nativeId: signal?.nativeId },
  ]);
});

test.each([
  ['platform_note', eventOf(1, 1, { message_type: 'activity' })],
  ['bot', eventOf(1, 1, { message_type: 'template' })],
  ['bot', eventOf(1, 2, { sender: { id: 1, name: 'Helper', type: 'agent_bot' } })],
  ['internal_traffic', eventOf(1, 2, { private: true })],
  ['empty', eventOf(1, 1, { content: null })],
  ['not_relevant', { event: 'contact_created', id: 1 }],
])('%s: left out', async (reason, event) => {
  expect((await of(event)).dropped).toEqual({ [reason]: 1 });
});

test.each([
  ['a signature', signed({}), true],
  ['a signature by the older secret', signed({}, { secret: 'older' }), true],
  ['a signature by another secret', signed({}, { secret: 'other' }), false],
  ['a signature of long ago', signed({}, { seconds: ARRIVAL / 1000 - 301 }), false],
  ['a body changed on its way', { ...signed({}), body: Buffer.from('{ }') }, false],
  ['a token in the query', deliveryOf({}, { query: { token: 'a-token' } }), true],
  ['a token in the path', deliveryOf({}, { path: 'a-token' }), true],
  ['another token', deliveryOf({}, { query: { token: 'b-token' } }), false],
  ['nothing', deliveryOf({}), false],
])('%s', (_what, delivery, authentic) => {
  expect(chatwoot.receive?.authentic(delivery, settings)).toBe(authentic);
});
