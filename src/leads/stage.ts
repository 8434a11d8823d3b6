/** The stage: how far a subject has come on the way from curiosity to a contract, and why. */
import { sayDay } from './dates.ts';
import type { Cell, Day, Facts } from './facts.ts';
import type { Weights } from './weights.ts';

export const STAGES = [
  'curious',
  'trying',
  'asking',
  'building',
  'needs_guarantees',
  'in_talks',
  'customer',
  'dormant',
  'vendor',
] as const;
export type Stage = (typeof STAGES)[number];

/** The ladder, from below. */
export const LADDER: readonly Stage[] = [
  'dormant',
  ...STAGES.filter((stage) => stage !== 'dormant' && stage !== 'vendor'),
];

/** Stages that are no new leads: whoever has bought, and ourselves. */
export const NOT_NEW: readonly Stage[] = ['customer', 'vendor'];

export interface StageFinding {
  readonly stage: Stage;
  /** One sentence. */
  readonly reason: string;
  /** The day of the act that decided. */
  readonly day: Day;
}

/** The stage of a subject on a day; see `stage` in weights.yaml for the rules' order and periods. */
export function stageOf(facts: Facts, today: Day, weights: Weights): StageFinding {
  const cells = facts.cells.filter((cell) => cell.day <= today);
  const last = cells.reduce((latest, cell) => Math.max(latest, cell.day), Number.NEGATIVE_INFINITY);
  if (facts.subject.own)
    return { stage: 'vendor', reason: 'One of your own organizations.', day: finite(last, today) };
  return (
    agreementStage(facts, today, weights) ??
    dormant(last, today, weights) ??
    actStage(cells, today, weights) ?? {
      stage: 'curious',
      reason: curiousReason(cells),
      day: finite(last, today),
    }
  );
}

function finite(day: number, today: Day): Day {
  return Number.isFinite(day) ? day : today;
}

function agreementStage({ agreements }: Facts, today: Day, { stage }: Weights): StageFinding | null {
  const past = agreements.filter(({ day, from }) => (from ?? day) <= today).sort((a, b) => b.day - a.day);
  const contract = past.find(
    ({ act, day, from, to }) => act === 'contract' && today <= (to ?? (from ?? day) + stage.contract),
  );
  if (contract !== undefined) {
    const day = contract.from ?? contract.day;
    const until = contract.to === null ? '' : ` until ${sayDay(contract.to, today)}`;
    return { stage: 'customer', reason: `A contract is in force since ${sayDay(day, today)}${until}.`, day };
  }
  const deal = past.find(({ act }) => act !== 'contract');
  if (deal === undefined) return null;
  const age = today - deal.day;
  const hadContract = past.some(({ act }) => act === 'contract');
  if (deal.act === 'deal_won' && age <= stage.won && !hadContract) {
    return { stage: 'customer', reason: `A deal was won on ${sayDay(deal.day, today)}.`, day: deal.day };
  }
  if (deal.act === 'deal_open' && age <= stage.talks) {
    return { stage: 'in_talks', reason: `A deal is open since ${sayDay(deal.day, today)}.`, day: deal.day };
  }
  return null;
}

function dormant(last: number, today: Day, { stage }: Weights): StageFinding | null {
  if (!Number.isFinite(last) || today - last <= stage.dormant_after) return null;
  return { stage: 'dormant', reason: `Nothing was seen since ${sayDay(last, today)}.`, day: last };
}

/** A stage that acts alone prove: on at least `days` different days within the last `period` days. */
interface Rule {
  readonly stage: Stage;
  readonly period: number;
  readonly days: number;
  readonly test: (cell: Cell) => boolean;
  readonly reason: string;
}

/** In order: the first rule that holds decides. */
function rules(weights: Weights): readonly Rule[] {
  const { stage } = weights;
  const wanting = new Set(
    weights.topics.filter(({ wants }) => wants === 'guarantees').map(({ name }) => name),
  );
  const wants = ({ topic }: Cell) => topic !== null && wanting.has(topic);
  const rule = (name: Stage, period: number, days: number, reason: string, test: Rule['test']): Rule => ({
    stage: name,
    period,
    days,
    test,
    reason,
  });
  const guarantees = stage.needs_guarantees;
  return [
    rule(
      'needs_guarantees',
      guarantees,
      1,
      'Asked about what firms need that want guarantees',
      (c) => c.act === 'ask' && wants(c),
    ),
    rule('needs_guarantees', guarantees, 2, 'Came back to what firms need that want guarantees', wants),
    rule('building', stage.building, 1, 'Took part in changing the code', ({ act }) => BUILDING.has(act)),
    rule('building', stage.using, 1, 'Uses the hosted flavour', ({ act }) => act === 'use'),
    rule(
      'building',
      stage.steady_downloads,
      stage.steady_download_days,
      'Downloads steadily',
      ({ act }) => act === 'download',
    ),
    rule('asking', stage.asking, 1, 'Asked a question', ({ act }) => act === 'ask'),
    rule('asking', stage.asking, 1, 'Took part in a conversation', ({ act }) => act === 'reply'),
    rule('trying', stage.trying, 1, 'Downloaded, bought a book or came to an event', ({ act }) =>
      TRYING.has(act),
    ),
  ];
}

function actStage(cells: readonly Cell[], today: Day, weights: Weights): StageFinding | null {
  for (const { stage, period, days, test, reason } of rules(weights)) {
    const seen = new Set<Day>();
    for (const cell of cells) if (today - cell.day <= period && test(cell)) seen.add(cell.day);
    if (seen.size < days) continue;
    const day = Math.max(...seen);
    return { stage, reason: `${reason}, last on ${sayDay(day, today)}.`, day };
  }
  return null;
}

const BUILDING: ReadonlySet<string> = new Set(['commit', 'co_author', 'sign_off']);
const TRYING: ReadonlySet<string> = new Set(['download', 'buy', 'attend']);

function curiousReason(cells: readonly Cell[]): string {
  return cells.length === 0 ? 'Nothing was seen yet.' : 'Has only read so far.';
}
