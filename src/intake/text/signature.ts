/** Signatures and keys of deliveries, compared in constant time. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether two secrets are the same; an empty one is none. Takes as long for unlike ones as for like ones. */
export function sameSecret(given: unknown, expected: unknown): boolean {
  if (typeof given !== 'string' || typeof expected !== 'string' || expected === '') return false;
  return timingSafeEqual(digest(given), digest(expected));
}

/**
 * Whether a header holds the HMAC-SHA256 (RFC 2104) of a body under a secret, as `sha256=` and hexadecimal digits.
 * Without a secret nothing is signed.
 */
export function isSignedSha256(body: Uint8Array, header: string | undefined, secret: unknown): boolean {
  if (typeof secret !== 'string' || secret === '' || header === undefined) return false;
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return sameSecret(header.trim().toLowerCase(), expected);
}
