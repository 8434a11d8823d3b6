/**
 * Who owns which addresses. Only ranges that are reserved for documentation (RFC 5737, RFC 3849) and
 * benchmarks (RFC 2544) are used, and private-use AS numbers (RFC 6996), so no real network is touched.
 */
import { createRandom } from '../random.ts';
import type { Names } from './names.ts';
import type { Organization } from './organizations.ts';

export type NetworkKind = 'company' | 'university' | 'internet_provider' | 'cloud' | 'vpn';

export interface Network {
  readonly asn: number;
  readonly kind: NetworkKind;
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  /** The organization whose own network it is. */
  readonly organization?: string;
  readonly v4First: number;
  readonly v4Last: number;
  /** `2001:db8:12`: the /48, without its zeros. */
  readonly v6Prefix: string;
  /** Its addresses resolve, so the web server logs host names. */
  readonly resolves: boolean;
}

/** `first`, and networks of `1 << hostBits` addresses each, `count` of them. */
interface Pool {
  readonly first: number;
  readonly hostBits: number;
  readonly count: number;
}

const POOLS = {
  providers: { first: v4(198, 18, 0, 0), hostBits: 12, count: 16 },
  clouds: { first: v4(198, 19, 0, 0), hostBits: 12, count: 8 },
  companies: { first: v4(198, 19, 128, 0), hostBits: 4, count: 2048 },
  universities: { first: v4(198, 51, 100, 0), hostBits: 4, count: 16 },
  moreUniversities: { first: v4(192, 0, 2, 0), hostBits: 4, count: 16 },
  vpns: { first: v4(203, 0, 113, 0), hostBits: 6, count: 4 },
} as const satisfies Record<string, Pool>;
type PoolName = keyof typeof POOLS;

const PROVIDER_WORDS = ['Broadband', 'Telecom', 'Mobile', 'Internet', 'Cable'];

/** All networks. Not every organization has one of its own: the others are seen through their provider. */
export function makeNetworks(seed: number, organizations: readonly Organization[], names: Names): Network[] {
  const random = createRandom(seed, 'networks');
  const networks: Network[] = [];
  const used = new Map<PoolName, number>();
  const add = (pool: PoolName, rest: Omit<Network, 'asn' | 'v4First' | 'v4Last' | 'v6Prefix'>): void => {
    const slot = used.get(pool) ?? 0;
    const { first, hostBits, count } = POOLS[pool];
    if (slot >= count) throw new RangeError(`the pool of ${pool} is used up`);
    used.set(pool, slot + 1);
    const v4First = first + slot * 2 ** hostBits;
    const index = networks.length + 1;
    networks.push({
      ...rest,
      asn: networks.length < 1000 ? 64512 + networks.length : 4_200_000_000 + networks.length,
      v4First,
      v4Last: v4First + 2 ** hostBits - 1,
      v6Prefix: `2001:db8:${index.toString(16)}`,
    });
  };
  const carrier = (pool: PoolName, kind: NetworkKind, words: readonly string[], count: number): void => {
    for (let i = 0; i < count; i++) {
      const word = names.company();
      const name = `${word} ${random.pick(words)}`;
      const country = random.pick(['DE', 'US', 'GB', 'FR', 'NL', 'BR', 'JP', 'SE']);
      add(pool, {
        kind,
        name,
        domain: `${word.toLowerCase()}.example`,
        country,
        resolves: kind === 'internet_provider' && i % 3 === 0,
      });
    }
  };
  carrier('providers', 'internet_provider', PROVIDER_WORDS, 14);
  carrier('clouds', 'cloud', ['Cloud', 'Hosting', 'Cloud Hosting'], 6);
  carrier('vpns', 'vpn', ['VPN', 'VPN Services'], 3);
  for (const organization of organizations) {
    if (!random.chance(ownNetworkChance(organization))) continue;
    const pool = organization.kind !== 'university' ? 'companies' : universityPool(used);
    const { name, domain, country } = organization;
    const kind = organization.kind === 'university' ? 'university' : 'company';
    const resolves = random.chance(0.5);
    add(pool, { kind, name, domain, country: country.code, organization: organization.id, resolves });
  }
  return networks;
}

/** The address of the `host`-th machine of a network, as text. */
export function addressOf(network: Network, host: number, six: boolean): string {
  if (six)
    return `${network.v6Prefix}:${((host % 7) + 1).toString(16)}::${((host % 4000) + 16).toString(16)}`;
  const size = network.v4Last - network.v4First + 1;
  return dotted(network.v4First + (host % size));
}

/** What the web server writes for a visitor: the address, or the host name where it resolves. */
export function hostOf(network: Network, host: number, six: boolean): string {
  const address = addressOf(network, host, six);
  if (!network.resolves || six) return address;
  if (network.kind === 'internet_provider')
    return `dyn-${address.replaceAll('.', '-')}.pool.${network.domain}`;
  return `${host % 3 === 0 ? 'proxy' : 'nat'}${(host % 4) + 1}.${network.domain}`;
}

/** Dotted-decimal form of a 32-bit number. */
export function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function ownNetworkChance(organization: Organization): number {
  if (organization.kind === 'vendor' || organization.kind === 'university') return 1;
  if (organization.kind === 'prospect' || organization.kind === 'customer') return 0.85;
  return organization.kind === 'noise' ? 0.6 : 0.5;
}

function universityPool(used: ReadonlyMap<PoolName, number>): PoolName {
  for (const pool of ['universities', 'moreUniversities'] as const) {
    if ((used.get(pool) ?? 0) < POOLS[pool].count) return pool;
  }
  return 'companies';
}

function v4(a: number, b: number, c: number, d: number): number {
  return ((a * 256 + b) * 256 + c) * 256 + d;
}
