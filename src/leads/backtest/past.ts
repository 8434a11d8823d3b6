/** The guard against knowing the future. */
import { LeadspringError } from '../../base/index.ts';
import type { Visible } from './types.ts';

/** Looks at a row from a cut-off; everything that ranks candidates takes its rows through this. */
export type See = <Row extends Visible>(row: Row) => Row;

/**
 * The past as it was visible at a cut-off.
 * @throws LeadspringError `internal` from the answer, for a row that became visible after the cut-off: an act, an
 *   affiliation or an outcome has leaked, and every figure made with it would be wrong
 */
export function openPast(cutoff: number): See {
  return (row) => {
    if (row.visibleAt > cutoff) {
      throw new LeadspringError(
        'internal',
        `A row of ${iso(row.visibleAt)} was looked at from ${iso(cutoff)}: the future leaked into the back-test.`,
      );
    }
    return row;
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** How many rows, by rising time, are visible at a cut-off. */
export function countVisible(rows: readonly Visible[], cutoff: number): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rows[middle]?.visibleAt ?? Number.POSITIVE_INFINITY) <= cutoff) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** First days of quarters (UTC) after the first and up to the last instant. */
export function quarters(first: number, last: number): number[] {
  const found: number[] = [];
  const year = new Date(first).getUTCFullYear();
  for (let quarter = 0; ; quarter++) {
    const at = Date.UTC(year, quarter * 3, 1);
    if (at > last) return found;
    if (at > first) found.push(at);
  }
}
