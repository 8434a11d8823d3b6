/** Asks the servers of configured sources. */
import { LeadspringError, type Progress } from '../../base/index.ts';
import type { Touched } from '../group.ts';
import { type RunReport, runSource } from '../run.ts';
import { type Configuring, canPull, openSource } from './configure.ts';
import { dueSources, notePull } from './store.ts';

export interface PullOptions extends Configuring {
  readonly threads: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly patience?: number;
  /** Told after every commit whose acts changed. */
  readonly stored?: (touched: Touched) => void;
}

/**
 * Asks the server of one source, from where the last run stopped.
 * @throws LeadspringError `source_unknown`, `source_paused`, `source_way_missing`, `run_in_progress`, `secret_unreadable`;
 *   what goes wrong on the way is in the report
 */
export async function pullSource(options: PullOptions, name: string): Promise<RunReport> {
  const { source, row } = await openSource(options, name);
  if (row.paused_at !== null) throw new LeadspringError('source_paused', `${name} is paused.`);
  if (!canPull(source, row.settings)) {
    throw new LeadspringError(
      'source_way_missing',
      source.pull === undefined
        ? `${name} has no server to ask.`
        : `${name} lacks the settings to ask its server.`,
    );
  }
  await notePull(options.db, name, options.now);
  return runSource({
    ...{ db: options.db, source, row, inputs: [], now: options.now, threads: options.threads },
    pull: options.network,
    ...(options.progress === undefined ? {} : { progress: options.progress }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.patience === undefined ? {} : { patience: options.patience }),
    ...(options.stored === undefined ? {} : { stored: options.stored }),
  });
}

/** Asks every server whose turn it is, one after the other. @returns what came of each */
export async function pullDue(
  options: PullOptions,
  done: (name: string, outcome: RunReport | LeadspringError) => void,
): Promise<void> {
  for (const name of await dueSources(options.db, options.now)) {
    if (options.signal?.aborted) return;
    try {
      done(name, await pullSource(options, name));
    } catch (thrown) {
      if (!(thrown instanceof LeadspringError)) throw thrown;
      done(name, thrown);
    }
  }
}
