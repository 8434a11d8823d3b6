/**
 * The header block of a message, read tolerantly and in bounded time: fields unfolded, first come first,
 * bytes that are not UTF-8 taken as Windows-1252, NULs dropped.
 */
import { isUtf8 } from 'node:buffer';

/** Most fields and bytes of a header block that are read; more is hostile or broken. */
export const MAX_FIELDS = 5000;
export const MAX_HEADER_BYTES = 1 << 20;

export interface Header {
  /** The first value of a field (lower-case name), unfolded and trimmed; undefined when it is not there. */
  first(name: string): string | undefined;
  all(name: string): readonly string[];
  /** How many fields there are. */
  readonly count: number;
  /** Index of the first byte of the body. */
  readonly bodyAt: number;
}

export type HeaderResult = { readonly header: Header } | { readonly malformed: string };

const FIELD = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:[ \t]*(.*)$/s;

/**
 * Reads the header block at the start of `raw` (RFC 5322 §2.2; line ends LF, CRLF, or CR alone as old Macs
 * wrote). Lines before the first field that are no field (`>From `, stray text) are passed over.
 */
export function readHeader(raw: Uint8Array): HeaderResult {
  const [end, bodyAt] = headerEnd(raw);
  if (end > MAX_HEADER_BYTES)
    return { malformed: `the header block is larger than ${MAX_HEADER_BYTES} bytes` };
  const block = decodeText(raw.subarray(0, end)).replaceAll('\0', '');
  const fields = new Map<string, string[]>();
  let count = 0;
  for (const line of unfold(block)) {
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (++count > MAX_FIELDS) return { malformed: `the header has more than ${MAX_FIELDS} fields` };
    const key = name.toLowerCase();
    const known = fields.get(key);
    if (known === undefined) fields.set(key, [value.trim()]);
    else known.push(value.trim());
  }
  if (count === 0) return { malformed: 'there is no header field' };
  const all = (name: string): readonly string[] => fields.get(name) ?? [];
  return { header: { first: (name) => all(name)[0], all, count, bodyAt } };
}

/** Where the header block ends and where the body begins. */
function headerEnd(raw: Uint8Array): [number, number] {
  const limit = Math.min(raw.length, MAX_HEADER_BYTES + 4);
  let last = -1; // index of the last line end
  for (let i = 0; i < limit; i++) {
    const byte = raw[i];
    if (byte !== 0x0a && byte !== 0x0d) continue;
    const next = byte === 0x0d && raw[i + 1] === 0x0a ? i + 1 : i;
    if (i === last + 1) return [i, next + 1];
    last = next;
    i = next;
  }
  return [limit, limit];
}

/** Lines with their continuation lines joined by one space. */
function unfold(block: string): string[] {
  const out: string[] = [];
  let parts: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    if (parts.length > 0 && (line.startsWith(' ') || line.startsWith('\t'))) {
      parts.push(line.trim());
    } else {
      if (parts.length > 0) out.push(parts.join(' '));
      parts = [line];
    }
  }
  if (parts.length > 0) out.push(parts.join(' '));
  return out;
}

const utf8 = new TextDecoder();
const windows1252 = new TextDecoder('windows-1252');

/** UTF-8 where the bytes are, else Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  return isUtf8(bytes) ? utf8.decode(bytes) : windows1252.decode(bytes);
}
