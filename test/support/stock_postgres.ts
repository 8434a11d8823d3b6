/** A PostgreSQL 15 as Debian ships it, with a cluster of its own in a temporary folder. */
import { execFileSync } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Need } from './needs.ts';
import { requireTool } from './require_tool.ts';
import { tempDir } from './temp_dir.ts';

/** PostgreSQL refuses to run as root, so root runs it as `nobody`. */
const NOBODY = 65_534;

/** Debian keeps the programs of each version in a folder beside the PATH. */
export const STOCK_INITDB = '/usr/lib/postgresql/15/bin/initdb';

/** The `initdb` of PostgreSQL 15, to be given to `startStockPostgres`. */
export function stockPostgres(): Need {
  return requireTool(STOCK_INITDB);
}

export interface StockPostgres extends AsyncDisposable {
  /** For `DATABASE_URL`. */
  readonly url: string;
}

/**
 * Starts an empty server on a Unix socket; stopped and removed when disposed. Takes about two seconds.
 * @param parent the folder in which its own is made
 */
export async function startStockPostgres(initdb: string, parent?: string): Promise<StockPostgres> {
  const dir = await tempDir(parent);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) await chown(dir.path, NOBODY, NOBODY);
  const run = (program: string, args: readonly string[]): void => {
    execFileSync(join(dirname(initdb), program), args, {
      cwd: dir.path,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    });
  };
  const data = join(dir.path, 'data');
  run('initdb', [
    '-D',
    data,
    '-U',
    'leadspring',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]);
  // Its output goes to a file: a server that kept our pipe open would never let the call return.
  const settings = `-c listen_addresses= -c unix_socket_directories=${dir.path} -c fsync=off`;
  run('pg_ctl', ['-D', data, '-l', join(dir.path, 'log'), '-w', '-o', settings, 'start']);
  return {
    url: `postgresql://leadspring@localhost/postgres?host=${encodeURIComponent(dir.path)}`,
    [Symbol.asyncDispose]: async () => {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      await dir[Symbol.asyncDispose]();
    },
  };
}
