/** Deciding who is one person, and undoing it. */
import { type Client, type Database, LeadspringError } from '../../../base/index.ts';
import { organizationsOf } from '../affiliation_store.ts';
import { cleanLabel } from '../names.ts';
import { activeIds, type Folded, fold, judge } from './fold.ts';
import {
  type Context,
  insertDecisions,
  loadContext,
  lockForDecision,
  nextDecisionId,
  readDecision,
  writeFolded,
} from './store.ts';
import { readProposals, restate } from './suggestion_store.ts';
import type { Author, Decision, DecisionDraft, Reason } from './types.ts';

export interface DecideOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Default: `operator`. */
  readonly author?: Author;
}

/** A recorded decision, and what came of it. */
export interface Decided {
  readonly decision: Decision;
  /** The people its identities belong to now. */
  readonly personIds: readonly string[];
  /** Ids of people and organizations that may look different now; among them people who are no more. */
  readonly touched: readonly string[];
}

/**
 * Records a decision and writes what follows from it.
 * @throws LeadspringError `person_not_found`, `decision_without_effect`, `argument_invalid`; and `person_locked` for
 *   the matcher
 */
export async function decide(db: Database, draft: DecisionDraft, options: DecideOptions): Promise<Decided> {
  return db.transaction(async (client) => {
    await lockForDecision(client);
    const decided = await decideIn(client, draft, options);
    if (decided === null) {
      throw new LeadspringError('decision_without_effect', `This ${draft.kind} would change nothing.`);
    }
    return decided;
  });
}

/** As `decide`, within a transaction that holds the lock. Null when nothing would change. */
async function decideIn(
  client: Client,
  draft: DecisionDraft,
  { now, author = 'operator' }: DecideOptions,
): Promise<Decided | null> {
  const context = await loadContext(client, draft.identityIds);
  const known = new Set(context.identities.map(({ identityId }) => identityId));
  const missing = draft.identityIds.find((id) => !known.has(id));
  if (missing !== undefined)
    throw new LeadspringError('person_not_found', `There is no identity ${missing}.`);
  const before = fold(context.identities, context.decisions);
  if (author === 'matcher') refuseMatcher(before, draft);
  if (draft.kind === 'split' && new Set(draft.identityIds.map((id) => before.groupOf.get(id))).size !== 1) {
    throw new LeadspringError('argument_invalid', 'A split takes handles of one person.');
  }
  const decision: Decision = {
    id: await nextDecisionId(client),
    kind: draft.kind,
    author,
    identityIds: draft.kind === 'lock' ? held(before, draft.identityIds[0]) : [...new Set(draft.identityIds)],
    name: draft.kind === 'rename' ? newName(draft.name) : null,
    undoes: null,
    probability: 'probability' in draft ? (draft.probability ?? null) : null,
    reasons: draft.reasons ?? [],
    at: now,
  };
  const after = { ...context, decisions: [...context.decisions, decision] };
  const folded = fold(after.identities, after.decisions);
  if (print(folded) === print(before)) return null;
  return record(client, after, folded, decision);
}

/** The matcher merges where it may, and nothing else. */
function refuseMatcher(state: Folded, draft: DecisionDraft): void {
  const [a, b] = draft.identityIds;
  if (draft.kind !== 'merge' || b === undefined) {
    throw new LeadspringError('argument_invalid', `The matcher does not ${draft.kind}.`);
  }
  if (judge(state, a, b) === 'locked') {
    throw new LeadspringError('person_locked', 'One of the two people is locked.');
  }
}

/** A locked person holds these identities. */
function held(state: Folded, identityId: string): readonly string[] {
  const others = [...(state.groupOf.get(identityId)?.members ?? [])].filter((id) => id !== identityId);
  return [identityId, ...others.sort()];
}

function newName(text: string): string {
  const name = cleanLabel(text);
  if (name === '') throw new LeadspringError('argument_invalid', 'A name needs at least one letter.');
  return name;
}

/** What a state says, as text that two states can be compared by. */
function print({ groups, nevers, rejects, apart }: Folded): string {
  const people = [...groups.values()].map(({ id, members, locked, name }) => [
    id,
    [...members].sort(),
    locked !== null,
    name,
  ]);
  const pairs = [...nevers].map(([id, others]) => [id, [...others].sort()]);
  const refused = [...rejects].map(([id, others]) => [id, [...others].sort()]);
  const sets = apart.map(({ left, right }) => [[...left].sort(), [...right].sort()]);
  return JSON.stringify([people.sort(), pairs.sort(), refused.sort(), sets]);
}

async function record(
  client: Client,
  context: Context,
  folded: Folded,
  decision: Decision,
): Promise<Decided> {
  await insertDecisions(client, [decision]);
  await writeFolded(client, context, folded);
  await restate(client, context);
  const personIds = [...new Set(decision.identityIds.flatMap((id) => folded.groupOf.get(id)?.id ?? []))];
  const people = new Set(personIds);
  for (const { identityId, personId } of context.identities) {
    const now = folded.groupOf.get(identityId)?.id ?? null;
    if (now === personId) continue;
    for (const id of [personId, now]) if (id !== null) people.add(id);
  }
  return { decision, personIds, touched: [...people, ...(await organizationsOf(client, [...people]))] };
}

/**
 * Undoes a decision: from now on everything is as if it had never been made, whatever was decided since. An undo
 * can be undone too.
 * @throws LeadspringError `decision_not_found`, `decision_undone`
 */
export async function undo(
  db: Database,
  decisionId: number,
  options: Pick<DecideOptions, 'now'> & { readonly reasons?: readonly Reason[] },
): Promise<Decided> {
  return db.transaction(async (client) => {
    await lockForDecision(client);
    const target = await readDecision(client, decisionId);
    if (target === undefined) {
      throw new LeadspringError('decision_not_found', `There is no decision ${decisionId}.`);
    }
    const context = await loadContext(client, target.identityIds);
    if (!activeIds(context.decisions).has(decisionId)) {
      throw new LeadspringError('decision_undone', `Decision ${decisionId} was undone already.`);
    }
    const decision: Decision = {
      id: await nextDecisionId(client),
      kind: 'undo',
      author: 'operator',
      identityIds: target.identityIds,
      name: null,
      undoes: decisionId,
      probability: null,
      reasons: options.reasons ?? [],
      at: options.now,
    };
    const after = { ...context, decisions: [...context.decisions, decision] };
    return record(client, after, fold(after.identities, after.decisions), decision);
  });
}

export type Answer = 'accept' | 'reject' | 'never';
const KIND = { accept: 'merge', reject: 'reject', never: 'never' } as const;

/**
 * Answers open suggestions, all or none. Those that another answer of the batch settles already are passed over.
 * @throws LeadspringError `suggestion_not_found` when one is not open
 */
export async function answerSuggestions(
  db: Database,
  answer: Answer,
  ids: readonly string[],
  { now }: Pick<DecideOptions, 'now'>,
): Promise<readonly Decided[]> {
  return db.transaction(async (client) => {
    await lockForDecision(client);
    const proposals = await readProposals(client, ids);
    const missing = ids.find((id) => !proposals.some((proposal) => proposal.id === id));
    if (missing !== undefined) {
      throw new LeadspringError('suggestion_not_found', `There is no open suggestion ${missing}.`);
    }
    const decided: Decided[] = [];
    for (const { a, b, probability, reasons } of proposals) {
      const draft = { kind: KIND[answer], identityIds: [a, b], probability, reasons } as const;
      const one = await decideIn(client, draft, { now });
      if (one !== null) decided.push(one);
    }
    return decided;
  });
}
