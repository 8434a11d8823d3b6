/** Computes all leads: streams the cells by subject, judges each subject, and keeps or writes the rows. */
import type { Client, Database } from '../base/index.ts';
import { openScope, packCells, readAgreements, type SubjectCell, streamCells } from './acts_store.ts';
import { DAY_MS, dayOf, isoDay } from './dates.ts';
import { describe } from './described.ts';
import {
  addDays,
  countSubject,
  type DayCounts,
  EMERGENCE_SETTINGS,
  type Emergence,
  findBursts,
  openTally,
  saySurprise,
} from './emergence/index.ts';
import { type EmergedRow, readStaff, writeEmerged } from './emergence_store.ts';
import type { Cell, Day, Facts, Subject } from './facts.ts';
import { addToFlow, emptyFlow, writeFlow } from './flow/index.ts';
import { isListed, judge, type LeadRow, toRow } from './lead.ts';
import { followMerges, keepHistory, readLessons } from './life/index.ts';
import { refreshLeadsOf } from './refresh_some.ts';
import { NOT_NEW } from './stage.ts';
import { beginGeneration, readLeadIds, showGeneration, writeLeads } from './store.ts';
import type { Weights } from './weights.ts';
import { capitalized } from './words.ts';

/** Subjects and cells judged at a time, at most (but for one subject with more); bounds memory. */
const BATCH_SUBJECTS = 1_000;
const BATCH_CELLS = 10_000;

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
  let leads = 0;
  const [days, flow] = [new Map() as DayCounts, emptyFlow()];
  const today = dayOf(options.now);
  const seen = ({ id, type }: Subject, cells: readonly Cell[]): void => {
    addDays(days, { id, type, cells });
    addToFlow(flow, cells, today);
  };
  for await (const rows of computeRows(client, options, today, seen)) {
    await writeLeads(client, generation, rows, options.now);
    leads += rows.length;
  }
  await detect(client, generation, options, days);
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
    for await (const rows of computeRows(client, options, dayOf(options.asOf))) {
      const fresh = options.all === true ? rows : rows.filter((row) => !NOT_NEW.includes(row.stage));
      best = [...best, ...fresh]
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
        .slice(0, options.limit);
    }
    return best;
  });
}

/** Looks over all subjects at once for those that changed more than chance does. */
async function detect(
  client: Client,
  generation: number,
  options: LeadOptions & { readonly now: number },
  days: DayCounts,
): Promise<void> {
  const today = dayOf(options.now);
  const staff = await readStaff(client, options.vendorDomains);
  const context = { today, bursts: findBursts(days), staff, settings: EMERGENCE_SETTINGS };
  const tally = openTally({ who: false });
  for await (const batch of bySubject(streamCells(client))) {
    for (const cells of batch) {
      const [head] = cells;
      if (head !== undefined)
        tally.add(countSubject({ id: head.subjectId, type: head.type, cells }, context));
    }
  }
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

/** @param seen told of every subject but the vendor's own, with all its cells */
async function* computeRows(
  client: Client,
  options: LeadOptions,
  today: Day,
  seen?: (subject: Subject, cells: readonly Cell[]) => void,
): AsyncGenerator<LeadRow[]> {
  const lessons = await readLessons(client, (today + 1) * DAY_MS);
  const weights = { ...options.weights, lessons };
  const scope = await openScope(client, today, weights);
  const agreements = await readAgreements(client, scope);
  await packCells(client, scope);
  for await (const batch of bySubject(streamCells(client))) {
    const subjects = await describe(client, batch, options);
    const rows: LeadRow[] = [];
    for (const cells of batch) {
      const [head] = cells;
      const described = head === undefined ? undefined : subjects.get(head.subjectId);
      if (described === undefined) continue;
      if (!described.subject.own) seen?.(described.subject, cells);
      const facts: Facts = { ...described, cells, agreements: agreements.get(described.subject.id) ?? [] };
      const judged = judge(facts, today, weights);
      if (isListed(judged, weights)) rows.push(toRow(judged, today, weights));
    }
    yield rows;
  }
}

/** Gathers an ordered stream of blocks, each of one subject, into batches of whole subjects. */
async function* bySubject(blocks: AsyncIterable<readonly SubjectCell[]>): AsyncGenerator<SubjectCell[][]> {
  let batch: SubjectCell[][] = [];
  let current: SubjectCell[] = [];
  let size = 0;
  for await (const block of blocks) {
    if (current.length > 0 && current[0]?.subjectId !== block[0]?.subjectId) {
      batch.push(current);
      size += current.length;
      current = [];
      if (batch.length >= BATCH_SUBJECTS || size >= BATCH_CELLS) {
        yield batch;
        batch = [];
        size = 0;
      }
    }
    for (const cell of block) current.push(cell);
  }
  if (current.length > 0) batch.push(current);
  if (batch.length > 0) yield batch;
}
