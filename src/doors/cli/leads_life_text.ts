/** What was done with a lead, for terminals. */
import {
  DISQUALIFY_REASONS,
  type HistoryRow,
  type LeadStatus,
  type Step,
  type StepDraft,
} from '../../leads/index.ts';
import { day, safe, table } from './show.ts';

/** Where a lead stands, and whose it is. */
export function sayStatus({ status, owner, reason, until, returned }: LeadStatus): string {
  const whose = owner === null ? '' : `, assigned to ${safe(owner)}`;
  const why = reason === null ? '' : sayReason(reason);
  if (status === 'snoozed' && until !== null) return `rests until ${day(until)}${whose}`;
  if (returned) return `open${whose}; back: ${why.replace(/\.$/, '')}`;
  if (status === 'do_not_contact') return `to be left alone${why === '' ? '' : ` (${why})`}${whose}`;
  const said = why === '' || status === 'open' ? '' : ` (${why})`;
  return `${status}${said}${whose}`;
}

/** What a step came to. */
export function sayStep(draft: StepDraft, status: LeadStatus): string {
  if (draft.kind === 'note') return `noted; ${sayStatus(status)}`;
  if (draft.kind === 'assign' && status.owner === null) return `assigned to nobody; ${sayStatus(status)}`;
  return sayStatus(status);
}

function sayReason(reason: string): string {
  return Object.hasOwn(DISQUALIFY_REASONS, reason)
    ? DISQUALIFY_REASONS[reason as keyof typeof DISQUALIFY_REASONS]
    : safe(reason);
}

/** The steps with a lead, latest first, and how its stage and score went. */
export function lifeText(
  { steps, status }: { readonly steps: readonly Step[]; readonly status: LeadStatus },
  history: readonly HistoryRow[],
): string {
  return [
    `Now: ${sayStatus(status)}.`,
    '',
    steps.length === 0 ? 'Nobody has done anything with it yet.' : stepsTable(steps),
    '',
    history.length === 0 ? 'Its stage and score are not known of any day yet.' : historyTable(history),
  ].join('\n');
}

function stepsTable(steps: readonly Step[]): string {
  const rows = steps.map((step) => [
    ...[step.id, day(step.at), sayKind(step), detail(step), step.author, step.active ? '' : 'undone'],
  ]);
  return table(['step', 'day', 'what', '', 'by', ''], rows);
}

function sayKind({ kind, undoes }: Step): string {
  return `${kind.replaceAll('_', ' ')}${undoes === null ? '' : ` ${undoes}`}`;
}

function detail({ kind, text, reason, until, amount, currency }: Step): string {
  const parts = [
    kind === 'assign' && text === '' ? 'nobody' : '',
    until === null ? '' : `until ${day(until)}`,
    reason ?? '',
    amount === null ? '' : `${amount} ${currency ?? ''}`,
    text,
  ];
  return parts.filter((part) => part !== '').join(': ');
}

function historyTable(history: readonly HistoryRow[]): string {
  const rows = history.map(({ day: on, stage, score, reason, emerging, reconstructed }) => [
    ...[on, stage.replaceAll('_', ' '), Math.round(score * 10) / 10, emerging ? 'emerging' : '', reason],
    reconstructed ? 'made afterwards' : '',
  ]);
  return table(['day', 'stage', 'score', '', 'why', ''], rows);
}
