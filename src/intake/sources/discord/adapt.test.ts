import { expect, test } from 'vitest';
import { messageAdapter } from './adapt.ts';
import { messageBody } from './message.ts';
import { channelOf, type Json, messageOf } from './testing.ts';

function adaptMessage(
  message: Json,
  more: Json = {},
  visibility: 'private' | 'public_channels' = 'public_channels',
) {
  const file: Json = JSON.parse(channelOf([], more));
  const adapt = messageAdapter({ visibility });
  return adapt({ id: 'message', place: { file: 'help.json' }, body: messageBody(message, file) });
}

test('who asks with a question mark and answers nobody asks; others take part', () => {
  const actOf = (more: Json) => adaptMessage(messageOf(1, more)).signals[0]?.act;
  expect(actOf({ content: 'Does it run there?' })).toBe('ask');
  expect(actOf({ content: 'Does it?', reference: { messageId: '5', channelId: '43' } })).toBe('reply');
  expect(actOf({ content: 'It does' })).toBe('reply');
});

test('an answer belongs to what it answers, a forwarded message to nothing', () => {
  const of = (reference: Json) => adaptMessage(messageOf(1, { reference })).messages[0]?.references;
  expect(of({ messageId: '5', channelId: '43' })).toEqual(['5']);
  expect(of({ messageId: '5', channelId: '99' })).toEqual([]);
});

test.each([
  ['by default', {}, 'private'],
  ['a direct message', { guild: { id: '0', name: 'Direct Messages' } }, 'public_channels'],
] as const)('%s: private, and the channel is not named', (_when, more, visibility) => {
  const { signals, messages } = adaptMessage(messageOf(1), more, visibility);
  expect([signals[0]?.visibility, messages[0]?.visibility]).toEqual(['private', 'private']);
  expect(signals[0]?.asset).not.toHaveProperty('title');
});

test('the author has a handle, and the name that the server shows', () => {
  expect(adaptMessage(messageOf(0)).signals[0]?.actor).toEqual({
    ...{ login: 'ana', platform: 'discord.com', name: 'ana Example' },
  });
});

test.each([
  ['bot', { author: { id: '1', name: 'helper', isBot: true } }],
  ['platform_note', { type: 'GuildMemberJoin' }],
  ['empty', { content: ' ' }],
] as const)('%s: left out', (reason, more) => {
  expect(adaptMessage(messageOf(1, more)).dropped).toEqual({ [reason]: 1 });
});

test('a wrong field is named', () => {
  expect(adaptMessage(messageOf(1, { author: { id: '1', name: '' } })).failures).toMatchObject([
    { code: 'record_malformed', field: 'author.name' },
  ]);
});
