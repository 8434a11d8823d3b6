/** Deciding about organizations, and undoing it. */
import { type Client, type Database, LeadspringError } from '../../../base/index.ts';
import { activeIds } from '../decisions/fold.ts';
import { lockForDecision } from '../decisions/store.ts';
import type { Reason } from '../decisions/types.ts';
import { cleanLabel } from '../names.ts';
import { evidenceHandles } from './explain_store.ts';
import { type FoldedOrganizations, foldOrganizations } from './fold.ts';
import {
  insertOrganizationDecision,
  readHandleClaims,
  readNamedClaims,
  readOrganizationDecisions,
  writeFoldedOrganizations,
} from './store.ts';
import type { OrganizationDecision, OrganizationDraft } from './types.ts';

/** A recorded decision, and what came of it. */
export interface OrganizationDecided {
  readonly decision: OrganizationDecision;
  /** The organizations it is about, as they are now. */
  readonly organizationIds: readonly string[];
  /** Ids of organizations and people that may look different now. */
  readonly touched: readonly string[];
}

interface Options {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Records a decision about organizations and writes what follows from it. "Wrong" and "right" about one handle of a
 * person are about all of the person's handles that have evidence for the organization.
 * @throws LeadspringError `organization_not_found`, `person_not_found`, `argument_invalid`, `decision_without_effect`
 */
export async function decideOrganization(
  db: Database,
  draft: OrganizationDraft,
  { now }: Options,
): Promise<OrganizationDecided> {
  return db.transaction(async (client) => {
    await lockForDecision(client);
    const earlier = await readOrganizationDecisions(client);
    const decision: OrganizationDecision = {
      id: (earlier.at(-1)?.id ?? 0) + 1,
      kind: draft.kind,
      author: 'operator',
      organizationIds: draft.organizationIds,
      identityIds: 'identityIds' in draft ? await handlesOf(client, draft) : [],
      name: draft.kind === 'rename' ? newName(draft.name) : null,
      undoes: null,
      reasons: draft.reasons ?? [],
      at: now,
    };
    return record(client, earlier, decision, `This ${draft.kind} would change nothing.`);
  });
}

async function handlesOf(
  client: Client,
  { organizationIds: [organizationId], identityIds }: Extract<OrganizationDraft, { identityIds: unknown }>,
): Promise<readonly string[]> {
  const known = await readHandleClaims(client, identityIds);
  const missing = identityIds.find((id) => !known.some((handle) => handle.id === id));
  if (missing !== undefined || identityIds.length === 0) {
    throw new LeadspringError('person_not_found', `There is no identity ${missing ?? ''}.`);
  }
  return [...new Set([...identityIds, ...(await evidenceHandles(client, identityIds, organizationId))])];
}

function newName(text: string): string {
  const name = cleanLabel(text);
  if (name === '') throw new LeadspringError('argument_invalid', 'A name needs at least one letter.');
  return name;
}

/**
 * Undoes a decision: from now on everything is as if it had never been made, whatever was decided since. An undo can
 * be undone too.
 * @throws LeadspringError `decision_not_found`, `decision_undone`
 */
export async function undoOrganization(
  db: Database,
  decisionId: number,
  { now, reasons = [] }: Options & { readonly reasons?: readonly Reason[] },
): Promise<OrganizationDecided> {
  return db.transaction(async (client) => {
    await lockForDecision(client);
    const earlier = await readOrganizationDecisions(client);
    const target = earlier.find(({ id }) => id === decisionId);
    if (target === undefined) {
      throw new LeadspringError(
        'decision_not_found',
        `There is no decision ${decisionId} about organizations.`,
      );
    }
    if (!activeIds(earlier).has(decisionId)) {
      throw new LeadspringError('decision_undone', `Decision ${decisionId} was undone already.`);
    }
    const { organizationIds, identityIds } = target;
    return record(client, earlier, {
      id: (earlier.at(-1)?.id ?? 0) + 1,
      ...{ kind: 'undo', author: 'operator', organizationIds, identityIds, name: null },
      ...{ undoes: decisionId, reasons, at: now },
    });
  });
}

async function record(
  client: Client,
  earlier: readonly OrganizationDecision[],
  decision: OrganizationDecision,
  withoutEffect?: string,
): Promise<OrganizationDecided> {
  const decisions = [...earlier, decision];
  const { organizations, handles } = await readNamedClaims(client, decisions);
  const missing = decision.organizationIds.find((id) => !organizations.some((each) => each.id === id));
  if (missing !== undefined) {
    throw new LeadspringError('organization_not_found', `There is no organization ${missing}.`);
  }
  const folded = foldOrganizations(organizations, handles, decisions);
  if (
    withoutEffect !== undefined &&
    print(foldOrganizations(organizations, handles, earlier)) === print(folded)
  ) {
    throw new LeadspringError('decision_without_effect', withoutEffect);
  }
  await insertOrganizationDecision(client, decision);
  const touched = await writeFoldedOrganizations(client, folded);
  const organizationIds = [...new Set(decision.organizationIds.map((id) => folded.main.get(id) ?? id))];
  return { decision, organizationIds, touched };
}

/** What a state says, as text that two states can be compared by. */
function print({ main, names, parents, verdicts }: FoldedOrganizations): string {
  const said = verdicts.map(({ identityId, organizationId, verdict }) => [
    identityId,
    organizationId,
    verdict,
  ]);
  return JSON.stringify([[...main].sort(), [...names].sort(), [...parents].sort(), said.sort()]);
}
