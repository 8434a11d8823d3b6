import { expect, test } from 'vitest';
import { messageAdapter } from './adapt.ts';
import { type Author, type Channel, keptFields, type MessageBody } from './message.ts';
import type { ZulipSettings } from './settings.ts';
import { type Json, messageOf } from './testing.ts';
import { plainText } from './text.ts';

const HELP: Channel = { name: 'help', open: true, web: false };
const ANA: Author = { name: 'Ana Example', email: 'ana@corp.example', robot: false, system: false };

function adaptMessage(
  more: Json = {},
  body: Partial<MessageBody> = {},
  visibility: ZulipSettings['visibility'] = 'public_channels',
) {
  const adapt = messageAdapter({ server: 'chat.acme.example', visibility });
  const message = keptFields(messageOf(1, more));
  const whole: MessageBody = { message, channel: HELP, author: ANA, first: 900, ...body };
  return adapt({ id: 'message', place: { file: 'messages-000001.json' }, body: whole });
}

test('who begins a topic asks, others take part', () => {
  expect(adaptMessage({}, { first: 1_001 }).signals[0]).toMatchObject({
    ...{ act: 'ask', accessPoint: 'chat' },
    asset: { kind: 'thread', key: 'chat.acme.example/1001', title: '#help > Topic 1' },
  });
  const reply = adaptMessage({ content: 'Does it?' });
  expect(reply.signals[0]).toMatchObject({ act: 'reply', asset: { key: 'chat.acme.example/900' } });
  expect(reply.messages[0]?.references).toEqual(['900']);
});

test('without a topic a question mark tells', () => {
  const actOf = (content: string) => adaptMessage({ subject: '', content }, { first: null }).signals[0]?.act;
  expect([actOf('Does it?'), actOf('It does.')]).toEqual(['ask', 'reply']);
});

test.each([
  ['private', HELP, 'private'],
  ['web_public', HELP, 'private'],
  ['web_public', { ...HELP, web: true }, 'public'],
  ['public_channels', HELP, 'public'],
  ['public_channels', { ...HELP, open: false }, 'private'],
  ['public_channels', null, 'private'],
] as const)('visibility %s', (setting, channel, visibility) => {
  const { signals, messages } = adaptMessage({}, { channel }, setting);
  expect([signals[0]?.visibility, messages[0]?.visibility]).toEqual([visibility, visibility]);
});

test('dates are seconds with a fraction; an edit is told', () => {
  expect(adaptMessage({ last_edit_time: 1_777_000_000.5 }).messages[0]).toMatchObject({
    at: Date.UTC(2026, 3, 1, 1) + 250,
    editedAt: 1_777_000_000_500,
    author: { login: 'user2', platform: 'chat.acme.example', name: 'Ana Example', email: 'ana@corp.example' },
  });
});

test.each([
  ['bot', {}, { author: { ...ANA, robot: true } }],
  ['platform_note', {}, { author: { ...ANA, system: true } }],
  ['deleted', { content: '(deleted)' }, {}],
  ['empty', { content: ' ' }, {}],
] as const)('%s: left out', (reason, more, body) => {
  expect(adaptMessage(more, body).dropped).toEqual({ [reason]: 1 });
});

test('a wrong field is named', () => {
  expect(adaptMessage({ date_sent: 'now' }).failures).toMatchObject([
    { code: 'record_malformed', field: 'date_sent' },
  ]);
});

test('mentions and channels by name, quotes of others left out', () => {
  const quote = '@_**Ana|3** [said](#narrow/near/4):\n```quote\nHow?\n```\n';
  expect(plainText(`${quote}@**Ben Example** see #**help>Install**`)).toBe(
    '@Ben Example see #help > Install',
  );
  expect(plainText('```quote\nHow?\n```')).toBe('```quote\nHow?\n```');
});
