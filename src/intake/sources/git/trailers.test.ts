import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseContact, parseTrailers } from './trailers.ts';

const ODD = fc.constantFrom(...'<>@,;:"\'()# \t\r\u0001\u0085\u2028\u{1f600}\ud800aé');

test('trailers are found at the start of a line, whatever their case and place', () => {
  const message = [
    'Subject',
    '',
    'co-AUTHORED-by: Ada Example <ada@acme.example>',
    'Tested-by:   <tess@acme.example> # on the old machine',
    '> Signed-off-by: Quoted Example <quoted@acme.example>',
    '  Reviewed-by: Indented Example <indented@acme.example>',
    'Reviewed-by:',
    'Acked-by: bare@acme.example',
    'Reviewed-by: Only A Name',
    'Reported-by: Nobody Here <nobody@acme.example>',
    '',
    '(cherry picked from commit 0123456)',
  ].join('\n');
  expect(parseTrailers(message)).toEqual([
    { role: 'co_author', name: 'Ada Example', email: 'ada@acme.example' },
    { role: 'tested', name: '', email: 'tess@acme.example' },
    { role: 'acked', name: '', email: 'bare@acme.example' },
    { role: 'reviewed', name: 'Only A Name', email: '' },
  ]);
});

test('a thousand trailers are a hundred', () => {
  expect(parseTrailers('Acked-by: A <a@acme.example>\n'.repeat(1000))).toHaveLength(100);
});

test('whatever stands in a contact, what is left fits on one line without brackets', () => {
  fc.assert(
    fc.property(fc.string({ unit: ODD, maxLength: 400 }), (text) => {
      const person = parseContact(text);
      for (const part of person === undefined ? [] : [person.name, person.email]) {
        expect(part).toMatch(/^[^<>\p{Cc}]*$/u);
        expect(part.length).toBeLessThanOrEqual(300);
        expect(part.isWellFormed()).toBe(true);
      }
    }),
  );
});
