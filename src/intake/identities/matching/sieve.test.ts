import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayMatch } from './evidence.ts';
import { profileOf } from './profile.ts';
import { openSieve } from './sieve.ts';
import type { MatchRecord } from './types.ts';

const word = fc.constantFrom(
  ...[
    'Bob',
    'Robert',
    'Müller',
    'Mueller',
    'Jonathan',
    'Jonathon',
    'J',
    'Doe',
    'van',
    '山田',
    'Janedoe',
    'ne',
  ],
);
const name = fc.array(word, { maxLength: 7 }).map((words) => words.join(' '));
const record: fc.Arbitrary<MatchRecord> = fc.record({
  id: fc.uuid(),
  name: fc.oneof(name, fc.constantFrom('JaneDo Enord', 'Jane Doenord', 'jane')),
  names: fc.array(name, { maxLength: 1 }),
  email: fc.constantFrom('', 'jane@acme.example', 'jane@corp.example', 'doe7@acme.example', 'root@localhost'),
  login: fc.constantFrom('', 'jane', 'jonathan'),
  homepage: fc.constantFrom('', '', 'https://jane.example'),
  suggestOnly: fc.boolean(),
});

test('the sieve says of a pair what the records themselves say, or nothing', () => {
  let sure = 0;
  fc.assert(
    fc.property(fc.array(record, { minLength: 2, maxLength: 12 }), (records) => {
      const profiles = records.map(profileOf);
      const sieve = openSieve(1);
      for (const profile of profiles) sieve.add(profile);
      for (const [a, one] of profiles.entries())
        for (const [b, other] of profiles.entries()) {
          const judgement = sieve.judge(a, b);
          if (judgement === 'unsure') continue;
          sure++;
          expect(mayMatch(one, other)).toBe(judgement === 'may_match');
        }
    }),
    { numRuns: 1000 },
  );
  expect(sure).toBeGreaterThan(1000);
});
