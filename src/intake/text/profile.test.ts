import { expect, test } from 'vitest';
import { companyOfTitle, isCurrent } from './profile.ts';

test.each([
  ['CTO at Acme GmbH', 'Acme GmbH'],
  ['Head of IT @ Acme', 'Acme'],
  ['Developer @acme', 'acme'],
  ['Entwicklerin bei Acme', 'Acme'],
  ['Software engineer', undefined],
  ['at Acme', undefined],
  ['', undefined],
  [null, undefined],
])('the title %s names %s', (title, company) => {
  expect(companyOfTitle(title)).toBe(company);
});

test('a profile speaks for the year before it is read', () => {
  const now = Date.UTC(2026, 10, 24);
  expect(isCurrent(Date.UTC(2026, 3, 1), now)).toBe(true);
  expect(isCurrent(Date.UTC(2025, 3, 1), now)).toBe(false);
  expect(isCurrent(Number.NaN, now)).toBe(false);
});
