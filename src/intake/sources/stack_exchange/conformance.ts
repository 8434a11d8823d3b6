/** The cases of the conformance suite: dumps of a made-up site, whole ones and spoilt ones. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  type HostileInput,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import { apiIn, apiOf, KEY, questionOf, type State, saveState, second, stateOf } from './api/testing.ts';
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

const apiSettings = { ...settings, key: KEY };

/** With what is left out, and what fails. */
const withStrange = (count: number): State => ({
  ...stateOf(count),
  questions: [
    ...stateOf(count).questions,
    questionOf(902, { owner: { user_id: -1, display_name: 'Community' } }),
    questionOf(904, { body: '<p> </p>' }),
    questionOf(906, { creation_date: 'yesterday' }),
    questionOf(908, { creation_date: Date.UTC(2126, 0) / 1_000 }),
    questionOf(910, { owner: { display_name: 'user7' } }),
    questionOf(912, { last_edit_date: second(2_000) }),
  ],
});
const one = (question: unknown): State => ({
  ...stateOf(0),
  questions: [question as State['questions'][number]],
});
const bare = { answers: [], comments: [] };
const SERVERS: Readonly<Record<string, Omit<HostileInput, 'path' | 'settings'>>> = {
  html: { http: serverOf(() => ({ body: '<html>' })), stored: 0, codes: ['remote_answer_malformed'] },
  throttled: {
    http: serverOf(() => ({ status: 400, body: { error_id: 502, error_name: 'throttle_violation' } })),
    stored: 0,
    codes: ['remote_limited'],
  },
  nothing: { http: serverOf(() => undefined), stored: 0, codes: ['remote_not_found'] },
  no_items: { http: serverOf(() => ({ body: {} })), stored: 0, codes: ['remote_answer_malformed'] },
  odd: { http: apiOf(() => one(null)), stored: 0, codes: ['record_malformed'] },
  nul: {
    http: apiOf(() => one(questionOf(2, { ...bare, title: 'a\0b', body: '\ud800 lone \0' }))),
    stored: 1,
    codes: [],
  },
  tags: {
    http: apiOf(() => one(questionOf(2, { ...bare, body: '<p'.repeat(100_000) }))),
    stored: 0,
    codes: [],
  },
};

export const pullConformance: Conformance = {
  ordinary: async (directory) => {
    saveState(directory, withStrange(120));
    return { path: directory, http: apiIn(directory), settings: apiSettings };
  },
  grow: async (directory) => {
    const state = withStrange(120);
    saveState(directory, { ...state, questions: [...state.questions, questionOf(2_000)] });
  },
  hostile: async (directory) =>
    Object.entries(SERVERS).map(([name, server]) => ({
      path: `${directory}/${name}`,
      settings: apiSettings,
      ...server,
    })),
  secrets: [KEY],
  privateMarks: [],
};
