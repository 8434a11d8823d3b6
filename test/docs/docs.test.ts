/** The documentation says what the code does: generated pages are up to date, links lead somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ERRORS, readMigrations } from '../../src/base/index.ts';
import { STAGES } from '../../src/leads/index.ts';
import { currentPage, PAGES, program } from '../../tools/reference.ts';
import { brokenLinks, unknownCommands } from './page_checks.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test.each(PAGES)(
  'docs/reference/$name is up to date; if not: node tools/generate_docs.ts',
  async ({ name, write }) => {
    expect(await currentPage(name)).toBe(await write());
  },
);

test('the page of error codes has exactly the codes of the table', async () => {
  const codes = [...(await currentPage('errors.md')).matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
  expect(codes).toEqual(Object.keys(ERRORS));
});

const PEOPLE = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter((name) =>
  existsSync(join(ROOT, name)),
);
const DOCS = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

describe.each([...PEOPLE, ...DOCS])('%s', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  test('its links lead somewhere', () => {
    const exists = (target: string): boolean => existsSync(resolve(ROOT, dirname(path), target));
    expect(brokenLinks(text, exists)).toEqual([]);
  });
  test('its commands and options exist', async () => {
    expect(unknownCommands(text, await program())).toEqual([]);
  });
});

test('every page of docs is linked from another page', () => {
  const linked = new Set(
    [...PEOPLE, ...DOCS].flatMap((path) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\]\(([^)#\s]+\.md)/g)].map(([, target]) =>
        relative(ROOT, resolve(ROOT, dirname(path), target ?? '')),
      ),
    ),
  );
  expect(DOCS.filter((path) => !linked.has(path))).toEqual([]);
});

test('every stage of a lead is explained', () => {
  const text = readFileSync(join(ROOT, 'docs/guide/how-scores-work.md'), 'utf8');
  expect(STAGES.filter((stage) => !text.includes(`\`${stage}\``))).toEqual([]);
});

test('every table has its place in a cluster', () => {
  const text = readFileSync(join(ROOT, 'docs/design/database.md'), 'utf8');
  const migrations = readMigrations()
    .map(({ sql }) => sql)
    .join('\n');
  const made = [...migrations.matchAll(/^create table (\w+) \(/gm)].map(([, name]) => name ?? '');
  const renamed = new Map(
    [...migrations.matchAll(/^alter table (\w+) rename to (\w+);/gm)].map(([, from = '', to = '']) => [
      from,
      to,
    ]),
  );
  const tables = made.map((name) => renamed.get(name) ?? name);
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
