import { expect, test } from 'vitest';
import { type MatchRecord, openIndex } from './index.ts';

const record = (id: string, name: string, email: string): MatchRecord => ({ id, name, email });

/** Enough other people for a name to mean something. */
function fill(index: ReturnType<typeof openIndex>): void {
  const parts = ['ba', 'ko', 'li', 'ma', 'nu', 'pe', 'ro', 'su', 'ti', 'wo'];
  for (let at = 0; at < 200; at++) {
    const name = `${parts[at % 10]}${parts[(at * 3) % 10]}k ${parts[Math.floor(at / 10) % 10]}${parts[(at * 7) % 10]}tz${parts[at % 9]}`;
    index.place(record(`f${at}`, name, `user${at}x@host${at}.example`));
  }
}

test('a new record finds its person, with reasons', () => {
  const index = openIndex();
  fill(index);
  expect(index.place(record('a', 'Jane Quibble', 'jane@quibble.example')).matches).toEqual([]);
  const { matches } = index.place(record('b', 'Jane Quibble', 'jquibble@acme.example'));
  expect(matches.map(({ a, b }) => [a, b])).toEqual([['a', 'b']]);
  expect(matches[0]?.probability).toBeGreaterThan(0.9);
  expect(matches[0]?.reasons[0]?.reason).toBe('Both have the same full name (jane quibble).');
  expect(index.size).toBe(202);
});

test('a pair is given back when its address proves shared', () => {
  const index = openIndex();
  fill(index);
  index.place(record('a', 'jq', 'kombi7@acme.example'));
  expect(
    index.place(record('b', 'Jane Quibble', 'kombi7@acme.example')).matches[0]?.probability,
  ).toBeGreaterThan(0.95);
  const weakened = ['Max Wobble', 'Iris Zonk', 'Otto Frob'].flatMap(
    (name, at) => index.place(record(`s${at}`, name, 'kombi7@acme.example')).weakened,
  );
  expect(weakened.some(({ a, b }) => a === 'a' && b === 'b')).toBe(true);
});
