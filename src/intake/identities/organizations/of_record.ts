/** What a record says, besides its addresses, of whom someone acts for. Pure. */
import type { ActorClaim } from '../../contract.ts';
import { nameFitsLabel } from '../names.ts';
import type { Resolution } from '../rules.ts';
import type { OrganizationEvidence } from './evidence.ts';
import { profileEvidence } from './profile.ts';
import { type ResolvedEvidence, resolveEvidence } from './resolve.ts';
import { nameEvidence, signOffEvidence } from './sign_off.ts';
import { signatureEvidence } from './signature.ts';

type Known = Pick<Resolution, 'person' | 'organization'>;

/** What the claim of an act says: a second address, a company in brackets behind the name, a profile. */
export function claimEvidence(claim: ActorClaim, known: Known): readonly ResolvedEvidence[] {
  if (known.person === null) return [];
  const found = [
    ...(claim.alsoEmail === undefined ? [] : [signOffEvidence(claim.alsoEmail)]),
    ...(claim.name === undefined ? [] : [nameEvidence(claim.name)]),
    ...(claim.profileCompany === undefined ? [] : profileEvidence(claim.profileCompany, claim.platform)),
  ];
  return resolved(found, known);
}

/** What the signature of a message says. */
export function messageEvidence(
  {
    author,
    text,
    signature,
  }: { readonly author: ActorClaim; readonly text: string; readonly signature?: string },
  known: Known,
): readonly ResolvedEvidence[] {
  if (known.person === null) return [];
  const marked = signature === undefined ? null : signatureEvidence(`-- \n${signature}`, author.name);
  return resolved([marked ?? signatureEvidence(text, author.name)], known);
}

function resolved(
  found: readonly (OrganizationEvidence | null)[],
  { organization }: Known,
): readonly ResolvedEvidence[] {
  const own = organization?.organization?.domain ?? null;
  return found.flatMap((each) => {
    if (each === null) return [];
    return resolveEvidence(own === null ? each : besideAddress(each, own)) ?? [];
  });
}

/**
 * Someone who writes from a firm's address mostly works there. A name that fits the address is how the firm is
 * spelled; another may be the firm's legal name or a customer's, and makes no affiliation beside the address's.
 */
function besideAddress(evidence: OrganizationEvidence, own: string): OrganizationEvidence {
  const { name, domain, confidence } = evidence;
  if (domain === own) return evidence;
  if (name !== undefined && nameFitsLabel(name, own.split('.')[0] ?? '')) return { ...evidence, domain: own };
  return { ...evidence, confidence: confidence / 2 };
}
