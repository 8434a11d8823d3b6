/** The pages of docs/reference: which there are, what they must hold, and what they hold now. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  commandsPage,
  configurationPage,
  errorsPage,
  jsonPage,
  routesPage,
  sourcesPage,
} from './reference_pages.ts';

/** The folder of the pages. */
export const REFERENCE = resolve(import.meta.dirname, '../docs/reference');

export interface Page {
  /** Its name below docs/reference. */
  readonly name: string;
  /** What it must hold. Loads the code it documents. */
  readonly write: () => Promise<string>;
}

export const PAGES: readonly Page[] = [
  { name: 'commands.md', write: async () => commandsPage(await program()) },
  {
    name: 'configuration.md',
    write: async () => configurationPage((await import('../src/base/index.ts')).CONFIG),
  },
  { name: 'errors.md', write: async () => errorsPage((await import('../src/base/index.ts')).ERRORS) },
  { name: 'json.md', write: async () => jsonPage((await import('../src/leads/json_fields.ts')).JSON_SHAPES) },
  { name: 'routes.md', write: async () => routesPage((await import('../src/doors/web/routes.ts')).ROUTES) },
  { name: 'sources.md', write: async () => sourcesPage((await import('../src/intake/registry.ts')).SOURCES) },
];

/** The program of the command line, for its descriptions only. */
export async function program(): Promise<Command> {
  return (await import('../src/doors/cli/program.ts')).describeProgram('');
}

/** The text of a page as it stands, or empty when it is missing. */
export async function currentPage(name: string): Promise<string> {
  return readFile(join(REFERENCE, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}
