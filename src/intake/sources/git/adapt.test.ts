import { expect, test } from 'vitest';
import { adaptCommit, type GitBody } from './adapt.ts';
import type { Commit } from './commits.ts';

const REPOSITORY = { kind: 'repository', key: 'code.example/acme/engine' } as const;
const ADA = { name: 'Ada Example', email: 'ada@acme.example' };
const HOST = { name: 'GitHub', email: 'noreply@github.com' };

function adaptOf(commit: Partial<Commit>) {
  const base = { sha: 'a1', author: ADA, authored: '1700000000', committer: ADA, committed: '1700000900' };
  const body: GitBody = { ...base, trailers: [], repository: REPOSITORY, ...commit };
  return adaptCommit({ id: 'a1', place: { file: '/clone' }, body });
}
const people = (commit: Partial<Commit>) =>
  adaptOf(commit).signals.map(({ act, actor }) => `${act} ${actor?.name ?? actor?.email}`);

test('another committer signs the change off, at the time of the commit', () => {
  const { signals } = adaptOf({ committer: { name: 'Carl Example', email: 'carl@globex.example' } });
  expect(signals[1]).toMatchObject({
    nativeId: 'a1:committer',
    act: 'sign_off',
    at: 1_700_000_900_000,
    details: { role: 'committer' },
  });
});

test('the clocks of author and committer are theirs; of people in trailers none is known', () => {
  const { signals } = adaptOf({
    committer: { name: 'Carl Example', email: 'carl@globex.example' },
    trailers: [{ role: 'reviewed', name: 'Bea Example', email: 'bea@initech.example' }],
    ...{ authorOffset: '+0530', committerOffset: '-0800' },
  });
  expect(signals.map(({ act, utcOffset }) => [act, utcOffset])).toEqual([
    ['commit', 330],
    ['sign_off', undefined],
    ['sign_off', -480],
  ]);
  expect(adaptOf({ authorOffset: 'Mars' }).signals[0]).not.toHaveProperty('utcOffset');
});

test('what several people did together says of which commit it is, what one did alone does not', () => {
  const carl = { name: 'Carl Example', email: 'carl@globex.example' };
  expect(adaptOf({ committer: carl }).signals.map(({ commit }) => commit)).toEqual(['a1', 'a1']);
  expect(adaptOf({}).signals.map(({ commit }) => commit)).toEqual([undefined]);
});

test('one person counts once for an act, and never signs off a change of their own', () => {
  const carl = { name: 'Carl Example', email: 'carl@globex.example' };
  const trailers = [
    { role: 'signed_off', name: 'ADA EXAMPLE', email: 'ada@home.example' },
    { role: 'co_author', ...ADA },
    { role: 'reviewed', ...carl },
    { role: 'tested', ...carl },
    { role: 'co_author', ...carl },
  ] as const;
  expect(people({ trailers, committer: carl })).toEqual([
    'commit Ada Example',
    'sign_off Carl Example',
    'co_author Carl Example',
  ]);
});

test('a code host that commits for a person, and robots in trailers, are nobody', () => {
  const robot = {
    role: 'co_author',
    name: 'dependabot[bot]',
    email: '1+dependabot[bot]@host.example',
  } as const;
  expect(people({ committer: HOST, trailers: [robot] })).toEqual(['commit Ada Example']);
});

test('a change of a robot that a person reviewed counts for the person', () => {
  const author = { name: 'renovate-bot', email: 'renovate@host.example' };
  expect(people({ author, committer: author })).toEqual([]);
  expect(adaptOf({ author, committer: author }).dropped).toEqual({ bot: 1 });
  expect(people({ author, committer: ADA })).toEqual(['sign_off Ada Example']);
});

test.each([
  ['author', { author: { name: '', email: '' } }],
  ['author date', { authored: '' }],
  ['author date', { authored: '99999999999999' }],
])('without a readable %s it is a failure', (field, commit) => {
  const answer = adaptOf(commit);
  expect(answer.failures).toMatchObject([
    { id: 'a1', code: 'commit_malformed', field, place: { file: '/clone' } },
  ]);
  expect(answer.units).toBe(1);
});
