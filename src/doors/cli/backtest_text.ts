/** A back-test as text for terminals. */
import type { BacktestFigures, Rankings, Top } from '../../leads/index.ts';
import { table } from './show.ts';

type Row = readonly [string, Top | null];

/** Each project, then all together. */
export function backtestText(projects: readonly BacktestFigures[], pooled: BacktestFigures): string {
  const shown = projects.length > 1 ? [...projects, pooled] : projects;
  return shown.map(figuresText).join('\n\n');
}

function figuresText(figures: BacktestFigures): string {
  const { project, cutoffs, candidates, hits, baseRate, seen, marked, calibration, oneList } = figures;
  const learned: readonly Row[] = [
    ['  learned from the other projects only', figures.leftOut],
    ['  before it learned anything', figures.untrained],
  ];
  const many = figures.lengths.filter(({ length }) => length < candidates / cutoffs);
  return [
    project === 'all' ? 'All projects together' : project,
    `${candidates} candidates at ${cutoffs} cut-offs, ${hits} hits: base rate ${percent(baseRate)}`,
    topTable('the first ten of each list', rankingRows(figures, learned)),
    ...(oneList === null ? [] : [topTable('ten of all projects in one list', rankingRows(oneList, []))]),
    topTable(
      'leadspring, lists of',
      many.map(({ length, ...top }) => [String(length), top]),
    ),
    `Seen before they raised their hand: ${seen.seen} of ${seen.labels} (${percent(seen.share)}), a median of ${number(seen.medianDays, 0)} days before.`,
    `Among the first ten before: ${seen.alarmed}, a median of ${number(seen.medianDaysFromAlarm, 0)} days before. New among the first ten: ${number(figures.alarmsPerMonth)} a month and project.`,
    `Marked as emerging at a cut-off: ${marked.organizations}, ${number(marked.perMonth)} a month and project; ${percent(marked.precision)} of ${marked.marks} marks came true (lift ${number(marked.lift)}). ${marked.raised} raised their hand after, a median of ${number(marked.medianDays, 0)} days later.`,
    `Average precision ${number(figures.averagePrecision, 3)} (in any order: ${number(baseRate, 3)}).`,
    `Brier score ${number(calibration.brier, 4)} (the base rate for everybody, known in hindsight: ${number(calibration.brierOfBaseRate, 4)}).`,
    table(
      ['candidates', 'forecast', 'happened'],
      calibration.reliability.map(({ count, forecast, happened }) => [
        ...[count, percent(forecast), percent(happened)],
      ]),
    ),
  ].join('\n');
}

/** @param learned what is told right after the model */
function rankingRows({ model, baselines, change, perfect }: Rankings, learned: readonly Row[]): Row[] {
  return [
    ['leadspring', model],
    ...learned,
    ['detected changes alone', change],
    ['volume', baselines.volume],
    ['newest first', baselines.newest],
    ['points, capped and decaying', baselines.points],
    ['perfect ranking', perfect],
  ];
}

function topTable(title: string, rows: readonly Row[]): string {
  return table(
    [title, 'precision', 'recall', 'lift'],
    rows.flatMap(([name, top]) =>
      top === null ? [] : [[name, percent(top.precision), percent(top.recall), number(top.lift)]],
    ),
  );
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–';
}

function number(value: number, digits = 2): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}
