/** The contract of a source (src/intake/contract.ts), held against every source of the registry. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Database, ERRORS, LeadspringError } from '../../src/base/index.ts';
import type { Batch, Source } from '../../src/intake/contract.ts';
import { recognizePaths } from '../../src/intake/recognize.ts';
import { SOURCES } from '../../src/intake/registry.ts';
import { type RunOptions, type RunReport, runSource } from '../../src/intake/run.ts';
import { parseSettings } from '../../src/intake/settings.ts';
import { readCursor, saveSource } from '../../src/intake/store.ts';
import type { Conformance, ConformanceInput } from '../support/conformance.ts';
import { freshDatabase, servers } from '../support/database.ts';
import { storedState, storedText } from '../support/state.ts';
import { tempDir } from '../support/temp_dir.ts';

const NOW = Date.UTC(2026, 10, 24);

async function conformanceOf(source: Source): Promise<Conformance> {
  const url = new URL(`../../src/intake/sources/${source.name}/conformance.ts`, import.meta.url).href;
  return ((await import(/* @vite-ignore */ url)) as { conformance: Conformance }).conformance;
}

async function importInput(
  db: Database,
  source: Source,
  input: ConformanceInput,
  more: Partial<RunOptions> = {},
): Promise<RunReport> {
  const settings = parseSettings(source, input.settings ?? {});
  const row = await saveSource(db, { name: source.name, kind: source.name, settings, madeUp: false }, NOW);
  return runSource({ db, source, row, inputs: [input.path], now: NOW, threads: 0, ...more });
}

/** A database that is cut off after so many transactions, as by a kill: the next one never commits. */
function cutOffAfter(db: Database, transactions: number): Database {
  let left = transactions;
  return {
    ...db,
    transaction: (work) =>
      db.transaction(async (client) => {
        const answer = await work(client);
        if (left-- <= 0) throw new LeadspringError('internal', 'cut off by the test');
        return answer;
      }),
  };
}

test('every source has a conformance case', () => {
  for (const source of SOURCES) {
    expect(readdirSync(join(import.meta.dirname, '../../src/intake/sources', source.name))).toContain(
      'conformance.ts',
    );
  }
});

describe.each(SOURCES.map((source) => [source.name, source] as const))('%s', (_name, source) => {
  test('is recognized by content', async () => {
    await using dir = await tempDir();
    const input = await (await conformanceOf(source)).ordinary(dir.path);
    const { recognized, unrecognized } = await recognizePaths([input.path]);
    expect(unrecognized).toEqual([]);
    expect(new Set(recognized.map((each) => each.source.name))).toEqual(new Set([source.name]));
  });

  test.each(servers())(
    'accounts for every record, and a second run changes nothing, on $name',
    async (server) => {
      await using dir = await tempDir();
      await using fresh = await freshDatabase(server);
      const input = await (await conformanceOf(source)).ordinary(dir.path);
      const first = await importInput(fresh.db, source, input);
      expect(first.errors).toEqual([]);
      expect(first.counts.read).toBeGreaterThanOrEqual(30);
      expect(first.counts.stored).toBeGreaterThan(0);
      expect(first.counts.read).toBe(
        first.counts.stored + first.counts.duplicate + first.counts.dropped + first.counts.failed,
      );
      const before = await storedState(fresh.db);
      const second = await importInput(fresh.db, source, input);
      expect(second.errors).toEqual([]);
      expect(second.counts.stored).toBe(0);
      expect(await storedState(fresh.db)).toEqual(before);
    },
  );

  test('the same on worker threads', async () => {
    await using dir = await tempDir();
    await using one = await freshDatabase();
    await using two = await freshDatabase();
    const input = await (await conformanceOf(source)).ordinary(dir.path);
    await importInput(one.db, source, input);
    await importInput(two.db, source, input, { threads: 2 });
    expect(await storedState(two.db)).toEqual(await storedState(one.db));
  });

  test('grows: what a later day brings is stored once', async () => {
    await using dir = await tempDir();
    await using whole = await freshDatabase();
    await using grown = await freshDatabase();
    const conformance = await conformanceOf(source);
    const input = await conformance.ordinary(dir.path);
    await importInput(grown.db, source, input);
    await conformance.grow(dir.path);
    const second = await importInput(grown.db, source, input);
    expect(second.counts.stored).toBeGreaterThan(0);
    await importInput(whole.db, source, input);
    const without = ['source_cursor', 'failed_event'];
    expect(await storedState(grown.db, { without })).toEqual(await storedState(whole.db, { without }));
  });

  test('goes on after a cut at any point, with the same end', async () => {
    await using dir = await tempDir();
    await using undisturbed = await freshDatabase();
    const input = await (await conformanceOf(source)).ordinary(dir.path);
    await importInput(undisturbed.db, source, input, { groupRecords: 5 });
    const expected = await storedState(undisturbed.db);
    let cuts = 0;
    for (let transactions = 1; transactions < 40; transactions += 2) {
      await using fresh = await freshDatabase();
      const cut = await importInput(cutOffAfter(fresh.db, transactions), source, input, {
        groupRecords: 5,
      }).catch((thrown: unknown) => ({
        errors: [thrown],
      }));
      if (cut.errors.length === 0) break;
      cuts++;
      const again = await importInput(fresh.db, source, input, { groupRecords: 5 });
      expect(again.errors).toEqual([]);
      expect(await storedState(fresh.db)).toEqual(expected);
    }
    expect(cuts).toBeGreaterThan(0);
  });

  test('does not mind the order of batches', async () => {
    await using dir = await tempDir();
    await using forward = await freshDatabase();
    await using backward = await freshDatabase();
    const input = await (await conformanceOf(source)).ordinary(dir.path);
    await importInput(forward.db, source, input);
    const records: Batch<unknown>['records'][number][] = [];
    const settings = parseSettings(source, input.settings ?? {});
    const row = await saveSource(
      backward.db,
      { name: source.name, kind: source.name, settings, madeUp: false },
      NOW,
    );
    const job = { input: input.path, settings, now: NOW, signal: new AbortController().signal };
    const cursor = (key: string) => readCursor(backward.db, row.source_id, key);
    const failures: Batch<unknown>['failures'] = [];
    for await (const batch of source.read({ ...job, cursor })) {
      records.push(...batch.records);
      (failures as unknown[]).push(...(batch.failures ?? []));
    }
    const replay = async function* (): AsyncGenerator<Batch<unknown>> {
      for (const record of records.reverse()) yield { records: [record], cursors: [] };
      yield { records: [], cursors: [], failures };
    };
    const report = await importInput(backward.db, source, input, { replay: replay(), groupRecords: 3 });
    expect(report.errors).toEqual([]);
    const without = ['source_cursor'];
    expect(await storedState(backward.db, { without })).toEqual(await storedState(forward.db, { without }));
  });

  test('hostile input fails with a code and never stops the house', async () => {
    await using dir = await tempDir();
    const inputs = await (await conformanceOf(source)).hostile(dir.path);
    expect(inputs.length).toBeGreaterThan(0);
    for (const input of inputs) {
      await using fresh = await freshDatabase();
      const report = await importInput(fresh.db, source, input);
      for (const error of report.errors)
        expect(error.code, `${input.path}: ${error.message}`).not.toBe('internal');
      const { read, stored, duplicate, dropped, failed } = report.counts;
      expect(read).toBe(stored + duplicate + dropped + failed);
      const { rows } = await fresh.db.query<{ code: string }>('select distinct code from failed_event');
      for (const { code } of rows) {
        expect(Object.keys(ERRORS)).toContain(code);
        expect(code, input.path).not.toBe('internal');
      }
    }
  });

  test('nothing sensitive is stored, and what is private stays private', async () => {
    await using dir = await tempDir();
    await using fresh = await freshDatabase();
    const conformance = await conformanceOf(source);
    await importInput(fresh.db, source, await conformance.ordinary(dir.path));
    const text = await storedText(fresh.db);
    for (const secret of conformance.secrets) expect(text).not.toContain(secret);
    const { rows } = await fresh.db.query<{ line: string }>(
      `select to_jsonb(s)::text as line from signal s where visibility = 'public'
       union all select to_jsonb(m)::text from message m where visibility = 'public'
       union all select to_jsonb(t)::text from message_text t where visibility = 'public'`,
    );
    const open = rows.map((row) => row.line).join('\n');
    for (const mark of conformance.privateMarks) {
      expect(text).toContain(mark);
      expect(open).not.toContain(mark);
    }
  });

  test('a missing path is a clear error', async () => {
    await using dir = await tempDir();
    const { unrecognized } = await recognizePaths([join(dir.path, 'absent')]);
    expect(unrecognized[0]?.error).toMatchObject({ code: 'file_not_found' });
  });
});
