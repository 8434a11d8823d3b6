/** Which addresses sources may not reach: whatever is not the public internet. */
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LeadspringError } from '../errors.ts';
import type { Dial } from './types.ts';

/** A name's addresses, as the system knows them. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const resolveBySystem: Resolve = async (host) =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Whether an address belongs to this machine, a private network, a link, a cloud's metadata service or anything else
 * that is not a public host (IANA special-purpose registries, RFC 6890). IPv4 inside IPv6 is judged as IPv4.
 */
export function isForbidden(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.range() !== 'unicast';
  const v6 = parsed as ipaddr.IPv6;
  const embedded = ipv4Inside(v6);
  if (embedded !== undefined) return isForbidden(embedded);
  return v6.range() !== 'unicast';
}

/** The IPv4 address that a translated or tunnelled IPv6 address leads to (RFC 6052, RFC 3056). */
function ipv4Inside(address: ipaddr.IPv6): string | undefined {
  const parts = address.parts;
  const dotted = (high = 0, low = 0): string => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  if (parts[0] === 0x64 && parts[1] === 0xff9b) return dotted(parts[6], parts[7]);
  if (parts[0] === 0x2002) return dotted(parts[1], parts[2]);
  return undefined;
}

export interface AddressGuard {
  /**
   * The addresses of a host that may be connected to. The caller connects to one of exactly these, so that a name
   * whose address changes in between leads nowhere else.
   * @throws LeadspringError `address_forbidden` when any address of the host is; `remote_unreachable` when it has none
   */
  addressesOf(host: string): Promise<readonly string[]>;
}

/**
 * Makes the guard.
 * @param allowedHosts names or addresses that the operator means although they are not public; `*.acme.internal` holds
 *   for all names below
 */
export function openGuard(allowedHosts: readonly string[], resolve: Resolve = resolveBySystem): AddressGuard {
  const allowed = allowedHosts.map((host) => host.toLowerCase());
  return {
    addressesOf: async (host) => {
      const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
      const addresses = isIP(bare) === 0 ? await addressesOf(bare, resolve) : [bare];
      if (isAllowed(bare, allowed)) return addresses;
      const bad = addresses.find(isForbidden);
      if (bad === undefined) return addresses;
      const what = bad === bare ? bare : `${bare} (${bad})`;
      throw new LeadspringError('address_forbidden', `${what} is not a public address.`);
    },
  };
}

function isAllowed(host: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => (entry.startsWith('*.') ? host.endsWith(entry.slice(1)) : host === entry));
}

async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  try {
    const addresses = await resolve(host);
    if (addresses.length > 0) return addresses;
  } catch (cause) {
    throw new LeadspringError('remote_unreachable', `${host} has no address.`, { cause });
  }
  throw new LeadspringError('remote_unreachable', `${host} has no address.`);
}

/** Where a connection that is not HTTP may go: an address of the host that was checked. */
export function openDial(allowedHosts: readonly string[], resolve: Resolve = resolveBySystem): Dial {
  const guard = openGuard(allowedHosts, resolve);
  return async (host) => {
    const [first] = await guard.addressesOf(host);
    if (first === undefined) throw new LeadspringError('remote_unreachable', `${host} has no address.`);
    return first;
  };
}
