/** The suggested step, minding those people who asked not to be contacted. Pure. */
import type { Day, PersonKey } from './facts.ts';
import type { Judged } from './lead.ts';
import type { Status } from './life/types.ts';
import { type NextStep, nextStepOf, type StepKind } from './next_step.ts';
import type { Weights } from './weights.ts';
import { sayList } from './words.ts';

export interface MindfulStep extends NextStep {
  /** Names of people who are not to be written to, by this step or another. */
  readonly notTo: readonly string[];
}

/** Steps that write to nobody. */
const QUIET: ReadonlySet<StepKind> = new Set(['none', 'leave_alone']);

/**
 * As `nextStepOf`, but nobody of `alone` (ids) is answered or written to: their questions count not, and who is left
 * out is named. When there is nobody else, they are left alone.
 * @param names of those that are to be named, by id
 */
export function mindfulStepOf(
  judged: Judged,
  today: Day,
  weights: Weights,
  status: Status,
  alone: ReadonlyMap<PersonKey, string>,
): MindfulStep {
  const { facts } = judged;
  const mine = facts.cells.filter(({ personId }) => personId === null || !alone.has(personId));
  const next = nextStepOf({ ...judged, facts: { ...facts, cells: mine } }, today, weights, status);
  const notTo = [...alone.values()].filter((name) => name !== '').sort();
  if (alone.size === 0 || QUIET.has(next.kind)) return { ...next, notTo };
  const because = 'Everybody who is known there asked not to be contacted.';
  if (
    facts.cells.some(({ personId }) => personId !== null) &&
    mine.every(({ personId }) => personId === null)
  )
    return { kind: 'leave_alone', text: 'Leave them alone.', because, notTo };
  return { ...next, text: `${next.text} Do not write to ${sayNames(notTo, alone.size)}.`, notTo };
}

const MOST_NAMES = 5;

function sayNames(names: readonly string[], count: number): string {
  const said = names.slice(0, MOST_NAMES);
  const more = count - said.length;
  const all = more === 0 ? said : [...said, `${more}${said.length === 0 ? '' : ' more'} who asked for that`];
  return sayList(all);
}
