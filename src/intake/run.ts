/**
 * Runs a source: read → adapt → store, in groups, each stored with its cursor and counts in one transaction.
 * Batches are adapted ahead on worker threads and stored in order; nothing is read faster than it can be stored.
 */
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Database,
  LeadspringError,
  noProgress,
  type Progress,
  type RunId,
  randomId,
  toLeadspringError,
} from '../base/index.ts';
import { type AdaptPool, openAdaptPool } from './adapting/pool.ts';
import type { Batch, PullJob, ReadJob, Source } from './contract.ts';
import {
  addRecord,
  type Destination,
  emptyGroup,
  type Group,
  isFull,
  monthsOf,
  openResolvers,
  type Resolvers,
  type Touched,
  writeGroup,
} from './group.ts';
import { ensureMonth, readUnverified } from './signals/store.ts';
import {
  beginRun,
  type Counts,
  endRun,
  hasOpenFailures,
  readCounts,
  readCursor,
  type SourceRow,
  withSourceLock,
} from './store.ts';

export interface RunOptions {
  readonly db: Database;
  readonly source: Source;
  /** The configured source this run belongs to. */
  readonly row: SourceRow;
  /** Paths, resolved and existing, read one after the other. */
  readonly inputs: readonly string[];
  /** What the run is told to have read; by default what the inputs have in common. */
  readonly label?: string;
  readonly now: number;
  /** Worker threads for heavy sources; 0 adapts in this thread. */
  readonly threads: number;
  readonly totalBytes?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  /** Stores at the latest after so many records with signals; by default groups are as large as is good for speed. */
  readonly groupRecords?: number;
  /** How long to go on trying when the database is gone, in milliseconds. Default: one minute. */
  readonly patience?: number;
  /** Records of failed events instead of the input. In every run those that no longer fail are closed. */
  readonly replay?: AsyncIterable<Batch<unknown>>;
  /** The network: the source's server is asked instead of inputs being read. */
  readonly pull?: Network;
  /** Told after every commit whose acts changed. */
  readonly stored?: (touched: Touched) => void;
}

/** The network as a run is given it. */
export type Network = Pick<PullJob, 'http' | 'dial'>;

/** What a run did. Counts are those stored with the run. */
export interface RunReport {
  readonly run: RunId;
  readonly source: string;
  readonly kind: string;
  readonly input: string;
  readonly counts: Counts;
  readonly notes: readonly string[];
  readonly seconds: number;
  /** Inputs that could not be read to their end, and what stopped the run. What was stored until then stays. */
  readonly errors: readonly LeadspringError[];
}

/** How many batches may be adapted ahead of the one being stored. */
const AHEAD = 2;

/**
 * Runs a source over its inputs. An input that breaks does not keep the next from being read; an error of the
 * database ends the run. Both are in the report, and the next run goes on from what was stored.
 * @throws LeadspringError `run_in_progress` when the same source is running already; database errors before the run has begun
 */
export async function runSource(options: RunOptions): Promise<RunReport> {
  return withSourceLock(options.db, options.row, () => runLocked(options));
}

async function runLocked(options: RunOptions): Promise<RunReport> {
  const { db, row, source } = options;
  const startedAt = performance.now();
  const run = randomId<'run'>();
  const input = options.label ?? (options.pull === undefined ? labelOf(options.inputs) : 'its server');
  await beginRun(db, run, row.source_id, input, options.now);
  const to: Destination = { run, source: row.source_id, sourceVersion: source.version, now: options.now };
  let pool: AdaptPool | undefined;
  const errors: LeadspringError[] = [];
  try {
    pool = await openAdaptPool(source, row.settings, options.threads, options.now);
    await pump(options, to, pool, errors);
  } catch (thrown) {
    errors.push(toLeadspringError(thrown));
  } finally {
    await pool?.close();
  }
  const patience = options.patience ?? 60_000;
  const took = (performance.now() - startedAt) / 1000;
  await patiently(patience, () => endRun(db, run, options.now, errors, took));
  const { notes, ...counts } = await patiently(patience, () => readCounts(db, run));
  const seconds = (performance.now() - startedAt) / 1000;
  return { run, source: row.name, kind: source.name, input, counts, notes, seconds, errors };
}

interface Ahead {
  readonly batch: Batch<unknown>;
  readonly answers: ReturnType<AdaptPool['adapt']>;
}

async function pump(
  options: RunOptions,
  to: Destination,
  pool: AdaptPool,
  errors: LeadspringError[],
): Promise<void> {
  // What was mended in the input is read well by a later run; only then is it asked of every record.
  const mends = options.replay !== undefined || (await hasOpenFailures(options.db, to.source));
  const writer = openWriter(options, to, mends);
  const ahead: Ahead[] = [];
  const takeOne = async (): Promise<void> => {
    const next = ahead.shift();
    if (next !== undefined) await writer.add(next.batch, await next.answers);
  };
  for await (const batch of readInputs(options, errors)) {
    const answers = pool.adapt(batch.records);
    answers.catch(() => undefined); // reported when it is awaited, in order
    ahead.push({ batch, answers });
    if (ahead.length > AHEAD) await takeOne();
    if (options.signal?.aborted) break;
  }
  while (ahead.length > 0) await takeOne();
  await writer.finish();
}

/** The batches of all inputs. An input that breaks ends there; what it gave until then is stored all the same. */
async function* readInputs(options: RunOptions, errors: LeadspringError[]): AsyncGenerator<Batch<unknown>> {
  if (options.replay !== undefined) return yield* options.replay;
  // Batches are stored in the order of reading, so what was read later may rely on cursors not stored yet.
  const cursors = new Map<string, unknown>();
  const job = {
    settings: options.row.settings,
    cursor: async (key: string) =>
      cursors.has(key) ? cursors.get(key) : readCursor(options.db, options.row.source_id, key),
    now: options.now,
    signal: options.signal ?? new AbortController().signal,
  };
  let bytesBefore = 0;
  for (const batches of streamsOf(options, job)) {
    let bytes = 0;
    const iterator = batches[Symbol.asyncIterator]();
    try {
      for (
        let step = await nextBatch(iterator, errors);
        step?.done === false;
        step = await nextBatch(iterator, errors)
      ) {
        for (const { key, value } of step.value.cursors) cursors.set(key, value);
        bytes = step.value.bytes ?? bytes;
        yield { ...step.value, ...(step.value.bytes === undefined ? {} : { bytes: bytesBefore + bytes }) };
      }
    } finally {
      await iterator.return?.();
    }
    bytesBefore += bytes;
  }
}

/** What is read one after the other. @throws LeadspringError `source_way_missing` */
function* streamsOf(
  { db, row, source, inputs, pull }: RunOptions,
  job: Omit<ReadJob, 'input'>,
): Generator<AsyncIterable<Batch<unknown>>> {
  if (pull !== undefined) {
    if (source.pull === undefined)
      throw new LeadspringError('source_way_missing', `${source.name} has no server to ask.`);
    const unverified = () => readUnverified(db, row.source_id);
    yield source.pull({ ...job, ...pull, unverified });
    return;
  }
  if (source.read === undefined)
    throw new LeadspringError('source_way_missing', `${source.name} reads no files.`);
  for (const input of inputs) yield source.read({ ...job, input });
}

/** The next batch, or undefined when the input broke; what it broke of is added to `errors`. */
async function nextBatch(
  iterator: AsyncIterator<Batch<unknown>>,
  errors: LeadspringError[],
): Promise<IteratorResult<Batch<unknown>> | undefined> {
  try {
    return await iterator.next();
  } catch (thrown) {
    const error = toLeadspringError(thrown);
    // A lost database (met while asking for a cursor) is no fault of the input.
    if (error.code === 'database_unreachable') throw error;
    errors.push(error);
    return undefined;
  }
}

/** One path, or the folder that several have in common and how many they are. */
function labelOf(inputs: readonly string[]): string {
  const [first = '', ...rest] = inputs;
  if (rest.length === 0) return first;
  let folder = dirname(first);
  while (folder !== dirname(folder) && !rest.every((input) => input.startsWith(`${folder}/`)))
    folder = dirname(folder);
  return `${folder} (${inputs.length} inputs)`;
}

/** Gathers batches into groups and stores them one after the other, while the next group is being gathered. */
function openWriter(
  options: RunOptions,
  to: Destination,
  mends: boolean,
): {
  add(batch: Batch<unknown>, answers: Awaited<ReturnType<AdaptPool['adapt']>>): Promise<void>;
  finish(): Promise<void>;
} {
  const resolvers: Resolvers = openResolvers();
  const months = new Set<string>();
  const notes = new Set<string>();
  const progress = options.progress ?? noProgress;
  let group = emptyGroup();
  let index = 0;
  let storing: Promise<void> = Promise.resolve();
  let done = 0;
  let bytes: number | undefined;

  const state = () => ({
    label: options.row.name,
    done,
    unit: 'records',
    ...(options.totalBytes === undefined || bytes === undefined
      ? {}
      : { bytes, totalBytes: options.totalBytes }),
  });
  const flush = async (): Promise<void> => {
    await storing;
    const full = group;
    const at = index++;
    group = emptyGroup();
    storing = storeGroup(options, to, full, at, months);
    storing.catch(() => undefined); // reported by the next flush or by finish
  };
  return {
    add: async (batch, answers) => {
      for (const answer of answers) addRecord(group, to.source, answer, resolvers);
      addBatch(group, batch, notes);
      if (mends) addReplayed(group, batch, answers);
      done +=
        (batch.skipped ?? 0) +
        (batch.failures?.length ?? 0) +
        answers.reduce((total, each) => total + each.units, 0);
      bytes = batch.bytes ?? bytes;
      progress.update(state());
      if (isFull(group) || group.records.length >= (options.groupRecords ?? Number.POSITIVE_INFINITY))
        await flush();
    },
    finish: async () => {
      await flush();
      await storing;
      progress.finish(state());
    },
  };
}

function addReplayed(
  group: Group,
  batch: Batch<unknown>,
  answers: Awaited<ReturnType<AdaptPool['adapt']>>,
): void {
  batch.records.forEach((record, index) => {
    if (answers[index]?.failures.length === 0) group.replayed.push(record.id);
  });
}

function addBatch(group: Group, batch: Batch<unknown>, notes: Set<string>): void {
  const failures = batch.failures ?? [];
  group.failures.push(...failures);
  group.skipped += batch.skipped ?? 0;
  group.read += failures.length + (batch.skipped ?? 0);
  for (const cursor of batch.cursors) group.cursors.set(cursor.key, cursor);
  for (const note of batch.notes ?? []) {
    if (!notes.has(note)) group.notes.push(note);
    notes.add(note);
  }
}

async function storeGroup(
  options: RunOptions,
  to: Destination,
  group: Group,
  index: number,
  months: Set<string>,
): Promise<void> {
  const touched = await patiently(options.patience ?? 60_000, async () => {
    for (const month of monthsOf(group)) {
      if (months.has(month)) continue;
      await ensureMonth(options.db, month);
      months.add(month);
    }
    return options.db.transaction((client) => writeGroup(client, to, group, index));
  });
  options.stored?.(touched);
}

/** SQLSTATEs of two writers in each other's way; trying again is the documented answer. */
const COLLISIONS = new Set(['40001', '40P01']);

/** Tries again, more and more slowly, while the database is gone or busy with another; then lets the error through. */
async function patiently<T>(patience: number, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
    try {
      return await work();
    } catch (thrown) {
      const gone = thrown instanceof LeadspringError && thrown.code === 'database_unreachable';
      const collided = thrown instanceof Error && 'code' in thrown && COLLISIONS.has(String(thrown.code));
      if ((!gone && !collided) || performance.now() - startedAt + wait > patience) throw thrown;
      await sleep(wait);
    }
  }
}
