/** Why a lead is one: its parts with the signals behind them, in sentences and in data. */
import { type Client, type Database, LeadspringError } from '../base/index.ts';
import type { AccessPoint, Act } from '../intake/index.ts';
import { openSubjects, readAgreements, readCells } from './acts_store.ts';
import { sayClimb } from './climb.ts';
import { type CoursePoint, courseOf } from './course.ts';
import { DAY_MS, dayOf, isoDay } from './dates.ts';
import { describe, seenOf } from './described.ts';
import {
  type EvidenceRow,
  type PartDetail,
  type PersonRow,
  readEvidence,
  readPartDetails,
  readPeople,
} from './evidence_store.ts';
import type { Cell, Day } from './facts.ts';
import { judge, type LeadRow, toRow } from './lead.ts';
import { leftAlone, type Status, withLessons } from './life/index.ts';
import { leadsAsOf } from './list_store.ts';
import { type MindfulStep, mindfulStepOf } from './mindful.ts';
import type { LeadOptions } from './refresh.ts';
import type { Part } from './score.ts';
import { partKey, partPeriod, sentencesOf, type Titles, tellingSince } from './sentences.ts';
import { readOrganizations, readPeopleNames } from './store.ts';
import { type Certainty, certaintyOf } from './sureness.ts';
import { type TriedBefore, triedBefore } from './tried_before.ts';
import { topicOf, type Weights } from './weights.ts';

const MOST_PEOPLE = 50;

export interface ExplainedPart {
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  /** What the topic is called, or null. */
  readonly topic: string | null;
  /** What this part adds to the score. */
  readonly points: number;
  readonly quantity: number;
  /** How much of the quantity is anonymous traffic of a network. */
  readonly networkQuantity: number;
  readonly people: number;
  /** ISO days. */
  readonly from: string;
  readonly to: string;
  /** The latest asset's title, and how many different assets there are. */
  readonly title: string;
  readonly assets: number;
  /** The latest signals. Traffic of networks has none: its evidence is the days of traffic in `evidence`. */
  readonly signalIds: readonly string[];
}

export interface TimelineRow {
  /** Monday of the week, milliseconds since the epoch (midnight UTC). */
  readonly week: number;
  readonly accessPoint: AccessPoint;
  readonly quantity: number;
}

export interface Explanation {
  readonly lead: LeadRow;
  readonly sentences: readonly string[];
  /** Since when it is the stage without a break, and the latest act that proves it. */
  readonly stage: { readonly reason: string; readonly at: number; readonly last: number };
  readonly segment: { readonly reasons: readonly string[] };
  readonly kindReason: string;
  /** What multiplied every part: score = Σ parts; part = points × fit × breadth × climb. */
  readonly fit: { readonly factor: number; readonly reasons: readonly string[] };
  readonly breadth: number;
  /** Movement up the ladder over access points: how often, and from where to where. */
  readonly climb: { readonly factor: number; readonly steps: number; readonly reason: string };
  /** Most points first; their points add up to the score. */
  readonly parts: readonly ExplainedPart[];
  readonly people: readonly PersonRow[];
  readonly timeline: readonly TimelineRow[];
  /** How stage and score went, oldest first, by the evidence known today; empty where it was not asked for. */
  readonly course: readonly CoursePoint[];
  readonly evidence: readonly EvidenceRow[];
  /** How certain it is whose acts these were; `surenessOf` says it together with what else is known. */
  readonly certainty: Certainty;
  /** What they did before the vendor first heard of them; null for whoever neither wrote nor talked. */
  readonly tried: TriedBefore | null;
  /** The one step that suggests itself; it may be to leave them alone. */
  readonly next: MindfulStep;
}

/** `evidence`: at most so many of the latest acts (100 when left out). */
export type ExplainOptions = LeadOptions & {
  readonly asOf: number;
  readonly evidence?: number;
  /** Whether to look back how it went: that judges the lead some forty times. */
  readonly course?: boolean;
  /** What was done with the lead so far; open when left out. */
  readonly status?: Status;
};

/**
 * Explains one subject as things stood at the end of the day of `asOf` (milliseconds).
 * Private signals are part of it and marked, so it is for operators only.
 * @throws LeadspringError `organization_not_found` when nothing of it was seen by then
 */
export async function explainLead(
  db: Database,
  subjectId: string,
  options: ExplainOptions,
): Promise<Explanation> {
  return db.transaction((client) => explain(client, subjectId, options));
}

async function explain(client: Client, subjectId: string, options: ExplainOptions): Promise<Explanation> {
  const today = dayOf(options.asOf);
  const weights = await withLessons(client, options.weights, today);
  const scope = await openSubjects(client, today, weights, [subjectId]);
  const cells = await readCells(client, scope);
  const described = (await describe(client, seenOf(cells), options)).get(subjectId);
  if (described === undefined)
    throw new LeadspringError(
      'organization_not_found',
      `Nothing was seen of ${await nameOf(client, subjectId)} by the end of ${isoDay(today)}.`,
    );
  // As it is listed, or as it was on an earlier day.
  const told = today >= dayOf((await leadsAsOf(client)) ?? 0) ? 'listed' : 'then';
  const agreements = (await readAgreements(client, scope, told)).get(subjectId) ?? [];
  const judged = judge({ ...described, cells, agreements }, today, weights);
  const details = new Map(
    (await readPartDetails(client, scope, tellingSince({ cells }, today))).map((detail) => [
      partKey(detail),
      detail,
    ]),
  );
  const { subject } = described;
  const alone = await leftAlone(
    client,
    cells.flatMap(({ personId }) => personId ?? []),
  );
  const names = await readPeopleNames(client, [...alone]);
  const marked = <T extends { readonly id: string }>(person: T) => ({
    ...person,
    leftAlone: alone.has(person.id),
  });
  const { score, stage, segment, fit } = judged;
  return {
    lead: toRow(judged, today, weights),
    sentences: sentencesOf(judged.facts, stage, today, weights, touched(details)),
    stage: { reason: stage.reason, at: stage.since * DAY_MS, last: stage.day * DAY_MS },
    segment: { reasons: segment.reasons },
    kindReason: subject.kindReason,
    fit: { factor: fit.factor, reasons: fit.reasons },
    breadth: score.breadth,
    climb: {
      ...{ factor: score.climb.factor, steps: score.climb.steps },
      reason: sayClimb(score.climb, today, weights),
    },
    parts: score.parts.map((part) => explainPart(part, details.get(partKey(part)), weights)),
    people: (await readPeople(client, scope, MOST_PEOPLE)).map(marked),
    timeline: timelineOf(cells),
    course: options.course === true ? courseOf(judged.facts, today, weights) : [],
    certainty: certaintyOf(judged.groups, today),
    evidence: (await readEvidence(client, scope, options.evidence ?? 100)).map((row) => ({
      ...row,
      leftAlone: row.personId !== null && alone.has(row.personId),
    })),
    tried: triedBefore(cells, today),
    next: mindfulStepOf(judged, today, weights, options.status ?? 'open', names),
  };
}

/** What people call a subject; its id when it has no name. */
async function nameOf(client: Client, id: string): Promise<string> {
  const organization = (await readOrganizations(client, [id])).get(id)?.name;
  return organization || (await readPeopleNames(client, [id])).get(id) || id;
}

/** Titles for the sentences, which tell of a shorter time than the parts. */
function touched(details: ReadonlyMap<string, PartDetail>): Titles {
  return new Map([...details].map(([key, { title, lately }]) => [key, { title, different: lately }]));
}

function explainPart(part: Part, detail: PartDetail | undefined, weights: Weights): ExplainedPart {
  return {
    accessPoint: part.accessPoint,
    act: part.act,
    topic: topicOf(weights, part.topic)?.label ?? null,
    points: part.points,
    quantity: part.quantity,
    networkQuantity: part.networkQuantity,
    people: part.people,
    ...partPeriod(part),
    title: detail?.title ?? '',
    assets: detail?.different ?? 0,
    signalIds: detail?.signalIds ?? [],
  };
}

/** Acts per week and access point, in order. */
export function timelineOf(cells: readonly Cell[]): TimelineRow[] {
  const rows = new Map<string, { week: Day; accessPoint: AccessPoint; quantity: number }>();
  for (const { day, accessPoint, quantity } of cells) {
    // 1970-01-01 was a Thursday, three days after a Monday.
    const week = day - ((((day + 3) % 7) + 7) % 7);
    const key = `${week} ${accessPoint}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { week, accessPoint, quantity });
    else row.quantity += quantity;
  }
  return [...rows.values()]
    .sort((a, b) => a.week - b.week || a.accessPoint.localeCompare(b.accessPoint))
    .map(({ week, accessPoint, quantity }) => ({ week: week * DAY_MS, accessPoint, quantity }));
}
