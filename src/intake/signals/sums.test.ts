import { expect, test } from 'vitest';
import { type IdentityId, idFrom } from '../../base/index.ts';
import { rollupPacker } from '../adapting/rollups.ts';
import type { AssetClaim, RollupDraft } from '../contract.ts';
import { addToSums, emptySums } from './sums.ts';

const network = { key: 'AS64500', class: 'company', confidence: 1 } as const;
const asset = { kind: 'page', key: '/docs' } as const;
const draft = (day: string, quantity: number, more: Partial<RollupDraft> = {}): RollupDraft => ({
  ...{ day, network, accessPoint: 'documentation', act: 'read', asset, quantity, ...more },
});

/** Sums of answers made by two threads, and the assets they named. */
function sumsOf(...answers: readonly RollupDraft[][]) {
  const sums = emptySums<string>();
  const assets: AssetClaim[] = [];
  const packers = [rollupPacker(), rollupPacker()];
  answers.forEach((answer, index) => {
    const packed = packers[index % 2]?.(answer);
    if (packed === undefined) throw new Error('no packer');
    addToSums(sums, structuredClone(packed), {
      network: ({ key }) => ({ id: idFrom('identity', key) as IdentityId, network: key }),
      asset: (_accessPoint, each) => assets.push(each),
    });
  });
  return { sums, assets };
}

test('the same network, day, act and asset are one row, whichever objects and threads name them', () => {
  const { sums, assets } = sumsOf(
    [draft('2026-03-02', 2), draft('2026-03-02', 3), draft('2026-03-01', 1)],
    [draft('2026-03-05', 4, { network: { ...network }, asset: { ...asset } }), draft('2026-03-02', 7)],
  );
  expect([...sums.rows.values()].map(({ day, quantity }) => [day, quantity])).toEqual([
    ['2026-03-02', 12],
    ['2026-03-01', 1],
    ['2026-03-05', 4],
  ]);
  expect([...sums.networks.values()]).toMatchObject([
    { network: 'AS64500', first: Date.parse('2026-03-01'), last: Date.parse('2026-03-05') },
  ]);
  expect(assets).toEqual([asset]);
});

test('acts, access points, networks and assets are told apart; titles of one asset are all told', () => {
  const titled = { ...asset, title: 'Guide' };
  const { sums, assets } = sumsOf([
    draft('2026-03-02', 1),
    draft('2026-03-02', 1, { act: 'search' }),
    draft('2026-03-02', 1, { accessPoint: 'download' }),
    draft('2026-03-02', 1, { network: { ...network, key: 'AS64501' } }),
    draft('2026-03-02', 1, { asset: { ...asset, kind: 'article' } }),
    draft('2026-03-02', 1, { asset: titled }),
  ]);
  expect([...sums.rows.values()].map(({ quantity }) => quantity)).toEqual([2, 1, 1, 1, 1]);
  expect(assets.filter((each) => each.kind === 'page' && each.title === 'Guide')).toEqual([titled]);
});
