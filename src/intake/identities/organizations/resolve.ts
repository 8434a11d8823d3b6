/** From what evidence says to the organization and handle that it means. Pure. */
import {
  RECORD_NAMES_DOMAIN,
  type ResolvedIdentity,
  type ResolvedOrganization,
  resolveActor,
} from '../rules.ts';
import type { EvidenceKind, OrganizationEvidence } from './evidence.ts';

/** Evidence with the organization it means, and the organization's handle that it gives. */
export interface ResolvedEvidence {
  readonly kind: EvidenceKind;
  readonly identity: ResolvedIdentity;
  readonly organization: ResolvedOrganization;
  readonly confidence: number;
  readonly reason: string;
}

/** The organization that evidence means; null when it names none that could be one. */
export function resolveEvidence(evidence: OrganizationEvidence): ResolvedEvidence | null {
  const { name, domain, kind, confidence, reason } = evidence;
  const found = resolveActor({
    ...(name === undefined ? {} : { organizationName: name }),
    ...(domain === undefined ? {} : { organizationDomain: domain }),
  }).organization;
  if (found?.organization == null) return null;
  return { kind, identity: found.identity, organization: found.organization, confidence, reason };
}

const made = new WeakMap<ResolvedOrganization, ResolvedEvidence>();

/** The organization that a record or the address in it shows, as evidence. */
export function affiliationEvidence(
  identity: ResolvedIdentity,
  organization: ResolvedOrganization,
): ResolvedEvidence {
  const known = made.get(organization);
  if (known !== undefined) return known;
  const byRecord = identity.kind === 'organization_name' || identity.reason === RECORD_NAMES_DOMAIN;
  const { confidence, reason } = identity;
  const evidence: ResolvedEvidence = {
    kind: byRecord ? 'record' : 'mail_domain',
    ...{ identity, organization, confidence, reason },
  };
  made.set(organization, evidence);
  return evidence;
}
