/**
 * Secrets at rest: AES-256-GCM (NIST SP 800-38D) with a key derived from the configured one by HKDF (RFC 5869).
 * Each secret is bound to the place it belongs to, so that a stored one cannot be moved to another source.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import { LeadspringError } from './errors.ts';

export interface Secrets {
  /** Encrypted text of a secret; another one each time. @param place what it belongs to, e.g. a source and a setting */
  seal(secret: string, place: string): string;
  /** @throws LeadspringError `secret_unreadable` when it was sealed with another key or for another place */
  open(sealed: string, place: string): string;
}

const MARK = 'sealed:1:';

/** Whether a stored text is a sealed secret. */
export function isSealed(text: string): boolean {
  return text.startsWith(MARK);
}

/** Secrets with a key. @param key at least 16 characters */
export function openSecrets(key: string): Secrets {
  const derived = Buffer.from(hkdfSync('sha256', key, 'leadspring', 'secrets of sources', 32));
  return {
    seal: (secret, place) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derived, nonce).setAAD(Buffer.from(place, 'utf8'));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return MARK + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open: (text, place) => {
      const bytes = Buffer.from(text.slice(MARK.length), 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', derived, bytes.subarray(0, 12), {
          authTagLength: 16,
        })
          .setAAD(Buffer.from(place, 'utf8'))
          .setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new LeadspringError('secret_unreadable', `The secret of ${place} cannot be decrypted.`, {
          cause,
        });
      }
    },
  };
}

/**
 * The secrets of this installation. Without a configured key, an embedded database gets one of its own in its data
 * directory, readable by its user only.
 * @throws LeadspringError `secret_key_missing` with a database of the operator's own and no key
 */
export function secretsOf(config: Pick<Config, 'secretKey' | 'databaseUrl' | 'data'>): Secrets {
  if (config.secretKey !== null) return openSecrets(config.secretKey);
  if (config.databaseUrl !== null) {
    throw new LeadspringError(
      'secret_key_missing',
      'Set LEADSPRING_SECRET_KEY (or LEADSPRING_SECRET_KEY_FILE) to a random text: openssl rand -base64 32.',
    );
  }
  return openSecrets(keyIn(join(config.data, 'secret.key')));
}

function keyIn(path: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Fails when there is one: whoever comes second reads it.
    writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
  return readFileSync(path, 'utf8').trim();
}

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}
