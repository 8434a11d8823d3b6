/** The vendor's own networks, which are left out of everything. */
import { LeadspringError } from '../../base/plain.ts';
import type { NetworkClaim } from '../contract.ts';
import { type AddressWords, compareWords, parseCidr } from './address.ts';

/**
 * Makes the test for the vendor's own traffic.
 * @param entries CIDR blocks, addresses, domains (`acme.example`, subdomains included) or `AS64500`
 * @throws LeadspringError setting_invalid naming the entry that is none of these
 */
export function internalNetworks(
  entries: readonly string[],
): (address: AddressWords | undefined, host: string, claim: NetworkClaim) => boolean {
  const blocks: { first: AddressWords; last: AddressWords }[] = [];
  const names = new Set<string>();
  for (const entry of entries.map((each) => each.trim()).filter((each) => each !== '')) {
    const block = parseCidr(entry);
    if (block !== undefined) blocks.push(block);
    else if (/^as\d+$/i.test(entry)) names.add(entry.toUpperCase());
    else if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(entry) && !/^[\d.]+$/.test(entry)) {
      names.add(entry.toLowerCase());
    } else {
      throw new LeadspringError(
        'setting_invalid',
        `internal_networks: "${entry}" is neither a CIDR block, an address, a domain nor an AS number.`,
        { where: { field: 'internal_networks' } },
      );
    }
  }
  const inBlock = (words: AddressWords): boolean =>
    blocks.some(
      ({ first, last }) =>
        first.length === words.length && compareWords(first, words) <= 0 && compareWords(words, last) <= 0,
    );
  return (address, host, claim) => {
    if (blocks.length === 0 && names.size === 0) return false;
    if (address !== undefined && inBlock(address)) return true;
    if (names.has(claim.key)) return true;
    if (claim.domain !== undefined && names.has(claim.domain)) return true;
    if (address !== undefined) return false;
    // A host name may also lie below an entry that is deeper than its registrable domain.
    const labels = host.toLowerCase().split('.');
    return labels.some((_, i) => names.has(labels.slice(i).join('.')));
  };
}
