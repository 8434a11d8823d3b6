import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../test/support/temp_dir.ts';
import { CONFIG, type ConfigSources, describeConfig, keepDataSettings, loadConfig } from './config.ts';

const load = (environment: ConfigSources['environment'], overrides: ConfigSources['overrides'] = {}) =>
  loadConfig({ environment, overrides, base: '/srv/leadspring' });

test('the defaults are valid, and relative paths start at the project', () => {
  const { config, origins } = load({});
  expect(config.data).toBe('/srv/leadspring/data');
  expect(config.host).toBe('127.0.0.1');
  expect(origins.data).toBe('default');
});

test('the command line beats the environment, which beats the file', async () => {
  await using dir = await tempDir();
  const file = join(dir.path, 'leadspring.yaml');
  writeFileSync(file, 'port: 1001\nthreads: 3\nhost: localhost\n');
  const loaded = load(
    { LEADSPRING_CONFIG: file, LEADSPRING_PORT: '1002', LEADSPRING_THREADS: '2' },
    { port: 1003 },
  );
  expect(loaded.config).toMatchObject({ port: 1003, threads: 2, host: 'localhost' });
  expect(loaded.origins).toMatchObject({
    port: 'command line',
    threads: 'environment',
    host: 'configuration file',
  });
});

test('what a data directory brings along counts where nothing else is said, and tells where it came from', async () => {
  await using dir = await tempDir();
  const own = { vendorDomains: ['vendor.example'], memberDomains: ['a.example', 'b.example'] };
  keepDataSettings(dir.path, own);
  const loaded = load({}, { data: dir.path });
  expect(loaded.config).toMatchObject(own);
  const shown = describeConfig(loaded).find(({ name }) => name === 'memberDomains');
  expect(shown).toMatchObject({ value: 'a.example,b.example', origin: 'data directory' });
  const named = load({ LEADSPRING_DATA: dir.path, LEADSPRING_VENDOR_DOMAINS: 'other.example' });
  expect(named.config).toMatchObject({ ...own, vendorDomains: ['other.example'] });
  expect(named.origins.vendorDomains).toBe('environment');
  // A database of one's own is not in the directory.
  const elsewhere = load({ LEADSPRING_DATA: dir.path, DATABASE_URL: 'postgresql://db.example/leads' });
  expect(elsewhere.config.memberDomains).toEqual([]);
  expect(load({}).origins.vendorDomains).toBe('default');
});

test('a data directory says nothing of how this machine runs', async () => {
  await using dir = await tempDir();
  writeFileSync(join(dir.path, 'settings.yaml'), 'port: 80\n');
  expect(() => load({ LEADSPRING_DATA: dir.path })).toThrowError(/port/);
});

test('a secret may come from a file and is never shown', async () => {
  await using dir = await tempDir();
  const file = join(dir.path, 'url');
  writeFileSync(file, 'postgresql://me:hush@db.example/leads\n');
  const loaded = load({ DATABASE_URL_FILE: file });
  expect(loaded.config.databaseUrl).toBe('postgresql://me:hush@db.example/leads');
  expect(JSON.stringify(describeConfig(loaded))).not.toContain('hush');
});

test.each([
  [{ LEADSPRING_PORT: 'eighty' }, 'LEADSPRING_PORT'],
  [{ LEADSPRING_PORT: '70000' }, 'LEADSPRING_PORT'],
  [{ LEADSPRING_ROLE: 'web,cook' }, 'LEADSPRING_ROLE'],
  [{ LEADSPRING_LOG_LEVEL: 'loud' }, 'LEADSPRING_LOG_LEVEL'],
  [{ DATABASE_URL: 'mysql://db.example' }, 'DATABASE_URL'],
  [{ DATABASE_URL_FILE: '/nowhere/at/all' }, 'DATABASE_URL_FILE'],
  [{ LEADSPRING_CONFIG: '/nowhere/at/all' }, 'LEADSPRING_CONFIG'],
])('a bad value stops the start and names itself: %o', (environment, name) => {
  expect(() => load(environment)).toThrowError(
    expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(name) }),
  );
});

test('a name the file should not hold is refused', async () => {
  await using dir = await tempDir();
  const file = join(dir.path, 'leadspring.yaml');
  writeFileSync(file, 'prot: 80\n');
  expect(() => load({ LEADSPRING_CONFIG: file })).toThrowError(/prot/);
});

test('every option has its own name and variable', () => {
  expect(new Set(CONFIG.map((option) => option.name)).size).toBe(CONFIG.length);
  expect(new Set(CONFIG.map((option) => option.env)).size).toBe(CONFIG.length);
});
