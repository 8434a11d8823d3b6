/** The cases of the conformance suite: made-up registries, and servers that answer with junk. */
import type { Conformance, HostileInput } from '../../../../test/support/conformance.ts';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import { pypiDays, registriesIn, registriesOf, savePypi, settings } from './testing.ts';

const STRANGE = [
  { category: 'without_mirrors', date: '2026-08-01', downloads: 0 },
  { category: 'without_mirrors', date: '2026-08-02', downloads: 'many' },
  { category: 'without_mirrors', date: 'some day', downloads: 7 },
];

const one = { pypi: 'acme-widget' };
const serving = (
  body: unknown,
  stored: number,
  ...codes: HostileInput['codes']
): Omit<HostileInput, 'path'> => ({
  ...{ http: serverOf(() => ({ body })), settings: one, stored, codes },
});
const SERVERS: Readonly<Record<string, Omit<HostileInput, 'path'>>> = {
  html: serving('<html>', 0, 'remote_answer_malformed'),
  no_counts: serving({}, 0, 'remote_answer_malformed'),
  odd: serving({ data: [7, null, [], {}, ...pypiDays('2026-10-01', 1)] }, 1, 'record_malformed'),
  negative: serving({ data: [{ date: '2026-10-01', downloads: -1 }] }, 0, 'record_malformed'),
  huge: serving({ data: [{ date: '2026-10-01', downloads: 1e300 }] }, 0, 'record_malformed'),
  nothing: { http: serverOf(() => undefined), settings: one, stored: 0, codes: ['remote_not_found'] },
  pulls: {
    ...{
      http: registriesOf(
        () => [],
        () => 'many',
      ),
      settings: { docker: 'acme/widget' },
    },
    ...{ stored: 0, codes: ['record_malformed'] },
  },
};

export const pullConformance: Conformance = {
  ordinary: async (directory) => {
    savePypi(directory, [...pypiDays('2026-09-01', 60), ...STRANGE]);
    return { path: directory, http: registriesIn(directory), settings };
  },
  // What PyPI Stats counted late.
  grow: async (directory) => savePypi(directory, [...pypiDays('2026-09-01', 82), ...STRANGE]),
  hostile: async (directory) =>
    Object.entries(SERVERS).map(([name, server]) => ({ path: `${directory}/${name}`, ...server })),
  secrets: [],
  privateMarks: [],
};
