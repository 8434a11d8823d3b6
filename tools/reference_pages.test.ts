import { Command } from 'commander';
import { expect, test } from 'vitest';
import type { Source } from '../src/intake/contract.ts';
import { commandsPage, configurationPage, errorsPage, routesPage, sourcesPage } from './reference_pages.ts';

const rows = (page: string): readonly string[] => page.split('\n').filter((line) => line.startsWith('| '));

test('an error says who can fix it and whether to retry', () => {
  const page = errorsPage({
    disk_full: { fixer: 'operator', retry: true, help: 'Free | space.' },
  } as unknown as Parameters<typeof errorsPage>[0]);
  expect(rows(page)[2]).toBe('| `disk_full` | the operator (`operator`) | yes | Free \\| space. |');
});

test('a configuration value shows its variable, type and default; a secret its file', () => {
  const page = configurationPage([
    { name: 'port', env: 'LEADSPRING_PORT', type: 'integer', min: 0, max: 9, default: 8, help: 'The port.' },
    { name: 'url', env: 'URL', type: 'text', default: null, secret: true, help: 'The URL.' },
  ]);
  expect(rows(page).slice(2)).toEqual([
    '| `port` | `LEADSPRING_PORT` | integer 0 to 9 | `8` | The port. |',
    '| `url` | `URL`, `URL_FILE` | text, secret |  | The URL. |',
  ]);
});

test('a source shows what it expects and its settings', () => {
  const source = {
    name: 'post',
    title: 'Posts',
    summary: 'Reads posts.',
    expects: 'a folder of posts',
    accessPoints: ['blog'],
    settings: [{ name: 'kind', type: 'choice', choices: ['a', 'b'], default: 'a', help: 'Which.' }],
    sensitive: [],
    resumable: true,
    read: () => undefined,
  } as unknown as Source;
  const page = sourcesPage([source]);
  expect(page).toContain('## post: Posts\n\nReads posts.\n\n- reads: a folder of posts');
  expect(rows(page)[2]).toBe('| `kind` | choice: `a`, `b` | `a` | Which. |');
});

test('commands are listed to the leaves, with their options', () => {
  const program = new Command('leadspring');
  const db = program.command('db').description('The database');
  db.command('migrate').description('Bring it up to date').option('--dry', 'only say what would be done');
  const page = commandsPage(program);
  expect(page.match(/^## .*$/gm)).toEqual(['## leadspring db migrate']);
  expect(page).toContain('    ./leadspring db migrate [options]');
  expect(rows(page)[2]).toBe('| `--dry` |  | only say what would be done |');
});

test('routes are listed', () => {
  expect(rows(routesPage([{ method: 'GET', path: '/leads', help: 'The leads.' }]))[2]).toBe(
    '| GET | `/leads` | The leads. |',
  );
});
