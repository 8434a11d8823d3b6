/** The cases of the conformance suite: a made-up search, and servers that answer with junk. */
import type { Conformance, HostileInput } from '../../../../test/support/conformance.ts';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import { type Json, postOf, postsOf, savePosts, searchIn, searchOf, secrets, settings } from './testing.ts';

const STRANGE = [
  postOf(302, { selftext: 'Acmeology' }),
  postOf(303, { author: '[deleted]' }),
  postOf(304, { author: 'acme_team' }),
  postOf(305, { title: 7 }),
  postOf(306, { created_utc: Date.UTC(2126, 0) / 1_000 }),
];

const publicOnly = { words: 'Acme' };
const serving = (
  posts: unknown,
  stored: number,
  ...codes: HostileInput['codes']
): Omit<HostileInput, 'path'> => ({
  ...{ http: searchOf(() => posts as Json[]), settings: publicOnly, stored, codes },
});
const SERVERS: Readonly<Record<string, Omit<HostileInput, 'path'>>> = {
  html: {
    ...{
      http: serverOf(() => ({ body: '<html>' })),
      settings,
      stored: 0,
      codes: ['remote_answer_malformed'],
    },
  },
  refuses: {
    http: serverOf(() => ({ status: 403 })),
    settings: publicOnly,
    stored: 0,
    codes: ['remote_refused'],
  },
  no_posts: {
    ...{
      http: serverOf(() => ({ body: {} })),
      settings: publicOnly,
      stored: 0,
      codes: ['remote_answer_malformed'],
    },
  },
  odd: serving([7, null, [], { data: 7 }, postOf(2)], 1, 'record_malformed'),
  nul: serving([postOf(2, { title: 'Acme a\0b \ud800', author: 'a\0' })], 1),
  giant: serving([postOf(2, { selftext: `Acme ${'x'.repeat(1_000_000)}` })], 1),
};

export const pullConformance: Conformance = {
  ordinary: async (directory) => {
    savePosts(directory, [...postsOf(250), ...STRANGE]);
    return { path: directory, http: searchIn(directory), settings };
  },
  grow: async (directory) => savePosts(directory, [...postsOf(250), ...STRANGE, postOf(400)]),
  hostile: async (directory) =>
    Object.entries(SERVERS).map(([name, server]) => ({ path: `${directory}/${name}`, ...server })),
  secrets,
  privateMarks: [],
};
