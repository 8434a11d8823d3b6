import { expect, test } from 'vitest';
import { normalizeAddress } from './repository.ts';

test.each([
  ['https://code.example/acme/engine.git', 'code.example/acme/engine'],
  ['https://user:token@Code.Example:8443/Acme/Engine.git/', 'code.example/acme/engine'],
  ['https://user:to@ken@code.example/acme/engine', 'code.example/acme/engine'],
  ['ssh://git@code.example:22/acme/engine', 'code.example/acme/engine'],
  ['git@code.example:acme/engine.git', 'code.example/acme/engine'],
  ['code.example:/acme/engine', 'code.example/acme/engine'],
  ['git://code.example/engine', 'code.example/engine'],
  ['https://code.example/acme/engine?token=secret#part', 'code.example/acme/engine'],
  ['/srv/git/engine.git', undefined],
  ['../engine', undefined],
  ['file:///srv/git/engine.git', undefined],
  ['ext::sh -c touch% /tmp/x', undefined],
  ['', undefined],
])('%s → %s', (address, expected) => {
  expect(normalizeAddress(address)).toBe(expected);
});
