/** The cases of the conformance suite: exports of a made-up workspace, whole ones and spoilt ones. */
import { join } from 'node:path';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { dayOf, type Files, type Json, listsOf, messageOf, writeFiles, zipOf } from './testing.ts';

const settings = { workspace: 'acme.slack.example', visibility: 'public_channels' };
const MESSAGES = 8;

const day = (number: number): Json[] =>
  Array.from({ length: MESSAGES }, (_unused, index) => messageOf(number, index));

const folderOf = (directory: string): string => join(directory, 'export');

async function ordinary(directory: string): Promise<ConformanceInput> {
  const first = messageOf(6, 0, { reply_count: 1 });
  const strange = [
    first,
    messageOf(6, 1, { thread_ts: first.ts }),
    messageOf(6, 2, { subtype: 'channel_join', text: '<@UANA> has joined the channel' }),
    messageOf(6, 3, { subtype: 'bot_message' }),
    messageOf(6, 4, { user: 'UROBOT' }),
    messageOf(6, 5, { subtype: 'tombstone' }),
    messageOf(6, 6, { text: '' }),
    messageOf(6, 7, { ts: 'yesterday' }),
    messageOf(6, 8, { ts: '4931000000.000100' }),
    messageOf(6, 9, { files: [{ url_private: 'https://files.example/?t=xoxe-4712' }] }),
  ];
  const days = Object.fromEntries(
    [1, 2, 3, 4, 5].map((number) => [`help/${dayOf(number)}.json`, JSON.stringify(day(number))]),
  );
  await writeFiles(folderOf(directory), {
    ...listsOf(),
    ...days,
    [`help/${dayOf(6)}.json`]: JSON.stringify(strange),
    [`help/${dayOf(20)}.json`]: '{}',
    [`staff/${dayOf(2)}.json`]: JSON.stringify([messageOf(2, 20, { text: 'confidential-4713' })]),
    [`D01/${dayOf(2)}.json`]: JSON.stringify([messageOf(2, 21, { text: 'confidential-4714' })]),
    [`unlisted/${dayOf(2)}.json`]: JSON.stringify([messageOf(2, 22, { text: 'confidential-4715' })]),
  });
  return { path: folderOf(directory), settings };
}

async function grow(directory: string): Promise<void> {
  await writeFiles(folderOf(directory), {
    [`help/${dayOf(7)}.json`]: JSON.stringify(day(7)),
    [`help/${dayOf(5)}.json`]: JSON.stringify([...day(5), messageOf(5, MESSAGES)]),
  });
}

function archive(more: Files, lie?: (size: number) => number): Uint8Array {
  return zipOf({ ...listsOf(), [`help/${dayOf(1)}.json`]: JSON.stringify(day(1)), ...more }, lie);
}

const DAY_2 = `help/${dayOf(2)}.json`;
const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.zip': [Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256), 0, 'file_corrupt'],
  'empty.zip': [new Uint8Array(), 0, 'file_corrupt'],
  'cut.zip': [archive({}).subarray(0, 600), 0, 'file_corrupt'],
  'whole.zip': [archive({}), MESSAGES],
  'around.zip': [
    zipOf(
      Object.fromEntries(
        Object.entries({ ...listsOf(), [DAY_2]: JSON.stringify(day(2)) }).map(([name, text]) => [
          `Acme export/${name}`,
          text,
        ]),
      ),
    ),
    MESSAGES,
  ],
  'not_json.zip': [archive({ [DAY_2]: '{"a":' }), MESSAGES, 'record_malformed'],
  'no_list.zip': [archive({ [DAY_2]: '{}', 'users.json': '7' }), MESSAGES, 'record_malformed'],
  'odd.zip': [
    archive({ [DAY_2]: JSON.stringify([7, null, [], messageOf(2, 1)]) }),
    MESSAGES + 1,
    'record_malformed',
  ],
  'bomb.zip': [archive({ [DAY_2]: Buffer.alloc(65 * 1024 * 1024, 32) }), MESSAGES, 'record_too_large'],
  'lying_sizes.zip': [archive({}, () => 7), 0, 'file_corrupt'],
  'upwards.zip': [archive({ '../../up/2026-04-02.json': JSON.stringify(day(2)) }), 0, 'file_corrupt'],
  'nul.zip': [archive({ [DAY_2]: JSON.stringify([messageOf(2, 1, { text: 'a\0b \ud800' })]) }), MESSAGES + 1],
  'markup.zip': [
    archive({ [DAY_2]: JSON.stringify([messageOf(2, 1, { text: '<@U'.repeat(200_000) })]) }),
    MESSAGES + 1,
  ],
};

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile: (directory) => writeHostile(directory, HOSTILE, settings),
  secrets: ['xoxe-4712', '555-0142-4711'],
  privateMarks: ['confidential-4713', 'confidential-4714', 'confidential-4715'],
};
