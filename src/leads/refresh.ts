/** Computes all leads: gathers the acts of each subject, has them judged, and keeps or writes the rows. */
import type { Client, Database } from '../base/index.ts';
import { asKnownAt } from '../intake/index.ts';
import { openScope, readAgreements } from './acts_store.ts';
import { DAY_MS, dayOf, isoDay } from './dates.ts';
import { describe, type Seen } from './described.ts';
import { type Emergence, openTally, saySurprise, type Tally } from './emergence/index.ts';
import { type EmergedRow, readOwn, readStaff, writeEmerged } from './emergence_store.ts';
import { type Acts, type Chunk, gatherActs } from './everyone/acts.ts';
import { type Judge, openJudge } from './everyone/judge.ts';
import type { JudgingAnswer, JudgingContext } from './everyone/judging.ts';
import { isOrganization, type Numbers, openNumbers } from './everyone/numbers_store.ts';
import type { Day, Facts } from './facts.ts';
import { writeFlow } from './flow/index.ts';
import type { LeadRow } from './lead.ts';
import { followMerges, keepHistory, withLessons } from './life/index.ts';
import { leadsAsOf } from './list_store.ts';
import { refreshLeadsOf } from './refresh_some.ts';
import { NOT_NEW } from './stage.ts';
import { beginGeneration, readLeadIds, showGeneration, writeLeads } from './store.ts';
import type { Weights } from './weights.ts';
import { capitalized } from './words.ts';

export interface LeadOptions {
  readonly weights: Weights;
  /** Domains of the vendor's own organizations; these are marked, not ranked. */
  readonly vendorDomains: readonly string[];
}

/**
 * Computes all leads anew, as things stand on the day of `now` (milliseconds), and then shows them at once. Until then
 * readers see the old ones, and `refreshLeadsOf` goes on. Answers with the number of rows.
 */
export async function refreshLeads(
  db: Database,
  options: LeadOptions & { readonly now: number },
): Promise<{ leads: number }> {
  const { leads, touched } = await db.transaction((client) => computeAll(db, client, options));
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
  options: LeadOptions & { readonly now: number },
): Promise<void> {
  const asOf = await leadsAsOf(db);
  const behind = asOf !== null && dayOf(options.now) - dayOf(asOf) >= BEHIND;
  if (subjectIds === null || behind) await refreshLeads(db, options);
  else await refreshLeadsOf(db, subjectIds, options);
}

async function computeAll(
  db: Database,
  client: Client,
  options: LeadOptions & { readonly now: number },
): Promise<{ leads: number; touched: readonly string[] }> {
  const generation = await beginGeneration(db, client);
  const tally = openTally({ who: false });
  const leads = await withEverybody(client, options, dayOf(options.now), async (everybody) => {
    const staff = everybody.numbers.numbersOf(await readStaff(client, options.vendorDomains));
    const judge = judgeOf(everybody, { days: everybody.acts.days, staff: staff.map(String) });
    let written = 0;
    try {
      for await (const { rows, counts } of judgeAll(client, everybody, options, judge)) {
        for (const each of counts) tally.add(each);
        await writeLeads(client, generation, rows, options.now);
        written += rows.length;
      }
      await writeFlow(client, await judge.flow());
    } finally {
      await judge.close();
    }
    return written;
  });
  await writeTally(client, generation, tally);
  return { leads, touched: await showGeneration(client, generation) };
}

/** Leads whose history is kept in one transaction: few enough that others who write history do not wait. */
const HISTORY_ROWS = 5_000;

async function keepAllHistory(db: Database, now: number): Promise<void> {
  await db.transaction(followMerges);
  const ids = await readLeadIds(db);
  for (let from = 0; from < ids.length; from += HISTORY_ROWS) {
    const some = ids.slice(from, from + HISTORY_ROWS);
    await db.transaction((client) => keepHistory(client, now, some));
  }
}

/**
 * The best leads as things stood at the end of the day of `asOf` (milliseconds), without writing anything.
 * `all`: customers and the vendor too. Holds no more than a few times `limit` rows. Who is whom, and acts for whom, is
 * taken as it is known now; with `identities: 'then'` as it was known at the end of that day.
 */
export async function computeLeads(
  db: Database,
  options: LeadOptions & {
    readonly asOf: number;
    readonly limit: number;
    readonly all?: boolean;
    readonly identities?: 'now' | 'then';
  },
): Promise<LeadRow[]> {
  return db.transaction(async (client) => {
    let best: LeadRow[] = [];
    const today = dayOf(options.asOf);
    if (options.identities === 'then') await asKnownAt(client, (today + 1) * DAY_MS);
    await withEverybody(client, options, today, async (everybody) => {
      const judge = judgeOf(everybody, null);
      try {
        for await (const { rows } of judgeAll(client, everybody, options, judge)) {
          const fresh = options.all === true ? rows : rows.filter((row) => !NOT_NEW.includes(row.stage));
          best = [...best, ...fresh]
            .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
            .slice(0, options.limit);
        }
      } finally {
        await judge.close();
      }
    });
    return best;
  });
}

/** Writes who changed more than chance does. */
async function writeTally(client: Client, generation: number, tally: Tally): Promise<void> {
  let rows: EmergedRow[] = [];
  for (const emergence of tally.emerged()) {
    rows.push(toEmerged(emergence));
    if (rows.length < EMERGED_ROWS) continue;
    await writeEmerged(client, generation, rows);
    rows = [];
  }
  await writeEmerged(client, generation, rows);
}

/** Detections written at a time. */
const EMERGED_ROWS = 5_000;

function toEmerged({ id, p, emerging, falseDiscoveryRate, since, surprises }: Emergence): EmergedRow {
  const because = surprises
    .filter((surprise) => surprise.p <= TELLING)
    .slice(0, MOST_REASONS)
    .map((surprise) => capitalized(saySurprise(surprise)))
    .join(' ');
  return {
    ...{ id, emerging, surprise: p, falseDiscoveryRate, because },
    since: since === null ? null : isoDay(since),
  };
}

/** Surprises that are told: as many as can be read, and none that is everyday. */
const MOST_REASONS = 2;
const TELLING = 0.05;

/** What is known of everybody. */
interface Everybody {
  readonly today: Day;
  readonly weights: Weights;
  readonly agreements: ReadonlyMap<string, Facts['agreements']>;
  readonly numbers: Numbers;
  readonly acts: Acts;
}

/** Reads the acts of everybody, and clears away what was put aside for that when `work` ends. */
async function withEverybody<T>(
  client: Client,
  options: LeadOptions,
  today: Day,
  work: (everybody: Everybody) => Promise<T>,
): Promise<T> {
  const weights = await withLessons(client, options.weights, today);
  const scope = await openScope(client, today, weights);
  const agreements = await readAgreements(client, scope);
  const numbers = await openNumbers(client, scope);
  const own = numbers.numbersOf(await readOwn(client, options.vendorDomains));
  const acts = await gatherActs(numbers, new Set(own));
  try {
    return await work({ today, weights, agreements, numbers, acts });
  } finally {
    acts.close();
  }
}

/** From so many chunks on a thread of its own judges: it is the longer part of the work then. */
const MANY_CHUNKS = 40;

function judgeOf({ today, weights, numbers, acts }: Everybody, counted: JudgingContext['counted']): Judge {
  const { topics } = numbers;
  return openJudge({ today, weights, topics, counted }, acts.chunks.length >= MANY_CHUNKS);
}

/** Chunks that are judged while an earlier one is written. */
const AHEAD = 2;

/** Answers about chunk after chunk, in order. */
async function* judgeAll(
  client: Client,
  { agreements, numbers, acts }: Everybody,
  options: LeadOptions,
  judge: Judge,
): AsyncGenerator<JudgingAnswer> {
  const begun: Promise<JudgingAnswer>[] = [];
  for (const chunk of acts.chunks) {
    const seen = seenIn(chunk, numbers);
    const described = await describe(client, seen, options);
    const subjects = seen.map(({ subjectId }) => {
      const known = described.get(subjectId);
      return known === undefined ? null : { ...known, agreements: agreements.get(subjectId) ?? [] };
    });
    const answer = judge.judge({ subjects, ends: chunk.ends, acts: acts.bytesOf(chunk) });
    // It may fail while an earlier one is waited for, or when nobody waits any more.
    answer.catch(() => undefined);
    begun.push(answer);
    if (begun.length > AHEAD) yield* begun.splice(0, 1);
  }
  yield* begun;
}

function seenIn({ subjects, only }: Chunk, { idOf }: Numbers): readonly Seen[] {
  return subjects.map((number, index) => {
    const person = only[index] ?? null;
    return {
      subjectId: idOf(number),
      type: isOrganization(number) ? 'organization' : 'person',
      // Told by the acts, which are not looked at yet.
      madeUp: false,
      only: person === null ? null : idOf(person),
    };
  });
}
