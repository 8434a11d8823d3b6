import fc from 'fast-check';
import { expect, test } from 'vitest';
import { homepageOf, ownersOf } from './homepage.ts';

test.each([
  ['https://www.Jane.example/', 'jane.example'],
  ['jane.example', 'jane.example'],
  ['http://jane.example/~jdoe/?utm=1#me', 'jane.example/~jdoe'],
  ['https://github.com/JDoe', 'github.com/jdoe'],
  ['HTTPS://JANE.EXAMPLE:8443/a', 'jane.example/a'],
  ['ftp://jane.example', null],
  ['javascript:alert(1)', null],
  ['https://user:secret@jane.example', null],
  ['http://localhost/jane', null],
  ['http://192.0.2.7/jane', null],
  ['see my page', null],
  ['', null],
  [`https://jane.example/${'x'.repeat(300)}`, null],
])('%s', (text, page) => {
  expect(homepageOf(text)).toBe(page);
});

test('one spelling, which is its own, whatever the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string()), (text) => {
      const page = homepageOf(text);
      if (page !== null) expect(homepageOf(page)).toBe(page);
    }),
  );
});

test.each([
  ['jane.example', ['jane']],
  ['jane.github.io', ['jane']],
  ['cs.uni.example/people/~jdoe', ['uni', 'cs', 'jdoe']],
  ['acme.example/team/jane.html', ['acme', 'jane']],
  ['twitter.com', ['twitter']],
])('who may own %s', (page, owners) => {
  expect(ownersOf(page)).toEqual(owners);
});
