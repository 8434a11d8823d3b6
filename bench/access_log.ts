/**
 * Access logs to stored sums, against `goaccess` and `zcat | wc -l` on the same files in the same run, plain and
 * compressed, without and with a file of network owners. Medians of wall-clock time; peak memory of the importing
 * process with its threads (the database is a process of its own). Needs Debian's package goaccess.
 *
 *   node bench/access_log.ts [LINES] [ROUNDS]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAccessLog } from './support/make_access_log.ts';
import { NODE_FLAGS } from './support/node.ts';

const [lines = '2000000', rounds = '3'] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'leadspring-bench-log-'));
const plain = join(directory, 'access.log');
const packed = join(directory, 'access.log.gz');
const networks = join(directory, 'owners.csv');

interface Row {
  readonly name: string;
  readonly run: () => { peak?: number; rows?: number };
  readonly seconds: number[];
  peak: number;
  rows: number;
}

function leadspring(input: string, owners?: string): Row['run'] {
  return () => {
    const data = mkdtempSync(join(directory, 'data-'));
    const script = join(import.meta.dirname, 'access_log_import.ts');
    const threads = String(availableParallelism());
    const args = [...NODE_FLAGS, script, data, input, threads, ...(owners === undefined ? [] : [owners])];
    const answer: { read: number; failed: number; seconds: number; peak: number; rows: number } = JSON.parse(
      execFileSync(process.execPath, args, { encoding: 'utf8' }),
    );
    rmSync(data, { recursive: true, force: true });
    if (answer.read !== Number(lines) || answer.failed > 0) {
      throw new Error(`read ${answer.read} of ${lines}, ${answer.failed} failed`);
    }
    return answer;
  };
}

function shell(command: string): Row['run'] {
  return () => {
    execFileSync('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'ignore'] });
    return {};
  };
}

/** Owners of the whole IPv4 space, 256 ranges to each first number. */
function makeOwners(): void {
  const kinds = ['Telecom', 'Hosting', 'Motors, Inc.', 'Bank', 'University', 'Widgets GmbH'];
  const rows: string[] = [];
  for (let a = 1; a < 224; a++) {
    for (let b = 0; b < 256; b++) {
      const owner = (a * 256 + b) % 4_000;
      rows.push(
        `${a}.${b}.0.0,${a}.${b}.255.255,${64_512 + owner},"Owner ${owner} ${kinds[owner % kinds.length]}"`,
      );
    }
  }
  writeFileSync(networks, `${rows.join('\n')}\n`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(rows: readonly Row[], goaccess: Row, wc: Row): void {
  const cells = (row: Row): string[] => [
    `${median(row.seconds).toFixed(2)} s`,
    `${Math.round(Number(lines) / median(row.seconds) / 1000)} k lines/s`,
    `${(median(goaccess.seconds) / median(row.seconds)).toFixed(1)} ×`,
    `${Math.round((median(wc.seconds) / median(row.seconds)) * 100)} %`,
    row.peak === 0 ? '' : `${Math.round(row.peak / 2 ** 20)} MiB`,
    row.rows === 0 ? '' : String(row.rows),
  ];
  const line = (name: string, values: readonly string[]): void =>
    console.log(name.padEnd(34) + values.map((value) => value.padStart(15)).join(''));
  line('', ['median', 'rate', 'goaccess', 'zcat | wc -l', 'peak memory', 'rows stored']);
  for (const row of rows) line(row.name, cells(row));
}

const row = (name: string, run: Row['run']): Row => ({ name, run, seconds: [], peak: 0, rows: 0 });

try {
  await makeAccessLog(plain, Number(lines));
  execFileSync('sh', ['-c', `gzip -k '${plain}'`]);
  makeOwners();
  console.log(
    `${lines} lines, ${Math.round(statSync(plain).size / Number(lines))} bytes each, medians of ${rounds} rounds, ${availableParallelism()} cores`,
  );
  const report_ = join(directory, 'report.json');
  const goaccess = row(
    'goaccess',
    shell(`goaccess '${plain}' --log-format=COMBINED --no-progress -o '${report_}'`),
  );
  const wc = row('zcat | wc -l', shell(`zcat '${packed}' | wc -l`));
  const all = [
    row('leadspring, plain', leadspring(plain)),
    row('leadspring, .gz', leadspring(packed)),
    row('leadspring, .gz, network owners', leadspring(packed, networks)),
    goaccess,
    wc,
  ];
  for (let round = 0; round < Number(rounds); round++) {
    for (const each of all) {
      const startedAt = performance.now();
      const { peak = 0, rows = 0, ...answer } = each.run();
      const whole = (performance.now() - startedAt) / 1000;
      each.seconds.push('seconds' in answer && typeof answer.seconds === 'number' ? answer.seconds : whole);
      each.peak = Math.max(each.peak, peak);
      each.rows = rows;
    }
  }
  report(all, goaccess, wc);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
