import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from './facts.ts';
import { groupCells } from './groups.ts';
import { certaintyOf, type SurenessFacts, surenessOf } from './sureness.ts';

const ACME: SurenessFacts = {
  ...{ subject: 'organization', people: 4, accessPoints: 3, identity: 0.93, ownership: null },
  ...{ falseDiscoveryRate: null, likelihood: null },
};

test.each<[Partial<SurenessFacts>, string]>([
  [
    {},
    'Sure: four people at three access points; that these people act for the organization is 93 % certain.',
  ],
  [
    { falseDiscoveryRate: 0.05, likelihood: 0.124 },
    'Sure: four people at three access points; that these people act for the organization is 93 % certain; of 20 changes as striking as theirs, one is chance at most; a deal is 12 % likely by what was learned.',
  ],
  [
    { people: 1, accessPoints: 1, identity: 0.7 },
    'Fairly sure: one person at one access point; that this person acts for the organization is 70 % certain.',
  ],
  [
    { people: 2, identity: 0.4, ownership: 0.6 },
    "Not sure: two people at three access points; that these people act for the organization is 40 % certain; that the traffic is the organization's own is 60 % certain.",
  ],
  [
    { people: 0, accessPoints: 2, identity: null, ownership: 0.6 },
    "Not sure: only traffic at two access points, and nobody known by name; that the traffic is the organization's own is 60 % certain.",
  ],
  [
    { people: 0, accessPoints: 2, identity: 0.9 },
    'Fairly sure: nobody known by name at two access points; that it was done for the organization is 90 % certain.',
  ],
  [
    { subject: 'person', people: 1, accessPoints: 2, identity: 1 },
    'Sure: one person at two access points; that all of it was the same person is 99 % certain.',
  ],
  // A row of the list does not know whose acts these were.
  [{ identity: null }, 'Fairly sure: four people at three access points.'],
])('%j', (more, text) => {
  expect(surenessOf({ ...ACME, ...more }).text).toBe(text);
});

describe('whatever is known', () => {
  const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
  const known = fc.record({
    subject: fc.constantFrom('organization', 'person'),
    people: fc.nat(50),
    accessPoints: fc.integer({ min: 1, max: 13 }),
    ...{ identity: share, ownership: share, falseDiscoveryRate: share, likelihood: share },
  } as const);
  const ORDER = ['unsure', 'fairly_sure', 'sure'];
  const rank = (of: SurenessFacts) => ORDER.indexOf(surenessOf(of).level);

  test('it is one whole sentence', () => {
    fc.assert(
      fc.property(known, (of) => {
        expect(surenessOf(of).text).toMatch(/^(Sure|Fairly sure|Not sure): [^.]*\.$/);
      }),
    );
  });

  test('more people, access points or certainty never make it less sure', () => {
    fc.assert(
      fc.property(
        known,
        fc.nat(5),
        fc.nat(5),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, people, places, by) => {
          const more = { ...of, people: of.people + people, accessPoints: of.accessPoints + places };
          const surer = of.identity === null ? more : { ...more, identity: Math.min(1, of.identity + by) };
          expect(rank(surer)).toBeGreaterThanOrEqual(rank(of));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

test('the certainty of people and of traffic is told apart, from the last year', () => {
  const cell = (more: Partial<Cell>): Cell => ({
    ...{ accessPoint: 'forum', act: 'ask', topic: null, day: 1_000, personId: null },
    ...{ network: false, quantity: 1, weight: 1, ...more },
  });
  const cells = [
    cell({ quantity: 3, weight: 3 * 0.9 }),
    cell({ quantity: 1, weight: 0.5 }),
    cell({ network: true, quantity: 10, weight: 6 }),
    cell({ day: 500, quantity: 100, weight: 0 }),
  ];
  const { identity, ownership } = certaintyOf(groupCells(cells), 1_000);
  expect([identity, ownership]).toEqual([expect.closeTo(0.8, 9), expect.closeTo(0.6, 9)]);
  expect(certaintyOf([], 1_000)).toEqual({ identity: null, ownership: null });
});
