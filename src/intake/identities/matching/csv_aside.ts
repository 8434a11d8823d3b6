/** The matcher on a CSV file, in a process of its own. */
import { type ProgressState, runAside } from '../../../base/index.ts';
import type { CsvMatchOptions, CsvMatchSummary } from './csv.ts';

export type CsvTask = Omit<CsvMatchOptions, 'progress' | 'signal'>;
export interface CsvEvent {
  readonly state: ProgressState;
  readonly ends: boolean;
}

/** As `matchCsv`. @returns null when the signal ended it; files may be half written then */
export async function matchCsvAside(options: CsvMatchOptions): Promise<CsvMatchSummary | null> {
  const { progress, signal, ...task } = options;
  return runAside<CsvEvent, CsvMatchSummary>(new URL('./csv_process.ts', import.meta.url), task, {
    signal,
    progress: ({ state, ends }) => (ends ? progress.finish(state) : progress.update(state)),
  });
}
