/** The digest of a day or a week: what emerged, what moved, what went quiet, in ten lines. */
import type { Queryable } from '../base/index.ts';
import { DAY_MS } from './dates.ts';
import { countStages, type Moved, readEmerged, readMoved } from './digest_store.ts';
import type { ListedLead } from './lead.ts';
import { leadsAsOf } from './list_store.ts';
import { LADDER } from './stage.ts';

export interface Digest {
  readonly period: 'day' | 'week';
  /** Milliseconds since the epoch: first moment, and the day of the leads. */
  readonly since: number;
  readonly asOf: number;
  /** Statistically detected, most surprising first. */
  readonly emerged: readonly ListedLead[];
  /** Up or down the ladder, best score first. */
  readonly moved: readonly Moved[];
  readonly quiet: readonly Moved[];
  /** Open leads by stage. */
  readonly stages: Readonly<Record<string, number>>;
  /** At most ten, for people. */
  readonly lines: readonly string[];
}

const DAYS = { day: 1, week: 7 } as const;
const LINES = 10;

/** The digest as of the day the leads stand for; null when they were never computed. */
export async function digestOf(db: Queryable, period: Digest['period']): Promise<Digest | null> {
  const asOf = await leadsAsOf(db);
  if (asOf === null) return null;
  const since = asOf - DAYS[period] * DAY_MS;
  const [emerged, changed, stages] = await Promise.all([
    readEmerged(db, since - 28 * DAY_MS, 100),
    readMoved(db, since),
    countStages(db),
  ]);
  const quiet = changed.filter(({ stage }) => stage === 'dormant');
  const moved = changed.filter(({ stage }) => stage !== 'dormant');
  return {
    period,
    since,
    asOf,
    emerged,
    moved,
    quiet,
    stages,
    lines: linesOf({ period, emerged, moved, quiet }),
  };
}

/** Each part gets its share of the ten lines; what does not fit is counted. */
function linesOf({
  period,
  emerged,
  moved,
  quiet,
}: Pick<Digest, 'period' | 'emerged' | 'moved' | 'quiet'>): string[] {
  const parts: readonly { readonly lines: string[]; readonly rest: string }[] = [
    { lines: emerged.map(emergedLine), rest: 'more emerged' },
    { lines: moved.map(movedLine), rest: 'more moved' },
    {
      lines: quiet.map(({ name, before }) => `Quiet: ${name}, before at the stage “${say(before)}”.`),
      rest: 'more went quiet',
    },
  ];
  const filled = parts.filter(({ lines }) => lines.length > 0);
  if (filled.length === 0) return [`Nothing emerged, moved or went quiet this ${period}.`];
  const share = Math.floor(LINES / filled.length);
  return filled.flatMap(({ lines, rest }) => {
    if (lines.length <= share) return lines;
    return [...lines.slice(0, share - 1), `… and ${lines.length - share + 1} ${rest}.`];
  });
}

function emergedLine({ name, emergedBecause, returned }: ListedLead): string {
  return `${returned ? 'Back' : 'Emerging'}: ${name}. ${emergedBecause}`;
}

function movedLine({ name, before, stage, stageReason }: Moved): string {
  const up = rung(stage) > rung(before);
  return `${up ? 'Up' : 'Down'}: ${name}, from “${say(before)}” to “${say(stage)}”. ${stageReason}`;
}

const rung = (stage: string): number => (LADDER as readonly string[]).indexOf(stage);
const say = (stage: string): string => stage.replaceAll('_', ' ');
