/** The contract of a source (src/intake/contract.ts), held against every source that reads files or asks a server. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Database, type ErrorCode, LeadspringError } from '../../src/base/index.ts';
import { sealSettings } from '../../src/intake/configured/index.ts';
import type { Batch, PullJob, ReadJob, Source } from '../../src/intake/contract.ts';
import { recognizePaths } from '../../src/intake/recognize.ts';
import { SOURCES } from '../../src/intake/registry.ts';
import { replayFailures } from '../../src/intake/replay.ts';
import { type Network, type RunOptions, type RunReport, runSource } from '../../src/intake/run.ts';
import { parseSettings } from '../../src/intake/settings.ts';
import { readCursor, saveSource } from '../../src/intake/store.ts';
import type { Conformance, ConformanceInput, HostileInput } from './conformance.ts';
import { freshDatabase, servers } from './database.ts';
import { comparableSecrets } from './secrets.ts';
import { publicText, storedState, storedText } from './state.ts';
import { tempDir } from './temp_dir.ts';

export type Stream = 'read' | 'pull';
/** What these ask is what they were sent before: test/journeys has them. */
const FOLLOW_UPS: ReadonlySet<string> = new Set(['webmention']);

/** The sources that have this way. */
function casesOf(way: Stream): readonly (readonly [name: string, source: Source])[] {
  const has = (source: Source): boolean =>
    source[way] !== undefined && !(way === 'pull' && FOLLOW_UPS.has(source.name));
  return SOURCES.filter(has).map((source) => [source.name, source] as const);
}

const NOW = Date.UTC(2026, 10, 24);
const secrets = comparableSecrets();
/** Records of a small batch. */
const PART = 10;
/** Where runs are cut: close together at first, where most states are, then further apart. */
const MOMENTS = [1, 2, 3, 5, 8, 13, 21, 34, 55];
/** For what imports many times over; a busy machine may take its time. */
const PATIENT = { timeout: 180_000 };

async function conformanceOf(source: Source, way: Stream): Promise<Conformance> {
  const url = new URL(`../../src/intake/sources/${source.name}/conformance.ts`, import.meta.url).href;
  const cases = (await import(/* @vite-ignore */ url)) as Readonly<Record<string, Conformance>>;
  const found = cases[way === 'read' ? 'conformance' : `${way}Conformance`];
  if (found === undefined) throw new Error(`${source.name} has no conformance case for ${way}`);
  return found;
}

async function importInput(
  db: Database,
  source: Source,
  input: ConformanceInput,
  more: Partial<RunOptions> = {},
): Promise<RunReport> {
  const settings = parseSettings(source, input.settings ?? {});
  const sealed = sealSettings(source, source.name, settings, () => secrets);
  const row = await saveSource(
    db,
    { name: source.name, kind: source.name, settings: sealed, madeUp: false },
    NOW,
  );
  const from =
    input.http === undefined && input.dial === undefined
      ? { inputs: [input.path] }
      : { inputs: [], pull: networkOf(input) };
  return runSource({ db, source, row: { ...row, settings }, ...from, now: NOW, threads: 0, ...more });
}

/** What a case gives a run as its network; a case without a server never uses it. */
function networkOf({ http, dial }: ConformanceInput): Network {
  const none = { request: () => Promise.reject(new Error('this case has no server')) };
  return { http: http ?? none, ...(dial === undefined ? {} : { dial }) };
}

/** The source in small batches, as a large input would make them; the last part carries what the whole one did. */
function inParts(source: Source): Source {
  return changed(source, async function* (batches) {
    for await (const batch of batches) {
      for (let at = 0; at + PART < batch.records.length; at += PART) {
        yield { records: batch.records.slice(at, at + PART), cursors: [] };
      }
      const rest = batch.records.length % PART || PART;
      yield { ...batch, records: batch.records.slice(-rest) };
    }
  });
}

type Batches = AsyncIterable<Batch<unknown>>;

/** The source with its streams changed. */
function changed(source: Source, change: (batches: Batches) => Batches): Source {
  const { read, pull } = source;
  return {
    ...source,
    ...(read === undefined ? {} : { read: (job: ReadJob) => change(read(job)) }),
    ...(pull === undefined ? {} : { pull: (job: PullJob) => change(pull(job)) }),
  };
}

/** The source as it is when its input breaks off after so many batches. */
function breakingAfter(source: Source, batches: number): Source {
  return changed(source, async function* (all) {
    let left = batches;
    for await (const batch of all) {
      if (left-- === 0) throw new LeadspringError('file_truncated', 'broken off by the test');
      yield batch;
    }
  });
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

function expectReconciled({ counts }: RunReport): void {
  expect(counts.read).toBe(counts.stored + counts.duplicate + counts.dropped + counts.failed);
}

/** Runs the suite for one way; in files of their own, so that two can run at once. */
export function describeSources(way: Stream): void {
  // Not skipped where it says nothing, but not there: what is skipped must have a reason.
  const filesOnly = (name: string, work: () => Promise<void>): void => {
    if (way === 'read') test(name, work);
  };
  describe.each(casesOf(way))(`%s, ${way}`, (_name, source) => {
    filesOnly('is recognized by content', async () => {
      await using dir = await tempDir();
      const input = await (await conformanceOf(source, way)).ordinary(dir.path);
      const { recognized, unrecognized } = await recognizePaths([input.path]);
      expect(unrecognized).toEqual([]);
      expect(new Set(recognized.map((each) => each.source.name))).toEqual(new Set([source.name]));
    });

    test.each(servers())(
      'accounts for every record, and a second run changes nothing, on $name',
      async (server) => {
        await using dir = await tempDir();
        await using fresh = await freshDatabase(server);
        const input = await (await conformanceOf(source, way)).ordinary(dir.path);
        const first = await importInput(fresh.db, source, input);
        expect(first.errors).toEqual([]);
        expect(first.counts.read).toBeGreaterThanOrEqual(30);
        for (const count of ['stored', 'dropped', 'failed'] as const)
          expect(first.counts[count], count).toBeGreaterThan(0);
        expectReconciled(first);
        const before = await storedState(fresh.db);
        const second = await importInput(fresh.db, source, input);
        expect(second.errors).toEqual([]);
        expectReconciled(second);
        expect(second.counts.stored).toBe(0);
        // A server is asked for what is new only.
        if (way === 'read') expect(second.counts.read).toBe(first.counts.read);
        else expect(second.counts.read).toBeLessThanOrEqual(first.counts.read);
        expect(await storedState(fresh.db)).toEqual(before);
      },
    );

    test('the same on worker threads', async () => {
      await using dir = await tempDir();
      await using one = await freshDatabase();
      await using two = await freshDatabase();
      const input = await (await conformanceOf(source, way)).ordinary(dir.path);
      await importInput(one.db, source, input);
      await importInput(two.db, source, input, { threads: 2 });
      expect(await storedState(two.db)).toEqual(await storedState(one.db));
    });

    test('grows: what a later day brings is stored once', async () => {
      await using dir = await tempDir();
      await using whole = await freshDatabase();
      await using grown = await freshDatabase();
      const conformance = await conformanceOf(source, way);
      const input = await conformance.ordinary(dir.path);
      await importInput(grown.db, source, input);
      await conformance.grow(dir.path);
      const second = await importInput(grown.db, source, input);
      expect(second.counts.stored).toBeGreaterThan(0);
      const all = await importInput(whole.db, source, input);
      if (way === 'read') expect(second.counts.read).toBe(all.counts.read);
      const without = ['source_cursor', 'failed_event'];
      expect(await storedState(grown.db, { without })).toEqual(await storedState(whole.db, { without }));
    });

    test('goes on after a cut at any point, with the same end', PATIENT, async () => {
      await using dir = await tempDir();
      await using undisturbed = await freshDatabase();
      const input = await (await conformanceOf(source, way)).ordinary(dir.path);
      await importInput(undisturbed.db, source, input);
      const expected = await storedState(undisturbed.db);
      // Every batch is stored by itself, also one that holds no signals.
      const small = { source: inParts(source), groupRecords: 0 };
      let cuts = 0;
      for (const transactions of MOMENTS) {
        await using fresh = await freshDatabase();
        const cut = await importInput(cutOffAfter(fresh.db, transactions), source, input, small).catch(
          (thrown: unknown) => ({ errors: [thrown] }),
        );
        if (cut.errors.length === 0) break;
        cuts++;
        const again = await importInput(fresh.db, source, input);
        expect(again.errors).toEqual([]);
        expect(await storedState(fresh.db)).toEqual(expected);
      }
      expect(cuts).toBeGreaterThan(0);
    });

    test('goes on after an input that broke off behind any batch, with the same end', PATIENT, async () => {
      await using dir = await tempDir();
      await using undisturbed = await freshDatabase();
      const input = await (await conformanceOf(source, way)).ordinary(dir.path);
      await importInput(undisturbed.db, source, input);
      const expected = await storedState(undisturbed.db);
      let breaks = 0;
      for (const batches of [0, ...MOMENTS]) {
        await using fresh = await freshDatabase();
        const broken = await importInput(fresh.db, source, input, {
          source: breakingAfter(inParts(source), batches),
        });
        if (broken.errors.length === 0) break;
        breaks++;
        expect(broken.errors).toMatchObject([{ code: 'file_truncated' }]);
        const again = await importInput(fresh.db, source, input);
        expect(again.errors).toEqual([]);
        expect(await storedState(fresh.db)).toEqual(expected);
      }
      expect(breaks).toBeGreaterThan(1);
    });

    test('does not mind the order of batches', async () => {
      await using dir = await tempDir();
      await using forward = await freshDatabase();
      await using backward = await freshDatabase();
      const input = await (await conformanceOf(source, way)).ordinary(dir.path);
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
      const batches =
        input.http === undefined && input.dial === undefined
          ? source.read?.({ ...job, cursor })
          : source.pull?.({ ...job, cursor, ...networkOf(input) });
      for await (const batch of batches ?? []) {
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

    test('what failed can be replayed, and stays as it is while nothing is mended', async () => {
      await using dir = await tempDir();
      await using fresh = await freshDatabase();
      const input = await (await conformanceOf(source, way)).ordinary(dir.path);
      const first = await importInput(fresh.db, source, input);
      const before = await storedState(fresh.db);
      const [replay] = await replayFailures({ db: fresh.db, now: NOW, secrets: () => secrets });
      expect(replay?.errors).toEqual([]);
      expect(replay?.counts).toMatchObject({ stored: 0, dropped: 0 });
      expect(replay?.counts.failed).toBe(before.failed_event?.length);
      expect(replay?.counts.failed).toBeLessThanOrEqual(first.counts.failed);
      expect(await storedState(fresh.db)).toEqual(before);
    });

    test('hostile input fails with a code and never stops the house', PATIENT, async () => {
      await using dir = await tempDir();
      const { hostile, secrets } = await conformanceOf(source, way);
      const inputs = await hostile(dir.path);
      expect(inputs.length).toBeGreaterThan(0);
      const outcomes: HostileInput[] = [];
      for (const input of inputs) {
        await using fresh = await freshDatabase();
        const report = await importInput(fresh.db, source, input);
        expectReconciled(report);
        const failed = await fresh.db.query<{ code: ErrorCode }>('select code from failed_event');
        const codes = new Set([...report.errors, ...failed.rows].map(({ code }) => code));
        outcomes.push({ ...input, stored: report.counts.stored, codes: [...codes].sort() });
        const text = `${await storedText(fresh.db)} ${report.errors.join(' ')}`;
        for (const secret of secrets) expect(text.includes(secret), `${secret} in ${input.path}`).toBe(false);
        const before = await storedState(fresh.db);
        expect((await importInput(fresh.db, source, input)).counts.stored, input.path).toBe(0);
        expect(await storedState(fresh.db), input.path).toEqual(before);
      }
      expect(outcomes).toEqual(inputs);
      for (const { codes } of outcomes) expect(codes).not.toContain('internal');
    });

    test('nothing sensitive is stored, and what is private stays private', async () => {
      await using dir = await tempDir();
      await using fresh = await freshDatabase();
      const { ordinary, secrets, privateMarks } = await conformanceOf(source, way);
      await importInput(fresh.db, source, await ordinary(dir.path));
      const text = await storedText(fresh.db);
      for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
      const open = await publicText(fresh.db);
      for (const mark of privateMarks) {
        expect(text.includes(mark), mark).toBe(true);
        expect(open.includes(mark), `${mark} in public`).toBe(false);
      }
    });

    filesOnly('a missing path is a clear error', async () => {
      await using dir = await tempDir();
      const { unrecognized } = await recognizePaths([join(dir.path, 'absent')]);
      expect(unrecognized[0]?.error).toMatchObject({ code: 'file_not_found' });
    });
  });
}
