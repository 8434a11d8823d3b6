/** The cases of the conformance suite: feeds as files and from a server, whole ones and spoilt ones. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Conformance,
  type HostileFile,
  type HostileInput,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import { atomOf, blogsIn, type Item, jsonOf, rssOf, saveFeeds } from './testing.ts';

const settings = {
  words: 'Acme',
  urls: `https://blogs.example/a.xml, https://blogs.example/b.xml, https://blogs.example/c.json`,
};

const items = (count: number, first = 1): Item[] =>
  Array.from({ length: count }, (_unused, index) => ({ id: first + index }));
/** What does not count, and what cannot be read. */
const STRANGE: readonly Item[] = [
  { id: 101, title: 'On tea', text: 'Leaves.' },
  { id: 102, date: 'soon' },
  { id: 103, date: '2126-01-01T00:00:00Z' },
];

const feeds = (more: number): Record<string, string> => ({
  '/a.xml': rssOf([...items(15 + more), ...STRANGE]),
  '/b.xml': atomOf(items(12)),
  '/c.json': jsonOf([...items(10), ...STRANGE]),
});

/** Names of the files, which a folder of feeds is known by. */
const FILES = { 'feed.xml': '/a.xml', 'atom.xml': '/b.xml', 'feed.json': '/c.json' } as const;

async function write(directory: string, more: number): Promise<void> {
  const folder = join(directory, 'feeds');
  await mkdir(folder, { recursive: true });
  const all = feeds(more);
  for (const [name, path] of Object.entries(FILES)) await writeFile(join(folder, name), all[path] ?? '');
}

const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">${Array.from(
  { length: 8 },
  (_unused, index) => `<!ENTITY e${index} "${`&${index === 0 ? 'a' : `e${index - 1}`};`.repeat(10)}">`,
).join('')}]>${rssOf([{ id: 1 }])
  .replace(/^<\?xml.*\?>/, '')
  .replace('Acme in practice', 'Acme &e7;')}`;

const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.xml': [Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256), 0, 'record_malformed'],
  'empty.xml': ['', 0, 'record_malformed'],
  'page.xml': ['<html><body><p>Acme</p></body></html>', 0, 'record_malformed'],
  'cut.xml': [rssOf(items(3)).slice(0, -40), 0, 'record_malformed'],
  'deep.xml': [`<rss version="2.0"><channel>${'<a>'.repeat(100_000)}`, 0, 'record_malformed'],
  'bomb.xml': [bomb, 1],
  'giant.xml': [rssOf([{ id: 1, text: 'x'.repeat(17 * 1024 * 1024) }]), 0, 'record_too_large'],
  'nul.xml': [rssOf([{ id: 1, title: 'Acme a\0b \ud800' }]), 1],
  'encoding.xml': [Buffer.from(rssOf([{ id: 1, title: 'Acme caf\u00e9' }]), 'latin1'), 1],
  'markup.xml': [rssOf([{ id: 1, title: `Acme ${'<b'.repeat(100_000)}` }]), 1],
  'odd.json': [
    '{"version":"https://jsonfeed.org/version/1","title":"x","items":[7,null,[],{},{"id":"1","url":7,"title":"Acme"}]}',
    0,
    'date_missing',
  ],
};

export const conformance: Conformance = {
  ordinary: async (directory) => {
    await write(directory, 0);
    return { path: join(directory, 'feeds'), settings: { words: 'Acme' } };
  },
  grow: (directory) => write(directory, 3),
  hostile: (directory) => writeHostile(directory, HOSTILE, { words: 'Acme' }),
  secrets: [],
  privateMarks: [],
};

const one = { words: 'Acme', urls: `https://blogs.example/a.xml` };
const serving = (
  body: unknown,
  stored: number,
  ...codes: HostileInput['codes']
): Omit<HostileInput, 'path'> => ({
  ...{ http: serverOf(() => ({ body })), settings: one, stored, codes },
});
const SERVERS: Readonly<Record<string, Omit<HostileInput, 'path'>>> = {
  html: serving('<html>Sign in</html>', 0, 'remote_answer_malformed'),
  cut: serving(rssOf(items(3)).slice(0, -40), 0, 'remote_answer_malformed'),
  deep: serving(`<rss><channel>${'<a>'.repeat(100_000)}`, 0, 'remote_answer_malformed'),
  nothing: { http: serverOf(() => undefined), settings: one, stored: 0, codes: ['remote_not_found'] },
  one_is_gone: {
    http: serverOf(({ pathname }) => (pathname === '/b.xml' ? { body: atomOf(items(2)) } : undefined)),
    ...{ settings, stored: 2, codes: ['remote_not_found'] },
  },
};

export const pullConformance: Conformance = {
  ordinary: async (directory) => {
    saveFeeds(directory, feeds(0));
    return { path: directory, http: blogsIn(directory), settings };
  },
  grow: async (directory) => saveFeeds(directory, feeds(3)),
  hostile: async (directory) =>
    Object.entries(SERVERS).map(([name, server]) => ({ path: `${directory}/${name}`, ...server })),
  secrets: [],
  privateMarks: [],
};
