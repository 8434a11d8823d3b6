/** The segment: does this subject help itself, or want guarantees for money? */
import type { Act } from '../intake/index.ts';
import type { Day, Facts } from './facts.ts';
import { type Group, groupCells, upTo } from './groups.ts';
import { topicOf, type Weights } from './weights.ts';

export type Segment = 'wants_guarantees' | 'do_it_yourself' | 'unknown';

export interface SegmentFinding {
  readonly segment: Segment;
  readonly reasons: readonly string[];
}

/** The segment of a subject on a day; see `segment` in weights.yaml. Guarantees win over self-help. */
export function segmentOf(facts: Facts, today: Day, weights: Weights): SegmentFinding {
  return segmentOfGroups(facts, groupCells(upTo(facts.cells, today)), today, weights);
}

/** The same of cells that are grouped already, none of them later than `today`. */
export function segmentOfGroups(
  { agreements }: Pick<Facts, 'agreements'>,
  groups: readonly Group[],
  today: Day,
  weights: Weights,
): SegmentFinding {
  const { segment } = weights;
  const guarantees = new Map<string, number>();
  const self = new Map<string, number>();
  for (const { act, topic: name, days } of daily(groups, today - segment.days)) {
    const topic = topicOf(weights, name);
    if (topic?.wants === 'guarantees') {
      const verb = act === 'ask' ? 'asked about' : act === 'search' ? 'searched for' : 'read about';
      const each = act === 'ask' ? segment.weights.ask : segment.weights.read;
      add(guarantees, `${verb} ${topic.label}`, days.size * each);
    } else if (topic?.wants === 'do_it_yourself')
      add(self, `interested in ${topic.label}`, days.size * segment.weights.topic);
    else if (CODE.has(act)) add(self, 'takes part in changing the code', days.size * segment.weights.commit);
    else if (TALK.has(act)) add(self, 'takes part in conversations', days.size * segment.weights.talk);
  }
  for (const { act, day } of agreements) {
    if (act === 'deal_lost' || day > today) continue;
    add(guarantees, act === 'contract' ? 'has or had a contract' : 'has or had a deal', segment.weights.deal);
  }
  if (total(guarantees) >= segment.guarantees)
    return { segment: 'wants_guarantees', reasons: strongest(guarantees) };
  if (total(self) >= segment.do_it_yourself) return { segment: 'do_it_yourself', reasons: strongest(self) };
  return { segment: 'unknown', reasons: ['too little was seen to tell'] };
}

const CODE: ReadonlySet<string> = new Set(['commit', 'co_author', 'sign_off']);
const TALK: ReadonlySet<string> = new Set(['ask', 'reply']);

interface DaysOfKind {
  readonly act: Act;
  readonly topic: string | null;
  readonly days: ReadonlySet<Day>;
}

/** The days of each act and topic, so that ten pages in one visit are one sign. */
function daily(groups: readonly Group[], since: Day): Iterable<DaysOfKind> {
  const kinds = new Map<string, { act: Act; topic: string | null; days: Set<Day> }>();
  for (const { cells, sum } of groups) {
    const { act, topic } = sum;
    // Others are no sign of either.
    if (sum.to < since || (topic === null && !CODE.has(act) && !TALK.has(act))) continue;
    const key = `${act} ${topic ?? ''}`;
    const kind = kinds.get(key) ?? { act, topic, days: new Set<Day>() };
    let before = Number.NaN;
    for (const { day } of cells) {
      // The cells of a day mostly come together.
      if (day >= since && day !== before) kind.days.add(day);
      before = day;
    }
    kinds.set(key, kind);
  }
  return kinds.values();
}

function add(sums: Map<string, number>, reason: string, value: number): void {
  sums.set(reason, (sums.get(reason) ?? 0) + value);
}

function total(sums: ReadonlyMap<string, number>): number {
  return [...sums.values()].reduce((sum, value) => sum + value, 0);
}

function strongest(sums: ReadonlyMap<string, number>): string[] {
  return [...sums]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, 5)
    .map(([reason]) => reason);
}
