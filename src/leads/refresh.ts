/** Computes all leads: streams the cells by subject, judges each subject, and keeps or writes the rows. */
import type { Client, Database } from '../base/index.ts';
import {
  daysOf,
  openScope,
  type PackedCells,
  packCells,
  readAgreements,
  streamPacked,
  unpack,
} from './acts_store.ts';
import { dayOf, isoDay } from './dates.ts';
import { describe } from './described.ts';
import {
  type Bursts,
  countSubject,
  type DayCounts,
  dayAdder,
  EMERGENCE_SETTINGS,
  type Emergence,
  findBursts,
  openTally,
  saySurprise,
  type Tally,
} from './emergence/index.ts';
import { type EmergedRow, readOwn, readStaff, writeEmerged } from './emergence_store.ts';
import type { Cell, Day, Facts, Subject } from './facts.ts';
import { addToFlow, emptyFlow, writeFlow } from './flow/index.ts';
import { isListed, judge, type LeadRow, toRow } from './lead.ts';
import { followMerges, keepHistory, withLessons } from './life/index.ts';
import { refreshLeadsOf } from './refresh_some.ts';
import { NOT_NEW } from './stage.ts';
import { beginGeneration, readLeadIds, showGeneration, writeLeads } from './store.ts';
import type { Weights } from './weights.ts';
import { capitalized } from './words.ts';

/** Subjects and packed rows held at a time, at most (but for one subject with more); bounds memory. */
const BATCH_SUBJECTS = 1_000;
const BATCH_ROWS = 5_000;

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

async function computeAll(
  db: Database,
  client: Client,
  options: LeadOptions & { readonly now: number },
): Promise<{ leads: number; touched: readonly string[] }> {
  const generation = await beginGeneration(db, client);
  const today = dayOf(options.now);
  const facts = await gatherFacts(client, options, today);
  const bursts = await readBursts(client, options.vendorDomains);
  const staff = await readStaff(client, options.vendorDomains);
  const context = { today, bursts, staff, settings: EMERGENCE_SETTINGS };
  const [tally, flow] = [openTally({ who: false }), emptyFlow()];
  const seen = ({ id, type, own }: Subject, cells: readonly Cell[]): void => {
    if (!own) addToFlow(flow, cells, today);
    tally.add(countSubject({ id, type, cells }, context));
  };
  let leads = 0;
  for await (const rows of computeRows(client, facts, options, today, seen)) {
    await writeLeads(client, generation, rows, options.now);
    leads += rows.length;
  }
  await writeTally(client, generation, tally);
  await writeFlow(client, flow);
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
 * `all`: customers and the vendor too. Holds no more than a few times `limit` rows.
 */
export async function computeLeads(
  db: Database,
  options: LeadOptions & { readonly asOf: number; readonly limit: number; readonly all?: boolean },
): Promise<LeadRow[]> {
  return db.transaction(async (client) => {
    let best: LeadRow[] = [];
    const today = dayOf(options.asOf);
    const facts = await gatherFacts(client, options, today);
    for await (const rows of computeRows(client, facts, options, today)) {
      const fresh = options.all === true ? rows : rows.filter((row) => !NOT_NEW.includes(row.stage));
      best = [...best, ...fresh]
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
        .slice(0, options.limit);
    }
    return best;
  });
}

/** What all did on each day must be known before anyone's acts are counted: a first, light look at all of them. */
async function readBursts(client: Client, vendorDomains: readonly string[]): Promise<Bursts> {
  const own = await readOwn(client, vendorDomains);
  const days: DayCounts = new Map();
  const adder = dayAdder(days);
  let subject = '';
  for await (const rows of streamPacked(client)) {
    for (const row of rows) {
      if (row.subjectId !== subject) adder.end();
      subject = row.subjectId;
      if (!own.has(subject)) adder.add(row.accessPoint, row.act, daysOf(row));
    }
  }
  adder.end();
  return findBursts(days);
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

/** What judging needs beside the cells, which are put aside. */
interface Gathered {
  readonly weights: Weights;
  readonly agreements: ReadonlyMap<string, Facts['agreements']>;
}

async function gatherFacts(client: Client, options: LeadOptions, today: Day): Promise<Gathered> {
  const weights = await withLessons(client, options.weights, today);
  const scope = await openScope(client, today, weights);
  const agreements = await readAgreements(client, scope);
  await packCells(client, scope);
  return { weights, agreements };
}

/** @param seen told of every subject, with all its cells */
async function* computeRows(
  client: Client,
  { weights, agreements }: Gathered,
  options: LeadOptions,
  today: Day,
  seen?: (subject: Subject, cells: readonly Cell[]) => void,
): AsyncGenerator<LeadRow[]> {
  for await (const batch of bySubject(streamPacked(client))) {
    const subjects = await describe(client, batch, options);
    const rows: LeadRow[] = [];
    for (const packed of batch) {
      const described = subjects.get(packed[0]?.subjectId ?? '');
      if (described === undefined) continue;
      const cells = unpack(packed);
      seen?.(described.subject, cells);
      const facts: Facts = { ...described, cells, agreements: agreements.get(described.subject.id) ?? [] };
      const judged = judge(facts, today, weights);
      if (isListed(judged, weights)) rows.push(toRow(judged, today, weights));
    }
    yield rows;
  }
}

/** Gathers a stream ordered by subject into batches of whole subjects. */
async function* bySubject(blocks: AsyncIterable<readonly PackedCells[]>): AsyncGenerator<PackedCells[][]> {
  let batch: PackedCells[][] = [];
  let current: PackedCells[] = [];
  let size = 0;
  for await (const block of blocks) {
    for (const row of block) {
      if (current.length > 0 && current[0]?.subjectId !== row.subjectId) {
        batch.push(current);
        size += current.length;
        current = [];
        if (batch.length >= BATCH_SUBJECTS || size >= BATCH_ROWS) {
          yield batch;
          batch = [];
          size = 0;
        }
      }
      current.push(row);
    }
  }
  if (current.length > 0) batch.push(current);
  if (batch.length > 0) yield batch;
}
