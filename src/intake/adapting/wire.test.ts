import { expect, test } from 'vitest';
import type { RollupDraft } from '../contract.ts';
import type { AdaptedRecord } from './adapt_all.ts';
import { rollupPacker } from './rollups.ts';
import { receiver, sender } from './wire.ts';

const network = { key: 'AS64500', class: 'company', confidence: 1 } as const;
const draft = (key: string, quantity: number): RollupDraft => ({
  ...{ day: '2026-03-02', network, accessPoint: 'documentation', act: 'read', quantity },
  asset: { kind: 'page', key },
});

/** A thread and who listens to it: an answer for each list of drafts. */
function line() {
  const [pack, send, receive] = [rollupPacker(), sender(), receiver()];
  return (...answers: readonly (readonly RollupDraft[])[]) => {
    const made = answers.map(
      (drafts): AdaptedRecord => ({
        ...{ units: drafts.length, rolledUp: drafts.length, dropped: {}, failures: [] },
        ...{ signals: [], messages: [], rollups: drafts.length === 0 ? null : pack(drafts) },
      }),
    );
    const sent = structuredClone(send(made));
    return { sent, received: receive(sent) };
  };
}

/** What the rows of an answer say. */
function said({ rollups }: AdaptedRecord) {
  if (rollups === null) return null;
  const { days, networks, targets, rows } = rollups;
  return Array.from({ length: rows.length / 4 }, (_, i) => {
    const [day = 0, owner = 0, target = 0, quantity] = rows.subarray(i * 4, i * 4 + 4);
    return [days[day], networks[owner]?.key, targets[target]?.asset.key, quantity];
  });
}

test('a name is sent once; every answer can be read with those before it', () => {
  const pass = line();
  const first = pass([draft('/a', 1), draft('/b', 2)], []);
  const second = pass([draft('/b', 3), draft('/c', 4)], [draft('/a', 5)]);
  expect(first.received.map(said)).toEqual([
    [
      ['2026-03-02', 'AS64500', '/a', 1],
      ['2026-03-02', 'AS64500', '/b', 2],
    ],
    null,
  ]);
  expect(second.received.map(said)).toEqual([
    [
      ['2026-03-02', 'AS64500', '/b', 3],
      ['2026-03-02', 'AS64500', '/c', 4],
    ],
    [['2026-03-02', 'AS64500', '/a', 5]],
  ]);
  expect(second.sent.map(({ rollups }) => rollups?.targets.map(({ asset }) => asset.key))).toEqual([
    ['/c'],
    [],
  ]);
  expect(second.sent[0]?.rollups?.networks).toEqual([]);
});

test('lists that have grown too long are begun anew', () => {
  const pass = line();
  const many = Array.from({ length: 60_000 }, (_, i) => draft(`/page/${i}`, i));
  pass(many);
  const { sent, received } = pass([draft('/page/7', 1)]);
  expect(sent[0]?.known).toEqual({ networks: 0, targets: 0 });
  expect(received.map(said)).toEqual([[['2026-03-02', 'AS64500', '/page/7', 1]]]);
});

test('an answer that builds on one that never came is refused', () => {
  const [pack, send, receive] = [rollupPacker(), sender(), receiver()];
  const answer = (drafts: readonly RollupDraft[]): AdaptedRecord => ({
    ...{ units: 1, rolledUp: 1, dropped: {}, failures: [], signals: [], messages: [] },
    rollups: pack(drafts),
  });
  send([answer([draft('/a', 1)])]);
  expect(() => receive(send([answer([draft('/b', 1)])]))).toThrow(/builds on 1 names, 0 are here/);
});
