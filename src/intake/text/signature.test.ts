import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedSha256, sameSecret } from './signature.ts';

const body = new Uint8Array(Buffer.from('{"a":1}'));
const signed = `sha256=${createHmac('sha256', 'key').update(body).digest('hex')}`;

test('a body is signed by its secret only', () => {
  expect(isSignedSha256(body, signed, 'key')).toBe(true);
  expect(isSignedSha256(body, signed.toUpperCase().replace('SHA', 'sha'), 'key')).toBe(true);
  expect(isSignedSha256(body, signed, 'other')).toBe(false);
  expect(isSignedSha256(body.slice(1), signed, 'key')).toBe(false);
  expect(isSignedSha256(body, signed.slice(0, -1), 'key')).toBe(false);
  expect(isSignedSha256(body, undefined, 'key')).toBe(false);
});

test('without a secret nobody comes in', () => {
  const empty = `sha256=${createHmac('sha256', '').update(body).digest('hex')}`;
  for (const secret of ['', null, undefined]) {
    expect(isSignedSha256(body, empty, secret)).toBe(false);
    expect(sameSecret('', secret)).toBe(false);
  }
  expect(sameSecret('key', 'key')).toBe(true);
  expect(sameSecret('ke', 'key')).toBe(false);
});
