/** The cases of the conformance suite: exports of a made-up server, whole ones and spoilt ones. */
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { zipOf } from '../slack/testing.ts';
import { headOf, type Json, lineOf, postOf, postsOf } from './testing.ts';

const settings = { server: 'chat.acme.example', visibility: 'public_channels' };

const fileOf = (directory: string): string => join(directory, 'export.jsonl');
const post = (number: number, more: Json = {}): string => lineOf('post', postOf(number, more));

async function ordinary(directory: string): Promise<ConformanceInput> {
  const replies = [41, 42].map((number) => postOf(number, { message: `Reply ${number}` }));
  const strange = [
    post(40, { message: 'How?', replies }),
    post(43, { type: 'system_join_channel' }),
    post(44, { user: 'plugin' }),
    post(45, { message: ' ' }),
    post(46, { user: null }),
    post(47, { create_at: Date.UTC(2126, 0, 1) }),
    post(48, { channel: 'staff', message: 'confidential-4713' }),
    post(49, { channel: 'unlisted', message: 'confidential-4714' }),
    lineOf('direct_post', { ...postOf(50), channel_members: ['ben', 'ana'], message: 'confidential-4715' }),
    lineOf('emoji', { name: 'acme' }),
    'no JSON\n',
  ];
  await writeFile(fileOf(directory), headOf() + postsOf(0, 40) + strange.join(''));
  return { path: fileOf(directory), settings };
}

async function grow(directory: string): Promise<void> {
  await appendFile(fileOf(directory), postsOf(60, 70));
}

const good = headOf() + postsOf(0, 3);
const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.jsonl': [
    Uint8Array.from({ length: 10_000 }, (_, i) => 11 + ((i * 7919) % 245)),
    0,
    'record_malformed',
  ],
  'cut.jsonl': [good.slice(0, -10), 2, 'record_malformed'],
  'giant_line.jsonl': [`${good}${'x'.repeat(17 * 1024 * 1024)}\n${postsOf(3, 5)}`, 5, 'record_too_large'],
  'nul.jsonl': [good + post(9, { message: 'a\0b \ud800' }), 4],
  'encoding.jsonl': [
    Buffer.concat([
      Buffer.from(good),
      Buffer.from(post(9)).subarray(0, -20),
      Uint8Array.of(0xff),
      Buffer.from(post(9)).subarray(-20),
    ]),
    4,
  ],
  'odd.jsonl': [
    `${good}${lineOf('post', 7)}${lineOf('post', { ...postOf(9), replies: [7, null] })}[]\n`,
    4,
    'record_malformed',
  ],
  'no_head.jsonl': [postsOf(0, 3), 3],
  'whole.zip': [zipOf({ 'import.jsonl': good, 'data/a.bin': 'x' }), 3],
  'without.zip': [zipOf({ 'a.txt': 'x' }), 0, 'file_corrupt'],
  'cut.zip': [zipOf({ 'import.jsonl': good }).subarray(0, 300), 0, 'file_corrupt'],
  'lying.zip': [zipOf({ 'import.jsonl': good }, () => 7), 0, 'file_corrupt'],
};

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile: (directory) => writeHostile(directory, HOSTILE, settings),
  secrets: ['prop-secret-4711', 'hash-4712'],
  privateMarks: ['confidential-4713', 'confidential-4714', 'confidential-4715'],
};
