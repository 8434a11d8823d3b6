/** Sets of raw identities with a gold identity for each. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';

export interface Row {
  readonly name: string;
  readonly email: string;
  readonly goldName: string;
  readonly goldEmail: string;
}

export interface GoldSet {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** Reads a CSV with gold columns, or a git repository with a .mailmap. */
export function readSet(path: string): GoldSet {
  return path.endsWith('.csv') ? readCsv(path) : readRepository(path);
}

function readCsv(path: string): GoldSet {
  const cells: readonly Readonly<Record<string, string>>[] = parse(readFileSync(path), { columns: true });
  const rows = cells.map((row) => ({
    name: row.raw_name ?? '',
    email: row.raw_email ?? '',
    goldName: row.gold_name ?? '',
    goldEmail: row.gold_email ?? '',
  }));
  return { name: basename(path, '.csv'), rows };
}

/** Every raw pair of author name and address in the history, each once, with what the mailmap makes of it. */
function readRepository(path: string): GoldSet {
  const git = (args: readonly string[], input = ''): string =>
    execFileSync('git', ['-C', path, ...args], { input, encoding: 'utf8', maxBuffer: 2 ** 31 - 1 });
  const format = '--format=%an%x00%ae%x00%aN%x00%aE';
  const log = git(['-c', 'mailmap.blob=HEAD:.mailmap', 'log', '--use-mailmap', format]);
  const lines = [...new Set(log.split('\n'))].filter((line) => line !== '').sort();
  const rows = lines.map((line) => {
    const [name = '', email = '', goldName = '', goldEmail = ''] = line.split('\u0000');
    return { name, email, goldName, goldEmail };
  });
  const parts = path.replace(/\/+$/, '').split('/');
  const name = parts.at(-1) === 'repo' && existsSync(path) ? parts.at(-2) : parts.at(-1);
  return { name: name ?? path, rows };
}
