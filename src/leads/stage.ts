/** The stage: how far a subject has come on the way from curiosity to a contract, and why. */
import { sayDay } from './dates.ts';
import type { Cell, Day, Facts } from './facts.ts';
import { topicOf, type Weights } from './weights.ts';

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

function actStage(cells: readonly Cell[], today: Day, weights: Weights): StageFinding | null {
  const { stage } = weights;
  const within = (days: number, test: (cell: Cell) => boolean): Day[] =>
    [...new Set(cells.filter((cell) => today - cell.day <= days && test(cell)).map((cell) => cell.day))].sort(
      (a, b) => a - b,
    );
  const wants = (cell: Cell) => topicOf(weights, cell.topic)?.wants === 'guarantees';
  const find = (name: Stage, days: Day[], reason: (day: string) => string): StageFinding | null => {
    const day = days.at(-1);
    return day === undefined ? null : { stage: name, reason: reason(sayDay(day, today)), day };
  };
  const atLeast = (days: Day[], count: number): Day[] => (days.length >= count ? days : []);
  return (
    find(
      'needs_guarantees',
      within(stage.needs_guarantees, (c) => c.act === 'ask' && wants(c)),
      (d) => `Asked about a topic of firms that want guarantees, last on ${d}.`,
    ) ??
    find(
      'needs_guarantees',
      atLeast(within(stage.needs_guarantees, wants), 2),
      (d) => `Came back to topics of firms that want guarantees, last on ${d}.`,
    ) ??
    find(
      'building',
      within(stage.building, (c) => BUILDING.has(c.act)),
      (d) => `Took part in changing the code, last on ${d}.`,
    ) ??
    find(
      'building',
      within(stage.using, (c) => c.act === 'use'),
      (d) => `Uses the hosted flavour, last on ${d}.`,
    ) ??
    find(
      'building',
      atLeast(
        within(stage.steady_downloads, (c) => c.act === 'download'),
        stage.steady_download_days,
      ),
      (d) => `Downloads steadily, last on ${d}.`,
    ) ??
    find(
      'asking',
      within(stage.asking, (c) => c.act === 'ask'),
      (d) => `Asked a question, last on ${d}.`,
    ) ??
    find(
      'asking',
      within(stage.asking, (c) => c.act === 'reply'),
      (d) => `Took part in a conversation, last on ${d}.`,
    ) ??
    find(
      'trying',
      within(stage.trying, (c) => TRYING.has(c.act)),
      (d) => `Downloaded, bought a book or came to an event, last on ${d}.`,
    )
  );
}

const BUILDING: ReadonlySet<string> = new Set(['commit', 'co_author', 'sign_off']);
const TRYING: ReadonlySet<string> = new Set(['download', 'buy', 'attend']);

function curiousReason(cells: readonly Cell[]): string {
  return cells.length === 0 ? 'Nothing was seen yet.' : 'Has only read so far.';
}
