/** The segment: does this subject help itself, or want guarantees for money? */
import type { Cell, Day, Facts } from './facts.ts';
import { topicOf, type Weights } from './weights.ts';

export type Segment = 'wants_guarantees' | 'do_it_yourself' | 'unknown';

export interface SegmentFinding {
  readonly segment: Segment;
  readonly reasons: readonly string[];
}

/** The segment of a subject on a day; see `segment` in weights.yaml. Guarantees win over self-help. */
export function segmentOf({ cells, agreements }: Facts, today: Day, weights: Weights): SegmentFinding {
  const { segment } = weights;
  const recent = cells.filter((cell) => cell.day <= today && today - cell.day <= segment.days);
  const guarantees = new Map<string, number>();
  const self = new Map<string, number>();
  for (const cell of daily(recent)) {
    const topic = topicOf(weights, cell.topic);
    if (topic?.wants === 'guarantees') {
      const verb = cell.act === 'ask' ? 'asked about' : cell.act === 'search' ? 'searched for' : 'read about';
      add(
        guarantees,
        `${verb} ${topic.label}`,
        cell.act === 'ask' ? segment.weights.ask : segment.weights.read,
      );
    } else if (topic?.wants === 'do_it_yourself')
      add(self, `interested in ${topic.label}`, segment.weights.topic);
    else if (CODE.has(cell.act)) add(self, 'takes part in changing the code', segment.weights.commit);
    else if (TALK.has(cell.act)) add(self, 'takes part in conversations', segment.weights.talk);
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

/** One cell for each act, topic and day, so that ten pages in one visit are one sign. */
function daily(cells: readonly Cell[]): Iterable<Cell> {
  const days = new Map<string, Cell>();
  for (const cell of cells) {
    // Others are no sign of either.
    if (cell.topic === null && !CODE.has(cell.act) && !TALK.has(cell.act)) continue;
    days.set(`${cell.act} ${cell.topic ?? ''} ${cell.day}`, cell);
  }
  return days.values();
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
