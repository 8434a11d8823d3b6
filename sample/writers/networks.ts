/** Who owns which addresses, as an IP-range file: start, end, AS number, country, name; tab-separated, in order. */
import { dotted, type Network } from '../story/networks.ts';
import type { World } from '../story/world.ts';

/** One line per range: IPv4 first, then IPv6. */
export function networkLines(world: World): string[] {
  const byV4 = world.networks.toSorted((a, b) => a.v4First - b.v4First);
  const rest = ({ asn, country, name }: Network): string => `${asn}\t${country}\t${name}`;
  return [
    ...byV4.map((network) => `${dotted(network.v4First)}\t${dotted(network.v4Last)}\t${rest(network)}`),
    ...world.networks.map(
      (network) => `${network.v6Prefix}::\t${network.v6Prefix}:ffff:ffff:ffff:ffff:ffff\t${rest(network)}`,
    ),
  ];
}
