/**
 * The rule for an mbox separator line (RFC 4155 and what real archives do): `From `, whatever names the
 * sender, and a date in the form of asctime, with or without a zone, or the form of RFC 5322. Pipermail
 * writes `From user at example.com  Tue Mar  3 10:11:12 2020`.
 */

const DAY = '(?:mon|tue|wed|thu|fri|sat|sun)';
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)';
const TIME = '\\d{1,2}:\\d\\d(?::\\d\\d)?';
const ZONE = '(?:[+-]\\d{4}|[A-Z][A-Z0-9+-]{0,8})';

/** `Tue Mar  3 10:11:12 2020`, a zone before or after the year. */
const ASCTIME = `${DAY} +${MONTH} +\\d{1,2} +${TIME}(?: +${ZONE}){0,2} +\\d{4}`;
/** `Tue, 03 Mar 2020 10:11:12 +0100`. */
const RFC5322 = `(?:${DAY},? +)?\\d{1,2} +${MONTH} +\\d{4} +${TIME}`;

const SEPARATOR = new RegExp(`^From .*?(?<=[ >])(?<date>(?:${ASCTIME}|${RFC5322})(?: +${ZONE})?)`, 'i');

/** The fixed date with which `git format-patch` begins a patch: text that mails carry, not a separator. */
const GIT_PATCH = /^From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001/;

/** Longest separator line that is believed, in bytes. */
export const MAX_SEPARATOR = 1000;

/** The date in a separator line as text, or undefined when the line is no separator. */
export function separatorDate(line: string): string | undefined {
  if (line.length > MAX_SEPARATOR || !line.startsWith('From ')) return undefined;
  return SEPARATOR.exec(line)?.groups?.date;
}

/** True for the first line of a patch written by `git format-patch`. */
export function isPatchLine(line: string): boolean {
  return GIT_PATCH.test(line);
}

/** True when the separator hides the address as Pipermail does: `From user at example.com  Tue ...`. */
export function isObfuscated(line: string): boolean {
  return /^From \S+ at \S+ /.test(line);
}

/** True when bytes at `at` begin a header field (`Name:`) or an escaped second separator (`>From `). */
export function startsHeader(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] === 0x3e) return startsWith(bytes, at + 1, FROM);
  let end = at;
  while (end - at < MAX_NAME && isNameByte(bytes[end])) end++;
  if (end === at) return false;
  while (end - at < MAX_NAME && (bytes[end] === 0x20 || bytes[end] === 0x09)) end++;
  return bytes[end] === 0x3a;
}

/** Longest field name that is believed, in bytes. */
export const MAX_NAME = 200;

export const FROM = new TextEncoder().encode('From ');

/** True when `bytes` holds `what` at `at`. */
export function startsWith(bytes: Uint8Array, at: number, what: Uint8Array): boolean {
  for (let i = 0; i < what.length; i++) if (bytes[at + i] !== what[i]) return false;
  return true;
}

/** Printable ASCII without space and colon (RFC 5322 §2.2). */
function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte < 0x7f && byte !== 0x3a;
}
