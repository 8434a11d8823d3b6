/**
 * A line that could not be read, made fit to be kept: whoever it came from is taken out, so that the line can
 * be looked at and read again, and then counts for the unknown network.
 */

const NOBODY = '0.0.0.0';

/** Four or more numbers between dots, or four between hyphens as providers name their lines. */
const IPV4 = /\d+(?:\.\d+){3,}/g;
const DASHED = /\d{1,3}(?:-\d{1,3}){3,}/g;
/** Anything of hexadecimal digits and colons; what is short and has no `::` is a time (`2026:10:05:03`). */
const COLONS = /[0-9a-f]*:[0-9a-f:.]*(?:%\w+)?/gi;
const MAIL = /[^\s"'<>=&?/,;|]*@[^\s"'<>=&?/,;|]*/g;
/** Queries carry tokens; the rest of the path is what a person needs to see. */
const QUERY = /\?[^\s"|]*/g;
const SECRET_HEADER =
  /("(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)"\s*:\s*)\[[^\]]*(?:\]|$)/gi;
const SECRET_WORD = /\b(bearer|basic|token|password)\b[: =]+[^\s"|]+/gi;
/** Accounts of Amazon: owners and requesters, by number or by name. */
const AMAZON = /\barn:aws[^\s"]*|\b[0-9a-f]{64}\b/gi;
const CLIENT_KEY = /("(?:remote_ip|client_ip|remote_addr|remote_host)"\s*:\s*)"[^"]*"?/gi;
/** A host name or address at the beginning, where no bracketed date follows. */
const FIRST_WORD = /^\s*[^\s"[{|]*[.:][^\s"[{|]*/;

/** Where lines of two writers ran into each other, a second client and user stand before a second date. */
const DATE = /(?=\[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}\b)/;
/** What is certainly not of the second client: up to the last quote, or a date's own first letters. */
const BEFORE_JOINT = /^(?:[\s\S]*"|\[\d{1,2}\/[A-Z][a-z]{2}\/\d{4})/;
/** `client - user`, cut off before the date. */
const NO_DATE = /^\s*\S+ - [^"[{|]*$/;

/** At most this many characters of a line are kept. */
export const KEPT = 4096;

function isIPv6(run: string): boolean {
  return run.includes('::') || run.split(':').length > 5;
}

/** Takes out who stands before every date but the first. */
function withoutJoined(text: string): string {
  const parts = text.split(DATE);
  return parts
    .map((part, i) => {
      const own = i > 0 && i < parts.length - 1;
      return own ? `${BEFORE_JOINT.exec(part)?.[0] ?? ''} ${NOBODY} - - ` : part;
    })
    .join('');
}

/** Before a bracketed date stand `[vhost] client identity user`: none of it is kept. */
function withoutClient(text: string): string {
  if (NO_DATE.test(text)) return `${NOBODY} - -`;
  const date = text.indexOf(' [');
  const quote = text.indexOf('"');
  if (date < 0 || (quote >= 0 && quote < date)) return text.replace(FIRST_WORD, NOBODY);
  const words = text.slice(0, date).trim().split(/\s+/);
  return `${words.length > 3 ? `${NOBODY} ${NOBODY}` : NOBODY} - -${text.slice(date)}`;
}

function hide(text: string): string {
  const hidden = text
    .replace(AMAZON, '-')
    .replace(SECRET_HEADER, '$1[]')
    .replace(CLIENT_KEY, `$1"${NOBODY}"`)
    .replace(QUERY, '')
    .replace(MAIL, '')
    .replace(SECRET_WORD, '$1')
    .replace(COLONS, (run) => (isIPv6(run) ? NOBODY : run))
    .replace(DASHED, '0-0-0-0')
    .replace(IPV4, NOBODY);
  return withoutJoined(withoutClient(hidden));
}

/**
 * The line without addresses, host names of clients, users, mail addresses, queries and credentials.
 * Redacting again changes nothing.
 * @param line NUL is replaced in it, for no database text can hold it
 */
export function redactLine(line: string): string {
  let text = line.slice(0, KEPT).replaceAll('\0', '\ufffd');
  // What is left after hiding may join into something to hide; real lines are done after one round.
  for (let round = 0; round < 5; round++) {
    const hidden = hide(text);
    if (hidden === text) break;
    text = hidden;
  }
  return text;
}
