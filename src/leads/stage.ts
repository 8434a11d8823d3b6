/**
 * The stage: how far a subject has come on the way from curiosity to a contract, since when, and why. Anonymous
 * traffic of a network proves trying at most; it takes people, by name or by an address of theirs, to go further.
 */
import { type Agreed, agreedOn, agreedSince, agreedUntil, startOf } from './agreed.ts';
import { sayDay } from './dates.ts';
import type { Cell, Day, Facts } from './facts.ts';
import { type Group, groupCells, isByPeople, once, upTo } from './groups.ts';
import { daysOf, heldSince, isHeld, lastHeld, type Span, spansOf, wokeOn } from './spans.ts';
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
  'member',
] as const;
export type Stage = (typeof STAGES)[number];

/** The ladder, from below. */
export const LADDER: readonly Stage[] = [
  'dormant',
  ...STAGES.filter((stage) => stage !== 'dormant' && stage !== 'vendor' && stage !== 'member'),
];

/** Stages that are no new leads: whoever has bought, ourselves, and members. */
export const NOT_NEW: readonly Stage[] = ['customer', 'vendor', 'member'];

export interface StageFinding {
  readonly stage: Stage;
  /** One sentence. */
  readonly reason: string;
  /** The first day since which this was the stage on every day, by what is known today. */
  readonly since: Day;
  /** The day of the latest act that proves it. */
  readonly day: Day;
}

/** The stage of a subject on a day; see `stage` in weights.yaml for the rules' order and periods. */
export function stageOf(facts: Facts, today: Day, weights: Weights): StageFinding {
  return stageOfGroups(facts, groupCells(upTo(facts.cells, today)), today, weights);
}

/** The same of cells that are grouped already, none of them later than `today`. */
export function stageOfGroups(
  { subject, agreements }: Pick<Facts, 'subject' | 'agreements'>,
  groups: readonly Group[],
  today: Day,
  weights: Weights,
): StageFinding {
  const seen = seenIn(groups) ?? { first: today, last: today };
  if (subject.own)
    return { stage: 'vendor', reason: 'One of your own organizations.', since: seen.first, day: seen.last };
  if (subject.member)
    return { stage: 'member', reason: 'A member of your ecosystem.', since: seen.first, day: seen.last };
  const agreed = agreedOn(agreements, today, weights);
  if (agreed !== null) {
    return { ...agreedFinding(agreed, today), since: agreedSince(agreements, today, weights) };
  }
  const free = agreedUntil(agreements, today, weights) + 1;
  const silent = seen.last + weights.stage.dormant_after + 1;
  if (silent <= today) {
    const reason = `Nothing was seen since ${sayDay(seen.last, today)}.`;
    return { stage: 'dormant', reason, since: Math.max(silent, free), day: seen.last };
  }
  return actStage({ groups, seen, free }, today, weights);
}

interface Seen {
  readonly first: Day;
  readonly last: Day;
}

function seenIn(groups: readonly Group[]): Seen | null {
  if (groups.length === 0) return null;
  return {
    first: Math.min(...groups.map(({ sum }) => sum.from)),
    last: Math.max(...groups.map(({ sum }) => sum.to)),
  };
}

function agreedFinding({ stage, agreement }: Agreed, today: Day): Omit<StageFinding, 'since'> {
  const { act, to } = agreement;
  const day = act === 'contract' ? startOf(agreement) : agreement.day;
  const on = sayDay(day, today);
  if (act === 'deal_open') return { stage, reason: `A deal is open since ${on}.`, day };
  if (act !== 'contract') return { stage, reason: `A deal was won on ${on}.`, day };
  const until = to === null ? '' : ` until ${sayDay(to, today)}`;
  return { stage, reason: `A contract is in force since ${on}${until}.`, day };
}

/** A stage that acts alone prove: on at least `days` different days within the last `period` days. */
interface Rule {
  readonly stage: Stage;
  readonly period: number;
  readonly days: number;
  readonly test: (cell: Cell) => boolean;
  /** Whether it is anonymous traffic that proves it, and not people. */
  readonly network: boolean;
  readonly reason: string;
}

/** In order: the first rule that holds decides. */
const rulesOf = once((weights: Weights): readonly Rule[] => {
  const { stage } = weights;
  const wanting = new Set(
    weights.topics.filter(({ wants }) => wants === 'guarantees').map(({ name }) => name),
  );
  const wants = ({ topic }: Cell) => topic !== null && wanting.has(topic);
  const rule = (
    name: Stage,
    period: number,
    reason: string,
    test: Rule['test'],
    { days = 1, network = false } = {},
  ): Rule => ({ stage: name, period, days, test, network, reason });
  const { needs_guarantees: guarantees, steady_downloads: steady, steady_download_days: days } = stage;
  return [
    rule(
      'needs_guarantees',
      guarantees,
      'Asked about what firms need that want guarantees',
      (c) => c.act === 'ask' && wants(c),
    ),
    rule('needs_guarantees', guarantees, 'Came back to what firms need that want guarantees', wants, {
      days: 2,
    }),
    rule('building', stage.building, 'Took part in changing the code', ({ act }) => BUILDING.has(act)),
    rule('building', stage.using, 'Uses the hosted flavour', ({ act }) => act === 'use'),
    rule('building', steady, 'Downloads steadily', ({ act }) => act === 'download', { days }),
    rule('asking', stage.asking, 'Asked a question', ({ act }) => act === 'ask'),
    rule('asking', stage.asking, 'Took part in a conversation', ({ act }) => act === 'reply'),
    rule('trying', stage.trying, 'Downloaded, bought a book or came to an event', ({ act }) =>
      TRYING.has(act),
    ),
    rule('trying', stage.trying, TRAFFIC_TRIES, ({ act }) => act === 'download' || act === 'use', {
      network: true,
    }),
  ];
});

const BUILDING: ReadonlySet<string> = new Set(['commit', 'co_author', 'sign_off']);
const TRYING: ReadonlySet<string> = new Set(['download', 'buy', 'attend']);
const TRAFFIC_TRIES =
  'Traffic of their network tries the product, but names nobody who builds, asks or needs guarantees';
const TRAFFIC_READS = 'Only traffic of their network was seen, and it only reads.';

interface Observed {
  readonly groups: readonly Group[];
  readonly seen: Seen;
  /** The first day on which no agreement decided any more. */
  readonly free: Day;
}

/** When a rule held. */
interface Held {
  readonly rule: Rule;
  readonly days: readonly Day[];
  readonly spans: readonly Span[];
}

/** Rules that ever held, in order. */
function heldOf(rules: readonly Rule[], groups: readonly Group[]): readonly Held[] {
  const held: Held[] = [];
  for (const rule of rules) {
    const alike = groups.filter(({ first }) => rule.test(first));
    if (alike.length === 0) continue;
    const days = daysOf(alike, rule.network);
    if (days.length >= rule.days) held.push({ rule, days, spans: spansOf(days, rule.days, rule.period) });
  }
  return held;
}

function actStage({ groups, seen, free }: Observed, today: Day, weights: Weights): StageFinding {
  const held = heldOf(rulesOf(weights), groups);
  const decided = held.find(({ spans }) => isHeld(spans, today));
  const stage = decided?.rule.stage ?? 'curious';
  const alike = held.filter(({ rule }) => rule.stage === stage);
  const above = alike[0] === undefined ? held : held.slice(0, held.indexOf(alike[0]));
  const proven =
    heldSince(
      alike.flatMap(({ spans }) => spans),
      today,
    ) ?? seen.first;
  const since = Math.max(
    proven,
    free,
    // What comes before held until the day before.
    ...above.map(({ spans }) => lastHeld(spans) + 1),
    wokeOn(groups, proven, today, weights.stage.dormant_after) ?? proven,
  );
  if (decided === undefined) return { stage, reason: curiousReason(groups), since, day: seen.last };
  return { stage, ...reasonOf(decided, since === proven ? null : since, today), since };
}

/** @param broken since when the stage holds again, when something else came between */
function reasonOf({ rule, days, spans }: Held, broken: Day | null, today: Day): { reason: string; day: Day } {
  const day = days.at(-1) ?? today;
  const start = heldSince(spans, today) ?? day;
  // The act with which the chain began: a rule of two days holds from the second on.
  const first = days[Math.max(0, days.indexOf(start) - rule.days + 1)] ?? day;
  const from = first === day ? '' : `first on ${sayDay(first, today)}, `;
  const again = broken === null ? '' : `; at this stage without a break since ${sayDay(broken, today)}`;
  return { reason: `${rule.reason}, ${from}last on ${sayDay(day, today)}${again}.`, day };
}

function curiousReason(groups: readonly Group[]): string {
  if (groups.length === 0) return 'Nothing was seen yet.';
  return groups.some(isByPeople) ? 'Has only read so far.' : TRAFFIC_READS;
}
