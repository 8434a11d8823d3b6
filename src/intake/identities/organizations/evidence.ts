/** What speaks for someone's organization: the common shape of all kinds of evidence, and its one spelling. */
import { knowDomain } from '../domains.ts';
import { cleanLabel } from '../names.ts';
import { isOwnDomain } from '../own_domain.ts';

/** Where evidence comes from. `record`: a source's record names the organization, e.g. by a column. */
export type EvidenceKind = 'mail_domain' | 'record' | 'signature' | 'profile' | 'sign_off';

/** One piece of evidence. At least one of name and domain is there. */
export interface OrganizationEvidence {
  readonly kind: EvidenceKind;
  /** As written, made safe to show. */
  readonly name?: string;
  /** Registrable domain, one that can be an organization's own. */
  readonly domain?: string;
  /** What the person does there, as written. */
  readonly title?: string;
  /** 0..1 that the person acts for this organization at that time. From 0.5 on it makes an affiliation. */
  readonly confidence: number;
  /** One sentence for people. */
  readonly reason: string;
}

/** The registrable domain of a host, URL or address when it can be an organization's own; else undefined. */
export function ownDomain(text: string): string | undefined {
  const domain = knowDomain(text);
  return domain !== null && isOwnDomain(domain.class) ? domain.domain : undefined;
}

/** Sites where anybody has a page; a link to one says nothing of who owns it. */
const SHARED_SITES =
  /^(?:github|gitlab|bitbucket|codeberg|sourceforge|linkedin|twitter|x|facebook|instagram|youtube|medium|xing|gitee|launchpad|wikipedia|mastodon|bsky|t|goo|bit)\.(?:com|org|net|social|me|co|gl|ly|app|be)$/;

/** As `ownDomain`, of a link: a page on a site for everybody has no domain of its own. */
export function siteDomain(link: string): string | undefined {
  const domain = ownDomain(link);
  return domain === undefined || SHARED_SITES.test(domain) ? undefined : domain;
}

const NAME_LIMIT = 80;

/** A name safe to show, without markup around it; undefined when it cannot be one. */
export function evidenceName(text: string): string | undefined {
  const name = cleanLabel(text)
    .replace(/^[\s*_`"'“”«»|,;:·•<([{-]+|[\s*_`"'“”«»|,;:·•>\]}-]+$/gu, '')
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  return name.length > 0 && name.length <= NAME_LIMIT && /\p{L}/u.test(name) ? name : undefined;
}
