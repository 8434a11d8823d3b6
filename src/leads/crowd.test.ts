import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCrowd } from './crowd.ts';

test('different people are counted, by id and by number, and forgotten when it begins anew', () => {
  const crowd = openCrowd();
  const person = fc.oneof(fc.nat({ max: 200 }), fc.constantFrom('a', 'b', 'c'));
  fc.assert(
    fc.property(fc.array(person), (people) => {
      crowd.clear();
      for (const each of people) crowd.add(each);
      expect(crowd.size()).toBe(new Set(people).size);
    }),
  );
});
