/**
 * An address or host name of a log to the owner of its network. This is where visitor addresses end: what
 * comes out names an owner and never an address.
 */
import type { NetworkClaim } from '../contract.ts';
import { parseAddress, withoutPort } from './address.ts';
import { openNetworkFile } from './file.ts';
import { claimOfHost } from './host.ts';
import { internalNetworks } from './internal.ts';
import { loadOwnerTable, type OwnerFacts, type OwnerTable } from './owner.ts';

/** What a client field of a log says: the owner of its network, and whether that is the vendor itself. */
export interface Network {
  readonly claim: NetworkClaim;
  readonly internal: boolean;
}

export interface NetworkSettings {
  /** An MMDB or range file, or null: then every plain address belongs to the unknown network. */
  readonly file: string | null;
  /** The vendor's own networks: CIDR blocks, addresses, and domains (their subdomains included). */
  readonly internal: readonly string[];
}

/** Where nothing is known about the network. */
export const UNKNOWN_NETWORK: NetworkClaim = { key: 'unknown', class: 'unknown', confidence: 0 };

/** Most addresses, where there is no file: one object for all of them. */
const UNKNOWN: Network = { claim: UNKNOWN_NETWORK, internal: false };

/** One claim per owner, made once: claims are compared by reference when traffic is summed up. */
function claimsOfFacts(table: OwnerTable): (facts: OwnerFacts) => NetworkClaim {
  const claims = new Map<string, NetworkClaim>();
  return (facts) => {
    const { asn, name, domain } = facts;
    const key = asn !== undefined ? `AS${asn}` : domain !== undefined ? `domain:${domain}` : undefined;
    if (key === undefined) return UNKNOWN_NETWORK;
    let claim = claims.get(key);
    if (claim === undefined) {
      const kind = table.classify(facts);
      claim = {
        key,
        ...(name === undefined ? {} : { name }),
        ...(domain === undefined ? {} : { domain }),
        ...kind,
      };
      claims.set(key, claim);
    }
    return claim;
  };
}

/** Makes equal claims of many hosts one object. Forgetting them only costs an object more. */
function claimsOfHosts(): (claim: NetworkClaim | undefined) => NetworkClaim {
  const claims = new Map<string, NetworkClaim>();
  return (claim) => {
    if (claim === undefined) return UNKNOWN_NETWORK;
    const id = `${claim.key} ${claim.class} ${claim.confidence}`;
    const first = claims.get(id);
    if (first !== undefined) return first;
    if (claims.size >= 50_000) claims.clear();
    claims.set(id, claim);
    return claim;
  };
}

/**
 * Makes the function from a log's client field (address, with or without port, or host name) to its network.
 * It is pure and keeps no client field.
 * @throws LeadspringError setting_invalid for a file that cannot be used or a bad entry of `internal`
 */
export async function openNetworks(settings: NetworkSettings): Promise<(client: string) => Network> {
  const table = loadOwnerTable();
  const isInternal = internalNetworks(settings.internal);
  const factsByAddress = settings.file === null ? () => undefined : await openNetworkFile(settings.file);
  const claimOfFacts = claimsOfFacts(table);
  const sameHostClaim = claimsOfHosts();
  const claimOfAddress = (address: string): NetworkClaim => {
    const facts = factsByAddress(address);
    return facts === undefined ? UNKNOWN_NETWORK : claimOfFacts(facts);
  };
  return (client) => {
    const bare = withoutPort(client);
    const words = parseAddress(bare);
    const claim = words === undefined ? sameHostClaim(claimOfHost(bare, table)) : claimOfAddress(bare);
    const internal = isInternal(words, bare, claim);
    return claim === UNKNOWN_NETWORK && !internal ? UNKNOWN : { claim, internal };
  };
}
