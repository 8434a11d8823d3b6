/** The contract of a source (src/intake/contract.ts), held against every source that takes deliveries. */
import { describe, expect, test } from 'vitest';
import { type Database, type ErrorCode, openLog, toLeadspringError } from '../../src/base/index.ts';
import { createWeb } from '../../src/doors/web/app.ts';
import { sealSettings } from '../../src/intake/configured/index.ts';
import type { Delivery, Source } from '../../src/intake/contract.ts';
import { importPaths } from '../../src/intake/import.ts';
import { drain, openDoor } from '../../src/intake/live/index.ts';
import { SOURCES } from '../../src/intake/registry.ts';
import { parseSettings } from '../../src/intake/settings.ts';
import { saveSource } from '../../src/intake/store.ts';
import type { Conformance, ConformanceInput, HostileInput } from '../support/conformance.ts';
import { freshDatabase, servers } from '../support/database.ts';
import { comparableSecrets } from '../support/secrets.ts';
import { publicText, storedState, storedText } from '../support/state.ts';
import { tempDir } from '../support/temp_dir.ts';

const NOW = Date.UTC(2026, 10, 24);
const PATIENT = { timeout: 90_000 };
const RECEIVERS = SOURCES.flatMap((source) =>
  source.receive === undefined ? [] : [[source.name, source] as const],
);
/** Those of which files tell the same as their deliveries. */
const TWO_WAYS = (
  await Promise.all(
    RECEIVERS.map(async ([name, source]) => [name, source, (await conformanceOf(source)).inFiles] as const),
  )
).flatMap(([name, source, inFiles]) => (inFiles === undefined ? [] : [[name, source, inFiles] as const]));
const key = comparableSecrets();
const secrets = () => key;

async function conformanceOf(source: Source): Promise<Conformance> {
  const url = new URL(`../../src/intake/sources/${source.name}/conformance.ts`, import.meta.url).href;
  const { receiveConformance } = (await import(/* @vite-ignore */ url)) as {
    receiveConformance?: Conformance;
  };
  if (receiveConformance === undefined) throw new Error(`${source.name} has no conformance case for receive`);
  return receiveConformance;
}

/** Imports what `inFiles` wrote, into the source that takes the deliveries. */
async function importFiles(db: Database, source: Source, { path, settings }: ConformanceInput) {
  const options = { kind: source.name, paths: [path], settings: settings ?? {}, secrets };
  const report = await importPaths({ db, ...options, now: NOW, threads: 0 });
  expect(report.errors).toEqual([]);
  return report.counts;
}

/** What is stored of whom, without when each way says that it was. */
async function signalsOf(db: Database): Promise<readonly string[]> {
  const { rows } = await db.query<{ signal: string }>(
    `select concat_ws(' ', native_id, act, quantity, amount, currency) as signal from signal order by 1`,
  );
  return rows.map(({ signal }) => signal);
}

interface Outcome {
  readonly counts: { read: number; stored: number; duplicate: number; dropped: number; failed: number };
  /** Codes with which deliveries were refused as a whole. */
  readonly refused: readonly ErrorCode[];
}

async function configure(db: Database, source: Source, input: ConformanceInput): Promise<void> {
  const settings = parseSettings(source, input.settings ?? {});
  const sealed = sealSettings(source, source.name, settings, secrets);
  await saveSource(db, { name: source.name, kind: source.name, settings: sealed, madeUp: false }, NOW);
}

/** Sends every delivery, then works all off. */
async function send(
  db: Database,
  source: Source,
  input: ConformanceInput,
  deliveries: readonly Delivery[] = input.deliveries ?? [],
): Promise<Outcome> {
  await configure(db, source, input);
  const door = openDoor({ db, secrets, now: () => NOW });
  const refused: ErrorCode[] = [];
  for (const delivery of deliveries) {
    await door.deliver(source.name, delivery).catch((thrown: unknown) => {
      refused.push(toLeadspringError(thrown).code);
    });
  }
  const before = await countsOf(db);
  const { errors } = await drain({ db, secrets, now: NOW });
  expect(errors).toEqual([]);
  const after = await countsOf(db);
  const difference = Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - (before[name as keyof typeof before] ?? 0)]),
  ) as Outcome['counts'];
  return { counts: difference, refused };
}

async function countsOf(db: Database): Promise<Outcome['counts']> {
  const { rows } = await db.query<Outcome['counts']>(
    `select coalesce(sum(read), 0)::int as read, coalesce(sum(stored), 0)::int as stored,
            coalesce(sum(duplicate), 0)::int as duplicate, coalesce(sum(dropped), 0)::int as dropped,
            coalesce(sum(failed), 0)::int as failed from run`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no counts');
  return row;
}

describe.each(TWO_WAYS)('%s, by deliveries and in files', (_name, source, inFiles) => {
  test('what comes by both ways is stored once, whichever is first', async () => {
    await using dir = await tempDir();
    await using delivered = await freshDatabase();
    await using imported = await freshDatabase();
    const input = await (await conformanceOf(source)).ordinary(dir.path);
    const files = await inFiles(dir.path);
    await send(delivered.db, source, input);
    const before = await storedState(delivered.db);
    const counts = await importFiles(delivered.db, source, files);
    expect(counts).toMatchObject({ stored: 0, failed: 0 });
    expect(counts.duplicate).toBeGreaterThan(0);
    expect(await storedState(delivered.db)).toEqual(before);
    await importFiles(imported.db, source, files);
    await send(imported.db, source, input);
    expect(await signalsOf(imported.db)).toEqual(await signalsOf(delivered.db));
  });
});

describe.each(RECEIVERS)('%s, receive', (_name, source) => {
  test.each(servers())(
    'accounts for every record; what is sent again is stored once, on $name',
    async (server) => {
      await using dir = await tempDir();
      await using fresh = await freshDatabase(server);
      const input = await (await conformanceOf(source)).ordinary(dir.path);
      const first = await send(fresh.db, source, input);
      expect(first.counts.read).toBeGreaterThanOrEqual(30);
      for (const count of ['stored', 'dropped', 'failed'] as const)
        expect(first.counts[count], count).toBeGreaterThan(0);
      const before = await storedState(fresh.db);
      const second = await send(fresh.db, source, input);
      expect(second.counts).toMatchObject({ read: first.counts.read, stored: 0 });
      expect(await storedState(fresh.db)).toEqual(before);
    },
  );

  test('does not mind the order of arrival', async () => {
    await using dir = await tempDir();
    await using forward = await freshDatabase();
    await using backward = await freshDatabase();
    const input = await (await conformanceOf(source)).ordinary(dir.path);
    await send(forward.db, source, input);
    await send(backward.db, source, input, [...(input.deliveries ?? [])].reverse());
    expect(await storedState(backward.db)).toEqual(await storedState(forward.db));
  });

  test('grows: what a later day brings is stored once', async () => {
    await using dir = await tempDir();
    await using fresh = await freshDatabase();
    const conformance = await conformanceOf(source);
    const input = await conformance.ordinary(dir.path);
    await send(fresh.db, source, input);
    await conformance.grow(dir.path);
    const second = await send(fresh.db, source, input);
    expect(second.counts.stored).toBeGreaterThan(0);
  });

  test('a crash while deliveries are worked off neither loses nor doubles any', PATIENT, async () => {
    await using dir = await tempDir();
    await using undisturbed = await freshDatabase();
    const input = await (await conformanceOf(source)).ordinary(dir.path);
    await send(undisturbed.db, source, input);
    await using fresh = await freshDatabase();
    await configure(fresh.db, source, input);
    const door = openDoor({ db: fresh.db, secrets, now: () => NOW });
    for (const delivery of input.deliveries ?? [])
      await door.deliver(source.name, delivery).catch(() => undefined);
    const cutOff: Database = {
      ...fresh.db,
      transaction: (work) =>
        fresh.db.transaction(async (client) => {
          await work(client);
          throw new Error('cut off by the test');
        }),
    };
    expect((await drain({ db: cutOff, secrets, now: NOW })).errors).toHaveLength(1);
    expect((await drain({ db: fresh.db, secrets, now: NOW })).errors).toEqual([]);
    expect(await storedState(fresh.db)).toEqual(await storedState(undisturbed.db));
  });

  test('hostile deliveries are refused or fail with a code, and never stop the house', PATIENT, async () => {
    await using dir = await tempDir();
    const { hostile, secrets: marks } = await conformanceOf(source);
    const inputs = await hostile(dir.path);
    expect(inputs.length).toBeGreaterThan(0);
    const outcomes: Pick<HostileInput, 'path' | 'stored' | 'codes'>[] = [];
    for (const input of inputs) {
      await using fresh = await freshDatabase();
      const { counts, refused } = await send(fresh.db, source, input);
      const failed = await fresh.db.query<{ code: ErrorCode }>('select code from failed_event');
      const codes = [...new Set([...refused, ...failed.rows.map(({ code }) => code)])].sort();
      outcomes.push({ path: input.path, stored: counts.stored, codes });
      const text = await storedText(fresh.db);
      for (const mark of marks) expect(text.includes(mark), `${mark} in ${input.path}`).toBe(false);
    }
    expect(outcomes).toEqual(inputs.map(({ path, stored, codes }) => ({ path, stored, codes })));
    for (const { codes } of outcomes) expect(codes).not.toContain('internal');
  });

  test('nothing sensitive is stored, and what is private stays private', async () => {
    await using dir = await tempDir();
    await using fresh = await freshDatabase();
    const { ordinary, secrets: marks, privateMarks } = await conformanceOf(source);
    await send(fresh.db, source, await ordinary(dir.path));
    const text = await storedText(fresh.db);
    for (const mark of marks) expect(text.includes(mark), mark).toBe(false);
    const open = await publicText(fresh.db);
    for (const mark of privateMarks) {
      expect(text.includes(mark), mark).toBe(true);
      expect(open.includes(mark), `${mark} in public`).toBe(false);
    }
  });

  test('answers over HTTP as it does when called', async () => {
    await using dir = await tempDir();
    await using fresh = await freshDatabase();
    const input = await (await conformanceOf(source)).ordinary(dir.path);
    await configure(fresh.db, source, input);
    let now = NOW;
    const web = createWeb({
      ...{ db: fresh.db, clock: { now: () => now }, version: '0', log: openLog('silent') },
      door: openDoor({ db: fresh.db, secrets, now: () => NOW }),
    });
    for (const { method, path, query, headers, body, at } of input.deliveries ?? []) {
      now = at;
      const search = new URLSearchParams(query).toString();
      const url = `http://leads.acme.example/in/${source.name}${path === '' ? '' : `/${path}`}${search === '' ? '' : `?${search}`}`;
      const { 'content-length': _length, ...rest } = headers;
      const sent = method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) };
      const response = await web.fetch(new Request(url, { method, headers: rest, ...sent }));
      expect(response.status, `${method} ${path}`).toBeLessThan(500);
    }
    await drain({ db: fresh.db, secrets, now: NOW });
    await using direct = await freshDatabase();
    await send(direct.db, source, input);
    expect(await countsOf(fresh.db)).toEqual(await countsOf(direct.db));
    const refused = await web.fetch(new Request('http://leads.acme.example/leads'));
    expect(refused.status).toBe(421);
  });
});
