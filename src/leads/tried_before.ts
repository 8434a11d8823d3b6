/** What a subject did before it first wrote to the vendor: prospects of open source come having tried. */
import type { AccessPoint, Act } from '../intake/index.ts';
import { sayDay } from './dates.ts';
import type { Cell, Day } from './facts.ts';
import { sayAct, sayCount, sayList } from './words.ts';

export interface TriedBefore {
  /** The day of the first private message, question or talk. */
  readonly wrote: Day;
  /** One entry for each access point and act before that day, in order of the first time. */
  readonly before: readonly {
    readonly accessPoint: AccessPoint;
    readonly act: Act;
    readonly days: number;
    readonly from: Day;
  }[];
  /** One sentence. */
  readonly text: string;
}

/** Acts that are words with the vendor itself. */
const WROTE = ({ accessPoint, act }: Cell): boolean =>
  (accessPoint === 'support' && (act === 'ask' || act === 'reply')) ||
  act === 'deal_open' ||
  act === 'contract';
/** Acts that say nothing of trying. */
const NOT_TRIED: ReadonlySet<Act> = new Set([
  'deal_won',
  'deal_lost',
  'spend',
  'adopt',
  'total',
  'release',
  'announce',
]);

/** Null for whoever never wrote. */
export function triedBefore(cells: readonly Cell[], today: Day): TriedBefore | null {
  const seen = cells.filter(({ day }) => day <= today);
  const wrote = seen.filter(WROTE).reduce((first, { day }) => Math.min(first, day), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(wrote)) return null;
  const groups = new Map<string, { accessPoint: AccessPoint; act: Act; days: Set<Day>; from: Day }>();
  for (const cell of seen) {
    if (cell.day >= wrote || NOT_TRIED.has(cell.act)) continue;
    const { accessPoint, act, day } = cell;
    const key = `${accessPoint} ${act}`;
    const group = groups.get(key) ?? { accessPoint, act, days: new Set(), from: day };
    group.days.add(day);
    group.from = Math.min(group.from, day);
    groups.set(key, group);
  }
  const before = [...groups.values()]
    .sort((a, b) => a.from - b.from || (`${a.accessPoint} ${a.act}` < `${b.accessPoint} ${b.act}` ? -1 : 1))
    .map(({ accessPoint, act, days, from }) => ({ accessPoint, act, days: days.size, from }));
  return { wrote, before, text: textOf(wrote, before, today) };
}

function textOf(wrote: Day, before: TriedBefore['before'], today: Day): string {
  const when = sayDay(wrote, today);
  if (before.length === 0) return `Nothing was seen of them before they first wrote on ${when}.`;
  const [first] = before;
  const did = before.slice(0, 5).map(({ accessPoint, act, days }) => {
    const what = sayAct(act, accessPoint, null);
    return days === 1 ? what : `${what} (${sayCount(days, 'day')})`;
  });
  const lead = wrote - (first?.from ?? wrote);
  return `Before they first wrote on ${when} they ${sayList(did)}; the first time was ${sayCount(lead, 'day')} earlier.`;
}
