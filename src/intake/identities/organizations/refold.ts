import type { Client } from '../../../base/index.ts';
import { foldOrganizations } from './fold.ts';
import { readNamedClaims, readOrganizationDecisions, writeFoldedOrganizations } from './store.ts';

/**
 * Folds all decisions about organizations anew and writes what follows.
 * @returns ids of organizations and people that may look different now
 */
export async function refoldOrganizations(client: Client): Promise<readonly string[]> {
  const decisions = await readOrganizationDecisions(client);
  const { organizations, handles } = await readNamedClaims(client, decisions);
  return writeFoldedOrganizations(client, foldOrganizations(organizations, handles, decisions));
}
