/** Steps in the life of a lead: recorded, undone, told. */
import { type Database, LeadspringError } from '../../base/index.ts';
import { statusOf, UNTOUCHED, undoneSteps } from './fold.ts';
import {
  addStep,
  concernedBy,
  handlesOf,
  holdSteps,
  readStep,
  readSteps,
  type StepRow,
  writeStatus,
} from './store.ts';
import { DISQUALIFY_REASONS, type LeadStatus, type Step, type StepDraft } from './types.ts';

export interface StepOptions {
  /** Who does it. */
  readonly author: string;
  readonly now: number;
}

export interface Stepped {
  readonly id: number;
  readonly status: LeadStatus;
}

const LONGEST_TEXT = 4_000;
const LONGEST_NAME = 100;
const FURTHEST = 5 * 366 * 86_400_000;

/**
 * Records a step with a lead, or with a person who is none.
 * @throws LeadspringError `argument_invalid` naming the field; `contact_forbidden` for a step towards whoever asked to
 *   be left alone
 */
export async function stepLead(
  db: Database,
  subjectId: string,
  draft: StepDraft,
  options: StepOptions,
): Promise<Stepped> {
  check(draft, options);
  return db.transaction(async (client) => {
    await holdSteps(client);
    const before = statusOf(marked(await readSteps(client, subjectId)));
    if (before.status === 'do_not_contact' && draft.kind !== 'note' && draft.kind !== 'do_not_contact') {
      throw new LeadspringError(
        'contact_forbidden',
        'They asked not to be contacted. Undo that step if it was wrong.',
      );
    }
    const id = await addStep(client, {
      ...EMPTY,
      ...rowOf(draft),
      subjectId,
      author: options.author,
      at: options.now,
      identityIds: await handlesOf(client, subjectId),
    });
    const status = statusOf(marked(await readSteps(client, subjectId)));
    await writeStatus(client, subjectId, status, options.now);
    return { id, status };
  });
}

/**
 * Undoes a step: the lead stands as if it had not been. An undo can be undone, which brings its step back.
 * @throws LeadspringError `step_not_found`, `step_undone`
 */
export async function undoStep(
  db: Database,
  id: number,
  options: StepOptions,
): Promise<Stepped & { subjectId: string }> {
  return db.transaction(async (client) => {
    await holdSteps(client);
    const step = await readStep(client, id);
    if (step === null) throw new LeadspringError('step_not_found', `There is no step ${id}.`);
    const { subjectId, identityIds } = step;
    // Whom it concerns by now: the steps that undo it may have been recorded under another name.
    const concerned = await concernedBy(client, step);
    const steps = marked(await readSteps(client, concerned[0] ?? subjectId));
    if (steps.find((each) => each.id === id)?.active === false)
      throw new LeadspringError('step_undone', `Step ${id} was undone already.`);
    const undo = { ...EMPTY, kind: 'undo' as const, undoes: id, subjectId, identityIds };
    const added = await addStep(client, { ...undo, author: options.author, at: options.now });
    let status: LeadStatus | undefined;
    for (const each of concerned) {
      const now = statusOf(marked(await readSteps(client, each)));
      await writeStatus(client, each, now, options.now);
      status ??= now;
    }
    return { id: added, status: status ?? UNTOUCHED, subjectId: concerned[0] ?? subjectId };
  });
}

/** The steps of a lead, latest first, and what follows from them. */
export async function lifeOf(
  db: Database,
  subjectId: string,
): Promise<{ readonly steps: readonly Step[]; readonly status: LeadStatus }> {
  const steps = marked(await readSteps(db, subjectId));
  return { steps: [...steps].reverse(), status: statusOf(steps) };
}

const EMPTY = { text: '', reason: null, until: null, amount: null, currency: null, undoes: null } as const;

/** Steps with whether they count. */
export function marked(rows: readonly StepRow[]): readonly Step[] {
  const undone = undoneSteps(rows);
  return rows.map(({ identityIds: _identityIds, ...row }) => ({ ...row, active: !undone.has(row.id) }));
}

function rowOf(draft: StepDraft): Pick<Step, 'kind'> & Partial<Omit<Step, 'kind'>> {
  switch (draft.kind) {
    case 'assign':
      return { kind: draft.kind, text: draft.owner.trim() };
    case 'note':
      return { kind: draft.kind, text: draft.text.trim() };
    case 'snooze':
      return { kind: draft.kind, until: draft.until };
    case 'disqualify':
      return { kind: draft.kind, reason: draft.reason, text: draft.text?.trim() ?? '' };
    case 'won':
    case 'lost': {
      const { value: amount = null, currency = null } = draft.amount ?? {};
      return {
        kind: draft.kind,
        amount,
        currency,
        text: draft.kind === 'lost' ? (draft.text?.trim() ?? '') : '',
      };
    }
    case 'do_not_contact':
      return { kind: draft.kind, text: draft.text?.trim() ?? '' };
    default:
      return { kind: draft.kind };
  }
}

function check(draft: StepDraft, { now }: StepOptions): void {
  if ('text' in draft && (draft.text ?? '').length > LONGEST_TEXT)
    throw wrong('text', `has at most ${LONGEST_TEXT} characters`);
  if ('text' in draft && (draft.text ?? '').includes('\0')) throw wrong('text', 'is not text');
  if (draft.kind === 'note' && draft.text.trim() === '') throw wrong('text', 'is empty');
  if (draft.kind === 'assign' && (draft.owner.length > LONGEST_NAME || draft.owner.includes('\0')))
    throw wrong('owner', `has at most ${LONGEST_NAME} characters`);
  if (draft.kind === 'snooze' && !(draft.until > now && draft.until < now + FURTHEST))
    throw wrong('until', 'must lie in the future, within five years');
  if (draft.kind === 'disqualify' && !Object.hasOwn(DISQUALIFY_REASONS, draft.reason))
    throw wrong('reason', `must be one of ${Object.keys(DISQUALIFY_REASONS).join(', ')}`);
  if (!('amount' in draft) || draft.amount === undefined) return;
  if (!/^\d{1,15}(\.\d{1,4})?$/.test(draft.amount.value))
    throw wrong('amount', 'must be a number such as 1200.50');
  if (!/^[A-Z]{3}$/.test(draft.amount.currency)) throw wrong('currency', 'must be a code such as EUR');
}

function wrong(field: string, what: string): LeadspringError {
  return new LeadspringError('argument_invalid', `${field} ${what}.`, { where: { field } });
}
