import type { Client } from '../../../base/index.ts';
import { foldOrganizations } from './fold.ts';
import {
  readHandleClaims,
  readOrganizationClaims,
  readOrganizationDecisions,
  writeFoldedOrganizations,
} from './store.ts';

/**
 * Folds all decisions about organizations anew and writes what follows.
 * @returns ids of organizations and people that may look different now
 */
export async function refoldOrganizations(client: Client): Promise<readonly string[]> {
  const decisions = await readOrganizationDecisions(client);
  const named = [...new Set(decisions.flatMap(({ organizationIds }) => organizationIds))];
  const identityIds = [...new Set(decisions.flatMap((decision) => decision.identityIds))];
  const handles = await readHandleClaims(client, identityIds);
  const claimed = handles.flatMap(({ organizationId }) => organizationId ?? []);
  const organizations = await readOrganizationClaims(client, [...named, ...claimed]);
  return writeFoldedOrganizations(client, foldOrganizations(organizations, handles, decisions));
}
