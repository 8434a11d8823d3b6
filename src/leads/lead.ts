/** A lead: facts judged on one day. Pure; the same facts, day and weights give the same lead. */
import { ACCESS_POINTS } from '../intake/plain.ts';
import { DAY_MS } from './dates.ts';
import { type Day, type Facts, isInsider } from './facts.ts';
import { type Fit, fitOf } from './fit.ts';
import { type Group, groupCells, upTo } from './groups.ts';
import type { Status } from './life/types.ts';
import { type Score, scoreGroups } from './score.ts';
import { type Segment, type SegmentFinding, segmentOfGroups } from './segment.ts';
import { sentencesOfGroups } from './sentences.ts';
import { type Stage, type StageFinding, stageOfGroups } from './stage.ts';
import type { Weights } from './weights.ts';

/** One row of the table of leads. */
export interface LeadRow {
  /** organization_id or person_id. */
  readonly id: string;
  readonly subject: 'organization' | 'person';
  readonly name: string;
  readonly domain: string | null;
  readonly kind: string;
  readonly segment: Segment;
  readonly stage: Stage;
  readonly score: number;
  readonly fit: number;
  /** Points now by access point; they add up to the score. */
  readonly points: Readonly<Record<string, number>>;
  readonly people: number;
  readonly accessPoints: number;
  /** First and last day seen, milliseconds since the epoch (midnight UTC). */
  readonly since: number;
  readonly lastAt: number;
  readonly headline: string;
  readonly stageReason: string;
  /** The first day since which this was the stage on every day, milliseconds (midnight UTC). */
  readonly stageAt: number;
  readonly madeUp: boolean;
}

/** A row of the list: a lead with what was detected and what was done with it. */
export interface ListedLead extends LeadRow {
  /** Whether a statistically detected change makes it one to look at now. */
  readonly emerging: boolean;
  /** Probability of what was seen when nothing changed; null when it is above 0.2, or nothing rose. */
  readonly surprise: number | null;
  readonly falseDiscoveryRate: number | null;
  readonly emergedSince: number | null;
  readonly emergedBecause: string;
  /** The day on which it began to be marked, kept while it stays so; null for whoever is not. */
  readonly emergingOn: number | null;
  /** Probability of a deal by what was learned from outcomes; null while the default weights are in use. */
  readonly likelihood: number | null;
  readonly status: Status;
  readonly owner: string | null;
  /** It was disqualified or lost, and something significant happened since; until somebody acts. */
  readonly returned: boolean;
}

/** A lead with the reasons for all of it. */
export interface Judged {
  readonly facts: Facts;
  /** The facts' cells up to the day, by access point, act and topic. */
  readonly groups: readonly Group[];
  readonly fit: Fit;
  readonly score: Score;
  readonly stage: StageFinding;
  readonly segment: SegmentFinding;
}

/** Judges facts as they stand on `today`. */
export function judge(facts: Facts, today: Day, weights: Weights): Judged {
  const groups = groupCells(upTo(facts.cells, today));
  const segment = segmentOfGroups(facts, groups, today, weights);
  const fit = taught(fitOf(facts, today, weights), facts, segment, weights);
  return {
    facts,
    groups,
    fit,
    score: scoreGroups(groups, fit.factor, today, weights),
    stage: stageOfGroups(facts, groups, today, weights),
    segment,
  };
}

/** The fit after what was said of others like it. */
function taught(fit: Fit, { subject }: Facts, { segment }: SegmentFinding, { lessons = [] }: Weights): Fit {
  const lesson = lessons.find((each) => each.kind === subject.kind && each.segment === segment);
  if (lesson === undefined || isInsider(subject)) return fit;
  const reasons = [...fit.reasons, `${lesson.reason}: × ${lesson.factor}`];
  return { ...fit, factor: fit.factor * lesson.factor, reasons };
}

/** Whether this subject is listed: kinds without a fit (providers, clouds, ...) never are, people from a score on. */
export function isListed({ facts, score }: Judged, weights: Weights): boolean {
  if (score.parts.length === 0) return false;
  if (facts.subject.type === 'person') return isInsider(facts.subject) || score.total >= weights.person_score;
  return isInsider(facts.subject) || weights.fit.kinds[facts.subject.kind] !== undefined;
}

/** The row of a judged lead. */
export function toRow(judged: Judged, today: Day, weights: Weights): LeadRow {
  const { facts, groups, fit, score, stage, segment } = judged;
  const { subject } = facts;
  const days = score.parts.flatMap(({ from, to }) => [from, to]);
  const [headline = stage.reason] = sentencesOfGroups({ subject, groups }, stage, today, weights);
  return {
    id: subject.id,
    subject: subject.type,
    name: subject.name,
    domain: subject.domain,
    kind: subject.own ? 'vendor' : subject.member ? 'member' : subject.kind,
    segment: segment.segment,
    stage: stage.stage,
    score: score.total,
    fit: fit.factor,
    points: pointsOf(score),
    people: fit.people,
    accessPoints: score.accessPoints.size,
    since: Math.min(...days) * DAY_MS,
    lastAt: Math.max(...days) * DAY_MS,
    headline,
    stageReason: stage.reason,
    stageAt: stage.since * DAY_MS,
    madeUp: subject.madeUp,
  };
}

/** In the order of the list: objects with the same names in many orders are as many kinds of objects. */
function pointsOf({ accessPoints }: Score): Readonly<Record<string, number>> {
  const points: Record<string, number> = {};
  for (const accessPoint of ACCESS_POINTS) {
    const some = accessPoints.get(accessPoint) ?? 0;
    if (some > 0) points[accessPoint] = some;
  }
  return points;
}
