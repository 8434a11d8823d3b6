import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { parseAddress, parseCidr, parseIPv4, parseIPv6, withoutPort } from './address.ts';

describe('addresses', () => {
  test('IPv4 is strict', () => {
    expect(parseIPv4('192.0.2.1')).toBe(0xc0000201);
    expect(parseIPv4('255.255.255.255')).toBe(0xffffffff);
    for (const bad of [
      '192.0.2',
      '192.0.2.256',
      '192.0.02.1',
      '192.0.2.1.',
      '.192.0.2',
      '1..2.3',
      'a.b.c.d',
      '',
    ]) {
      expect(parseIPv4(bad), bad).toBeUndefined();
    }
  });

  test('IPv6 agrees with an independent parser in every notation', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        // The other parser takes the deprecated `::192.0.2.1` for a mapped address (RFC 4291 §2.5.5 does not).
        fc.pre(!/^::\d+\./.test(text));
        const bytes = ipaddr.parse(text).toByteArray();
        const words = [0, 4, 8, 12].map((i) =>
          bytes.slice(i, i + 4).reduce((value, byte) => value * 256 + byte, 0),
        );
        expect(parseIPv6(text)).toEqual(words);
      }),
    );
  });

  test('anything is an address for both parsers or for neither', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.g'), maxLength: 24 });
    fc.assert(
      fc.property(text, (candidate) => {
        expect(parseIPv6(candidate) !== undefined).toBe(isIPv6(candidate));
      }),
      { numRuns: 2000 },
    );
  });

  test('a mapped address is its IPv4 address', () => {
    expect(parseAddress('::ffff:192.0.2.1')).toEqual([0xc0000201]);
    expect(parseAddress('::ffff:c000:201')).toEqual([0xc0000201]);
    expect(parseAddress('fe80::1%eth0')).toEqual([0xfe800000, 0, 0, 1]);
  });

  test('ports and brackets are taken off, host names kept', () => {
    expect(withoutPort('192.0.2.1:5678')).toBe('192.0.2.1');
    expect(withoutPort('[2001:db8::1]:443')).toBe('2001:db8::1');
    expect(withoutPort('2001:db8::1')).toBe('2001:db8::1');
    expect(withoutPort('gw.acme.example')).toBe('gw.acme.example');
  });

  test('CIDR blocks have a first and a last address', () => {
    expect(parseCidr('192.0.2.77/24')).toEqual({ first: [0xc0000200], last: [0xc00002ff] });
    expect(parseCidr('192.0.2.77')).toEqual({ first: [0xc000024d], last: [0xc000024d] });
    expect(parseCidr('0.0.0.0/0')).toEqual({ first: [0], last: [0xffffffff] });
    expect(parseCidr('2001:db8::/33')).toEqual({
      first: [0x20010db8, 0, 0, 0],
      last: [0x20010db8, 0x7fffffff, 0xffffffff, 0xffffffff],
    });
    for (const bad of ['192.0.2.0/33', '192.0.2.0/-1', '192.0.2.0/', 'acme.example/8', '2001:db8::/129']) {
      expect(parseCidr(bad), bad).toBeUndefined();
    }
  });
});
