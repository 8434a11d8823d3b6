/** From the steps of a lead to its status. Pure: an undone step leaves what would be without it. */
import type { LeadStatus, Status, Step } from './types.ts';

export const UNTOUCHED: LeadStatus = {
  ...{ status: 'open', owner: null, reason: null, until: null, since: 0, returned: false },
};

type Undoable = Pick<Step, 'id' | 'kind' | 'undoes'>;

/** Numbers of the steps that an undo took away, also of undos; an undo that was undone itself takes nothing away. */
export function undoneSteps(steps: readonly Undoable[]): ReadonlySet<number> {
  const undone = new Set<number>();
  // From the latest on: whether an undo counts is known before what it undoes is met.
  for (const { id, kind, undoes } of [...steps].sort((a, b) => b.id - a.id)) {
    if (kind === 'undo' && undoes !== null && !undone.has(id)) undone.add(undoes);
  }
  return undone;
}

/** Which steps count: an undo takes its step away, and can be undone itself. */
export function activeSteps<T extends Undoable>(steps: readonly T[]): readonly T[] {
  const undone = undoneSteps(steps);
  return steps.filter(({ id, kind }) => kind !== 'undo' && !undone.has(id));
}

const BECOMES: Readonly<Partial<Record<Step['kind'], Status>>> = {
  snooze: 'snoozed',
  disqualify: 'disqualified',
  won: 'won',
  lost: 'lost',
  do_not_contact: 'do_not_contact',
  reopen: 'open',
  return: 'open',
};

/** Ends that a lead comes back from. */
const CLOSED: ReadonlySet<Status> = new Set(['disqualified', 'lost']);

/** The status on a day: a snooze ends by itself. */
export function standingAt(status: LeadStatus, now: number): LeadStatus {
  const rested = status.status === 'snoozed' && status.until !== null && status.until <= now;
  return rested ? { ...status, status: 'open', reason: null } : status;
}

/**
 * The status after all steps. Whoever asked not to be contacted stays so whatever follows, until that very step is
 * undone; everything else is as the last step says.
 */
export function statusOf(steps: readonly Omit<Step, 'active'>[]): LeadStatus {
  let status = UNTOUCHED;
  for (const step of [...activeSteps(steps)].sort((a, b) => a.id - b.id)) {
    if (step.kind === 'assign') status = { ...status, owner: step.text === '' ? null : step.text };
    const next = BECOMES[step.kind];
    if (next === undefined || status.status === 'do_not_contact') continue;
    // What it came back from may be gone: undone, or followed by another end.
    if (step.kind === 'return' && !CLOSED.has(status.status)) continue;
    const reason = step.reason ?? (step.text === '' ? null : step.text);
    const returned = step.kind === 'return';
    status = { ...status, status: next, reason, until: step.until, since: step.at, returned };
  }
  return status;
}
