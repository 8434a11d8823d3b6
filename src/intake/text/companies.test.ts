import { expect, test } from 'vitest';
import { LeadspringError } from '../../base/plain.ts';
import { openCompanies, type Profiles } from './companies.ts';

const NOW = Date.UTC(2026, 10, 24);
const item = (name: string, at = NOW): unknown => ({ at, user: { name } });
const timeOf = (each: unknown): number => (each as { at: number }).at;

/** Profiles of firms called after the account; remembers what it was asked. */
function profilesOf(answers: (asked: number) => ReturnType<Profiles['ask']>) {
  const asked: (readonly string[])[] = [];
  const profiles: Profiles = {
    keyOf: ({ name }) => (typeof name === 'string' && name !== 'robot' ? name : undefined),
    ask: (keys) => {
      asked.push(keys);
      return answers(asked.length);
    },
  };
  return { asked, profiles };
}

const firms: Profiles['ask'] = async () => new Map([['ana', { company: 'Acme' }]]);

test('each account is asked for once, robots and acts of long ago not at all', async () => {
  const { asked, profiles } = profilesOf(() => firms([]));
  const add = openCompanies(profiles, NOW);
  const old = item('chloe', Date.UTC(2020, 1, 1));
  const items = [item('ana'), item('ben'), item('robot'), old];
  expect(await add(items, 'user', timeOf)).toEqual([
    { at: NOW, user: { name: 'ana', company: 'Acme' } },
    ...items.slice(1),
  ]);
  await add([item('ana'), item('ana', Date.UTC(2020, 1, 1)), item('dev')], 'user', timeOf);
  expect(asked).toEqual([['ana', 'ben'], ['dev']]);
});

test('no more than a hundred are asked for at once', async () => {
  const { asked, profiles } = profilesOf(() => firms([]));
  const many = Array.from({ length: 250 }, (_unused, at) => item(`user${at}`));
  await openCompanies(profiles, NOW)(many, 'user', timeOf);
  expect(asked.map((keys) => keys.length)).toEqual([100, 100, 50]);
});

const REFUSALS: readonly (readonly [string, () => Promise<null>])[] = [
  ['not shown', async () => null],
  ['refused', () => Promise.reject(new LeadspringError('remote_refused', 'No.'))],
];

test.each(REFUSALS)(
  'profiles that are %s are not asked for again, and the items stay',
  async (_how, answer) => {
    const { asked, profiles } = profilesOf((count) => (count === 1 ? firms([]) : answer()));
    const add = openCompanies(profiles, NOW);
    await add([item('ana')], 'user', timeOf);
    const items = [item('ben'), item('ana')];
    expect(await add(items, 'user', timeOf)).toEqual([
      items[0],
      { at: NOW, user: { name: 'ana', company: 'Acme' } },
    ]);
    await add([item('dev')], 'user', timeOf);
    expect(asked).toHaveLength(2);
  },
);
