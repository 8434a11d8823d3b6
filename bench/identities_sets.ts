/** Sets of raw identities with a gold identity for each. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type ClockSeen, clockSeen, type Season } from '../src/intake/identities/clocks.ts';
import type { MatchRecord } from '../src/intake/identities/matching/index.ts';

export interface Row {
  readonly name: string;
  readonly email: string;
  readonly goldName: string;
  readonly goldEmail: string;
  readonly timezone?: MatchRecord['timezone'];
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
  const format = '--format=%an%x00%ae%x00%aN%x00%aE%x00%at%x00%ad';
  const log = git(['-c', 'mailmap.blob=HEAD:.mailmap', 'log', '--use-mailmap', '--date=format:%z', format]);
  const clocks = new Map<string, ClockSeen[]>();
  for (const line of log.split('\n')) {
    if (line === '') continue;
    const fields = line.split('\u0000');
    const key = fields.slice(0, 4).join('\u0000');
    const seen = clockSeen(minutesOf(fields[5] ?? ''), Number(fields[4]) * 1000);
    const list = clocks.get(key) ?? [];
    clocks.set(key, list);
    if (seen !== null) list.push(seen);
  }
  const rows = [...clocks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, seen]) => {
      const [name = '', email = '', goldName = '', goldEmail = ''] = key.split('\u0000');
      return {
        name,
        email,
        goldName,
        goldEmail,
        timezone: { january: most(seen, 'january'), july: most(seen, 'july') },
      };
    });
  const parts = path.replace(/\/+$/, '').split('/');
  const name = parts.at(-1) === 'repo' && existsSync(path) ? parts.at(-2) : parts.at(-1);
  return { name: name ?? path, rows };
}

/** Minutes of an offset such as `+0100`. */
function minutesOf(text: string): number {
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3, 5));
  return text.startsWith('-') ? -minutes : minutes;
}

function most(seen: readonly ClockSeen[], season: Season): number | null {
  const counts = new Map<number, number>();
  for (const each of seen)
    if (each.season === season) counts.set(each.minutes, (counts.get(each.minutes) ?? 0) + 1);
  const [best] = [...counts].sort(([a, x], [b, y]) => y - x || a - b);
  return best?.[0] ?? null;
}
