import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packCounts, unpackCounts } from './packed.ts';
import type { SubjectCounts } from './types.ts';

const name = fc.constantFrom(
  { measure: 'people', accessPoint: 'forum' } as const,
  { measure: 'commercial', accessPoint: 'code' } as const,
  { measure: 'deeper', accessPoint: null } as const,
);
const series = fc
  .tuple(
    name,
    fc.array(fc.nat({ max: 1e6 }), { minLength: 5, maxLength: 5 }),
    fc.option(fc.integer({ min: -1e6, max: 1e6 })),
    fc.record({ traffic: fc.boolean(), unnamed: fc.boolean() }),
  )
  .map(
    ([of, counts, since, others]) =>
      [`${of.measure} ${of.accessPoint}`, { ...of, counts, since, who: [], ...others }] as const,
  );
const subject = fc
  .tuple(fc.uuid(), fc.constantFrom('organization', 'person'), fc.nat(500), fc.nat(500), fc.array(series))
  .map(([id, type, age, people, all]): SubjectCounts => ({ id, type, age, people, series: new Map(all) }));

test('packed counts, also sent to another thread, are the same counts', () => {
  fc.assert(
    fc.property(fc.array(subject), (counts) => {
      const sent = structuredClone(packCounts(counts));
      expect([...unpackCounts(sent)]).toEqual(counts);
      for (const [index, { series: back }] of [...unpackCounts(sent)].entries())
        expect([...back.keys()]).toEqual([...(counts[index]?.series.keys() ?? [])]);
    }),
  );
});
