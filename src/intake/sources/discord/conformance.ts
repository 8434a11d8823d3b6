/** The cases of the conformance suite: saved channels of a made-up server, whole ones and spoilt ones. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { channelOf, type Json, messageOf } from './testing.ts';

const settings = { visibility: 'public_channels' };

const messages = (from: number, to: number): Json[] =>
  Array.from({ length: to - from }, (_unused, index) => messageOf(from + index));

const folderOf = (directory: string): string => join(directory, 'saved');
const save = (directory: string, name: string, text: string): Promise<void> =>
  writeFile(join(folderOf(directory), name), text);

async function ordinary(directory: string): Promise<ConformanceInput> {
  await mkdir(folderOf(directory));
  const first = messageOf(40);
  const strange = [
    first,
    messageOf(41, { type: 'Reply', reference: { messageId: first.id, channelId: '43' } }),
    messageOf(42, { type: 'ChannelPinnedMessage' }),
    messageOf(43, { author: { id: '9', name: 'helper', isBot: true } }),
    messageOf(44, { content: '' }),
    messageOf(45, { id: 45 }),
    messageOf(46, { timestamp: 'some day' }),
    messageOf(47, { timestamp: '2126-01-01T00:00:00+00:00' }),
  ];
  const direct = {
    guild: { id: '0', name: 'Direct Messages' },
    channel: { id: '44', type: 'DirectTextChat', name: 'ana' },
  };
  await save(directory, 'help [43].json', `\ufeff${channelOf(messages(0, 40))}`);
  await save(directory, 'more [43].json', channelOf(strange));
  await save(directory, 'notes.json', '{}');
  await save(
    directory,
    'ana [44].json',
    channelOf([messageOf(60, { content: 'confidential-4713' })], direct),
  );
  return { path: folderOf(directory), settings };
}

async function grow(directory: string): Promise<void> {
  await save(
    directory,
    'help [43].json',
    channelOf(messages(0, 50).filter((_each, index) => index < 40 || index > 47)),
  );
  await save(
    directory,
    'news [45].json',
    channelOf(messages(70, 75), { channel: { id: '45', name: 'news' } }),
  );
}

const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.json': [Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256), 0, 'record_malformed'],
  'empty.json': ['', 0, 'record_malformed'],
  'other.json': ['{"messages":7,"channel":{}}', 0, 'record_malformed'],
  'cut.json': [channelOf(messages(0, 5)).slice(0, -30), 0, 'record_malformed'],
  'odd.json': [channelOf([7, null, [], messageOf(1)]), 1, 'record_malformed'],
  'giant.json': [`{"guild":"${'x'.repeat(65 * 1024 * 1024)}"}`, 0, 'record_too_large'],
  'nul.json': [channelOf([messageOf(1, { content: 'a\0b \ud800' })]), 1],
  'long.json': [channelOf([messageOf(1, { content: 'y'.repeat(5_000_000) })]), 1],
  'nobody.json': [channelOf(messages(0, 2), { guild: null }), 0, 'record_malformed'],
};

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile: (directory) => writeHostile(directory, HOSTILE, settings),
  secrets: ['signed-4711'],
  privateMarks: ['confidential-4713'],
};
