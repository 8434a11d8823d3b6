/** The digest of a day or a week: what emerged, what moved, what went quiet, in ten lines. */
import type { Queryable } from '../base/index.ts';
import { dayOf, isoDay } from './dates.ts';
import { type Changed, countStages, readEmerged, readMoved, readQuiet, type Some } from './digest_store.ts';
import { leadsAsOf } from './list_store.ts';
import { LADDER, type Stage } from './stage.ts';

export type DigestPeriod = 'day' | 'week';

/** A lead of the digest: who, what happened, and why. */
export interface DigestEntry {
  readonly what: 'emerging' | 'back' | 'up' | 'down' | 'new' | 'quiet';
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly why: string;
  readonly stage: Stage;
  /** The stage at the beginning of the period; null when it was not known then. */
  readonly before: Stage | null;
  readonly score: number;
  readonly owner: string | null;
  readonly madeUp: boolean;
}

/** One line for people; `entry` is null where it only counts what found no room. */
export interface DigestLine {
  readonly text: string;
  readonly entry: DigestEntry | null;
}

export interface Digest {
  readonly period: DigestPeriod;
  /** ISO days: what happened after `from`, up to the end of `to`. Null as long as there are no leads. */
  readonly from: string | null;
  readonly to: string | null;
  /** At most ten, most important first. */
  readonly lines: readonly DigestLine[];
  /** Marked as emerging since the beginning of the period, most surprising first; at most a hundred, like the others. */
  readonly emerged: readonly DigestEntry[];
  /** Up or down the ladder, or first seen and already asking; the highest first. */
  readonly moved: readonly DigestEntry[];
  /** Nothing was seen of them for so long that they are dormant now. */
  readonly quiet: readonly DigestEntry[];
  /** How many there are of each, in all. */
  readonly counts: { readonly emerged: number; readonly moved: number; readonly quiet: number };
  /** Open leads by stage, from the top of the ladder down; without customers and the vendor. */
  readonly stages: Readonly<Record<string, number>>;
}

const DAYS = { day: 1, week: 7 } as const;
const LINES = 10;
const MOST = 100;

/** The digest up to the day the leads stand for. */
export async function digestOf(db: Queryable, period: DigestPeriod): Promise<Digest> {
  const asOf = await leadsAsOf(db);
  if (asOf === null) return { ...EMPTY, period };
  const days = { from: isoDay(dayOf(asOf) - DAYS[period]), to: isoDay(dayOf(asOf)) };
  const [emerged, moved, quiet, stages] = await Promise.all([
    readEmerged(db, days, MOST),
    readMoved(db, days, MOST),
    readQuiet(db, days, MOST),
    countStages(db),
  ]);
  const parts = { emerged: entries(emerged, emergedEntry), moved: entries(moved, movedEntry) };
  const all = { ...parts, quiet: entries(quiet, quietEntry) };
  const counts = { emerged: emerged.total, moved: moved.total, quiet: quiet.total };
  return { ...{ period, ...days, lines: digestLines(period, all, counts) }, ...all, counts, stages };
}

const EMPTY: Omit<Digest, 'period'> = {
  ...{ from: null, to: null, emerged: [], moved: [], quiet: [], stages: {} },
  counts: { emerged: 0, moved: 0, quiet: 0 },
  lines: [{ text: 'There are no leads yet. Begin with `leadspring try PATH…`.', entry: null }],
};

function entries(
  { rows }: Some,
  tell: (lead: Changed) => Pick<DigestEntry, 'what' | 'why'>,
): readonly DigestEntry[] {
  return rows.map((lead) => {
    const { id, name, domain, stage, before, score, owner, madeUp } = lead;
    return { ...tell(lead), id, name, domain, stage, before, score, owner, madeUp };
  });
}

const emergedEntry = ({ returned, emergedBecause }: Changed) =>
  ({ what: returned ? 'back' : 'emerging', why: emergedBecause }) as const;

const movedEntry = ({ before, stage, stageReason }: Changed) =>
  ({
    what: before === null ? 'new' : rung(stage) > rung(before) ? 'up' : 'down',
    why: stageReason,
  }) as const;

const quietEntry = ({ stageReason }: Changed) => ({ what: 'quiet', why: stageReason }) as const;

type Parts = Pick<Digest, 'emerged' | 'moved' | 'quiet'>;

/**
 * At most ten lines, the most important first. Each part has its share, and what one does not need goes to the others;
 * a lead that emerged and moved has one line, and what finds no room is counted. Pure.
 */
export function digestLines(
  period: DigestPeriod,
  { emerged, moved, quiet }: Parts,
  counts: Digest['counts'],
): readonly DigestLine[] {
  const told = new Set(emerged.map(({ id }) => id));
  const others = moved.filter(({ id }) => !told.has(id));
  const parts = [
    { entries: emerged, count: counts.emerged, rest: 'more emerged' },
    { entries: others, count: counts.moved - (moved.length - others.length), rest: 'more moved' },
    { entries: quiet, count: counts.quiet, rest: 'more went quiet' },
  ];
  const room = shares(parts.map(({ count }) => count));
  const lines = parts.flatMap((part, index) => partLines(part, room[index] ?? 0));
  if (lines.length > 0) return lines;
  const when = period === 'day' ? 'on this day' : 'in this week';
  return [{ text: `No open lead emerged, moved or went quiet ${when}.`, entry: null }];
}

interface DigestPart {
  readonly entries: readonly DigestEntry[];
  readonly count: number;
  readonly rest: string;
}

function partLines({ entries, count, rest }: DigestPart, room: number): readonly DigestLine[] {
  const all = entries.map((entry) => ({ text: lineOf(entry), entry }));
  if (count <= room) return all;
  const more = { text: `… and ${count - room + 1} ${rest}.`, entry: null };
  return [...all.slice(0, room - 1), more];
}

/** How many of the ten lines each part gets: line by line, in turn, to whoever still needs one. */
function shares(wanted: readonly number[]): readonly number[] {
  const given = wanted.map(() => 0);
  for (let left = LINES; left > 0; ) {
    const before = left;
    for (const [index, want] of wanted.entries()) {
      if (left === 0 || (given[index] ?? 0) >= want) continue;
      given[index] = (given[index] ?? 0) + 1;
      left -= 1;
    }
    if (left === before) break;
  }
  return given;
}

const TITLES = { emerging: 'Emerging', back: 'Back', up: 'Up', down: 'Down', new: 'New', quiet: 'Quiet' };

function lineOf({ what, name, before, stage, why }: DigestEntry): string {
  const who = `${TITLES[what]}: ${name === '' ? '(no name)' : name}`;
  if (what === 'quiet') return `${who}, before at the stage “${say(before ?? stage)}”. ${why}`;
  const from = before === null || before === stage ? '' : `from “${say(before)}” `;
  const where = from === '' ? `at the stage “${say(stage)}”` : `${from}to “${say(stage)}”`;
  return `${who}, ${where}. ${why}`;
}

const rung = (stage: Stage): number => LADDER.indexOf(stage);
const say = (stage: Stage): string => stage.replaceAll('_', ' ');

/** A digest for programs: always the same fields, days as ISO days, lines as texts. */
export function digestJson(digest: Digest): object {
  const rounded = (each: readonly DigestEntry[]): readonly DigestEntry[] =>
    each.map((entry) => ({ ...entry, score: Math.round(entry.score * 100) / 100 }));
  return {
    ...digest,
    lines: digest.lines.map(({ text }) => text),
    emerged: rounded(digest.emerged),
    moved: rounded(digest.moved),
    quiet: rounded(digest.quiet),
  };
}
