/** The cases of the conformance suite: a made-up search, and servers that answer with junk. */
import type { Conformance, HostileInput } from '../../../../test/support/conformance.ts';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import { hitOf, hitsOf, type Json, saveHits, searchIn, searchOf, settings } from './testing.ts';

const STRANGE = [
  hitOf(301, { title: 'Acmeology' }),
  hitOf(302, { author: null }),
  hitOf(303, { author: 'acme_team' }),
  hitOf(304, { title: 7 }),
  hitOf(305, { created_at_i: Date.UTC(2126, 0) / 1_000 }),
];

const serving = (hits: unknown, stored: number, ...codes: HostileInput['codes']) => ({
  ...{ http: searchOf(() => hits as Json[]), stored, codes },
});
const SERVERS: Readonly<Record<string, Omit<HostileInput, 'path' | 'settings'>>> = {
  html: { http: serverOf(() => ({ body: '<html>' })), stored: 0, codes: ['remote_answer_malformed'] },
  no_hits: { http: serverOf(() => ({ body: {} })), stored: 0, codes: ['remote_answer_malformed'] },
  nothing: { http: serverOf(() => undefined), stored: 0, codes: ['remote_not_found'] },
  odd: serving([7, null, [], {}, hitOf(3)], 1, 'record_malformed'),
  nul: serving([hitOf(3, { comment_text: 'Acme a\0b \ud800', author: 'a\0' })], 1),
  markup: serving([hitOf(3, { comment_text: `Acme ${'<p'.repeat(100_000)}` })], 1),
};

export const pullConformance: Conformance = {
  ordinary: async (directory) => {
    saveHits(directory, [...hitsOf(250), ...STRANGE]);
    return { path: directory, http: searchIn(directory), settings };
  },
  grow: async (directory) => saveHits(directory, [...hitsOf(250), ...STRANGE, hitOf(400)]),
  hostile: async (directory) =>
    Object.entries(SERVERS).map(([name, server]) => ({ path: `${directory}/${name}`, settings, ...server })),
  secrets: [],
  privateMarks: [],
};
