/** Why these handles are one person. */
import { LeadspringError, type Queryable } from '../../../base/index.ts';
import {
  type Affiliation,
  findHandle,
  type Handle,
  readAffiliations,
  readHandles,
  readPerson,
} from './explain_store.ts';
import { activeIds, fold, judge } from './fold.ts';
import { loadContext, readHistory, readUndos } from './store.ts';
import type { Decision } from './types.ts';

/** A decision with what became of it. */
export interface HistoryEntry extends Decision {
  /** Whether it counts: no undo that counts undoes it. */
  readonly active: boolean;
}

/** One reason why handles belong together: a record that gave them, or a decision. */
export interface Tie {
  readonly by: 'claim' | 'decision';
  readonly handles: readonly Handle[];
  /** The decision; null for a claim. */
  readonly decision: HistoryEntry | null;
}

export interface PersonExplanation {
  readonly id: string;
  readonly name: string;
  readonly locked: boolean;
  /** Whether anything known of them comes from the sample ecosystem. */
  readonly madeUp: boolean;
  readonly handles: readonly Handle[];
  readonly ties: readonly Tie[];
  readonly affiliations: readonly Affiliation[];
  /** Every decision that had to do with these handles, newest first. */
  readonly history: readonly HistoryEntry[];
  /** Handles that the history names, also those of other people now, by id. */
  readonly named: Readonly<Record<string, Handle>>;
}

/**
 * What is known of a person, and why.
 * @param wanted a person's or an identity's id, an address, or `login@platform`
 * @throws LeadspringError `person_not_found`
 */
export async function explainPerson(db: Queryable, wanted: string): Promise<PersonExplanation> {
  const id = (await findHandle(db, wanted))?.personId ?? null;
  const person = id === null ? undefined : await readPerson(db, id);
  if (id === null || person === undefined) {
    throw new LeadspringError('person_not_found', `Nobody is known as “${wanted.slice(0, 100)}”.`);
  }
  const { identities, decisions } = await loadContext(db, person.identityIds);
  const folded = fold(identities, decisions);
  const history = withActivity(decisions);
  const named = new Map<string, Handle>();
  const ids = [...person.identityIds, ...decisions.flatMap(({ identityIds }) => identityIds)];
  for (const handle of await readHandles(db, ids)) named.set(handle.id, handle);
  const handles = [...named.values()].filter(({ personId }) => personId === id);
  const merges = history.filter(
    ({ kind, active, identityIds: [a = '', b = ''] }) =>
      active &&
      (kind === 'merge' || kind === 'move') &&
      judge(folded, a, b) === 'same' &&
      named.get(a)?.personId === id,
  );
  return {
    id,
    name: person.name,
    locked: handles.some((handle) => (folded.groupOf.get(handle.id)?.locked ?? null) !== null),
    madeUp: person.madeUp,
    handles,
    ties: [
      ...claimTies(handles),
      ...merges.map(
        (decision): Tie => ({
          by: 'decision',
          handles: decision.identityIds.flatMap((each) => named.get(each) ?? []),
          decision,
        }),
      ),
    ],
    affiliations: await readAffiliations(db, id),
    history,
    named: Object.fromEntries(named),
  };
}

/** Handles that records gave together. */
function claimTies(handles: readonly Handle[]): readonly Tie[] {
  const byClaim = Map.groupBy(
    handles.filter(({ claimedPersonId }) => claimedPersonId !== null),
    ({ claimedPersonId }) => claimedPersonId,
  );
  return [...byClaim.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({ by: 'claim', handles: group, decision: null }));
}

function withActivity(decisions: readonly Decision[]): readonly HistoryEntry[] {
  const active = activeIds(decisions);
  return decisions
    .map((decision) => ({ ...decision, active: active.has(decision.id) }))
    .sort((a, b) => b.id - a.id);
}

/** The latest decisions of all, newest first, with the handles they name. */
export async function listDecisions(
  db: Queryable,
  options: { readonly limit: number; readonly offset?: number },
): Promise<{ readonly history: readonly HistoryEntry[]; readonly named: PersonExplanation['named'] }> {
  const page = await readHistory(db, options.limit, options.offset ?? 0);
  const undos = await readUndos(
    db,
    page.map(({ id }) => id),
  );
  const all = new Map([...page, ...undos].map((decision) => [decision.id, decision]));
  const active = activeIds([...all.values()]);
  const handles = await readHandles(
    db,
    page.flatMap(({ identityIds }) => identityIds),
  );
  return {
    history: page.map((decision) => ({ ...decision, active: active.has(decision.id) })),
    named: Object.fromEntries(handles.map((handle) => [handle.id, handle])),
  };
}
