/**
 * What a subject did before the vendor first heard of it: prospects of open source come having tried. Only a mail or a
 * ticket is writing; a deal or contract in the records says that somebody talked, not who began.
 */
import type { AccessPoint, Act } from '../intake/index.ts';
import { sayDay } from './dates.ts';
import type { Cell, Day } from './facts.ts';
import { sayAct, sayCount, sayList } from './words.ts';

/** What came first: they wrote, talks began, or a contract was signed. */
export type FirstContact = 'wrote' | 'talks' | 'contract';

export interface TriedBefore {
  /** What the vendor's records begin with. */
  readonly first: FirstContact;
  readonly day: Day;
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

/** Which contact an act is, or null. */
function contactOf({ accessPoint, act }: Cell): FirstContact | null {
  if (accessPoint === 'support' && (act === 'ask' || act === 'reply')) return 'wrote';
  if (act === 'deal_open') return 'talks';
  return act === 'contract' ? 'contract' : null;
}

/** On one day, what says most of them. */
const TELLING: readonly FirstContact[] = ['wrote', 'talks', 'contract'];

/** Acts that say nothing of trying. */
const NOT_TRIED: ReadonlySet<Act> = new Set([
  ...([
    'deal_open',
    'deal_won',
    'deal_lost',
    'contract',
    'spend',
    'adopt',
    'total',
    'release',
    'announce',
  ] as const),
]);

/** Null for whoever neither wrote nor talked about a deal. */
export function triedBefore(cells: readonly Cell[], today: Day): TriedBefore | null {
  const seen = cells.filter(({ day }) => day <= today);
  const [contact] = seen
    .flatMap((cell) => {
      const first = contactOf(cell);
      return first === null ? [] : [{ first, day: cell.day }];
    })
    .sort((a, b) => a.day - b.day || TELLING.indexOf(a.first) - TELLING.indexOf(b.first));
  if (contact === undefined) return null;
  const before = actsBefore(seen, contact.day);
  return { ...contact, before, text: textOf(contact, before, today) };
}

function actsBefore(cells: readonly Cell[], end: Day): TriedBefore['before'] {
  const groups = new Map<string, { accessPoint: AccessPoint; act: Act; days: Set<Day>; from: Day }>();
  for (const { accessPoint, act, day } of cells) {
    if (day >= end || NOT_TRIED.has(act)) continue;
    const key = `${accessPoint} ${act}`;
    const group = groups.get(key) ?? { accessPoint, act, days: new Set(), from: day };
    group.days.add(day);
    group.from = Math.min(group.from, day);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => a.from - b.from || (`${a.accessPoint} ${a.act}` < `${b.accessPoint} ${b.act}` ? -1 : 1))
    .map(({ accessPoint, act, days, from }) => ({ accessPoint, act, days: days.size, from }));
}

const BEFORE: Readonly<Record<FirstContact, (on: string) => string>> = {
  wrote: (on) => `before they first wrote on ${on}`,
  talks: (on) => `before talks about a deal began on ${on}`,
  contract: (on) => `before a contract was signed on ${on}`,
};

function textOf(
  { first, day }: Pick<TriedBefore, 'first' | 'day'>,
  before: TriedBefore['before'],
  today: Day,
): string {
  const when = BEFORE[first](sayDay(day, today));
  const [earliest] = before;
  if (earliest === undefined) return `Nothing was seen of them ${when}.`;
  const did = before.slice(0, 5).map(({ accessPoint, act, days }) => {
    const what = sayAct(act, accessPoint, null);
    return days === 1 ? what : `${what} (${sayCount(days, 'day')})`;
  });
  const earlier = sayCount(day - earliest.from, 'day');
  return `B${when.slice(1)} they ${sayList(did)}; the first time was ${earlier} earlier.`;
}
