/**
 * Signals per second through the runner into the embedded database, and what ten times the data changes.
 * The peer of the same run is a bare COPY of rows of the same width into a table without any index or key.
 *
 *   node bench/intake.ts [SIGNALS] [ROUNDS]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase, openLog, randomId } from '../src/base/index.ts';
import { adapted, type Batch, defineSource } from '../src/intake/contract.ts';
import { runSource } from '../src/intake/run.ts';
import { saveSource } from '../src/intake/store.ts';
import { underLauncherFlags } from './support/node.ts';
import { median, printTable } from './support/table.ts';

underLauncherFlags(import.meta.filename);
const [signals = 100_000, rounds = 3] = process.argv.slice(2).map(Number);
const NOW = Date.UTC(2026, 10, 24);
const START = Date.UTC(2025, 0, 1);

/** Every signal is its own; people, organizations and assets repeat as they do in life. */
const source = defineSource<number>({
  name: 'bench',
  title: 'Bench',
  summary: 'Made-up signals.',
  expects: 'a number',
  accessPoints: ['forum'],
  settings: [],
  sensitive: [],
  resumable: true,
  version: 1,
  threads: false,
  recognize: () => 0,
  async *read(job): AsyncGenerator<Batch<number>> {
    for (let at = 0; at < Number(job.input); at += 1_000) {
      const records = Array.from({ length: 1_000 }, (_unused, index) => ({
        id: `n${at + index}`,
        place: { file: 'bench' },
        body: at + index,
      }));
      yield { records, cursors: [{ key: 'bench', value: at }] };
    }
  },
  adapter: async () => (record) =>
    adapted([
      {
        nativeId: `n${record.body}`,
        accessPoint: 'forum',
        act: record.body % 5 === 0 ? 'ask' : 'reply',
        at: START + ((record.body * 7_919) % 600) * 86_400_000,
        visibility: 'public',
        actor: {
          email: `person${(record.body * 31) % 20_000}@company${(record.body * 31) % 3_000}.example`,
          name: `Person ${(record.body * 31) % 20_000}`,
        },
        asset: {
          kind: 'thread',
          key: `thread-${record.body % 10_000}`,
          title: 'A question about an installation',
        },
      },
    ]),
});

async function once<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'leadspring-bench-'));
  const db = await openDatabase({ config: { data, databaseUrl: null }, log: openLog('error'), now: NOW });
  try {
    return await work(db);
  } finally {
    await db.close();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Seconds for `total` signals. */
function throughRunner(total: number): Promise<number> {
  return once(async (db) => {
    const row = await saveSource(db, { name: 'bench', kind: 'bench', settings: {}, madeUp: true }, NOW);
    const report = await runSource({ db, source, row, inputs: [String(total)], now: NOW, threads: 0 });
    if (report.counts.stored !== total) throw new Error(`stored ${report.counts.stored} of ${total}`);
    return report.seconds;
  });
}

function bareCopy(total: number): Promise<number> {
  return once(async (db) => {
    await db.query('create table bare (id uuid, at timestamptz, who text, what text, thread text)');
    const startedAt = performance.now();
    const rows = Array.from({ length: total }, (_unused, n) => [
      ...[
        randomId(),
        new Date(START + n),
        `person${n % 20_000}@company.example`,
        'reply',
        `thread-${n % 10_000}`,
      ],
    ]);
    await db.transaction((client) => client.copy('bare', ['id', 'at', 'who', 'what', 'thread'], rows));
    return (performance.now() - startedAt) / 1000;
  });
}

const times: Record<'copy' | 'one' | 'ten', number[]> = { copy: [], one: [], ten: [] };
for (let round = 0; round < rounds; round++) {
  times.copy.push(await bareCopy(signals));
  times.one.push(await throughRunner(signals));
  if (round === 0 || rounds <= 3) times.ten.push(await throughRunner(signals * 10));
}
const rate = (total: number, seconds: readonly number[]): number => total / median(seconds);
const one = rate(signals, times.one);
printTable(
  ['what', 'seconds', 'signals/s', 'against'],
  [
    ['bare COPY, no keys', median(times.copy), rate(signals, times.copy), ''],
    [
      `runner, ${signals} signals`,
      median(times.one),
      one,
      `${(one / rate(signals, times.copy)).toFixed(2)} × bare COPY`,
    ],
    [
      `runner, ${signals * 10} signals`,
      median(times.ten),
      rate(signals * 10, times.ten),
      `${(rate(signals * 10, times.ten) / one).toFixed(2)} × the rate of a tenth of the data`,
    ],
  ],
);
console.log(`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
