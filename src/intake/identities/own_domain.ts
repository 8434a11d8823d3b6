import type { DomainClass } from './known.ts';

/** Classes of domain that are an organization's own, so that its users act for it. */
const OWN: ReadonlySet<DomainClass> = new Set([
  'company',
  'university',
  'government',
  'nonprofit',
  'unknown',
]);

/** Whether whoever uses an address of such a domain acts for its owner. */
export function isOwnDomain(kind: DomainClass): boolean {
  return OWN.has(kind);
}
