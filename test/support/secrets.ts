/** Secrets as a test can compare them: what is sealed twice looks the same, and shows nothing of the secret. */
import { createHash } from 'node:crypto';
import type { Secrets } from '../../src/base/index.ts';

export function comparableSecrets(): Secrets {
  const known = new Map<string, string>();
  return {
    seal: (secret, place) => {
      const sealed = `sealed:1:${createHash('sha256').update(`${place} ${secret}`).digest('hex')}`;
      known.set(sealed, secret);
      return sealed;
    },
    open: (sealed) => {
      const secret = known.get(sealed);
      if (secret === undefined) throw new Error('this was not sealed by the test');
      return secret;
    },
  };
}
