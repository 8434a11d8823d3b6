/** For tests: writes small MMDB files (MaxMind DB file format 2.0: 24-bit records, an IPv6 tree). */
import { parseCidr } from './address.ts';

type Value = string | number | { readonly [name: string]: Value };

/** A control byte with its size bytes; types above 7 are not needed. */
function control(type: number, size: number): number[] {
  if (size < 29) return [(type << 5) | size];
  if (size < 285) return [(type << 5) | 29, size - 29];
  return [(type << 5) | 30, (size - 285) >> 8, (size - 285) & 0xff];
}

function encode(value: Value): number[] {
  if (typeof value === 'string') {
    const bytes = [...Buffer.from(value, 'utf8')];
    return [...control(2, bytes.length), ...bytes];
  }
  if (typeof value === 'number') {
    const bytes = [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
    return [...control(6, 4), ...bytes];
  }
  const entries = Object.entries(value);
  return [
    ...control(7, entries.length),
    ...entries.flatMap(([name, part]) => [...encode(name), ...encode(part)]),
  ];
}

/** The bits of a block's prefix in an IPv6 tree, where IPv4 lies under `::/96`. */
function bitsOf(cidr: string): number[] {
  const block = parseCidr(cidr);
  if (block === undefined) throw new Error(`not a block: ${cidr}`);
  const words = block.first.length === 1 ? [0, 0, 0, ...block.first] : block.first;
  const length = Number(cidr.split('/')[1]) + (block.first.length === 1 ? 96 : 0);
  return Array.from({ length }, (_, i) => ((words[i >> 5] ?? 0) >>> (31 - (i & 31))) & 1);
}

/** An MMDB file with these records. */
export function mmdbOf(records: Readonly<Record<string, Value>>): Buffer {
  type Child = number | { readonly data: number } | undefined;
  const nodes: [Child, Child][] = [[undefined, undefined]];
  const data: number[] = [];
  for (const [cidr, value] of Object.entries(records)) {
    const bits = bitsOf(cidr);
    let node = 0;
    for (const [i, bit] of bits.entries()) {
      const pair = nodes[node] ?? [undefined, undefined];
      if (i === bits.length - 1) pair[bit as 0 | 1] = { data: data.length };
      else {
        const next = pair[bit as 0 | 1];
        node = typeof next === 'number' ? next : nodes.push([undefined, undefined]) - 1;
        pair[bit as 0 | 1] = node;
      }
    }
    data.push(...encode(value));
  }
  const record = (child: Child): number =>
    child === undefined ? nodes.length : typeof child === 'number' ? child : nodes.length + 16 + child.data;
  const tree = nodes.flatMap((pair) =>
    pair.flatMap((child) => [16, 8, 0].map((shift) => (record(child) >> shift) & 0xff)),
  );
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: 'Test-ASN',
    ip_version: 6,
    node_count: nodes.length,
    record_size: 24,
  });
  const marker = [0xab, 0xcd, 0xef, ...Buffer.from('MaxMind.com')];
  return Buffer.from([...tree, ...new Array<number>(16).fill(0), ...data, ...marker, ...metadata]);
}
