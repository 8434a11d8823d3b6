import { describe, expect, test } from 'vitest';
import { companyOf, keysOfLabel } from './companies.ts';
import { openPast } from './past.ts';
import { openPeople } from './people.ts';
import { at, event, label } from './testing.ts';
import type { EventRow } from './types.ts';

describe('companies', () => {
  test('mail services, providers and code hosts are none', () => {
    for (const domain of [
      'gmail.com',
      'comcast.net',
      'users.noreply.github.com',
      'github.com',
      'mba.local',
      '',
    ])
      expect(companyOf(domain)).toBeNull();
  });

  test('hosts under one domain, its other suffixes and its family are one company', () => {
    const key = (domain: string): string | undefined => companyOf(domain)?.key;
    expect(key('mail.acmetools.com')).toBe(key('acmetools.de'));
    expect(key('azure.com')).toBe(key('microsoft.com'));
    expect(key('abc.com')).not.toBe(key('abc.de'));
  });

  test('a listing may have been seen by its domain or its name', () => {
    expect(keysOfLabel(label('2022-01-01', 'acmetools.com', { company: 'Acme Widgets GmbH' }))).toEqual([
      ...['acmetools', 'acmewidgets'],
    ]);
  });
});

describe('for whom people act', () => {
  const NOW = openPast(at('2024-01-01'));
  const resolve = (rows: readonly EventRow[], row: EventRow): string | undefined => {
    const people = openPeople();
    for (const each of rows) people.add(each);
    return people.actOf(row, NOW)?.organization;
  };

  test('the address used comes first', () => {
    expect(
      resolve([], event('2022-01-01', 'a', { domain: 'acme.example', signedOff: ['other.example'] })),
    ).toBe('acme');
  });

  test('a single sign-off is the author’s; several may be anybody’s', () => {
    const mine = event('2022-01-01', 'a', { domain: 'gmail.com', signedOff: ['acme.example'] });
    expect(resolve([], mine)).toBe('acme');
    expect(resolve([], { ...mine, signedOff: ['gmail.com', 'acme.example'] })).toBeUndefined();
  });

  test('the same address, then the same name, seen at a company at the nearest time', () => {
    const early = event('2021-06-01', 'a', { name: 'n', domain: 'first.example' });
    const late = event('2022-06-01', 'a', { name: 'n', domain: 'second.example' });
    expect(resolve([early, late], event('2021-07-01', 'a'))).toBe('first');
    expect(resolve([early, late], event('2022-07-01', 'a'))).toBe('second');
    expect(resolve([early], event('2021-07-01', 'b', { name: 'n' }))).toBe('first');
  });

  test('not years apart, and nobody without a handle', () => {
    const seen = event('2019-01-01', 'a', { domain: 'first.example' });
    expect(resolve([seen], event('2022-01-01', 'a'))).toBeUndefined();
    expect(
      resolve([event('2022-01-01', '', { domain: 'first.example' })], event('2022-01-02', '')),
    ).toBeUndefined();
  });
});
