import { expect, test } from 'vitest';
import { type AssetId, type IdentityId, idFrom } from '../../base/index.ts';
import type { RollupDraft } from '../contract.ts';
import { addToSums, emptySums } from './sums.ts';

const network = { key: 'AS64500', class: 'company', confidence: 1 } as const;
const asset = { kind: 'page', key: '/docs' } as const;
const draft = (day: string, quantity: number): RollupDraft => ({
  ...{ day, network, accessPoint: 'documentation', act: 'read', asset, quantity },
});

test('the same network, day, act and asset are one row, whichever objects name them; names are made once per object', () => {
  const sums = emptySums<string>();
  let named = 0;
  const names = {
    network: ({ key }: { key: string }) => ({ id: idFrom('identity', key) as IdentityId, network: key }),
    asset: () => {
      named++;
      return idFrom('asset', 'docs') as AssetId;
    },
  };
  addToSums(sums, [draft('2026-03-02', 2), draft('2026-03-02', 3), draft('2026-03-01', 1)], names);
  addToSums(sums, [{ ...draft('2026-03-05', 4), network: { ...network }, asset: { ...asset } }], names);
  expect([...sums.rows.values()].map(({ day, quantity }) => [day, quantity])).toEqual([
    ['2026-03-02', 5],
    ['2026-03-01', 1],
    ['2026-03-05', 4],
  ]);
  expect([...sums.networks.values()]).toEqual([
    { network: 'AS64500', first: Date.parse('2026-03-01'), last: Date.parse('2026-03-05') },
  ]);
  expect(named).toBe(2);
});
