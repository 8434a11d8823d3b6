/** Replays failed events: each goes through its source's `adapt` again, as it is now. */
import type { Database } from '../base/index.ts';
import { decodeBody } from './codec.ts';
import { noSecrets, type OpenSecrets, openSettings } from './configured/settings.ts';
import type { Batch } from './contract.ts';
import { sourceOf } from './import.ts';
import { type RunReport, runSource } from './run.ts';
import { failuresToReplay, findSource, listSources } from './store.ts';

const PAGE = 500;

export interface ReplayOptions {
  readonly db: Database;
  /** Only this configured source; all when left out. */
  readonly name?: string;
  readonly now: number;
  /** Needed only for sources that have secrets. */
  readonly secrets?: OpenSecrets;
}

/** Replays what is open. @returns one report per source that had something to replay */
export async function replayFailures(options: ReplayOptions): Promise<readonly RunReport[]> {
  const summaries = await listSources(options.db);
  const reports: RunReport[] = [];
  for (const summary of summaries) {
    if (options.name !== undefined && summary.name !== options.name) continue;
    if (summary.open_failures === 0) continue;
    const row = await findSource(options.db, summary.name);
    if (row === undefined) continue;
    const source = sourceOf(row.kind);
    const report = await runSource({
      db: options.db,
      source,
      row: { ...row, settings: openSettings(source, row, options.secrets ?? noSecrets) },
      inputs: [],
      label: 'replay of failed events',
      now: options.now,
      threads: 0,
      replay: readFailures(options.db, row.source_id),
    });
    reports.push(report);
  }
  return reports;
}

async function* readFailures(
  db: Database,
  source: Parameters<typeof failuresToReplay>[1],
): AsyncGenerator<Batch<unknown>> {
  for (let after: string | null = null; ; ) {
    const rows = await failuresToReplay(db, source, after, PAGE);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.failed_event_id;
    yield {
      records: rows.map((row) => ({
        id: row.record_id,
        place: { file: row.file, ...(row.line === null ? {} : { line: row.line }) },
        body: decodeBody(row.body),
      })),
      cursors: [],
    };
  }
}
