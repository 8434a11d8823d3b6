/** The matcher in a process of its own. */
import { type AsideOptions, type Database, runAside } from '../../../base/index.ts';
import type { MatcherReport } from './matcher.ts';
import { hasNews } from './matcher_store.ts';

/** `progress` is told now and then how many records were looked at. */
export interface MatcherAsideOptions extends AsideOptions<number> {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Compares all with all, also when nothing is new. */
  readonly all?: boolean;
}

/** What the process is given. */
export interface MatcherTask {
  readonly connectionString: string;
  readonly now: number;
  readonly all: boolean;
}

/**
 * As `runMatcher`; starts none when there is nothing to do. When the signal ends it, what is settled stays and the
 * next run takes up the rest.
 * @returns null when there was nothing to do or the signal ended it
 * @throws LeadspringError `internal` when the process fails, and those of the database
 */
export async function runMatcherAside(
  db: Database,
  { now, all = false, ...options }: MatcherAsideOptions,
): Promise<MatcherReport | null> {
  if (!all && !(await hasNews(db))) return null;
  const task: MatcherTask = { connectionString: db.connectionString, now, all };
  return runAside<number, MatcherReport>(new URL('./matcher_process.ts', import.meta.url), task, options);
}
