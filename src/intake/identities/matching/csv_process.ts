/** The process of `matchCsvAside`. */
import { type ProgressState, workAside } from '../../../base/index.ts';
import { type CsvMatchSummary, matchCsv } from './csv.ts';
import type { CsvEvent, CsvTask } from './csv_aside.ts';

workAside<CsvTask, CsvEvent, CsvMatchSummary>((task, tell) => {
  const progress = {
    update: (state: ProgressState) => tell({ state, ends: false }),
    finish: (state: ProgressState) => tell({ state, ends: true }),
  };
  // Ended from outside, with the process.
  return matchCsv({ ...task, progress, signal: new AbortController().signal });
});
