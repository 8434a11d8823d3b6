/** The cases of the conformance suite: dumps of a made-up site, whole ones and spoilt ones. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { commentRow, postRow, postRows, table, USERS } from './testing.ts';

const settings = { site: 'forum.acme.example' };
const folderOf = (directory: string): string => join(directory, 'site');

const STRANGE = [
  postRow(46, { PostTypeId: 4 }),
  postRow(47, { OwnerUserId: -1 }),
  postRow(48, { Body: '<p> </p>' }),
  postRow(49, { CreationDate: 'yesterday' }),
  postRow(50, { ParentId: 'none' }),
  postRow(51, { CreationDate: '2126-01-01T00:00:00.000' }),
  postRow(52, { OwnerUserId: '', OwnerDisplayName: 'user7' }),
  postRow(53, { LastEditDate: '2026-05-01T10:00:00.123' }),
];
const COMMENTS = [
  commentRow(1, 1),
  commentRow(2, 2),
  commentRow(3, 999),
  commentRow(4, 1, { PostId: '' }),
  commentRow(5, 1, { Text: ' ' }),
];

async function write(directory: string, posts: readonly string[], comments: readonly string[]) {
  await writeFile(join(folderOf(directory), 'Posts.xml'), table('posts', posts));
  await writeFile(join(folderOf(directory), 'Comments.xml'), table('comments', comments));
}

async function ordinary(directory: string): Promise<ConformanceInput> {
  await mkdir(folderOf(directory));
  await writeFile(join(folderOf(directory), 'Users.xml'), USERS);
  await write(directory, [...postRows(1, 46), ...STRANGE], COMMENTS);
  return { path: folderOf(directory), settings };
}

const grow = (directory: string): Promise<void> =>
  write(directory, [...postRows(1, 46), ...STRANGE, ...postRows(61, 70)], [...COMMENTS, commentRow(6, 61)]);

const good = table('posts', postRows(1, 4));
const withRow = (text: string): string => table('posts', [...postRows(1, 3), text, postRow(3)]);

const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.xml': [Uint8Array.from({ length: 10_000 }, (_, i) => 11 + ((i * 7919) % 245)), 0, 'file_corrupt'],
  'empty.xml': ['', 0, 'file_corrupt'],
  'page.xml': ['<html><body><p><i>x</i></p></body></html>', 0, 'file_corrupt'],
  'cut.xml': [good.slice(0, -60), 2, 'file_truncated'],
  'packed.xml.gz': [gzipSync(good), 3],
  'cut.xml.gz': [gzipSync(good).subarray(0, 100), 0, 'file_truncated'],
  'bad_row.xml': [withRow('  <row Id="9" Body="a &nosuch; b" />\n'), 3, 'record_malformed'],
  'not_ended.xml': [withRow('  <row Id="9"><b></b></row>\n'), 3, 'record_malformed'],
  'no_number.xml': [withRow(postRow(9, { Id: '9e9' })), 3, 'record_malformed'],
  'control.xml': [withRow(postRow(9).replace('Post 9', 'Post &#x1F; &#x8;')), 4],
  'nul.xml': [withRow(postRow(9).replace('Post 9', 'Post \0')), 3, 'record_malformed'],
  'entities.xml': [
    `<!DOCTYPE posts [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n${withRow(postRow(9, { Body: 'x' }).replace('"x"', '"&b;"')).slice(40)}`,
    3,
    'record_malformed',
  ],
  'giant_row.xml': [withRow(postRow(9, { Body: 'x'.repeat(20 * 1024 * 1024) })), 2, 'record_too_large'],
  'deep.xml': [`<posts>${'<a>'.repeat(100_000)}`, 0, 'file_corrupt'],
  'tags.xml': [withRow(postRow(9, { Body: '<p'.repeat(100_000) })), 3],
};

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile: (directory) => writeHostile(directory, HOSTILE, settings),
  secrets: ['about-4711', 'location-4712'],
  // A dump is public as a whole.
  privateMarks: [],
};
