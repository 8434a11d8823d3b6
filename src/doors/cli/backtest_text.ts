/** A back-test as text for terminals. */
import type { BacktestFigures, TopTen } from '../../leads/index.ts';
import { table } from './show.ts';

const NAMES: readonly (readonly [string, (figures: BacktestFigures) => TopTen | null])[] = [
  ['leadspring', ({ model }) => model],
  ['  learned from the other projects only', ({ leftOut }) => leftOut],
  ['  before it learned anything', ({ untrained }) => untrained],
  ['volume', ({ baselines }) => baselines.volume],
  ['newest first', ({ baselines }) => baselines.newest],
  ['points, capped and decaying', ({ baselines }) => baselines.points],
  ['perfect ranking', ({ perfect }) => perfect],
];

/** Each project, then all together. */
export function backtestText(projects: readonly BacktestFigures[], pooled: BacktestFigures): string {
  const shown = projects.length > 1 ? [...projects, pooled] : projects;
  return shown.map(figuresText).join('\n\n');
}

function figuresText(figures: BacktestFigures): string {
  const { project, cutoffs, candidates, hits, baseRate, seen, calibration } = figures;
  const rows = NAMES.flatMap(([name, of]) => {
    const top = of(figures);
    return top === null ? [] : [[name, percent(top.precision), percent(top.recall), number(top.lift)]];
  });
  return [
    project === 'all' ? 'All projects together' : project,
    `${candidates} candidates at ${cutoffs} quarters, ${hits} hits: base rate ${percent(baseRate)}`,
    table(['ranking', 'precision@10', 'recall@10', 'lift'], rows),
    `Seen before they raised their hand: ${seen.seen} of ${seen.labels} (${percent(seen.share)}), a median of ${number(seen.medianDays, 0)} days before.`,
    `Among the first ten before: ${seen.alarmed}, a median of ${number(seen.medianDaysFromAlarm, 0)} days before. New among the first ten: ${number(figures.alarmsPerMonth)} a month and project.`,
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

function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–';
}

function number(value: number, digits = 2): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}
