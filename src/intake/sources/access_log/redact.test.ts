import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactLine } from './redact.ts';

describe('redaction', () => {
  test.each([
    [
      '192.0.2.7 - jo [17/May/2026:10:05:03 +0000] "GET /docs/a?token=s3cret HTTP/1.1" 2x0 5 "-" "A"',
      '0.0.0.0 - - [17/May/2026:10:05:03 +0000] "GET /docs/a HTTP/1.1" 2x0 5 "-" "A"',
    ],
    [
      'acme.example:443 2001:db8::17 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 2x0',
      '0.0.0.0 0.0.0.0 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 2x0',
    ],
    [
      'pool-192-0-2-7.isp.example - - [bad] "GET / HTTP/1.1" 200 5',
      '0.0.0.0 - - [bad] "GET / HTTP/1.1" 200 5',
    ],
    ['gw.acme.example', '0.0.0.0'],
    [
      `${'ab'.repeat(32)} bucket [17/May/2026:10:05:03 +0000] 192.0.2.7 arn:aws:iam::123456789012:user/jo.doe 3E5 REST.GET.OBJECT a "GET /a?X-Amz-Signature=s HTTP/1.1" 2x0`,
      '0.0.0.0 - - [17/May/2026:10:05:03 +0000] 0.0.0.0 - 3E5 REST.GET.OBJECT a "GET /a HTTP/1.1" 2x0',
    ],
    ['gw.acme.example - jo doe', '0.0.0.0 - -'],
    [
      '192.0.2.7 - jo [17/May/2026:10:gw.acme.example - bo [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5',
      '0.0.0.0 - - [17/May/2026 0.0.0.0 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5',
    ],
    [
      '192.0.2.7 - jo [17/May/2026:10:05:03 +0000] "GET / HTTgw.acme.example - bo [17/May/2026:10:05:03 +0000] "GET /',
      '0.0.0.0 - - [17/May/2026:10:05:03 +0000] " 0.0.0.0 - - [17/May/2026:10:05:03 +0000] "GET /',
    ],
    [
      '{"request":{"remote_ip":"gw.acme.example","uri":"/a?key=1","headers":{"Cookie":["a=b"],"Authorization":["Basic Zm9v"]}',
      '{"request":{"remote_ip":"0.0.0.0","uri":"/a","headers":{"Cookie":[],"Authorization":[]}',
    ],
    ['x jo@mail.example "Bearer abc.def"', 'x  "Bearer"'],
    ['HIT|200|bad|5|6|198.51.100.9|-|http://a.example/x|', 'HIT|200|bad|5|6|0.0.0.0|-|http://a.example/x|'],
    ['nul\0byte', 'nul\ufffdbyte'],
  ])('%s', (line, expected) => {
    expect(redactLine(line)).toBe(expected);
  });

  test('no address survives, wherever it stands, and twice is once', () => {
    const part = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.constantFrom(
        ' ',
        ' - ',
        '"',
        '|',
        '\t',
        ',',
        '[',
        ']',
        '=',
        '{',
        '}',
        '"GET / HTTP/1.1"',
        '?x=',
        '(',
        ';',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.ipV4(), (parts, address) => {
        const hidden = redactLine([...parts, ' ', address, ' '].join(''));
        const quads = hidden.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g) ?? [];
        expect(quads.filter((quad) => quad !== '0.0.0.0')).toEqual([]);
        expect(redactLine(hidden)).toBe(hidden);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.ipV6(), fc.constantFrom(' ', '"', '|', '\t', '[', '('), (address, edge) => {
        const hidden = redactLine(`x${edge}${address}${edge === '[' ? ']' : edge}y`);
        expect(hidden).not.toContain(address);
      }),
      { numRuns: 1000 },
    );
  });
});
