/**
 * The computation of all leads in a process of its own, where there are many signals: whoever serves pages or takes
 * deliveries goes on meanwhile, and garbage costs less with the memory that the launcher denies the main process.
 */
import { type Database, LeadspringError, runAside } from '../base/index.ts';
import { insidersOf } from './insiders.ts';
import type { RefreshOptions } from './refresh.ts';

/** What the process is given. */
export interface RefreshTask {
  readonly connectionString: string;
  readonly options: RefreshOptions;
}

/** Of each thread. Most of what is held are numbers outside of the heap; a larger young generation saves little more. */
const MEMORY = ['--max-semi-space-size=32', '--max-old-space-size=512'];

/** As `refreshLeads`. @throws LeadspringError as the work does */
export async function refreshAside(db: Database, options: RefreshOptions): Promise<{ leads: number }> {
  const { connectionString } = db;
  const { weights, now } = options;
  const task: RefreshTask = { connectionString, options: { ...insidersOf(options), weights, now } };
  const file = new URL('./refresh_process.ts', import.meta.url);
  const answer = await runAside<never, { leads: number }>(file, task, { memory: MEMORY });
  if (answer === null) throw new LeadspringError('internal', 'the process that computes all leads was ended');
  return answer;
}
