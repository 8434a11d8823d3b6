/**
 * Reads the lines of an operator's file of address ranges into two range tables, one per family.
 *
 * Understood: `start,end,asn,name[,domain[,type]]` separated by commas or tabs;
 * iptoasn's `start end asn country name`; a header line that names its columns (IPinfo's and GeoLite2's CSV:
 * `network` or `start_ip`/`end_ip`, `asn` or `autonomous_system_number`, `as_name` or ..., `as_domain`, `type`).
 * Addresses are written in full, as CIDR blocks, or as decimal numbers.
 */
import { type AddressWords, parseAddress, parseCidr } from './address.ts';
import type { OwnerFacts } from './owner.ts';
import { addRange, finishRanges, newRanges, type RangeTable } from './ranges.ts';

/** Two tables whose owner numbers are places in `owners`. */
export interface RangeFile {
  readonly ipv4: RangeTable;
  readonly ipv6: RangeTable;
  readonly owners: readonly OwnerFacts[];
}

interface Columns {
  readonly network: number;
  readonly start: number;
  readonly end: number;
  readonly asn: number;
  readonly name: number;
  readonly domain: number;
  readonly type: number;
}

const NAMES: Record<keyof Columns, RegExp> = {
  network: /^(network|cidr|prefix|range)$/,
  start: /^(start|start_ip|ip_start|first|from|range_start)$/,
  end: /^(end|end_ip|ip_end|last|to|range_end)$/,
  asn: /^(asn|as_number|autonomous_system_number|as)$/,
  name: /^(name|as_name|as_description|description|autonomous_system_organization|organization|org|company)$/,
  domain: /^(domain|as_domain)$/,
  type: /^(type|as_type|usage_type)$/,
};

/** Splits a delimited line; quotes are read only when there are any. */
function split(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator);
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      let end = line.indexOf('"', at + 1);
      while (end >= 0 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
      if (end < 0) end = line.length;
      fields.push(line.slice(at + 1, end).replaceAll('""', '"'));
      at = line.indexOf(separator, end);
    } else {
      const end = line.indexOf(separator, at);
      fields.push(line.slice(at, end < 0 ? undefined : end));
      at = end;
    }
    if (at < 0) break;
    at++;
  }
  return fields;
}

function columnsOf(header: readonly string[]): Columns | undefined {
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (pattern: RegExp): number => names.findIndex((name) => pattern.test(name));
  const columns = {
    network: find(NAMES.network),
    start: find(NAMES.start),
    end: find(NAMES.end),
    asn: find(NAMES.asn),
    name: find(NAMES.name),
    domain: find(NAMES.domain),
    type: find(NAMES.type),
  };
  return columns.network >= 0 || columns.start >= 0 ? columns : undefined;
}

/** Columns of a file without a header, told from its first row; iptoasn has a country before the name. */
function guessColumns(row: readonly string[]): Columns | undefined {
  if (addressOf(row[0] ?? '') === undefined) {
    if (parseCidr(row[0] ?? '') === undefined) return undefined;
    return { network: 0, start: -1, end: -1, asn: 1, name: 2, domain: 3, type: 4 };
  }
  const country = /^([A-Z]{2}|None)$/.test(row[3] ?? '') && row.length > 4 ? 1 : 0;
  return { network: -1, start: 0, end: 1, asn: 2, name: 3 + country, domain: 4 + country, type: 5 + country };
}

/** An address in text or as a decimal number (up to 10 digits: IPv4, more: IPv6). */
function addressOf(text: string): AddressWords | undefined {
  if (!/^\d+$/.test(text)) return parseAddress(text);
  if (text.length <= 10) return Number(text) <= 0xffffffff ? [Number(text)] : undefined;
  const value = BigInt(text.slice(0, 40));
  if (value >> 128n !== 0n) return undefined;
  return [96n, 64n, 32n, 0n].map((shift) => Number((value >> shift) & 0xffffffffn));
}

function rangeOf(row: readonly string[], columns: Columns) {
  if (columns.network >= 0) return parseCidr(row[columns.network] ?? '');
  const first = addressOf(row[columns.start] ?? '');
  const last = addressOf(row[columns.end] ?? '');
  return first !== undefined && last?.length === first.length ? { first, last } : undefined;
}

function factsOf(row: readonly string[], columns: Columns): OwnerFacts | undefined {
  const asn = Number((row[columns.asn] ?? '').replace(/^AS/i, ''));
  const name = row[columns.name]?.trim().slice(0, 200);
  const domain = row[columns.domain]?.trim().toLowerCase().slice(0, 253);
  const type = row[columns.type]?.trim().toLowerCase();
  // iptoasn marks space that nobody announces with AS 0.
  if (!Number.isSafeInteger(asn) || asn <= 0) return undefined;
  return { asn, ...(name ? { name } : {}), ...(domain ? { domain } : {}), ...(type ? { type } : {}) };
}

/** Numbers owners; the same owner in another range gets the same number. */
function ownerList() {
  const owners: OwnerFacts[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (facts: OwnerFacts): number => {
    const key = `${facts.asn}\t${facts.name ?? ''}\t${facts.domain ?? ''}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = owners.push(facts) - 1;
      numbers.set(key, number);
    }
    return number;
  };
  return { owners, numberOf };
}

/** Takes the lines of a range file, one by one. */
export interface RangeReader {
  add(line: string): void;
  finish(): RangeFile;
}

/** How a file is laid out, told by its first line. */
interface Layout {
  readonly separator: string;
  readonly columns: Columns;
  /** Columns of the address before anything about the owner: 2 (start, end), 1 (network), or 0 when mixed. */
  readonly addressFirst: 0 | 1 | 2;
}

function layoutOf(columns: Columns, separator: string): Layout {
  const { network, start, end, asn, name, domain, type } = columns;
  const first = Math.min(...[asn, name, domain, type].filter((column) => column >= 0));
  const addressFirst = network === 0 && first > 0 ? 1 : start === 0 && end === 1 && first > 1 ? 2 : 0;
  return { separator, columns, addressFirst };
}

/** Where the part about the owner begins. */
function ownerAt(line: string, { separator, addressFirst }: Layout): number {
  let at = 0;
  for (let i = 0; i < addressFirst; i++) at = line.indexOf(separator, at) + 1;
  return at;
}

/** Makes a reader of range files. A line that holds no range is passed over. */
export function rangeReader(): RangeReader {
  const ipv4 = newRanges(1);
  const ipv6 = newRanges(4);
  const { owners, numberOf } = ownerList();
  // The same text about the owner stands in many lines, and is taken apart once.
  const numberOfText = new Map<string, number>();
  let layout: Layout | undefined;
  let hopeless = false;

  /** The first line says how the others are laid out; true when it is only a header. */
  const learn = (line: string): boolean => {
    const separator = line.includes('\t') ? '\t' : line.includes(',') ? ',' : ';';
    const row = split(line, separator);
    const named = columnsOf(row);
    const columns = named ?? guessColumns(row);
    hopeless = columns === undefined;
    if (columns !== undefined) layout = layoutOf(columns, separator);
    return named !== undefined;
  };
  const ownerOf = (line: string, known: Layout): number => {
    const text = line.slice(ownerAt(line, known));
    let number = numberOfText.get(text);
    if (number === undefined) {
      const facts = factsOf(split(line, known.separator), known.columns);
      number = facts === undefined ? -1 : numberOf(facts);
      numberOfText.set(text, number);
    }
    return number;
  };
  const add = (line: string): void => {
    if (line === '' || line.startsWith('#') || hopeless) return;
    if (layout === undefined && learn(line)) return;
    if (layout === undefined) return;
    const { separator, columns, addressFirst } = layout;
    const row = addressFirst === 0 ? split(line, separator) : line.split(separator, addressFirst);
    const range = rangeOf(row, columns);
    const owner = range === undefined ? -1 : ownerOf(line, layout);
    if (range !== undefined && owner >= 0) {
      addRange(range.first.length === 1 ? ipv4 : ipv6, range.first, range.last, owner);
    }
  };
  return { add, finish: () => ({ ipv4: finishRanges(ipv4), ipv6: finishRanges(ipv6), owners }) };
}
