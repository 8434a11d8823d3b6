/**
 * Splits an mbox into messages while it streams by. Bytes in, messages out, no file.
 *
 * A separator is a `From ` line at the start or after a blank line, with a plausible date, followed by a
 * header line. Everything else that begins with `From ` is text, so bodies with unquoted `From ` lines
 * survive. A message's raw bytes are kept as they are (mboxrd and mboxo quoting included), without its
 * separator line and without the one blank line that the format puts after each message.
 */
import { createHash, type Hash, hash } from 'node:crypto';
import { isPatchLine, MAX_NAME, MAX_SEPARATOR, separatorDate, startsHeader } from './separator.ts';

/** One message of an mbox. */
export interface Split {
  /** Null when the message is larger than the limit; its bytes were then passed over. */
  readonly raw: Uint8Array | null;
  /** Size in bytes. */
  readonly size: number;
  /** Hex digest of the bytes. */
  readonly sha256: string;
  /** The separator line without its line end; null for text before the first separator. */
  readonly separator: string | null;
  /** Line number of the separator in the file, from 1. */
  readonly line: number;
}

/** `push` and `end` answer with the messages that became complete. After `end` the splitter is spent. */
export interface Splitter {
  push(chunk: Uint8Array): Split[];
  end(): Split[];
}

/** The message under way. */
interface Open {
  readonly separator: string | null;
  readonly line: number;
  parts: Uint8Array[];
  size: number;
  newlines: number;
  /** Set once the message is larger than the limit: from then on it is only counted and hashed. */
  digest: Hash | undefined;
}

interface State {
  readonly limit: number;
  /** Bytes in sight: a little history, then what belongs to no message yet. */
  bytes: Buffer;
  /** How much of `bytes` is history. */
  taken: number;
  line: number;
  open: Open | undefined;
  atStart: boolean;
  /** Whether lines of format-patch separate: only in a file that begins with one. */
  patches: boolean;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const NEEDLE = Buffer.from('\nFrom ');
/** Bytes that must be in sight before a candidate can be judged. */
const LOOKAHEAD = MAX_SEPARATOR + MAX_NAME + 8;
/** Bytes kept as history: the line ends that make a blank line. */
const HISTORY = 3;

/** @param limit largest message in bytes; a larger one is passed over in bounded memory */
export function splitter(limit: number): Splitter {
  const state: State = {
    limit,
    bytes: Buffer.alloc(0),
    taken: 0,
    line: 1,
    open: undefined,
    atStart: true,
    patches: false,
  };
  return {
    push(chunk) {
      state.bytes = Buffer.concat([state.bytes.subarray(Math.max(0, state.taken - HISTORY)), chunk]);
      state.taken = Math.min(state.taken, HISTORY);
      return scan(state, false);
    },
    end: () => scan(state, true),
  };
}

function scan(state: State, final: boolean): Split[] {
  const out: Split[] = [];
  const { bytes } = state;
  if (state.atStart && !skipStart(state, final)) return out;
  let from = Math.max(0, state.taken - HISTORY);
  for (;;) {
    const found = bytes.indexOf(NEEDLE, from);
    if (found < 0) break;
    const at = found + 1;
    if (!afterBlankLine(bytes, found)) {
      from = at;
    } else if (!final && bytes.length - at < LOOKAHEAD) {
      take(state, at);
      return out;
    } else {
      from = tryOpen(state, at, out);
    }
  }
  take(state, final ? bytes.length : Math.max(state.taken, bytes.length - NEEDLE.length + 1));
  if (final) close(state, out);
  return out;
}

/** Judges the very first line. False while too little is in sight. */
function skipStart(state: State, final: boolean): boolean {
  const { bytes } = state;
  if (!final && bytes.length < LOOKAHEAD) return false;
  state.atStart = false;
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === NEWLINE || bytes[at] === RETURN) {
    if (bytes[at] === NEWLINE) state.line++;
    at++;
  }
  state.taken = at;
  if (bytes.subarray(at, at + 5).equals(NEEDLE.subarray(1))) {
    const end = lineEnd(bytes, at);
    state.patches = end > 0 && isPatchLine(bytes.toString('latin1', at, end));
    tryOpen(state, at, []);
  }
  return true;
}

/** Opens a message when a separator stands at `at`. Answers from where to search on. */
function tryOpen(state: State, at: number, out: Split[]): number {
  const { bytes } = state;
  const end = lineEnd(bytes, at);
  if (end < 0 || !startsHeader(bytes, end + 1)) return at;
  const separator = bytes.toString('latin1', at, bytes[end - 1] === RETURN ? end - 1 : end);
  if (separatorDate(separator) === undefined) return at;
  if (!state.patches && isPatchLine(separator)) return at;
  take(state, at);
  close(state, out);
  state.open = openMessage(separator, state.line);
  state.line++;
  state.taken = end + 1;
  return end;
}

/** Index of the newline that ends the line at `at`, or -1 when it is too far for a separator. */
function lineEnd(bytes: Buffer, at: number): number {
  const end = bytes.subarray(at, at + MAX_SEPARATOR + 2).indexOf(NEWLINE);
  return end < 0 ? -1 : at + end;
}

/** True when the newline at `at` ends a blank line. */
function afterBlankLine(bytes: Buffer, at: number): boolean {
  const before = bytes[at - 1] === RETURN ? at - 2 : at - 1;
  return before >= 0 && bytes[before] === NEWLINE;
}

function openMessage(separator: string | null, line: number): Open {
  return { separator, line, parts: [], size: 0, newlines: 0, digest: undefined };
}

/** Gives the bytes up to `to` to the message under way. */
function take(state: State, to: number): void {
  if (to <= state.taken) return;
  const bytes = state.bytes.subarray(state.taken, to);
  state.taken = to;
  state.open ??= openMessage(null, state.line);
  const { open } = state;
  open.size += bytes.length;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === NEWLINE) open.newlines++;
  if (open.digest !== undefined) {
    open.digest.update(bytes);
  } else {
    open.parts.push(bytes);
    if (open.size > state.limit) passOver(open);
  }
}

function passOver(open: Open): void {
  open.digest = createHash('sha256');
  for (const part of open.parts) open.digest.update(part);
  open.parts = [];
}

function close(state: State, out: Split[]): void {
  const { open } = state;
  if (open === undefined) return;
  state.open = undefined;
  state.line += open.newlines;
  const { separator, line, size, digest } = open;
  if (digest !== undefined) {
    out.push({ raw: null, size, sha256: digest.digest('hex'), separator, line });
    return;
  }
  const raw = withoutFraming(join(open.parts, size));
  if (separator === null && raw.every((byte) => byte <= 0x20)) return;
  out.push({ raw, size: raw.length, sha256: hash('sha256', raw), separator, line });
}

/** One buffer of its own, so that handing it to a thread copies this message and nothing else. */
function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const raw = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    raw.set(part, at);
    at += part.length;
  }
  return raw;
}

/** Without the blank line that ends a message in an mbox. */
function withoutFraming(raw: Uint8Array): Uint8Array {
  const last = raw.length - 1;
  if (raw[last] !== NEWLINE) return raw;
  const before = raw[last - 1] === RETURN ? last - 2 : last - 1;
  return raw[before] === NEWLINE ? raw.slice(0, before + 1) : raw;
}
