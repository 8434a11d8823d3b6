/**
 * A reverse-DNS host name to the organization that owns its domain. Providers name the lines of their
 * customers after the line (`pool-1-2-3-4.dyn.isp.example`): such a name says who sells the connection, not
 * who sits behind it, and it carries the address, which must never reach a claim.
 */
import { parse as parseHost } from 'tldts';
import type { NetworkClaim } from '../contract.ts';
import { parseIPv4 } from './address.ts';
import type { OwnerTable } from './owner.ts';

/** Two to four numbers in a row, or eight hex digits: how providers write an address into a host name. */
const ADDRESS_IN_NAME =
  /(?:^|[^0-9])\d{1,3}[.-]\d{1,3}[.-]\d{1,3}(?:[^0-9]|$)|(?:^|[^0-9a-z])[0-9a-f]{8}(?:[^0-9a-z]|$)|\d{9,}/i;

/** How sure a host name is of the domain's own people, where the domain is no known provider's. */
const CONFIDENCE = 0.7;
/** The same under `.net`, where small providers are at home. */
const CONFIDENCE_NET = 0.3;

/** Whether the labels before the domain look like a customer line of a provider. */
function isCustomerLine(labels: string, table: OwnerTable): boolean {
  if (ADDRESS_IN_NAME.test(labels)) return true;
  return labels
    .toLowerCase()
    .split(/[.\-_\d]+/)
    .some((word) => table.customerLines.has(word));
}

/** A domain that carries an address or a long number would give away the visitor. */
function carriesAddress(domain: string): boolean {
  return ADDRESS_IN_NAME.test(domain) || domain.split('.').some((label) => parseIPv4(label) !== undefined);
}

/**
 * The claim of a host name, or undefined when it has no registrable domain (`localhost`, `unknown`, junk).
 * @param host as the log has it; any case, a final dot allowed
 */
export function claimOfHost(host: string, table: OwnerTable): NetworkClaim | undefined {
  if (host.length > 253) return undefined;
  const name = host.toLowerCase();
  // The registry's own domain first: a provider's private suffix would put the customer's label into the key.
  const parsed = parseHost(name, { allowPrivateDomains: false, detectIp: true });
  const registered = parsed.domain;
  // `example` is reserved (RFC 2606) and can belong to nobody; it is let in so that made-up data behaves like real data.
  const listed = parsed.isIcann === true || parsed.publicSuffix === 'example';
  if (registered === null || parsed.isIp === true || !listed) return undefined;
  const rule = table.classify({ domain: registered });
  const claim = (
    domain: string,
    kind: NetworkClaim['class'],
    confidence: number,
  ): NetworkClaim | undefined =>
    carriesAddress(domain) ? undefined : { key: `domain:${domain}`, domain, class: kind, confidence };
  if (rule.class !== 'unknown') return claim(registered, rule.class, rule.confidence);
  if (isCustomerLine(parsed.subdomain ?? '', table)) return claim(registered, 'internet_provider', 0.03);
  const own = parseHost(name, { allowPrivateDomains: true }).domain ?? registered;
  return claim(own, 'company', own.endsWith('.net') ? CONFIDENCE_NET : CONFIDENCE);
}
