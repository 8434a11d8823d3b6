/** What the runner promises: exactly once, whatever happens to the database or to other runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Database, LeadspringError, openDatabase, openLog } from '../../src/base/index.ts';
import { type RunOptions, type RunReport, runSource } from '../../src/intake/run.ts';
import { csv } from '../../src/intake/sources/csv/source.ts';
import { saveSource } from '../../src/intake/store.ts';
import { countingSource } from '../support/counting_source.ts';
import { freshDatabase } from '../support/database.ts';
import { storedState } from '../support/state.ts';
import { tempDir } from '../support/temp_dir.ts';

const NOW = Date.UTC(2026, 10, 24);

async function count(db: Database, total: number, more: Partial<RunOptions> = {}): Promise<RunReport> {
  const row = await saveSource(db, { name: 'counting', kind: 'counting', settings: {}, madeUp: false }, NOW);
  return runSource({
    db,
    source: countingSource(),
    row,
    inputs: [String(total)],
    now: NOW,
    threads: 0,
    ...more,
  });
}

async function stateAfter(total: number): Promise<Awaited<ReturnType<typeof storedState>>> {
  await using fresh = await freshDatabase();
  await count(fresh.db, total);
  // Awaited here: what `await using` holds is disposed when the function returns.
  return await storedState(fresh.db);
}

test('a second run of the same source at the same time is refused, the first is not disturbed', async () => {
  await using fresh = await freshDatabase();
  let second: unknown;
  const source = countingSource({
    onBatch: async (given) => {
      if (given === 100) second = await count(fresh.db, 500).catch((thrown: unknown) => thrown);
    },
  });
  const first = await count(fresh.db, 500, { source });
  expect(second).toMatchObject({ code: 'run_in_progress' });
  expect(first.counts).toMatchObject({ read: 500, stored: 500 });
});

test('a commit whose answer was lost is not done twice', async () => {
  await using fresh = await freshDatabase();
  let lost = 0;
  const flaky: Database = {
    ...fresh.db,
    transaction: async (work) => {
      const answer = await fresh.db.transaction(work);
      // Committed, but the caller hears otherwise.
      if (lost++ % 4 === 0) throw new LeadspringError('database_unreachable', 'the answer was lost');
      return answer;
    },
  };
  const row = await saveSource(
    fresh.db,
    { name: 'counting', kind: 'counting', settings: {}, madeUp: false },
    NOW,
  );
  const options = { source: countingSource(), row, inputs: ['1000'], now: NOW, threads: 0, groupRecords: 50 };
  const report = await runSource({ ...options, db: flaky }).catch((thrown: unknown) => thrown);
  if (report instanceof LeadspringError) {
    // The very first transaction begins the run and is not repeated.
    lost = 1;
    expect((await runSource({ ...options, db: flaky })).errors).toEqual([]);
  }
  expect(lost).toBeGreaterThan(4);
  expect(await storedState(fresh.db)).toEqual(await stateAfter(1_000));
});

test('a server that is killed in mid-run is waited for, and nothing is lost or doubled', {
  timeout: 90_000,
}, async () => {
  await using dir = await tempDir();
  const db = await openDatabase({
    config: { data: dir.path, databaseUrl: null },
    log: openLog('silent'),
    now: NOW,
  });
  const source = countingSource({
    onBatch: (given) => {
      if (given % 1_000 !== 500) return;
      process.kill(
        Number(readFileSync(join(dir.path, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]),
        'SIGKILL',
      );
    },
  });
  const report = await count(db, 3_000, { source, groupRecords: 50 });
  expect(report.errors).toEqual([]);
  expect(report.counts).toMatchObject({ read: 3_000, stored: 3_000 });
  const state = await storedState(db);
  await db.close();
  expect(state).toEqual(await stateAfter(3_000));
});

test('a server that stays away is reported, and the next run goes on', { timeout: 60_000 }, async () => {
  await using fresh = await freshDatabase();
  let gone = false;
  const away: Database = {
    ...fresh.db,
    transaction: (work) => {
      if (gone) throw new LeadspringError('database_unreachable', 'nobody answers');
      return fresh.db.transaction(work);
    },
  };
  const source = countingSource({
    onBatch: (given) => {
      gone = given >= 700;
    },
  });
  const report = await count(away, 1_000, { source, groupRecords: 50, patience: 300 });
  expect(report.errors[0]).toMatchObject({ code: 'database_unreachable' });
  expect(report.counts.stored).toBeLessThan(1_000);
  const next = await count(fresh.db, 1_000);
  expect(next.counts).toMatchObject({
    read: 1_000,
    duplicate: report.counts.stored,
    stored: 1_000 - report.counts.stored,
  });
  expect(await storedState(fresh.db)).toEqual(await stateAfter(1_000));
});

test('a run is reconciled in the database, which refuses counts that do not add up', async () => {
  await using fresh = await freshDatabase();
  await count(fresh.db, 100);
  await expect(fresh.db.query('update run set stored = stored + 1')).rejects.toThrow(/run_reconciled/);
});

test('a record whose units do not add up stops the run', async () => {
  await using fresh = await freshDatabase();
  const source = {
    ...countingSource(),
    adapter: async () => () => ({
      units: 2,
      signals: [],
      messages: [],
      rollups: [],
      rolledUp: 1,
      dropped: {},
      failures: [],
    }),
  };
  const report = await count(fresh.db, 10, { source });
  expect(report.errors[0]).toMatchObject({ code: 'reconciliation_failed' });
});

test('a record that makes adapt throw is kept as failed, and replayed when adapt is mended', async () => {
  await using fresh = await freshDatabase();
  const good = countingSource();
  const adapt = await good.adapter({});
  const broken = {
    ...good,
    adapter: async () => (record: Parameters<typeof adapt>[0]) => {
      if (record.body === 7) throw new TypeError('secret-in-an-error-message');
      return adapt(record);
    },
  };
  const first = await count(fresh.db, 20, { source: broken });
  expect(first.counts).toMatchObject({ read: 20, stored: 19, failed: 1 });
  const { rows } = await fresh.db.query<{ code: string; line: number; detail: string }>(
    'select code, line, detail from failed_event',
  );
  expect(rows).toMatchObject([{ code: 'internal', line: 8 }]);
  expect(rows[0]?.detail).not.toContain('secret-in-an-error-message');
  const replay = async function* () {
    yield { records: [{ id: 'n7', place: { file: 'counting', line: 8 }, body: 7 }], cursors: [] };
  };
  expect((await count(fresh.db, 20, { replay: replay() })).counts).toMatchObject({ read: 1, stored: 1 });
  const open = await fresh.db.query('select 1 from failed_event where replayed_at is null');
  expect(open.rowCount).toBe(0);
  expect(await storedState(fresh.db, { without: ['failed_event'] })).toEqual(
    Object.fromEntries(Object.entries(await stateAfter(20)).filter(([table]) => table !== 'failed_event')),
  );
});

test('a record that failed and is read well by a later run is no longer open', async () => {
  await using fresh = await freshDatabase();
  await using folder = await tempDir();
  const file = join(folder.path, 'contracts.csv');
  const row = await saveSource(fresh.db, { name: 'csv', kind: 'csv', settings: {}, madeUp: false }, NOW);
  const readRows = async (...lines: readonly string[]) => {
    writeFileSync(file, ['contract_id,organization,plan,start', ...lines].join('\n'));
    const report = await runSource({ db: fresh.db, source: csv, row, inputs: [file], now: NOW, threads: 0 });
    const { rows } = await fresh.db.query<{ line: number }>(
      'select line from failed_event where replayed_at is null order by 1',
    );
    return { counts: report.counts, open: rows.map(({ line }) => line) };
  };
  const [good, bad, other] = [
    'K-1,Acme,gold,2026-01-02',
    'K-2,Widgets,gold,2026-02-31',
    'K-3,Gears,gold,2026-02-30',
  ];
  const first = await readRows(good, bad, other);
  expect(first).toMatchObject({ counts: { stored: 1, failed: 2 }, open: [3, 4] });
  const mended = await readRows(good, 'K-2,Widgets,gold,2026-02-28', other);
  expect(mended).toMatchObject({ counts: { stored: 1, duplicate: 1, failed: 1 }, open: [4] });
  // What fails again is open again.
  expect((await readRows(good, bad, other)).open).toEqual([3, 4]);
});
