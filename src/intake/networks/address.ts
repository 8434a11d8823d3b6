/**
 * Network addresses as numbers. IPv4 is one 32-bit word, IPv6 four (RFC 4291, text forms of §2.2).
 * Written for speed and strictness: every client field of every log line comes through here.
 */

/** Words of an address, most significant first: 1 word for IPv4, 4 words for IPv6. */
export type AddressWords = readonly number[];

/** A dotted quad as an unsigned 32-bit number, or undefined. Leading zeros are refused (ambiguous: octal). */
export function parseIPv4(text: string): number | undefined {
  if (text.length < 7 || text.length > 15) return undefined;
  let value = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      if (digits > 0 && octet === 0) return undefined;
      octet = octet * 10 + c - 48;
      if (++digits > 3 || octet > 255) return undefined;
    } else if (c === 46 && digits > 0 && dots < 3) {
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
      dots++;
    } else return undefined;
  }
  return dots === 3 && digits > 0 ? value * 256 + octet : undefined;
}

/** The 16-bit groups of one side of `::`, a dotted quad at the end counting as two groups. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (part.includes('.')) {
      const quad = i === parts.length - 1 ? parseIPv4(part) : undefined;
      if (quad === undefined) return undefined;
      groups.push(quad >>> 16, quad & 0xffff);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** An IPv6 address as four words, or undefined. A zone (`%eth0`) is ignored. */
export function parseIPv6(text: string): AddressWords | undefined {
  const zone = text.indexOf('%');
  const bare = zone < 0 ? text : text.slice(0, zone);
  if (bare.length < 2 || bare.length > 45 || !bare.includes(':')) return undefined;
  const gap = bare.indexOf('::');
  let groups: number[] | undefined;
  if (gap < 0) groups = groupsOf(bare);
  else {
    const left = groupsOf(bare.slice(0, gap));
    const right = groupsOf(bare.slice(gap + 2));
    if (left === undefined || right === undefined || left.length + right.length > 7) return undefined;
    if (bare.slice(0, gap).includes('.')) return undefined;
    groups = [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
  }
  if (groups?.length !== 8) return undefined;
  const words: number[] = [];
  for (let i = 0; i < 8; i += 2) words.push(((groups[i] ?? 0) * 65536 + (groups[i + 1] ?? 0)) >>> 0);
  return words;
}

/** Either family as words; an IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) is its IPv4 address. */
export function parseAddress(text: string): AddressWords | undefined {
  if (!text.includes(':')) {
    const quad = parseIPv4(text);
    return quad === undefined ? undefined : [quad];
  }
  const words = parseIPv6(text);
  if (words === undefined) return undefined;
  const mapped = words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
  return mapped ? [words[3] ?? 0] : words;
}

/** The client field without brackets and port: `[2001:db8::1]:443` and `192.0.2.1:5678` lose both. */
export function withoutPort(client: string): string {
  if (client.startsWith('[')) {
    const end = client.indexOf(']');
    return end < 0 ? client : client.slice(1, end);
  }
  const colon = client.indexOf(':');
  return colon > 0 && client.indexOf(':', colon + 1) < 0 ? client.slice(0, colon) : client;
}

/** Less than 0, 0 or more than 0, comparing two addresses of the same family. */
export function compareWords(a: AddressWords, b: AddressWords): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** First and last address of a CIDR block or of a single address; undefined when it is neither. */
export function parseCidr(text: string): { first: AddressWords; last: AddressWords } | undefined {
  const slash = text.indexOf('/');
  const words = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (words === undefined) return undefined;
  const bits = words.length * 32;
  const prefix =
    slash < 0 ? bits : /^\d{1,3}$/.test(text.slice(slash + 1)) ? Number(text.slice(slash + 1)) : -1;
  if (prefix < 0 || prefix > bits) return undefined;
  const first: number[] = [];
  const last: number[] = [];
  for (const [i, word] of words.entries()) {
    const kept = Math.min(32, Math.max(0, prefix - i * 32));
    const hosts = kept === 32 ? 0 : 0xffffffff >>> kept;
    first.push((word & ~hosts) >>> 0);
    last.push((word | hosts) >>> 0);
  }
  return { first, last };
}
