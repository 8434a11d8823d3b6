/** Lets the matcher decide and suggest. */
import type { Client, Database, Queryable } from '../../../base/index.ts';
import {
  type MatchOptions,
  type MatchRecord,
  type MatchResult,
  matchRecords,
  type PairScore,
  type ScoredPair,
} from '../matching/index.ts';
import { isAnyTouched, takeTouched } from '../touched_store.ts';
import { activeIds, apply, type Folded, fold, judge, refusedAt } from './fold.ts';
import {
  hasNews,
  type KnownRecord,
  type MatcherMerge,
  markLookedAt,
  readMatcherMerges,
  readMatchRecords,
} from './matcher_store.ts';
import { insertDecisions, loadContext, lockForDecision, nextDecisionId, writeFolded } from './store.ts';
import { type Proposal, restate, writeSuggestions } from './suggestion_store.ts';
import type { Decision, Reason } from './types.ts';

export interface MatcherOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Compares all with all, also when nothing is new. */
  readonly all?: boolean;
  /** Share of identities that may be new before all are compared with all again. Default: 0.05. */
  readonly fewUpTo?: number;
  readonly progress?: MatchOptions['progress'];
  /** For tests. */
  readonly match?: (records: readonly MatchRecord[], options: MatchOptions) => MatchResult;
}

export interface MatcherReport {
  /** Identities compared with the others: all, or those that are new. */
  readonly compared: number;
  readonly merged: number;
  readonly suggested: number;
  /** Merges of its own that the matcher took back, since new evidence speaks against them. */
  readonly retracted: number;
}

/** Pairs settled in one transaction. */
const CHUNK = 500;

/** New identities make names a little more or less common for everybody: by less than this nothing much changes. */
const FEW = 0.05;

/**
 * Compares the identities that are new, or of which something new came, with all others, or all with all when many are
 * new since that was last done. Merges pairs at or above the threshold to decide, queues those between the thresholds, and takes back merges of its
 * own that new evidence speaks against. What a hand decided stands. Running it again changes nothing.
 */
export async function runMatcher(db: Database, options: MatcherOptions): Promise<MatcherReport> {
  if (options.all !== true && !(await hasNews(db))) return NOTHING;
  if (await isAnyTouched(db)) await inDecision(db, takeTouched);
  const records = await readMatchRecords(db);
  const fresh = options.all === true ? undefined : fewNew(records, options.fewUpTo ?? FEW);
  const result = resultOf(records, fresh, options);
  const settled = await settleAll(db, (work) => inDecision(db, work), result, options);
  const compared = records.filter(({ id }) => fresh?.has(id) ?? true);
  for (const part of chunks(compared, 10_000)) {
    await db.transaction((client) => markLookedAt(client, part, options.now));
  }
  return { ...settled, compared: compared.length };
}

/**
 * As `runMatcher`, compares all with all, within a transaction whose identities are its own, so that nobody needs to
 * be locked out. Nothing is suggested: a suggestion changes nobody's person.
 */
export async function matchWithin(
  client: Client,
  options: Pick<MatcherOptions, 'now' | 'match'>,
): Promise<MatcherReport> {
  const records = await readMatchRecords(client);
  const result = { ...resultOf(records, undefined, options), suggestions: [] };
  const settled = await settleAll(client, (work) => work(client), result, options);
  return { ...settled, compared: records.length };
}

const NOTHING: MatcherReport = { compared: 0, merged: 0, suggested: 0, retracted: 0 };

function resultOf(
  records: readonly KnownRecord[],
  fresh: ReadonlySet<string> | undefined,
  { match = matchRecords, progress }: Pick<MatcherOptions, 'match' | 'progress'>,
): MatchResult {
  return match(records, {
    ...(fresh === undefined ? {} : { fresh }),
    ...(progress === undefined ? {} : { progress }),
  });
}

/** How some work is given a transaction in which it may decide. */
type Deciding = <T>(work: (client: Client) => Promise<T>) => Promise<T>;

/** Takes back merges that no longer stand, and settles what was found, surest first. */
async function settleAll(
  db: Queryable,
  deciding: Deciding,
  result: MatchResult,
  { now }: Pick<MatcherOptions, 'now'>,
): Promise<Omit<MatcherReport, 'compared'>> {
  const total = { merged: 0, suggested: 0, retracted: 0 };
  const merges = await readMatcherMerges(db);
  for (const part of chunks(merges.filter(outOf(result)))) {
    total.retracted += await deciding((client) => retract(client, part, now));
  }
  const found = [
    ...result.decided.map((pair): Found => ({ pair, sure: true })),
    ...result.suggestions.map((pair): Found => ({ pair, sure: false })),
  ].sort(surest);
  for (const part of chunks(found)) {
    const settled = await deciding((client) => settle(client, part, result.explain, now));
    total.merged += settled.merged;
    total.suggested += settled.suggested;
  }
  return total;
}

/** Whether there is something about it that the matcher has not compared: all of it, or evidence beside its names. */
const isNew = ({ lookedAt, evidence, evidenceThen }: KnownRecord): boolean =>
  lookedAt === null || evidence !== evidenceThen;

/** Ids of the new records, when these and those that came since all were compared with all are few; else undefined. */
function fewNew(records: readonly KnownRecord[], share: number): ReadonlySet<string> | undefined {
  const fresh = new Set<string>();
  let compared = Number.POSITIVE_INFINITY;
  for (const record of records) {
    if (isNew(record)) fresh.add(record.id);
    if (record.lookedAt !== null) compared = Math.min(compared, record.lookedAt);
  }
  const since = records.filter(
    (record) => isNew(record) || (record.lookedAt !== null && record.lookedAt > compared),
  ).length;
  return since <= records.length * share ? fresh : undefined;
}

function inDecision<T>(db: Database, work: (client: Client) => Promise<T>): Promise<T> {
  return db.transaction(async (client) => {
    await lockForDecision(client);
    return work(client);
  });
}

function* chunks<T>(list: readonly T[], size = CHUNK): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}

interface Found {
  readonly pair: ScoredPair;
  /** Whether the matcher would decide it; a strong pair that contradicts another is only suggested. */
  readonly sure: boolean;
}

/** The same order whatever the order of records. */
function surest({ pair: x }: Found, { pair: y }: Found): number {
  if (x.probability !== y.probability) return y.probability - x.probability;
  return `${x.a} ${x.b}` < `${y.a} ${y.b}` ? -1 : 1;
}

/**
 * Whether a merge no longer stands: the two are not in one cluster, and what is left of the evidence is nearer to
 * forgetting than to deciding. The distance keeps pairs near the threshold from changing with every run.
 */
function outOf({
  clusters,
  suggestions,
  decided,
  thresholds,
  covers,
}: MatchResult): (merge: MatcherMerge) => boolean {
  const clusterOf = new Map(clusters.flatMap((ids, at) => ids.map((id) => [id, at] as const)));
  const enough = (thresholds.decide + thresholds.suggest) / 2;
  const kept = new Set(
    [...suggestions, ...decided]
      .filter(({ probability }) => probability >= enough)
      .map(({ a, b }) => keyOf(a, b)),
  );
  return ({ a, b }) => {
    const cluster = clusterOf.get(a);
    if (!covers(a) && !covers(b)) return false;
    return (cluster === undefined || cluster !== clusterOf.get(b)) && !kept.has(keyOf(a, b));
  };
}

const keyOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** Undoes merges of the matcher that still count, but for those of locked people. */
async function retract(client: Client, merges: readonly MatcherMerge[], now: number): Promise<number> {
  const context = await loadContext(
    client,
    merges.flatMap(({ a, b }) => [a, b]),
  );
  const active = activeIds(context.decisions);
  const state = fold(context.identities, context.decisions);
  const isLocked = (id: string): boolean => (state.groupOf.get(id)?.locked ?? null) !== null;
  const from = await nextDecisionId(client);
  const undos = merges
    .filter(({ id, a, b }) => active.has(id) && !isLocked(a) && !isLocked(b))
    .map(
      ({ id, a, b }, index): Decision => ({
        ...{ id: from + index, kind: 'undo', author: 'matcher', identityIds: [a, b], name: null, undoes: id },
        ...{ probability: null, reasons: [{ reason: 'New evidence speaks against it.' }], at: now },
      }),
    );
  if (undos.length === 0) return 0;
  const decisions = [...context.decisions, ...undos];
  await insertDecisions(client, undos);
  await writeFolded(client, context, fold(context.identities, decisions));
  await restate(client, context);
  return undos.length;
}

async function settle(
  client: Client,
  found: readonly Found[],
  explain: MatchResult['explain'],
  now: number,
): Promise<{ merged: number; suggested: number }> {
  const context = await loadContext(
    client,
    found.flatMap(({ pair: { a, b } }) => [a, b]),
  );
  const state = fold(context.identities, context.decisions);
  const from = await nextDecisionId(client);
  const made: Decision[] = [];
  const proposals: Proposal[] = [];
  for (const { pair, sure } of found) {
    const fate = fateOf(state, pair, sure);
    if (fate === 'none') continue;
    const reasons = reasonsOf(explain(pair));
    if (fate === 'suggest') {
      proposals.push({ ...pair, reasons });
      continue;
    }
    const decision: Decision = {
      ...{ id: from + made.length, kind: 'merge', author: 'matcher', identityIds: [pair.a, pair.b] },
      ...{ name: null, undoes: null, probability: pair.probability, reasons, at: now },
    };
    made.push(decision);
    apply(state, decision);
  }
  if (made.length > 0) {
    await insertDecisions(client, made);
    await writeFolded(client, context, state);
  }
  const suggested = await writeSuggestions(client, proposals, now);
  if (made.length + suggested > 0) {
    await restate(client, { ...context, decisions: [...context.decisions, ...made] });
  }
  return { merged: made.length, suggested };
}

/** What becomes of a pair, hands first: a merge, a suggestion, or nothing. */
function fateOf(
  state: Folded,
  { a, b, probability }: ScoredPair,
  sure: boolean,
): 'merge' | 'suggest' | 'none' {
  const verdict = state.claims.has(a) && state.claims.has(b) ? judge(state, a, b) : 'never';
  if (verdict !== 'free' && verdict !== 'locked') return 'none';
  if (refusedAt(state, a, b) >= probability) return 'none';
  return verdict === 'free' && sure ? 'merge' : 'suggest';
}

/** Reasons whose weights add up to the probability: the odds before any evidence are one of them. */
function reasonsOf({ reasons, prior }: PairScore): readonly Reason[] {
  return [{ reason: 'Before any evidence: two handles are rarely one person’s.', weight: prior }, ...reasons];
}
