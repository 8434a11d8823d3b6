/**
 * Reads an operator's file of address ranges into two range tables, one per family.
 *
 * Understood, also compressed (.gz, .zst): `start,end,asn,name[,domain[,type]]` separated by commas or tabs;
 * iptoasn's `start end asn country name`; a header line that names its columns (IPinfo's and GeoLite2's CSV:
 * `network` or `start_ip`/`end_ip`, `asn` or `autonomous_system_number`, `as_name` or ..., `as_domain`, `type`).
 * Addresses are written in full, as CIDR blocks, or as decimal numbers.
 */
import { LeadspringError } from '../../base/plain.ts';
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

/** Every line of a text in bytes, without its end. */
function* linesOf(bytes: Buffer): Generator<string> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const stop = end < 0 ? bytes.length : end;
    yield bytes.toString('utf8', at, bytes[stop - 1] === 13 ? stop - 1 : stop);
    at = stop + 1;
  }
}

/**
 * Reads a range file.
 * @param file its path, for messages
 * @param bytes its decompressed content
 * @throws LeadspringError setting_invalid when no line holds a range, naming the file
 */
export function readRangeFile(file: string, bytes: Buffer): RangeFile {
  const ipv4 = newRanges(1);
  const ipv6 = newRanges(4);
  const { owners, numberOf } = ownerList();
  let separator = ',';
  let columns: Columns | undefined;
  for (const line of linesOf(bytes)) {
    if (line === '' || line.startsWith('#')) continue;
    if (columns === undefined) {
      separator = line.includes('\t') ? '\t' : line.includes(',') ? ',' : ';';
      const row = split(line, separator);
      const named = columnsOf(row);
      columns = named ?? guessColumns(row);
      if (columns === undefined) break;
      if (named !== undefined) continue;
    }
    const row = split(line, separator);
    const range = rangeOf(row, columns);
    const facts = range === undefined ? undefined : factsOf(row, columns);
    if (range === undefined || facts === undefined) continue;
    addRange(range.first.length === 1 ? ipv4 : ipv6, range.first, range.last, numberOf(facts));
  }
  if (ipv4.count + ipv6.count === 0) {
    throw new LeadspringError(
      'setting_invalid',
      `${file} is neither an MMDB file nor a list of address ranges (start, end, asn, name).`,
      { where: { file, field: 'networks' } },
    );
  }
  return { ipv4: finishRanges(ipv4), ipv6: finishRanges(ipv6), owners };
}
