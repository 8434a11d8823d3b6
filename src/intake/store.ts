/** Sources, their cursors, runs and failed events. */
import {
  type Client,
  type Database,
  type FailedEventId,
  idFrom,
  jsonText,
  LeadspringError,
  type Queryable,
  type RunId,
  type SourceId,
} from '../base/index.ts';
import { decodeBody, encodeBody } from './codec.ts';
import type { Cursor, DropReason, Failure, SettingValues } from './contract.ts';

export interface SourceRow {
  readonly source_id: SourceId;
  readonly name: string;
  readonly kind: string;
  readonly settings: SettingValues;
  readonly made_up: boolean;
  readonly paused_at: Date | null;
}

/** Where a record went. read = stored + duplicate + dropped + failed, always. */
export interface Counts {
  readonly read: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly dropped: number;
  readonly failed: number;
  readonly drops: Readonly<Partial<Record<DropReason, number>>>;
}

/** Makes the source or updates its settings. */
export async function saveSource(
  db: Queryable,
  source: { name: string; kind: string; settings: SettingValues; madeUp: boolean },
  now: number,
): Promise<SourceRow> {
  const { rows } = await db.query<SourceRow>(
    `insert into source (source_id, name, kind, settings, made_up, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (name) do update set settings = excluded.settings, made_up = source.made_up and excluded.made_up,
       kind = excluded.kind, removed_at = null
     returning source_id, name, kind, settings, made_up, paused_at`,
    [
      idFrom('source', source.name),
      source.name,
      source.kind,
      jsonText(source.settings),
      source.madeUp,
      new Date(now),
    ],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('insert into source returned no row');
  return row;
}

/** A configured source by name, or undefined when there is none or it was removed. */
export async function findSource(db: Queryable, name: string): Promise<SourceRow | undefined> {
  const { rows } = await db.query<SourceRow>(
    `select source_id, name, kind, settings, made_up, paused_at from source where name = $1 and removed_at is null`,
    [name],
  );
  return rows[0];
}

/** A source by its id, also one that was removed: what it was sent before is worked off all the same. */
export async function findSourceById(db: Queryable, id: SourceId): Promise<SourceRow | undefined> {
  const { rows } = await db.query<SourceRow>(
    'select source_id, name, kind, settings, made_up, paused_at from source where source_id = $1',
    [id],
  );
  return rows[0];
}

/** Names of the configured sources of these kinds that are asked by the clock and do not rest. */
export async function watchedKinds(db: Queryable, kinds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select name from source
      where kind = any($1) and every_minutes is not null and paused_at is null and removed_at is null order by name`,
    [kinds],
  );
  return rows.map(({ name }) => name);
}

/** One configured source with its totals over all runs and its open failed events. */
export interface SourceSummary extends SourceRow {
  readonly runs: number;
  readonly read: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly dropped: number;
  readonly failed: number;
  readonly open_failures: number;
  readonly last_state: string | null;
  readonly last_error: string | null;
  readonly last_run_at: Date | null;
  readonly last_error_code: string | null;
  readonly every_minutes: number | null;
  readonly pulled_at: Date | null;
  readonly delivered_at: Date | null;
  readonly removed_at: Date | null;
  readonly drops: Readonly<Record<string, number>>;
}

export async function listSources(db: Queryable): Promise<readonly SourceSummary[]> {
  const { rows } = await db.query<SourceSummary>(
    `select s.source_id, s.name, s.kind, s.settings, s.made_up, s.paused_at, s.every_minutes, s.pulled_at, s.delivered_at,
            s.removed_at, l.error_code as last_error_code,
            t.runs, t.read, t.stored, t.duplicate, t.dropped, t.failed,
            (select count(*) from failed_event f where f.source_id = s.source_id and f.replayed_at is null) as open_failures,
            l.state as last_state, l.error_message as last_error, l.started_at as last_run_at,
            coalesce((select jsonb_object_agg(d.reason, d.count) from
              (select e.key as reason, sum(e.value::bigint) as count from run r, jsonb_each_text(r.drops) e
                where r.source_id = s.source_id group by e.key) d), '{}') as drops
       from source s
       left join lateral (select count(*) as runs, coalesce(sum(read), 0)::bigint as read, coalesce(sum(stored), 0)::bigint as stored,
                   coalesce(sum(duplicate), 0)::bigint as duplicate, coalesce(sum(dropped), 0)::bigint as dropped,
                   coalesce(sum(failed), 0)::bigint as failed from run where source_id = s.source_id) t on true
       left join lateral (select state, error_code, error_message, started_at from run where source_id = s.source_id
                   order by started_at desc limit 1) l on true
      order by s.name`,
  );
  return rows;
}

/** One run of a source. `rate` is records a second, null while it runs or when it took no time. */
export interface RunRow extends Omit<Counts, 'drops'> {
  readonly input: string;
  readonly state: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly error_code: string | null;
  readonly rate: number | null;
}

/** The latest runs of a source. */
export async function listRuns(db: Queryable, source: SourceId, limit: number): Promise<readonly RunRow[]> {
  const { rows } = await db.query<RunRow>(
    `select input, state, started_at, ended_at, read, stored, duplicate, dropped, failed, error_code,
            read / nullif(seconds, 0) as rate
       from run where source_id = $1 order by started_at desc, run_id limit $2`,
    [source, limit],
  );
  return rows;
}

export async function readCursor(db: Queryable, source: SourceId, key: string): Promise<unknown> {
  const { rows } = await db.query<{ value: unknown }>(
    'select value from source_cursor where source_id = $1 and key = $2',
    [source, key],
  );
  return rows[0]?.value;
}

export async function writeCursors(
  client: Client,
  source: SourceId,
  cursors: readonly Cursor[],
): Promise<void> {
  for (const cursor of cursors) {
    await client.query(
      `insert into source_cursor (source_id, key, value) values ($1, $2, $3)
       on conflict (source_id, key) do update set value = excluded.value`,
      [source, cursor.key, jsonText(cursor.value)],
    );
  }
}

/**
 * Holds the lock of a source while `work` runs. A session lock: it goes away with the connection, also when this
 * program is killed.
 * @throws LeadspringError `run_in_progress` when somebody else holds it
 */
export async function withSourceLock<T>(
  db: Database,
  source: SourceRow,
  work: () => Promise<T>,
  what = 'source',
): Promise<T> {
  const key = `leadspring ${what} ${source.source_id}`;
  return db.connection(async (holder) => {
    const { rows } = await holder.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
      [key],
    );
    if (rows[0]?.taken !== true) {
      throw new LeadspringError('run_in_progress', `The source ${source.name} is being run already.`);
    }
    try {
      return await work();
    } finally {
      // When the connection is gone, so is the lock, and there is nothing to unlock.
      await holder.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]).catch(() => undefined);
    }
  });
}

/** Begins a run; runs of the same source that never ended were interrupted (the caller holds the source's lock). */
export async function beginRun(
  db: Database,
  run: RunId,
  source: SourceId,
  input: string,
  now: number,
): Promise<void> {
  await db.transaction(async (client) => {
    await client.query(
      `update run set state = 'interrupted', ended_at = $2 where source_id = $1 and state = 'running'`,
      [source, new Date(now)],
    );
    await client.query(
      `insert into run (run_id, source_id, input, state, started_at) values ($1, $2, $3, 'running', $4)`,
      [run, source, input, new Date(now)],
    );
  });
}

/** Begins a run that goes on all day, or goes on with it; it counts as done at every moment. */
export async function continueRun(
  client: Client,
  run: RunId,
  source: SourceId,
  input: string,
  now: number,
): Promise<void> {
  await client.query(
    `insert into run (run_id, source_id, input, state, started_at, ended_at) values ($1, $2, $3, 'done', $4, $4)
     on conflict (run_id) do update set ended_at = excluded.ended_at`,
    [run, source, input, new Date(now)],
  );
}

/** How many groups of this run are committed; locks the run's row. */
export async function committedGroups(client: Client, run: RunId): Promise<number> {
  const { rows } = await client.query<{ batches: number }>(
    'select batches from run where run_id = $1 for update',
    [run],
  );
  return rows[0]?.batches ?? 0;
}

export async function addCounts(
  client: Client,
  run: RunId,
  counts: Counts,
  notes: readonly string[],
): Promise<void> {
  await client.query(
    `update run set read = read + $2, stored = stored + $3, duplicate = duplicate + $4, dropped = dropped + $5,
            failed = failed + $6, batches = batches + 1, notes = notes || $8::jsonb,
            drops = (select coalesce(jsonb_object_agg(key, total), '{}') from (
              select key, sum(value::bigint) as total from (
                select * from jsonb_each_text(run.drops) union all select * from jsonb_each_text($7::jsonb)) both_sides
              group by key) summed)
      where run_id = $1`,
    [
      run,
      counts.read,
      counts.stored,
      counts.duplicate,
      counts.dropped,
      counts.failed,
      jsonText(counts.drops),
      jsonText(notes),
    ],
  );
}

export async function endRun(
  db: Queryable,
  run: RunId,
  now: number,
  errors: readonly { readonly code: string; readonly message: string }[],
  seconds: number,
): Promise<void> {
  await db.query(
    `update run set state = $2, ended_at = $3, error_code = $4, error_message = $5, seconds = $6 where run_id = $1`,
    [
      run,
      errors.length === 0 ? 'done' : 'failed',
      new Date(now),
      errors[0]?.code ?? null,
      errors.length === 0 ? null : clean(errors.map((error) => error.message).join(' ')).slice(0, 4_000),
      seconds,
    ],
  );
}

/** The run's counts as they are stored. */
export async function readCounts(
  db: Queryable,
  run: RunId,
): Promise<Counts & { readonly notes: readonly string[] }> {
  const { rows } = await db.query<Counts & { notes: readonly string[] }>(
    'select read, stored, duplicate, dropped, failed, drops, notes from run where run_id = $1',
    [run],
  );
  return rows[0] ?? { read: 0, stored: 0, duplicate: 0, dropped: 0, failed: 0, drops: {}, notes: [] };
}

/** Keeps failures for replay; the same failure twice is one row, and one that was mended is open again. */
export async function writeFailures(
  client: Client,
  source: SourceId,
  version: number,
  failures: readonly Failure[],
  now: number,
): Promise<void> {
  for (const failure of failures) {
    await client.query(
      `insert into failed_event
         (failed_event_id, source_id, record_id, source_version, file, line, field, code, detail, body, first_seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (failed_event_id) do update set code = excluded.code, detail = excluded.detail,
         field = excluded.field, source_version = excluded.source_version, replayed_at = null`,
      [
        idFrom('failed_event', source, failure.id),
        source,
        clean(failure.id),
        version,
        clean(failure.place.file),
        failure.place.line ?? null,
        failure.field === undefined ? null : clean(failure.field),
        failure.code,
        clean(failure.detail).slice(0, 2_000),
        encodeBody(failure.body),
        new Date(now),
      ],
    );
  }
}

/** PostgreSQL cannot store U+0000 in text. */
function clean(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

export interface FailedEventRow {
  readonly failed_event_id: FailedEventId;
  readonly source: string;
  readonly record_id: string;
  readonly file: string;
  readonly line: number | null;
  readonly field: string | null;
  readonly code: string;
  readonly detail: string;
  readonly first_seen_at: Date;
}

/** Open failed events, newest first. */
export async function listFailures(
  db: Queryable,
  filter: {
    readonly source?: string;
    readonly code?: string;
    readonly limit: number;
    readonly offset?: number;
  },
): Promise<readonly FailedEventRow[]> {
  const { rows } = await db.query<FailedEventRow>(
    `select f.failed_event_id, s.name as source, f.record_id, f.file, f.line, f.field, f.code, f.detail, f.first_seen_at
       from failed_event f join source s using (source_id)
      where f.replayed_at is null and ($1::text is null or s.name = $1) and ($2::text is null or f.code = $2)
      order by f.first_seen_at desc, f.failed_event_id limit $3 offset $4`,
    [filter.source ?? null, filter.code ?? null, filter.limit, filter.offset ?? 0],
  );
  return rows;
}

/** One failed event with its record as it was kept, by its id or the beginning of it; null when none or several fit. */
export async function readFailure(
  db: Queryable,
  id: string,
): Promise<(FailedEventRow & { readonly body: unknown; readonly replayed_at: Date | null }) | null> {
  const { rows } = await db.query<FailedEventRow & { body: Uint8Array; replayed_at: Date | null }>(
    `select f.failed_event_id, s.name as source, f.record_id, f.file, f.line, f.field, f.code, f.detail, f.first_seen_at,
            f.body, f.replayed_at
       from failed_event f join source s using (source_id)
      where f.failed_event_id::text like $1 order by f.failed_event_id limit 2`,
    [`${id.toLowerCase().replace(/[^0-9a-f-]/g, '')}%`],
  );
  const [row, other] = rows;
  return row === undefined || other !== undefined ? null : { ...row, body: decodeBody(row.body) };
}

/** How many open failed events each source has by code. */
export async function countFailures(
  db: Queryable,
): Promise<readonly { readonly source: string; readonly code: string; readonly count: number }[]> {
  const { rows } = await db.query<{ source: string; code: string; count: number }>(
    `select s.name as source, f.code, count(*) as count from failed_event f join source s using (source_id)
      where f.replayed_at is null group by 1, 2 order by 1, 2`,
  );
  return rows;
}

/** Open failed events of a source with their bodies, in pages: those after `after`, by id. */
export async function failuresToReplay(
  db: Queryable,
  source: SourceId,
  after: string | null,
  limit: number,
): Promise<readonly (FailedEventRow & { readonly body: Uint8Array })[]> {
  const { rows } = await db.query<FailedEventRow & { body: Uint8Array }>(
    `select failed_event_id, '' as source, record_id, file, line, field, code, detail, first_seen_at, body from failed_event
      where source_id = $1 and replayed_at is null and ($2::uuid is null or failed_event_id > $2)
      order by failed_event_id limit $3`,
    [source, after, limit],
  );
  return rows;
}

/** Whether a source has failed events that are open. */
export async function hasOpenFailures(db: Queryable, source: SourceId): Promise<boolean> {
  const { rows } = await db.query<{ open: boolean }>(
    'select exists (select from failed_event where source_id = $1 and replayed_at is null) as open',
    [source],
  );
  return rows[0]?.open === true;
}

/** Closes the open ones among failed events, by the ids of their records. */
export async function markReplayed(
  client: Client,
  source: SourceId,
  records: readonly string[],
  now: number,
): Promise<void> {
  await client.query(
    'update failed_event set replayed_at = $3 where source_id = $1 and replayed_at is null and failed_event_id = any($2::uuid[])',
    [source, records.map((record) => idFrom('failed_event', source, record)), new Date(now)],
  );
}
