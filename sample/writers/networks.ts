/**
 * Who owns which addresses, as an IP-range file: start, end, AS number, country, name, domain;
 * tab-separated, in order. The first five columns are those of the usual public files.
 */
import { dotted, type Network } from '../story/networks.ts';
import type { World } from '../story/world.ts';

/** One line per range: IPv4 first, then IPv6. */
export function networkLines(world: World): string[] {
  const byV4 = world.networks.toSorted((a, b) => a.v4First - b.v4First);
  const rest = ({ asn, country, name, domain }: Network): string => [asn, country, name, domain].join('\t');
  return [
    ...byV4.map((network) => `${dotted(network.v4First)}\t${dotted(network.v4Last)}\t${rest(network)}`),
    ...world.networks.map(
      (network) => `${network.v6Prefix}::\t${network.v6Prefix}:ffff:ffff:ffff:ffff:ffff\t${rest(network)}`,
    ),
  ];
}
