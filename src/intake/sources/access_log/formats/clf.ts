/**
 * The common log format and its children, by far the most frequent and therefore cut by hand:
 *
 *   [vhost ]client ident user [time] "request" status bytes[ "referrer" "agent"[ anything]]
 *
 * (Apache's `common`, `combined`, `vhost_common`, `vhost_combined`; nginx's `combined`.)
 */
import { clfDays } from './dates.ts';
import { type Format, type FormatOptions, hashComment, hostOf, type LineFields } from './format.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** The place of the next quote that is not escaped, or -1. */
export function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at > from && line.charCodeAt(at - 1) === BACKSLASH) {
    let slashes = 1;
    while (at - 1 - slashes >= from && line.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
    at = line.indexOf('"', at + 1);
  }
  return at;
}

function digit(line: string, at: number): number {
  const value = line.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : -1;
}

/** Three digits, or 0 for `-` (nothing was answered), or -1. */
function statusAt(line: string, at: number): number {
  const [a, b, c] = [digit(line, at), digit(line, at + 1), digit(line, at + 2)];
  if (a >= 0 && b >= 0 && c >= 0) return a * 100 + b * 10 + c;
  return line[at] === '-' ? 0 : -1;
}

/** Takes the virtual host off the front. A host has a dot, a port or is local; a client follows it. */
function vhostEnd(line: string): number {
  const space = line.indexOf(' ');
  if (space <= 0) return -1;
  const next = line.indexOf(' ', space + 1);
  const client = line.slice(space + 1, next < 0 ? undefined : next);
  return client.includes('.') || client.includes(':') || client === 'localhost' ? space : -1;
}

/**
 * Opens one of the four formats.
 * @param vhost whether the virtual host stands first
 * @param agent whether referrer and agent are expected; a line without them is taken all the same
 */
export function clfFormat(
  name: string,
  vhost: boolean,
  agent: boolean,
  { referrer = false }: FormatOptions = {},
): Format {
  const dayOf = clfDays();

  const parse = (line: string, fields: LineFields): boolean => {
    let from = 0;
    if (vhost) {
      const end = vhostEnd(line);
      if (end < 0) return false;
      fields.host = hostOf(line.slice(0, end));
      from = end + 1;
    }
    const clientEnd = line.indexOf(' ', from);
    const bracket = line.indexOf(' [', clientEnd);
    if (clientEnd <= from || bracket < 0) return false;
    const day = dayOf(line, bracket + 2);
    if (Number.isNaN(day)) return false;
    // Users may hold anything, but the date fixes where the request begins.
    const open = line.indexOf('] "', bracket + 2) + 3;
    const close = open < 3 ? -1 : closingQuote(line, open);
    if (close < 0) return false;
    const status = statusAt(line, close + 2);
    if (status < 0) return false;
    fields.client = line.slice(from, clientEnd);
    fields.day = day;
    fields.request = line.slice(open, close);
    fields.status = status;
    fields.agent = agentAfter(line, close + 5);
    if (referrer) fields.referrer = referrerAfter(line, close + 5);
    return true;
  };

  const complete = (line: string): boolean =>
    agent ? line.endsWith('"') && QUOTES.test(line) : /" \S+ (?:\d+|-)$/.test(line);
  return { name, parse, complete, comment: hashComment };
}

/** Three quoted fields: request, referrer, agent. */
const QUOTES = /"(?:[^"\\]|\\.)*"[^"]*"(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*"/;

/** The first quoted field after the status, or empty. */
export function referrerAfter(line: string, from: number): string {
  const open = line.indexOf('"', from);
  const end = open < 0 ? -1 : closingQuote(line, open + 1);
  return end < 0 ? '' : line.slice(open + 1, end);
}

/** The agent: the second quoted field after the status, or empty. */
export function agentAfter(line: string, from: number): string {
  const referrer = line.indexOf('"', from);
  if (referrer < 0) return '';
  const referrerEnd = closingQuote(line, referrer + 1);
  if (referrerEnd < 0 || line.charCodeAt(referrerEnd + 2) !== QUOTE) return '';
  const end = closingQuote(line, referrerEnd + 3);
  return end < 0 ? line.slice(referrerEnd + 3) : line.slice(referrerEnd + 3, end);
}
