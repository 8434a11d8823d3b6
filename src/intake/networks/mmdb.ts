/** Reads what an MMDB file says about the owner of an address; the field names of four makers are known. */
import { Reader } from 'maxmind';
import { LeadspringError } from '../../base/plain.ts';
import type { OwnerFacts } from './owner.ts';

/** The marker before the metadata of every MMDB file (MaxMind DB file format 2.0). */
const MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

/** Whether the bytes are an MMDB file: the marker stands in the last 128 KiB. */
export function isMmdb(bytes: Buffer): boolean {
  return bytes.subarray(-131_072).includes(MARKER);
}

function text(record: Readonly<Record<string, unknown>>, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = record[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 253);
  }
  return undefined;
}

function number(record: Readonly<Record<string, unknown>>): number | undefined {
  const value = record.autonomous_system_number ?? record.asn ?? record.as_number;
  const parsed = Number(typeof value === 'string' ? value.replace(/^AS/i, '') : value);
  return Number.isSafeInteger(parsed) && parsed > 0 ? parsed : undefined;
}

/** GeoLite2/GeoIP2 ASN and ISP, DB-IP, IPinfo (flat, and with `asn`/`company` objects). */
function factsOf(record: Readonly<Record<string, unknown>>): OwnerFacts {
  const asn = number(record);
  const name = text(
    record,
    'autonomous_system_organization',
    'as_name',
    'organization',
    'name',
    'as_organization',
    'isp',
  );
  const domain = text(record, 'as_domain', 'domain')?.toLowerCase();
  const type = text(record, 'as_type', 'type', 'user_type')?.toLowerCase();
  return {
    ...(asn === undefined ? {} : { asn }),
    ...(name === undefined ? {} : { name }),
    ...(domain === undefined ? {} : { domain }),
    ...(type === undefined ? {} : { type }),
  };
}

/**
 * Opens an MMDB file.
 * @returns a look-up by address text; undefined when the file does not know it
 * @throws LeadspringError setting_invalid when the file cannot be read as MMDB
 */
export function openMmdb(file: string, bytes: Buffer): (address: string) => OwnerFacts | undefined {
  const readable = <T>(read: () => T): T => {
    try {
      return read();
    } catch (cause) {
      throw new LeadspringError('setting_invalid', `${file} is not a readable MMDB file.`, {
        where: { file, field: 'networks' },
        cause,
      });
    }
  };
  const reader = readable(() => new Reader<Record<string, never>>(bytes));
  return (address) => {
    const record: unknown = readable(() => reader.get(address));
    if (typeof record !== 'object' || record === null) return undefined;
    const outer = record as Readonly<Record<string, unknown>>;
    const inner = outer.company ?? outer.asn;
    const nested = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
    return factsOf({ ...outer, ...nested });
  };
}
