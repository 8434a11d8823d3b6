/** Organizations and decisions about them as text for terminals. */
import pc from 'picocolors';
import type { OrganizationDecided, OrganizationExplanation } from '../../intake/index.ts';
import { day, safe, table } from './show.ts';

const percent = (confidence: number): string => `${Math.floor(confidence * 100)} %`;

/** What was recorded. */
export function organizationDecidedText({ decision, organizationIds }: OrganizationDecided): string {
  const what = decision.undoes === null ? decision.kind : `undo of ${decision.undoes}`;
  return `Decision ${decision.id} about organizations: ${what}. Organization: ${organizationIds.join(', ')}`;
}

export function organizationHistoryText({
  history,
  named,
}: Pick<OrganizationExplanation, 'history' | 'named'>): string {
  if (history.length === 0) return 'Nothing was decided.';
  const rows = history.map(
    ({ id, at, author, kind, undoes, active, name, organizationIds, identityIds, reasons }) => [
      String(id),
      day(at),
      author,
      undoes === null ? kind : `undo of ${undoes}`,
      active ? '' : 'undone',
      [name ?? [], [...identityIds, ...organizationIds].map((each) => named[each] ?? '(gone)')]
        .flat()
        .map(safe)
        .join(', ')
        .slice(0, 120),
      safe(reasons.map(({ reason }) => reason).join(' ')),
    ],
  );
  return table(['number', 'day', 'by', 'what', '', 'about', 'why'], rows);
}

export function organizationText(told: OrganizationExplanation): string {
  const { name, domain, id, kind, kindReason, owner, subsidiaries, handles, evidence, evidenceTotal } = told;
  const owned = owner === null ? [] : [`Belongs to ${safe(owner.name)}. ${owner.reason}`];
  const owns =
    subsidiaries.length === 0 ? [] : [`Owns ${subsidiaries.map((each) => safe(each.name)).join(', ')}.`];
  const shown = evidence.map((each) => [
    safe(each.personName),
    safe(each.handle),
    each.kind.replaceAll('_', ' '),
    percent(each.confidence),
    `${day(each.from)} – ${day(each.to)}`,
    `${each.verdict === null ? '' : `${each.verdict} company, by hand. `}${safe(each.reason)}`,
  ]);
  return [
    `${pc.bold(safe(name))}  ${safe(domain ?? '')}  ${pc.dim(id)}${told.madeUp ? pc.yellow('  made up') : ''}`,
    `${kind.replaceAll('_', ' ')}: ${safe(kindReason)}`,
    ...owned,
    ...owns,
    '',
    table(
      ['domain, name or network', 'class', 'seen', ''],
      handles.map((each) => [
        safe(each.label || each.value),
        each.class.replaceAll('_', ' '),
        `${day(each.firstSeen)} – ${day(each.lastSeen)}`,
        `${each.verdict === null ? '' : `${each.verdict}, by hand. `}${safe(each.reason)}`,
      ]),
    ),
    '',
    pc.bold('Who acts for it, and why'),
    shown.length === 0
      ? 'Nobody is known.'
      : table(['person', 'handle', 'evidence', 'sure', 'seen', ''], shown),
    ...(shown.length < evidenceTotal ? [`${shown.length} of ${evidenceTotal}.`] : []),
    '',
    pc.bold('Decisions'),
    organizationHistoryText(told),
  ].join('\n');
}
