import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Commit } from './commits.ts';
import { nulSplitter } from './commits.ts';
import { makeRepository, readGit, temporaryFolder } from './testing.ts';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const ODD = fc.constantFrom(...'<>@,;:"\'()# \t\r\u0001\u0085\u2028\u{1f600}\ud800aé');

async function commitsOf(input: string): Promise<Commit[]> {
  return (await readGit(input)).records.map(({ body }) => body as Commit);
}

test('a stream is split the same however it is cut into chunks', () => {
  const stream = fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1 });
  fc.assert(
    fc.property(stream, fc.integer({ min: 1, max: 30 }), (pieces, size) => {
      const fields = pieces.map((piece) => Buffer.from(piece.filter((byte) => byte !== 0)));
      const bytes = Buffer.concat(fields.flatMap((field) => [field, Buffer.from([0])]));
      const found: string[] = [];
      const split = nulSplitter((field) => found.push(field.toString('hex')));
      for (let at = 0; at < bytes.length; at += size) split(bytes.subarray(at, at + size));
      expect(found).toEqual(fields.map((field) => field.toString('hex')));
    }),
  );
});

test('of a huge message only the end is held, where the trailers are', async () => {
  const message = `${'long line\n'.repeat(200_000)}\nReviewed-by: Bea Example <bea@acme.example>\n`;
  const input = makeRepository(folder, [{ message }]);
  const [commit] = await commitsOf(input);
  expect(commit?.trailers).toEqual([{ role: 'reviewed', name: 'Bea Example', email: 'bea@acme.example' }]);
});

test('names are read in their encoding, declared or not', async () => {
  const latin = Buffer.from('Zoë Müller <zoe@acme.example>', 'latin1');
  const input = makeRepository(folder, [
    { author: 'Zoë Müller <zoe@acme.example>' },
    { author: latin, encoding: 'ISO-8859-1' },
    { author: latin },
  ]);
  expect((await commitsOf(input)).map(({ author }) => author.name)).toEqual(Array(3).fill('Zoë Müller'));
});

test('the offsets of both clocks are read as git has them', async () => {
  const input = makeRepository(folder, [{ offset: '+0530' }, { offset: '-0800' }, {}]);
  const commits = await commitsOf(input);
  expect(commits.map(({ authorOffset, committerOffset }) => [authorOffset, committerOffset])).toEqual([
    ['+0530', '+0530'],
    ['-0800', '-0800'],
    ['+0000', '+0000'],
  ]);
});

test('missing and odd names, addresses and dates are read or refused, never a crash', async () => {
  const input = makeRepository(folder, [
    { author: ' <ada@acme.example>' },
    { author: 'Only Name <>' },
    { author: ' <>' },
    { author: 'Ada <not an address at all>' },
    { author: `${'A'.repeat(5000)} <ada@acme.example>` },
    { authored: 9_999_999_999 },
  ]);
  const commits = await commitsOf(input);
  expect(commits.map(({ author }) => [author.name.slice(0, 20), author.email])).toEqual([
    ['', 'ada@acme.example'],
    ['Only Name', ''],
    ['', ''],
    ['Ada', 'not an address at all'],
    ['A'.repeat(20), 'ada@acme.example'],
    ['Ada Example', 'ada@acme.example'],
  ]);
});

test('git check-mailmap takes every contact that a message can hold', async () => {
  const contacts = fc.sample(fc.string({ unit: ODD, maxLength: 60 }), { numRuns: 300, seed: 7 });
  const commits = contacts.map((contact) => ({
    message: `Change\n\nReviewed-by: ${contact.replaceAll('\0', '')}\nAcked-by: Bea <bea@acme.example>\n`,
  }));
  const read = await commitsOf(makeRepository(folder, commits));
  expect(read).toHaveLength(300);
  for (const { trailers } of read) {
    expect(trailers.at(-1)).toEqual({ role: 'acked', name: 'Bea', email: 'bea@acme.example' });
  }
});
