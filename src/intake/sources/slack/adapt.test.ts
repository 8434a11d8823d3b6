import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { messageAdapter } from './adapt.ts';
import { type Author, type Channel, keptFields } from './message.ts';
import type { SlackSettings } from './settings.ts';
import { type Json, messageOf } from './testing.ts';
import { mentionedIds, plainText } from './text.ts';

const OPEN: Channel = { id: 'C01', name: 'help', open: true };
const ANA: Author = {
  ...{ id: 'UANA', name: 'ana', realName: 'Ana Example', email: 'ana@corp.example', robot: false },
};

function adaptMessage(
  message: Json,
  channel: Channel = OPEN,
  visibility: SlackSettings['visibility'] = 'public_channels',
  author: Author | null = ANA,
) {
  const body = { message: keptFields(message), channel, author, mentioned: { UBEN: 'ben' } };
  const adapt = messageAdapter({ workspace: 'acme.slack.example', visibility });
  return adapt({ id: 'message', place: { file: 'day.json' }, body });
}

test('who is answered or asks with a question mark asks; others take part', () => {
  const actOf = (more: Json) => adaptMessage(messageOf(1, 1, more)).signals[0]?.act;
  expect(actOf({ reply_count: 2 })).toBe('ask');
  expect(actOf({ text: 'Does it run there?' })).toBe('ask');
  expect(actOf({ text: 'See https://acme.example/?a=b' })).toBe('reply');
  expect(actOf({ text: 'Thanks' })).toBe('reply');
  expect(actOf({ text: 'Does it?', thread_ts: '1775034000.000100' })).toBe('reply');
});

test('a reply belongs to its thread, other talk to its channel', () => {
  const { ts } = messageOf(1, 1);
  const keyOf = (more: Json) => adaptMessage(messageOf(1, 1, more)).signals[0]?.asset?.key;
  expect(keyOf({ thread_ts: '1775034000.000100' })).toBe('acme.slack.example/C01/1775034000.000100');
  expect(keyOf({ reply_count: 1 })).toBe(`acme.slack.example/C01/${ts}`);
  expect(keyOf({})).toBe('acme.slack.example/C01');
});

test.each([
  ['by default', OPEN, 'private'],
  ['in a closed channel', { ...OPEN, open: false }, 'public_channels'],
] as const)('%s a message is private, and its channel is not named', (_when, channel, visibility) => {
  const { signals, messages } = adaptMessage(messageOf(1, 1), channel, visibility);
  expect([signals[0]?.visibility, messages[0]?.visibility]).toEqual(['private', 'private']);
  expect(signals[0]?.asset).not.toHaveProperty('title');
});

test('the author has a login, a name and an address, where the export tells them', () => {
  expect(adaptMessage(messageOf(1, 1)).signals[0]?.actor).toEqual({
    ...{ login: 'ana', platform: 'acme.slack.example', name: 'Ana Example', email: 'ana@corp.example' },
  });
  const unknown = adaptMessage(messageOf(1, 1, { user: 'UGONE' }), OPEN, 'private', null);
  expect(unknown.signals[0]?.actor).toEqual({ login: 'UGONE', platform: 'acme.slack.example' });
});

test.each([
  ['platform_note', { subtype: 'channel_join' }],
  ['bot', { subtype: 'bot_message' }],
  ['bot', { bot_id: 'B01' }],
  ['bot', { user: 'USLACKBOT' }],
  ['deleted', { subtype: 'tombstone' }],
  ['empty', { text: ' ' }],
] as const)('%s: left out', (reason, more) => {
  expect(adaptMessage(messageOf(1, 1, more)).dropped).toEqual({ [reason]: 1 });
});

test('markup becomes plain text', () => {
  const text =
    '<@UBEN> &amp; <@UEVE|eve>: <https://acme.example/a|the page> <https://acme.example/b> in <#C01|help> <!here> 1 &lt; 2';
  expect(plainText(text, { UBEN: 'ben' })).toBe(
    '@ben & @eve: the page (https://acme.example/a) https://acme.example/b in #help @here 1 < 2',
  );
  expect(plainText('&amp;lt;', {})).toBe('&lt;');
  expect(mentionedIds('<@UBEN> <@UBEN> <@UEVE|eve> <@lower>')).toEqual(['UBEN', 'UEVE']);
});

const DATA = join(import.meta.dirname, '../../../../../shared/data/api-answers/slack');

test('every message of recorded answers is stored, or left out for a reason', ({ skip }) => {
  if (!existsSync(DATA)) skip('the recorded answers are not here');
  const fates: Record<string, number> = {};
  for (const file of readdirSync(DATA).filter((name) => name.includes('history'))) {
    const { messages }: { messages: Json[] } = JSON.parse(readFileSync(join(DATA, file), 'utf8'));
    for (const message of messages) {
      const answer = adaptMessage(message);
      const fate = answer.failures[0]?.code ?? (answer.messages.length > 0 ? 'stored' : 'dropped');
      fates[fate] = (fates[fate] ?? 0) + 1;
    }
  }
  expect(fates.stored).toBeGreaterThan(0);
  expect(Object.keys(fates).sort()).toEqual(['dropped', 'stored']);
});
