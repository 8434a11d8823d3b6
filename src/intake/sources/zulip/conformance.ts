/** The cases of the conformance suite: exports of a made-up organization, whole ones and spoilt ones. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { CHANNEL, directOf, messageOf, messagesFile, messagesOf, realmFile, tarOf } from './testing.ts';

const settings = { server: 'chat.acme.example', visibility: 'public_channels' };

const folderOf = (directory: string): string => join(directory, 'zulip-export-1');

async function ordinary(directory: string): Promise<ConformanceInput> {
  const strange = [
    messageOf(40, { sender: 9 }),
    messageOf(41, { sender: 10 }),
    messageOf(42, { content: ' ' }),
    messageOf(43, { content: '(deleted)' }),
    messageOf(44, { sender: null }),
    messageOf(45, { date_sent: Date.UTC(2126, 0, 1) / 1000 }),
    messageOf(46, { subject: '', content: 'Does it?' }),
    messageOf(47, { sender: 99, last_edit_time: Date.UTC(2026, 4, 1) / 1000 }),
    messageOf(48, { recipient: CHANNEL.staff, content: 'confidential-4713' }),
    messageOf(49, { recipient: CHANNEL.unlisted, content: 'confidential-4714' }),
    directOf(50, { content: 'confidential-4715' }),
    7,
  ];
  const folder = folderOf(directory);
  await mkdir(folder);
  const files = {
    'realm.json': realmFile(),
    'messages-000001.json': messagesFile(messagesOf(0, 25)),
    'messages-000002.json': messagesFile([...messagesOf(25, 40), ...strange]),
    'attachment.json': '{"zerver_attachment": []}',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { path: folder, settings };
}

async function grow(directory: string): Promise<void> {
  await writeFile(join(folderOf(directory), 'messages-000003.json'), messagesFile(messagesOf(60, 70)));
}

const archive = (messages: string, more: Readonly<Record<string, string>> = {}): Buffer =>
  tarOf({
    'zulip-export-1/messages-000001.json': messages,
    'zulip-export-1/realm.json': realmFile(),
    ...more,
  });

const good = messagesFile(messagesOf(0, 3));
const cutJson = good.slice(0, good.indexOf('"id": 1002'));
const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.tar.gz': [Uint8Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 256), 0, 'file_corrupt'],
  'empty.tar.gz': [new Uint8Array(), 0, 'file_corrupt'],
  'whole.tar.gz': [archive(good), 3],
  'cut.tar.gz': [archive(good).subarray(0, 400), 0, 'file_truncated'],
  'no_realm.tar.gz': [tarOf({ 'zulip-export-1/messages-000001.json': good }), 0, 'file_corrupt'],
  'cut_json.tar.gz': [archive(cutJson), 2, 'file_truncated'],
  'odd.tar.gz': [
    archive('{"zerver_message": [7, null, {"id": {}}, {]}'),
    0,
    'file_truncated',
    'record_malformed',
  ],
  'not_json.tar.gz': [archive('7'), 0, 'file_corrupt'],
  'giant.tar.gz': [
    archive(messagesFile([messageOf(1, { content: 'x'.repeat(5 * 1024 * 1024) }), messageOf(2)])),
    1,
    'record_too_large',
  ],
  'deep.tar.gz': [
    archive(`{"zerver_message": [${'['.repeat(100_000)}${']'.repeat(100_000)}]}`),
    0,
    'record_malformed',
  ],
  'nul.tar.gz': [archive(messagesFile([messageOf(1, { content: 'a\0b \ud800' })])), 1],
  'markup.tar.gz': [
    archive(
      messagesFile([
        messageOf(1, { content: '@**'.repeat(60_000) }),
        messageOf(2, { content: '```quote\n'.repeat(20_000) }),
      ]),
    ),
    2,
  ],
};

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile: (directory) => writeHostile(directory, HOSTILE, settings),
  secrets: ['key-4712', 'rendered-4711'],
  privateMarks: ['confidential-4713', 'confidential-4714', 'confidential-4715'],
};
