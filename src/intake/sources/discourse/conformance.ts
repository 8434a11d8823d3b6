/** The cases of the conformance suite: saved answers of a made-up forum, whole ones and spoilt ones. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { type Json, postOf, topicOf } from './testing.ts';

const POSTS = 6;
const settings = { url: 'https://forum.acme.example' };

const posts = (topic: number): Json[] =>
  Array.from({ length: POSTS }, (_unused, index) => postOf(topic, index + 1));

async function save(folder: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify(value));
}

const folderOf = (directory: string): string => join(directory, 'forum');

async function ordinary(directory: string): Promise<ConformanceInput> {
  const folder = folderOf(directory);
  await mkdir(folder);
  for (let topic = 1; topic <= 6; topic++) await save(folder, `t${topic}.json`, topicOf(topic, posts(topic)));
  const strange = [
    postOf(7, 1),
    postOf(7, 2, { post_type: 3 }),
    postOf(7, 3, { deleted_at: '2026-04-08T00:00:00Z' }),
    postOf(7, 4, { user_id: -2, username: 'discobot' }),
    postOf(7, 5, { cooked: '<aside class="quote"><p>said by another</p></aside>' }),
    postOf(7, 6, { username: 7 }),
    postOf(7, 7, { created_at: 'some day' }),
    postOf(7, 8, { created_at: '2126-01-01T00:00:00Z' }),
    postOf(7, 9, { post_type: 4, cooked: '<p>whispered-4711</p>' }),
  ];
  await save(folder, 't7.json', topicOf(7, strange));
  await save(folder, 'categories.json', {});
  const letters = [1, 2].map((number) => postOf(8, number, { cooked: '<p>confidential-4712</p>' }));
  const more = { archetype: 'private_message', title: 'confidential-4713' };
  await save(folder, 't8.json', topicOf(8, letters, more));
  await writeFile(
    join(folder, 'posts.jsonl'),
    // The first is saved a second time.
    [topicOf(1, posts(1)), postOf(9, 1), postOf(9, 2)].map((value) => `${JSON.stringify(value)}\n`).join(''),
  );
  return { path: folder, settings };
}

/** Another topic, and a reply to an old one. */
async function grow(directory: string): Promise<void> {
  const folder = folderOf(directory);
  await save(folder, 't10.json', topicOf(10, posts(10)));
  await save(folder, 't1.json', topicOf(1, [...posts(1), postOf(1, POSTS + 1)]));
}

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const line = (post: Json): string => `${JSON.stringify(post)}\n`;
const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.json': [Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256), 0, 'record_malformed'],
  'empty.json': ['', 0, 'record_malformed'],
  'cut.json': [JSON.stringify(topicOf(1, posts(1))).slice(0, -40), 0, 'record_malformed'],
  'other.json': ['{"hello":"world"}', 0, 'record_malformed'],
  'deep.json': [deep, 0, 'record_malformed'],
  'odd_posts.json': [JSON.stringify(topicOf(1, [postOf(1, 1), [1], null])), 1, 'record_malformed'],
  'giant.json': [`{"post_stream":"${'x'.repeat(17 * 1024 * 1024)}"}`, 0, 'record_too_large'],
  'giant_line.jsonl': [
    `${line(postOf(1, 1))}${'x'.repeat(17 * 1024 * 1024)}\n${line(postOf(1, 2))}`,
    2,
    'record_too_large',
  ],
  'nul.jsonl': [
    line(postOf(1, 1, { cooked: 'a\0b', name: 'A\0B', topic_title: '\ud800 lone', username: 'a\0' })),
    1,
  ],
  'encoding.jsonl': [
    Buffer.concat([
      Buffer.from(
        '{"post_number":1,"topic_id":1,"id":1,"created_at":"2026-04-01","username":"a\xff","cooked":"caf',
      ),
      Uint8Array.of(0xe9, 0xff),
      Buffer.from('"}\n'),
    ]),
    1,
  ],
  'asides.json': [
    JSON.stringify(
      topicOf(1, [postOf(1, 1, { cooked: `<p>x</p>${'<aside class="quote">'.repeat(100_000)}` })]),
    ),
    1,
  ],
  'huge_numbers.json': [
    JSON.stringify(topicOf(1, [postOf(1, 1, { id: 1e300 }), postOf(1, 2, { post_number: -1 })])),
    0,
    'record_malformed',
  ],
};

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile: (directory) => writeHostile(directory, HOSTILE, settings),
  secrets: ['secret.author@corp.example', '203.0.113.77'],
  privateMarks: ['whispered-4711', 'confidential-4712', 'confidential-4713'],
};
