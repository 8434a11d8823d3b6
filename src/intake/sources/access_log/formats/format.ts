/** What every log format gives: the fields of a line that this source uses. */

/**
 * The fields of the line at hand. One object is filled again and again, for lines come by the million.
 * Texts are cut from a block that was decoded as Latin-1, so each character is one byte of the file.
 */
export interface LineFields {
  /** Address or host name of the visitor. */
  client: string;
  /** Days since the epoch, UTC. */
  day: number;
  /** As HTTP has it: `GET /path?query HTTP/1.1`; the protocol may be missing. */
  request: string;
  /** Host that was asked, without port; empty when the log does not say. */
  host: string;
  status: number;
  /** User agent; empty when the log does not say. */
  agent: string;
  /** True when the line carries `DNT: 1` or `Sec-GPC: 1`. */
  optOut: boolean;
  /** The Range header, when the log carries it. */
  range: string;
  /** The page a visitor came from; empty when the log does not say, or nobody asked for it. */
  referrer: string;
}

/** Empty fields. */
export function newFields(): LineFields {
  return {
    client: '',
    day: 0,
    request: '',
    host: '',
    status: 0,
    agent: '',
    optOut: false,
    range: '',
    referrer: '',
  };
}

/** A format, ready to read lines. */
export interface Format {
  /** How the format is named in settings, records and messages; `openFormat` understands it again. */
  readonly name: string;
  /** Fills `fields` from a line without its end; false when the line does not have the format. */
  parse(line: string, fields: LineFields): boolean;
  /**
   * Whether a line that parses but has no end yet says all it is going to say. A line that is being written
   * may parse too early, with half a field at its end.
   */
  complete(line: string): boolean;
  /** Whether a line is a comment, directive or header of the format, and no request. */
  comment(line: string): boolean;
}

/** What is to be read besides what every use needs. */
export interface FormatOptions {
  /** Reading referrers costs time, so they are read only where they are looked at. */
  readonly referrer?: boolean;
}

/** What most formats take for a comment. */
export const hashComment = (line: string): boolean => line.startsWith('#');

/** The host without its port: `docs.acme.example:443` is `docs.acme.example`. */
export function hostOf(text: string): string {
  const colon = text.lastIndexOf(':');
  const bare = colon > 0 && /^\d+$/.test(text.slice(colon + 1)) ? text.slice(0, colon) : text;
  return bare === '-' ? '' : bare;
}

/** Whether a `DNT` or `Sec-GPC` value asks not to be tracked. */
export function isOptOut(value: string): boolean {
  return value === '1' || value === '"1"';
}

/** Status as a number, or -1 when it is not three digits. `000` and `-` stand for an answer never sent. */
export function statusOf(text: string): number {
  if (text === '-' || text === '') return 0;
  return /^\d{3}$/.test(text) ? Number(text) : -1;
}
