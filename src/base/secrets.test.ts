import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../test/support/temp_dir.ts';
import { isSealed, openSecrets, sameSecret, secretsOf } from './secrets.ts';

const secrets = openSecrets('a key of sixteen or more');

test('what is sealed can be opened in its place with its key, and nowhere else', () => {
  const sealed = secrets.seal('token-4711', 'forum/api_key');
  expect(isSealed(sealed)).toBe(true);
  expect(sealed).not.toContain('4711');
  expect(secrets.seal('token-4711', 'forum/api_key')).not.toBe(sealed);
  expect(secrets.open(sealed, 'forum/api_key')).toBe('token-4711');
  const unreadable = expect.objectContaining({ code: 'secret_unreadable' });
  expect(() => secrets.open(sealed, 'other/api_key')).toThrow(unreadable);
  expect(() => openSecrets('another key of some length').open(sealed, 'forum/api_key')).toThrow(unreadable);
  expect(() => secrets.open(`${sealed.slice(0, -4)}AAAA`, 'forum/api_key')).toThrow(unreadable);
  expect(() => secrets.open('sealed:1:', 'forum/api_key')).toThrow(unreadable);
});

test('an embedded database keeps a key of its own, for its user only', async () => {
  await using dir = await tempDir();
  const config = { secretKey: null, databaseUrl: null, data: join(dir.path, 'data') };
  const sealed = secretsOf(config).seal('x', 'p');
  expect(secretsOf(config).open(sealed, 'p')).toBe('x');
  expect(statSync(join(config.data, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(() => secretsOf({ ...config, databaseUrl: 'postgres://db' })).toThrow(/openssl rand/);
});

test('secrets are compared whole', () => {
  expect([sameSecret('a', 'a'), sameSecret('a', 'b'), sameSecret('a', 'aa'), sameSecret('', '')]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
