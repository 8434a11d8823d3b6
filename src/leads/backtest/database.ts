/**
 * The same back-test on the database's own history: the leads of each cut-off as the program computes them for that
 * day, against contracts and deals that came later.
 */
import { type Database, LeadspringError, type Progress, type ProgressState } from '../../base/index.ts';
import { openScope, readAgreements } from '../acts_store.ts';
import { dayOf, isoDay } from '../dates.ts';
import type { Agreement, Day } from '../facts.ts';
import type { LeadRow } from '../lead.ts';
import { lastDealStep } from '../life/index.ts';
import type { Prior, TrainingExample } from '../model/index.ts';
import { computeChanges, type LeadOptions } from '../refresh.ts';
import { likelihoodFeatures } from './lead_features.ts';
import { openPast } from './past.ts';
import { type Backtest, measure } from './report.ts';
import { readSpan, subjectsNow } from './span_store.ts';
import { ACTIVE_DAYS, type Change, DAY, type Judged, NO_CHANGE, type Raised, TOP } from './types.ts';

export interface DatabaseOptions extends LeadOptions {
  /** Days within which a deal counts as a hit. */
  readonly horizon: number;
  /** Days between cut-offs. */
  readonly every: number;
  /** How many are the first ones of a list; ten when left out. */
  readonly length?: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The score is what ranks; how much it says of a deal is learned. */
const PRIOR: Prior = {
  intercept: { mean: -5, precision: 1 },
  weights: [{ mean: 0.7, precision: 25 }],
};

const NAME = 'this database';

/** All leads of a day. */
const ALL = 1_000_000;

/**
 * Replays the history of the database and measures the default score. The leads of a cut-off are computed from what
 * was visible then: acts, contracts and deals of before it, and identities, names, merges, affiliations and answers of
 * operators as they were known (`asKnownAt`). The vendor, kinds of organizations, topics and weights are
 * configuration, not history, and are today's; so is whose a deal was that came later, since that is the outcome.
 * @throws LeadspringError `history_too_short`
 */
export async function backtestDatabase(db: Database, options: DatabaseOptions): Promise<Backtest> {
  const { agreed, endsAt, days } = await replayDatabase(db, options);
  const judged: Judged[] = [];
  const today = new Map<string, string>();
  for await (const { cutoff, rows, changes, now } of days) {
    for (const [id, one] of now) today.set(id, one);
    const outcomes = { agreed: agreedThen(agreed, now), horizon: options.horizon, endsAt };
    judged.push(...judgeRows(rows, changes, cutoff, outcomes));
  }
  const every = options.every / (365.25 / 12);
  return measure([NAME], judged, raisedOf(judged, agreed, today), {
    prior: PRIOR,
    every,
    length: options.length ?? TOP,
  });
}

/**
 * What the likelihood model learns from: leads of past days, and whether they bought within the horizon.
 * @throws LeadspringError as `backtestDatabase`
 */
export async function databaseExamples(db: Database, options: DatabaseOptions): Promise<TrainingExample[]> {
  const { agreed, endsAt, days } = await replayDatabase(db, options);
  const examples: TrainingExample[] = [];
  for await (const { cutoff, rows, changes, now } of days) {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const outcomes = { agreed: agreedThen(agreed, now), horizon: options.horizon, endsAt };
    for (const { organization, outcome } of judgeRows(rows, changes, cutoff, outcomes)) {
      const row = byId.get(organization);
      if (row === undefined || outcome === null) continue;
      const x = likelihoodFeatures(row, cutoff);
      examples.push({ subject: row.id, day: dayOf(cutoff), x, outcome, defaultScore: row.score });
    }
  }
  return examples;
}

interface DatabaseReplay {
  /** First deal or contract of those that bought, as subjects are now. */
  readonly agreed: ReadonlyMap<string, number>;
  readonly endsAt: number;
  /** The leads of one cut-off after the other. */
  readonly days: AsyncIterable<DayOfLeads>;
}

interface DayOfLeads {
  readonly cutoff: number;
  readonly rows: readonly LeadRow[];
  /** What was detected, by subject; those at which nothing rose are left out. */
  readonly changes: ReadonlyMap<string, Change>;
  /** Which subject each of them is now, for merges of later. */
  readonly now: ReadonlyMap<string, string>;
}

/** First deal or contract by subject, as subjects were known at a cut-off. */
function agreedThen(
  agreed: ReadonlyMap<string, number>,
  now: DayOfLeads['now'],
): ReadonlyMap<string, number> {
  return new Map(
    [...now].flatMap(([id, one]) => {
      const at = agreed.get(one);
      return at === undefined ? [] : [[id, at] as const];
    }),
  );
}

async function replayDatabase(db: Database, options: DatabaseOptions): Promise<DatabaseReplay> {
  const span = await readSpan(db);
  if (span === null) throw tooShort(options, 'nothing was read yet');
  const times = cutoffs(span, options.every);
  // Whoever says today what came of leads knows it up to today.
  const endsAt = Math.max(span.last, (await lastDealStep(db)) ?? 0);
  if (times[0] === undefined || times[0] + options.horizon * DAY > endsAt)
    throw tooShort(
      options,
      `there are ${dayOf(endsAt) - dayOf(span.first)}, since ${isoDay(dayOf(span.first))}`,
    );
  return {
    agreed: await firstAgreements(db, endsAt, options),
    endsAt,
    days: leadsOfDays(db, times, options),
  };
}

/** What is needed, what there is, and what to do. */
function tooShort({ every, horizon }: DatabaseOptions, there: string): LeadspringError {
  return new LeadspringError(
    'history_too_short',
    `To compare leads of past days with what came of them takes ${every + horizon} days of history: ${every} before the first look back, and ${horizon} in which a deal may follow. So far ${there}. Import older archives, wait, or ask for shorter periods with --horizon and --every.`,
  );
}

async function* leadsOfDays(
  db: Database,
  times: readonly number[],
  options: DatabaseOptions,
): AsyncGenerator<DayOfLeads> {
  const state = (done: number): ProgressState => ({ label: NAME, done, unit: 'cut-offs' });
  for (const [done, cutoff] of times.entries()) {
    options.signal.throwIfAborted();
    const then = { asOf: cutoff - 1, identities: 'then', limit: ALL } as const;
    const { leads: rows, changes: found } = await computeChanges(db, { ...options, ...then });
    const changes = new Map(
      found.map(({ id, p, emerging }) => [id, { surprise: -Math.log(p), emerging }] as const),
    );
    const ids = rows.map(({ id }) => id);
    yield { cutoff, rows, changes, now: await subjectsNow(db, ids) };
    options.progress.update(state(done + 1));
  }
  options.progress.finish(state(times.length));
}

function cutoffs(
  { first, last }: { readonly first: number; readonly last: number },
  every: number,
): number[] {
  const found: number[] = [];
  for (let day = dayOf(first) + every; day * DAY <= last; day += every) found.push(day * DAY);
  return found;
}

/** When each subject that bought first had a deal or a contract, in milliseconds. */
async function firstAgreements(
  db: Database,
  last: number,
  { weights }: LeadOptions,
): Promise<ReadonlyMap<string, number>> {
  const agreements = await db.transaction(async (client) =>
    readAgreements(client, await openScope(client, dayOf(last), weights), 'outcomes'),
  );
  return new Map(
    [...agreements].flatMap(([id, all]) => {
      const day = boughtOn(all);
      return day === null ? [] : [[id, day * DAY] as const];
    }),
  );
}

/** The first day of a contract or of a deal that was not lost: a deal counts from its opening on. Null without one. */
export function boughtOn(agreements: readonly Agreement[]): Day | null {
  const lost = Math.max(
    ...agreements.map(({ act, day }) => (act === 'deal_lost' ? day : Number.NEGATIVE_INFINITY)),
  );
  const days = agreements.flatMap(({ act, day, from }) =>
    act === 'deal_lost' || (act === 'deal_open' && day <= lost) ? [] : [Math.min(day, from ?? day)],
  );
  return days.length === 0 ? null : Math.min(...days);
}

/** What came of leads. */
export interface Outcomes {
  /** First deal or contract by subject. */
  readonly agreed: ReadonlyMap<string, number>;
  /** Days. */
  readonly horizon: number;
  readonly endsAt: number;
}

/** Judges the leads of a cut-off. @throws LeadspringError `internal` when one of them holds an act of after it */
export function judgeRows(
  rows: readonly LeadRow[],
  changes: DayOfLeads['changes'],
  cutoff: number,
  { agreed, horizon, endsAt }: Outcomes,
): Judged[] {
  const see = openPast(cutoff);
  const visibleAt = cutoff + horizon * DAY;
  return rows.flatMap((row): Judged[] => {
    see({ visibleAt: row.lastAt });
    const agreedAt = agreed.get(row.id) ?? Number.POSITIVE_INFINITY;
    // Neither those that bought by then nor those in talks, whatever came of them, are to be predicted.
    if (agreedAt <= cutoff || row.stage === 'in_talks' || row.lastAt < cutoff - ACTIVE_DAYS * DAY) return [];
    return [
      {
        ...{ project: NAME, cutoff, visibleAt },
        ...{ organization: row.id, domain: row.domain ?? row.name },
        ...{ x: [Math.log1p(row.score)], says: [row.headline] },
        // The score without fit is points per act, capped and decaying.
        baselines: { volume: row.people, newest: row.since, points: row.score / row.fit },
        change: changes.get(row.id) ?? NO_CHANGE,
        outcome: visibleAt > endsAt ? null : agreedAt <= visibleAt ? 1 : 0,
        hitAt: agreedAt <= visibleAt ? agreedAt : null,
      },
    ];
  });
}

/** Who bought, and since when they were to be seen among the leads of a cut-off. */
function raisedOf(
  judged: readonly Judged[],
  agreed: ReadonlyMap<string, number>,
  now: DayOfLeads['now'],
): Raised[] {
  const seen = Map.groupBy(judged, ({ organization }) => now.get(organization) ?? organization);
  return [...agreed].map(([id, raisedAt]) => {
    const before = seen.get(id) ?? [];
    const firstSeenAt = before.reduce<number | null>(
      (first, { baselines }) => Math.min(first ?? baselines.newest, baselines.newest),
      null,
    );
    const keys = [...new Set([id, ...before.map(({ organization }) => organization)])];
    return { project: NAME, raisedAt, keys, firstSeenAt };
  });
}
