/** Computes all leads: has everybody judged, and keeps or writes the rows. */
import type { Client, Database, WrittenRows } from '../base/index.ts';
import { DAY_MS, dayOf, isoDay } from './dates.ts';
import { type Emergence, openTally, saySurprise, type Tally, unpackCounts } from './emergence/index.ts';
import { type EmergedRow, keepEmergingDays, writeEmerged } from './emergence_store.ts';
import {
  type Everybody,
  type EverybodyOptions,
  isLarge,
  oneByOne,
  withEverybody,
} from './everyone/everybody.ts';
import type { JudgingAnswer } from './everyone/judging.ts';
import { dropStalePacks } from './everyone/packs_store.ts';
import { writeFlow } from './flow/index.ts';
import { type Insiders, insidersOf } from './insiders.ts';
import type { LeadRow } from './lead.ts';
import { modelInUse, sameModel, writeLikelihood } from './learned/in_use.ts';
import { keepHistory, settle } from './life/index.ts';
import { leadsAsOf } from './list_store.ts';
import { refreshAside } from './refresh_aside.ts';
import { refreshLeadsOf } from './refresh_some.ts';
import { NOT_NEW } from './stage.ts';
import { beginGeneration, readLeadIds, showGeneration, writeAllLeads } from './store.ts';
import type { Weights } from './weights.ts';
import { capitalized } from './words.ts';

export interface LeadOptions extends Insiders {
  readonly weights: Weights;
}

export interface RefreshOptions extends LeadOptions {
  /** Milliseconds since the epoch: the leads are those of its day. */
  readonly now: number;
}

/**
 * Computes all leads anew, as things stand on the day of `now`, and then shows them at once. Until then readers see
 * the old ones, and `refreshLeadsOf` goes on. Answers with the number of rows.
 */
export async function refreshLeads(db: Database, options: RefreshOptions): Promise<{ leads: number }> {
  return (await isLarge(db)) ? refreshAside(db, options) : refreshHere(db, options);
}

/** The same in this process. */
export async function refreshHere(
  db: Database,
  options: RefreshOptions & Pick<EverybodyOptions, 'hands' | 'packBytes'>,
): Promise<{ leads: number }> {
  const { leads, touched } = await db.transaction((client) => computeAll(db, client, options));
  await dropStalePacks(db);
  // Those computed by themselves meanwhile may stand for another day than the others now.
  await refreshLeadsOf(db, touched, options);
  await keepAllHistory(db, options.now);
  return { leads };
}

/** Leads of the day before yesterday or earlier are those of an archive, or of a program that stood still. */
const BEHIND = 2;

/**
 * Makes the leads follow signals that just came: those of these subjects (null: of any). Leads that stand for a day
 * long past, as after the import of an archive, would not show what is of today: then all are computed for today.
 */
export async function followSignals(
  db: Database,
  subjectIds: readonly string[] | null,
  options: RefreshOptions,
): Promise<void> {
  const asOf = await leadsAsOf(db);
  const behind = asOf !== null && dayOf(options.now) - dayOf(asOf) >= BEHIND;
  if (subjectIds === null || behind) await refreshLeads(db, options);
  else await refreshLeadsOf(db, subjectIds, options);
}

async function computeAll(
  db: Database,
  client: Client,
  options: RefreshOptions & Pick<EverybodyOptions, 'hands' | 'packBytes'>,
): Promise<{ leads: number; touched: readonly string[] }> {
  const generation = await beginGeneration(db, client);
  const model = await modelInUse(client);
  const tally = openTally({ who: false });
  // Names are asked for on another connection: this one writes.
  const everybody = {
    ...options,
    today: dayOf(options.now),
    told: 'listed',
    counted: true,
    writing: { generation, computedAt: options.now, model },
    names: db,
    shared: true,
  } as const;
  const leads = await withEverybody(db, client, everybody, async ({ judged, flow }) => {
    async function* rows(): AsyncGenerator<WrittenRows> {
      for await (const { counts, written } of judged()) {
        for (const each of unpackCounts(counts)) tally.add(each);
        if (written !== null) yield written;
      }
    }
    const count = await writeAllLeads(client, rows());
    await writeFlow(client, await flow());
    return count;
  });
  await writeTally(client, generation, tally);
  await keepEmergingDays(client, generation, isoDay(dayOf(options.now)));
  const touched = await showGeneration(client, generation);
  // From here on nobody changes the model; somebody may have done so before.
  const now = await modelInUse(client);
  if (!sameModel(model, now)) await writeLikelihood(client, generation, now);
  return { leads, touched };
}

/** Leads whose history is kept in one transaction: few enough that others who write history do not wait. */
const HISTORY_ROWS = 5_000;
/** Connections that keep history at a time: nobody computes meanwhile. */
const HISTORY_WRITERS = 2;

async function keepAllHistory(db: Database, now: number): Promise<void> {
  await db.transaction((client) => settle(client, now));
  const ids = await readLeadIds(db);
  let from = 0;
  const keep = async (): Promise<void> => {
    while (from < ids.length) {
      const some = ids.slice(from, from + HISTORY_ROWS);
      from += HISTORY_ROWS;
      await db.transaction((client) => keepHistory(client, now, some));
    }
  };
  await Promise.all(Array.from({ length: HISTORY_WRITERS }, keep));
}

/** Leads of a day of the past. */
export interface PastOptions extends LeadOptions {
  readonly asOf: number;
  readonly limit: number;
  /** Customers, members and the vendor too. */
  readonly all?: boolean;
  /** Which of the rows are wanted, instead. */
  readonly keep?: (row: LeadRow) => boolean;
  readonly identities?: 'now' | 'then';
}

/**
 * The best leads as things stood at the end of the day of `asOf` (milliseconds), and what the detection of changes said
 * on that day of those that rose, most surprising first; without writing anything. Holds no more than a few times
 * `limit` rows. Who is whom, and acts for whom, is taken as it is known now; with `identities: 'then'` as it was known
 * at the end of that day.
 */
export async function computeChanges(
  db: Database,
  options: PastOptions,
): Promise<{ readonly leads: LeadRow[]; readonly changes: readonly Emergence[] }> {
  const tally = openTally({ who: false });
  const leads = await atTheTime(db, options, ({ judged }) =>
    bestOf(judged(), options, (counts) => {
      for (const each of unpackCounts(counts)) tally.add(each);
    }),
  );
  return { leads, changes: [...tally.emerged()] };
}

async function atTheTime<T>(
  db: Database,
  options: PastOptions,
  work: (everybody: Everybody) => Promise<T>,
): Promise<T> {
  return db.transaction(async (client) => {
    const { weights, asOf, identities } = options;
    const today = dayOf(asOf);
    if (identities === 'then') {
      // Only then: all of intake takes a process that computes today's leads a second to load.
      const { asKnownAt } = await import('../intake/index.ts');
      await asKnownAt(client, (today + 1) * DAY_MS);
    }
    const everybody = {
      ...insidersOf(options),
      weights,
      today,
      told: 'then',
      counted: true,
      names: oneByOne(client),
      shared: identities !== 'then',
    } as const;
    return withEverybody(db, client, everybody, work);
  });
}

async function bestOf(
  answers: AsyncIterable<JudgingAnswer>,
  { limit, all, keep = (row) => all === true || !NOT_NEW.includes(row.stage) }: PastOptions,
  takeCounts: (counts: JudgingAnswer['counts']) => void,
): Promise<LeadRow[]> {
  const best = (rows: readonly LeadRow[]): LeadRow[] =>
    rows.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
  let kept: LeadRow[] = [];
  for await (const { rows, counts } of answers) {
    takeCounts(counts);
    kept.push(...rows.filter(keep));
    if (kept.length > 2 * limit) kept = best(kept);
  }
  return best(kept);
}

/** Writes who changed more than chance does. */
async function writeTally(client: Client, generation: number, tally: Tally): Promise<void> {
  let rows: EmergedRow[] = [];
  // The next ones are told while some are written.
  let written = Promise.resolve();
  const write = async (): Promise<void> => {
    await written;
    written = writeEmerged(client, generation, rows);
    // It may fail while the next ones are told.
    written.catch(() => undefined);
    rows = [];
  };
  for (const emergence of tally.emerged()) {
    const row = toEmerged(emergence);
    if (row === null) continue;
    rows.push(row);
    if (rows.length >= EMERGED_ROWS) await write();
  }
  await write();
  await written;
}

/** Detections written at a time. */
const EMERGED_ROWS = 5_000;

/** What is kept of a detection; null when chance alone makes as much more often than once in five days. */
export function toEmerged(emergence: Emergence): EmergedRow | null {
  const { id, p, emerging, falseDiscoveryRate, since, surprises } = emergence;
  if (!emerging && p > WORTH_KEEPING) return null;
  const because = surprises
    .filter((surprise) => surprise.p <= TELLING)
    .slice(0, MOST_REASONS)
    .map((surprise) => capitalized(saySurprise(surprise)))
    .join(' ');
  return {
    ...{ id, emerging, surprise: p, falseDiscoveryRate, because },
    since: since === null ? null : isoDay(since),
    on: null,
  };
}

/** Of what rose, three in four say nothing; writing these would take a second for a hundred thousand leads. */
const WORTH_KEEPING = 0.2;

/** Surprises that are told: as many as can be read, and none that is everyday. */
const MOST_REASONS = 2;
const TELLING = 0.05;
