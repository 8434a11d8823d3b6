/** Keys and signatures of those who call us. Everything secret is compared as a hash, in constant time. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Delivery, SettingValues } from '../contract.ts';

/** The texts of a setting of type list, or of one that holds a single text. */
export function textsOf(value: SettingValues[string] | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value : [];
}

const HASHED = /^sha256:([0-9a-f]{64})$/i;

/** A key may be configured as itself or, so that it stands nowhere, as `sha256:` and its hash in hex. */
function digestOf(key: string): Buffer {
  return Buffer.from(HASHED.exec(key)?.[1] ?? hash('sha256', key, 'hex'), 'hex');
}

/** Whether this is one of the keys; false when there are none. Several at once let one be replaced at leisure. */
export function isKey(given: string | undefined, keys: readonly string[]): boolean {
  const digest = Buffer.from(hash('sha256', given ?? '', 'hex'), 'hex');
  // All are compared, so that the time tells nothing of which one it was.
  const equal = keys.map((key) => timingSafeEqual(digest, digestOf(key)));
  return given !== undefined && given !== '' && equal.includes(true);
}

interface Signed {
  readonly algorithm: 'sha1' | 'sha256';
  readonly encoding: 'hex' | 'base64';
  /** The secrets that count now. */
  readonly secrets: readonly (string | Uint8Array)[];
  /** What was signed: the parts one after the other. */
  readonly parts: readonly (string | Uint8Array)[];
  /** The signatures that came with it; one that fits is enough. */
  readonly signatures: readonly string[];
}

/** Whether one of the signatures is the HMAC (RFC 2104) of the parts by one of the secrets. */
export function isSigned({ algorithm, encoding, secrets, parts, signatures }: Signed): boolean {
  const given = signatures.slice(0, 10).map((signature) => Buffer.from(signature, encoding));
  const fits = secrets
    .filter((secret) => secret.length > 0)
    .map((secret) => {
      const mac = createHmac(algorithm, secret);
      for (const part of parts) mac.update(part);
      const expected = mac.digest();
      return given
        .map((each) => each.length === expected.length && timingSafeEqual(each, expected))
        .includes(true);
    });
  return fits.includes(true);
}

/** Whether it was signed within so many seconds of its arrival. @param seconds since the epoch, as text */
export function isRecent(seconds: string | undefined, { at }: Delivery, tolerance: number): boolean {
  return /^\d{1,12}$/.test(seconds ?? '') && Math.abs(at / 1000 - Number(seconds)) <= tolerance;
}

/** The token of `Authorization: Bearer TOKEN` (RFC 6750). */
export function bearerOf({ headers }: Delivery): string | undefined {
  return /^bearer +(\S{1,4096})$/i.exec(headers.authorization ?? '')?.[1];
}

/** The user of `Authorization: Basic` (RFC 7617). */
export function basicUserOf({ headers }: Delivery): string | undefined {
  const encoded = /^basic +([\w+/=-]{1,8192})$/i.exec(headers.authorization ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8').split(':', 1)[0];
}
