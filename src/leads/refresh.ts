/** Computes all leads: streams the cells by subject, judges each subject, and keeps or writes the rows. */
import type { Client, Database } from '../base/index.ts';
import { openScope, packCells, readAgreements, type SubjectCell, streamCells } from './acts_store.ts';
import { DAY_MS, dayOf, isoDay } from './dates.ts';
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
import { NOT_NEW } from './stage.ts';
import { clearLeads, type OrganizationRow, readOrganizations, readPeopleNames, writeLeads } from './store.ts';
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
 * Rebuilds the table of leads in one transaction, as things stand on the day of `now` (milliseconds).
 * Readers see the old table until it ends. Answers with the number of rows.
 */
export async function refreshLeads(
  db: Database,
  options: LeadOptions & { readonly now: number },
): Promise<{ leads: number }> {
  return db.transaction(async (client) => {
    await clearLeads(client);
    let leads = 0;
    const [days, flow] = [new Map() as DayCounts, emptyFlow()];
    const today = dayOf(options.now);
    const seen = ({ id, type }: Subject, cells: readonly Cell[]): void => {
      addDays(days, { id, type, cells });
      addToFlow(flow, cells, today);
    };
    for await (const rows of computeRows(client, options, today, seen)) {
      await writeLeads(client, rows, options.now);
      leads += rows.length;
    }
    await detect(client, options, days);
    await writeFlow(client, flow);
    await followMerges(client);
    await keepHistory(client, options.now);
    return { leads };
  });
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
    await writeEmerged(client, rows);
    rows = [];
  }
  await writeEmerged(client, rows);
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

type Described = Pick<Facts, 'subject' | 'names'>;

/** Who the subjects of a batch are. */
export async function describe(
  client: Pick<Client, 'query'>,
  batch: readonly (readonly SubjectCell[])[],
  options: LeadOptions,
): Promise<Map<string, Described>> {
  const own = new Set(options.vendorDomains.map((domain) => domain.trim().toLowerCase()));
  const heads = batch.flatMap((cells) => (cells[0] === undefined ? [] : [cells[0]]));
  const organizations = await readOrganizations(
    client,
    heads.filter(({ type }) => type === 'organization').map(({ subjectId }) => subjectId),
  );
  const singles = batch.map(onlyPerson);
  const names = await readPeopleNames(
    client,
    singles.filter((id) => id !== null),
  );
  const described = new Map<string, Described>();
  heads.forEach((head, index) => {
    const madeUp = (batch[index] ?? []).some((cell) => cell.madeUp);
    const name = names.get(singles[index] ?? '');
    const organization = organizations.get(head.subjectId);
    if (head.type === 'organization' && organization === undefined) return;
    const subject =
      organization === undefined
        ? person(head.subjectId, name ?? '', madeUp)
        : toSubject(organization, own, madeUp);
    described.set(head.subjectId, { subject, names: name === undefined ? [] : [name] });
  });
  return described;
}

function onlyPerson(cells: readonly Cell[]): string | null {
  let only: string | null = null;
  for (const { personId } of cells) {
    if (personId === null || personId === only) continue;
    if (only !== null) return null;
    only = personId;
  }
  return only;
}

function person(id: string, name: string, madeUp: boolean): Subject {
  return {
    id,
    type: 'person',
    name,
    domain: null,
    kind: 'person',
    kindReason: 'A person without a known organization.',
    own: false,
    madeUp,
  };
}

function toSubject(row: OrganizationRow, own: ReadonlySet<string>, madeUp: boolean): Subject {
  const { id, name, domain, kind, kindReason } = row;
  const isOwn = kind === 'vendor' || (domain !== null && own.has(domain));
  return { id, type: 'organization', name, domain, kind, kindReason, own: isOwn, madeUp };
}
