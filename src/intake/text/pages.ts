/**
 * Pages of lists that change while they are read, so that nothing is lost: what is read twice is found to be known by
 * its native id. Times are milliseconds since the epoch.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { LeadspringError } from '../../base/plain.ts';

/** How far behind the last known time a new run begins: servers show some changes a little late. */
const OVERLAP = 300_000;
/** How often a page that cannot be the right one is asked for again. */
const MOST_STALE = 5;

export interface Page<T> {
  readonly items: readonly T[];
  /** Whether the server has more behind it. */
  readonly more: boolean;
}

/** A list in the order of its changes, from the oldest, of those changed at or after a time. */
export interface SinceList<T> {
  /** For messages: what is read. */
  readonly what: string;
  ask(since: number | null, page: number): Promise<Page<T>>;
  /** When an item was changed at last; NaN when it does not say. */
  timeOf(item: T): number;
  idOf(item: T): string;
  /** Later times are nonsense, and lead nowhere. */
  readonly until: number;
}

/**
 * Reads a list by moving its beginning: after every page it is asked for what changed at or after the latest change
 * seen, for counted pages shift when an item changes while they are read. Of items that changed in the same moment
 * there may be more than one page; those are counted.
 * @param from where an earlier run came to, or null
 * @throws LeadspringError `remote_answer_malformed` when the server answers again and again with what was not asked for
 */
export async function* walkSince<T>(
  list: SinceList<T>,
  from: number | null,
): AsyncGenerator<{ readonly items: readonly T[]; readonly since: number | null }> {
  let since = from === null ? null : from - OVERLAP;
  let page = 1;
  const isStale = staleness(list.what, list.idOf);
  for (;;) {
    const { items, more } = await list.ask(since, page);
    const times = timesOf(items, list);
    const floor = since;
    const earlier = floor !== null && times.some((time) => time < floor);
    if (isStale(items, earlier, page > 1)) continue;
    const latest = times.reduce((most, time) => Math.max(most, time), since ?? Number.NEGATIVE_INFINITY);
    const moved = Number.isFinite(latest) && (since === null || latest > since);
    yield { items, since: Number.isFinite(latest) ? Math.max(latest, from ?? latest) : from };
    if (!more || items.length === 0) return;
    if (moved) [since, page] = [latest, 1];
    else page++;
  }
}

/** A list in the order in which its items came to be, from the oldest, of which items may be taken away. */
export interface NumberedList<T> {
  readonly what: string;
  /** `last`: the number of the last page. */
  ask(page: number): Promise<{ readonly items: readonly T[]; readonly last: number }>;
  /** When an item came to be; NaN when it does not say. */
  timeOf(item: T): number;
  idOf(item: T): string;
  /** Later times are nonsense, and lead nowhere. */
  readonly until: number;
}

/** Where a walk back stands. Kept as a cursor. */
export const backState = z.object({
  /** The next page, or null when it is done. */
  page: z.int().nullable(),
  /** The time it goes back to; null when it is done, or goes back to the beginning. */
  floor: z.number().nullable(),
  /** The latest time seen. */
  top: z.number().nullable(),
  /** What stood on the page before, so that it is known when it comes in place of the next one. */
  before: z.string().optional(),
});
export type BackState = z.infer<typeof backState>;

/**
 * Reads a list from its last page back to what an earlier walk has seen (`floor`). Items that are taken away meanwhile move others
 * to pages that are still to be read; items that are added are above what this walk reads, and the next walk finds them.
 * @throws LeadspringError `remote_answer_malformed` when the server answers again and again with the same page
 */
export async function* walkBack<T>(
  list: NumberedList<T>,
  from: BackState | null,
): AsyncGenerator<{
  readonly items: readonly T[];
  readonly floor: number | null;
  readonly state: BackState;
}> {
  let state: BackState = from ?? { page: null, floor: null, top: null };
  const resumed = state.page !== null;
  const isStale = staleness(list.what, list.idOf, state.before);
  let first: readonly T[] | undefined;
  if (state.page === null) {
    const { items, last } = await list.ask(1);
    const floor = state.top === null ? null : state.top - OVERLAP;
    state = { page: Math.max(1, last), floor, top: state.top };
    if (last <= 1) first = items;
    else isStale(items, false, true);
  }
  while (state.page !== null) {
    const { page, floor }: BackState = state;
    const items: readonly T[] = first ?? (await list.ask(page)).items;
    if (isStale(items, false, true)) continue;
    const times = timesOf(items, list);
    const known = floor !== null && times.length > 0 && times.every((time) => time < floor);
    const latest = Math.max(state.top ?? Number.NEGATIVE_INFINITY, ...times);
    const top = Number.isFinite(latest) ? latest : null;
    const next = known || page <= 1 ? null : page - 1;
    const rest = next === null ? { floor: null } : { floor, before: markOf(items, list.idOf) };
    state = { page: next, top, ...rest };
    yield { items, floor, state };
  }
  // What came while an earlier run stood still.
  if (resumed) yield* walkBack(list, state);
}

/** A list from the latest on, whose places are the server's own: what follows on a page is asked for by its last item. */
export interface LatestList<T> {
  readonly what: string;
  /** `next`: the place behind these items, or null when there is none. */
  ask(place: string | null): Promise<{ readonly items: readonly T[]; readonly next: string | null }>;
  timeOf(item: T): number;
  idOf(item: T): string;
  /** Later times are nonsense, and lead nowhere. */
  readonly until: number;
}

/** Where a walk down stands: as `BackState`, with a place instead of a page. */
export const downState = z.object({
  place: z.string().nullable(),
  floor: z.number().nullable(),
  top: z.number().nullable(),
  before: z.string().optional(),
});
export type DownState = z.infer<typeof downState>;

/**
 * Reads a list from its latest items down to what an earlier walk has seen. What is added meanwhile is above what this
 * walk reads, and the next walk finds it.
 * @throws LeadspringError `remote_answer_malformed` when the server answers again and again with the same page
 */
export async function* walkDown<T>(
  list: LatestList<T>,
  from: DownState | null,
): AsyncGenerator<{ readonly items: readonly T[]; readonly state: DownState }> {
  const resumed = from !== null && from.place !== null;
  const isStale = staleness(list.what, list.idOf, from?.before);
  const [top, floor] = [from?.top ?? null, from?.floor ?? null];
  let state: DownState = { place: from?.place ?? null, top, floor };
  if (!resumed) state = { ...state, floor: top === null ? null : top - OVERLAP };
  for (let more = true; more; ) {
    const { items, next } = await list.ask(state.place);
    if (isStale(items, false, true)) continue;
    const times = timesOf(items, list);
    const { floor: end } = state;
    const known = end !== null && times.some((time) => time < end);
    const latest = Math.max(state.top ?? Number.NEGATIVE_INFINITY, ...times);
    const place = known || items.length === 0 ? null : next;
    const rest = place === null ? { floor: null } : { floor: end, before: markOf(items, list.idOf) };
    state = { place, top: Number.isFinite(latest) ? latest : null, ...rest };
    yield { items, state };
    more = place !== null;
  }
  // What came while an earlier run stood still.
  if (resumed) yield* walkDown(list, state);
}

/**
 * Makes the check of one walk: whether a page cannot be the one that was asked for, as it is from elsewhere, or the same
 * as the page before though it must differ. The check throws when that does not end.
 * @param before the mark of the page before, of an earlier run
 */
export function staleness<T>(
  what: string,
  idOf: (item: T) => string,
  before = '',
): (items: readonly T[], elsewhere: boolean, mustDiffer: boolean) => boolean {
  let last = before;
  let stale = 0;
  let begun = false;
  return (items, elsewhere, mustDiffer) => {
    const mark = markOf(items, idOf);
    const same = mustDiffer && items.length > 0 && mark === last;
    if (!elsewhere) last = mark;
    const resumed = !begun && before !== '';
    if (!elsewhere && !same) {
      [stale, begun] = [0, true];
      return false;
    }
    if (++stale <= MOST_STALE) return true;
    if (resumed && !elsewhere) {
      // What was remembered was not the page that it should have been: no run may stop here for ever.
      [stale, begun] = [0, true];
      return false;
    }
    throw new LeadspringError(
      'remote_answer_malformed',
      `The server answers again and again with a page of ${what} that was not asked for.`,
    );
  };
}

/** The same for the same items in whatever order. */
function markOf<T>(items: readonly T[], idOf: (item: T) => string): string {
  return hash('sha256', items.map(idOf).sort().join('\n'), 'base64url').slice(0, 22);
}

function timesOf<T>(
  items: readonly T[],
  { timeOf, until }: { timeOf(item: T): number; readonly until: number },
): readonly number[] {
  return items.map(timeOf).filter((time) => time <= until);
}
