/** Companies in the names of commits and of their sign-offs. */
import { foldName, organizationNameKey } from '../names.ts';
import { evidenceName, type OrganizationEvidence, ownDomain } from './evidence.ts';
import { familyOfName } from './families.ts';

const COMPANY_WORD =
  /\b(?:gmbh|inc|llc|ltd|corp|ag|s\.?a\.?|labs?|software|systems|technologies|group|bank|university|foundation|research)\b\.?$/iu;
const NO_COMPANY =
  /^(?:he|she|they|him|her|them|work|home|private|bot|he\/him|she\/her|they\/them|via .*|[a-z][\w-]*)$/u;

/**
 * The organization in a name: `Jane Doe (Acme GmbH)`, `Jane Doe [Acme]`. What stands in brackets may as well be a
 * nickname, so only a known organization or a word that firms carry makes an affiliation by itself.
 */
export function nameEvidence(name: string): OrganizationEvidence | null {
  const inside = /^[^()[\]]+\s+[([]([^()[\]]{2,60})[)\]]\s*$/.exec(name.slice(0, 300))?.[1];
  const shown = inside === undefined ? undefined : evidenceName(inside);
  if (shown === undefined || NO_COMPANY.test(shown) || foldName(shown) === '') return null;
  const sure = COMPANY_WORD.test(shown) || familyOfName(organizationNameKey(shown)) !== undefined;
  return {
    kind: 'sign_off',
    name: shown,
    confidence: sure ? 0.75 : 0.4,
    reason: `The name on a change is followed by “${shown}” in brackets.`,
  };
}

/**
 * A work address beside a private one on the same change: `Author: Jane <jane@mail.example>`,
 * `Signed-off-by: Jane <jane@acme.example>`.
 * @param signed the address of the sign-off by the same person
 */
export function signOffEvidence(signed: string): OrganizationEvidence | null {
  const domain = ownDomain(signed);
  if (domain === undefined) return null;
  return {
    kind: 'sign_off',
    domain,
    confidence: 0.85,
    reason: `The same person signed a change off with an address of ${domain}.`,
  };
}
