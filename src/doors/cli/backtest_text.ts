/** A back-test as text for terminals. */
import { type BacktestFigures, type Rankings, shareInterval, type Top } from '../../leads/index.ts';
import { table } from './show.ts';

type Row = readonly [string, Top | null];

/** What things are called: files hold several projects and companies that list themselves, a database deals. */
interface Words {
  readonly heading: (figures: BacktestFigures) => string;
  readonly cutoffs: string;
  readonly hits: (figures: BacktestFigures) => string;
  readonly raised: string;
  readonly perMonth: string;
}

const FILES: Words = {
  heading: ({ project }) => (project === 'all' ? 'All projects together' : project),
  cutoffs: 'quarters',
  hits: ({ hits, hitOrganizations }) =>
    `${hits} hits (${of(hitOrganizations, 'organization')} that listed themselves)`,
  raised: 'raised their hand',
  perMonth: 'a month and project',
};

const DATABASE: Words = {
  heading: () => 'This database',
  cutoffs: 'days looked back to',
  hits: ({ hits, hitOrganizations }) => `${hits} hits (${of(hitOrganizations, 'lead')} that bought)`,
  raised: 'bought',
  perMonth: 'a month',
};

/** Back-test of files: each project, then all together. */
export function backtestText(projects: readonly BacktestFigures[], pooled: BacktestFigures): string {
  const shown = projects.length > 1 ? [...projects, pooled] : projects;
  return shown.map((figures) => figuresText(figures, FILES)).join('\n\n');
}

/** Back-test of the database's own history. */
export function databaseText(figures: BacktestFigures): string {
  return figuresText(figures, DATABASE);
}

function figuresText(figures: BacktestFigures, words: Words): string {
  const { cutoffs, candidates, baseRate, calibration, oneList, length } = figures;
  const learned: readonly Row[] = [
    ['  learned from the other projects only', figures.leftOut],
    ['  before it learned anything', figures.untrained],
  ];
  const many = figures.lengths.filter((each) => each.length < candidates / cutoffs);
  return [
    words.heading(figures),
    `${candidates} candidates at ${cutoffs} ${words.cutoffs} (each counts every time), ${words.hits(figures)}: base rate ${percent(baseRate)}`,
    topTable(`the first ${length} of each list`, rankingRows(figures, learned)),
    ...(oneList === null
      ? []
      : [topTable(`${length} of all projects in one list`, rankingRows(oneList, []))]),
    topTable(
      'leadspring, lists of',
      many.map((each) => [String(each.length), each]),
    ),
    'Of the attainable: the share of what a perfect ranking gains over chance.',
    ...sayTimes(figures, words),
    `Average precision ${number(figures.averagePrecision, 3)} (in any order: ${number(baseRate, 3)}).`,
    `Brier score ${number(calibration.brier, 4)} (the base rate for everybody, known in hindsight: ${number(calibration.brierOfBaseRate, 4)}).`,
    table(
      ['candidates', 'forecast', 'happened', '95 % interval'],
      calibration.reliability.map(({ count, forecast, happened }) => {
        const { low, high } = shareInterval(happened, count);
        return [count, percent(forecast), percent(happened), `${percent(low)} to ${percent(high)}`];
      }),
    ),
  ].join('\n');
}

/** What there is to say of days before, and of marks. */
function sayTimes(figures: BacktestFigures, { raised, perMonth }: Words): string[] {
  const { seen, marked, length } = figures;
  return [
    `Seen before they ${raised}: ${seen.seen} of ${seen.labels} (${percent(seen.share)})${after(seen.medianDays, 'before')}.`,
    `Among the first ${length} before: ${seen.alarmed}${after(seen.medianDaysFromAlarm, 'before')}. New among the first ${length}: ${number(figures.alarmsPerMonth)} ${perMonth}.`,
    `Marked as emerging: ${marked.organizations}, ${number(marked.perMonth)} ${perMonth}; ${cameTrue(marked)}. ${marked.raised} ${raised} after${after(marked.medianDays, 'later')}.`,
  ];
}

function cameTrue({ marks, precision, lift }: BacktestFigures['marked']): string {
  if (marks === 0) return 'what came of it is not known yet';
  return `${percent(precision)} of ${marks} marks came true (lift ${number(lift)})`;
}

/** `, a median of 12 days before`; nothing where there is no median. */
function after(days: number, word: string): string {
  return Number.isFinite(days) ? `, a median of ${number(days, 0)} days ${word}` : '';
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
    [title, 'precision', 'recall', 'lift', 'of the attainable'],
    rows.flatMap(([name, top]) => {
      if (top === null) return [];
      const { precision, recall, lift, gained } = top;
      return [[name, percent(precision), percent(recall), number(lift), percent(gained)]];
    }),
  );
}

/** `2 different leads`. */
function of(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `different ${what}s`}`;
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–';
}

function number(value: number, digits = 2): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}
