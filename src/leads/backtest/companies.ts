/** Domains to organizations: what may be a company, one key for all its domains and spellings. */
import { familyOfDomain, type KnownDomain, knowDomain, organizationNameKey } from '../../intake/index.ts';
import type { LabelRow } from './types.ts';

export interface Company {
  /** The same for all domains of an organization. */
  readonly key: string;
  /** Registrable. */
  readonly domain: string;
  readonly class: KnownDomain['class'];
}

const ORGANIZATIONS: ReadonlySet<KnownDomain['class']> = new Set([
  ...(['company', 'university', 'government', 'nonprofit', 'unknown'] as const),
]);

/** Code hosts sign changes in the name of whoever used their pages, so their domain says nothing about anybody. */
const SIGN_FOR_EVERYBODY: ReadonlySet<string> = new Set(['github.com', 'gitlab.com', 'bitbucket.org']);

/** Shorter names of domains are shared by strangers: `ada.example` and `ada.test`. */
const NAME_LENGTH = 4;

/**
 * The organization behind a domain, or null for mail services, providers, and what is no domain. A company's domains
 * under other suffixes (`acme.example`, `acme.test`) are taken to be the same company when its name is long enough.
 */
export function companyOf(domain: string): Company | null {
  if (domain === '') return null;
  const known = knowDomain(domain);
  if (known === null || !ORGANIZATIONS.has(known.class) || SIGN_FOR_EVERYBODY.has(known.domain)) return null;
  const family = familyOfDomain(known.host) ?? familyOfDomain(known.domain);
  const main = family?.domain ?? known.domain;
  const name = main.slice(0, main.indexOf('.'));
  const key = known.class === 'company' && name.length >= NAME_LENGTH ? name : main;
  return { key, domain: known.domain, class: known.class };
}

/** All keys by which the company of a label may have been seen: its domain's, and its name's. */
export function keysOfLabel({ company, domain }: LabelRow): readonly string[] {
  const name = organizationNameKey(company).replaceAll(' ', '');
  const ofDomain = companyOf(domain)?.key;
  return [
    ...new Set([
      ...(ofDomain === undefined ? [] : [ofDomain]),
      ...(name.length >= NAME_LENGTH ? [name] : []),
    ]),
  ];
}
