/**
 * A line that could not be read, made fit to be kept: whoever it came from is taken out, so that the line can
 * be looked at and read again, and then counts for the unknown network.
 */

const NOBODY = '0.0.0.0';

const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d)/g;
/** Three groups at least, or a double colon; times (`10:05:03`) have no hexadecimal letters and no `::`. */
const IPV6 = /(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/gi;
const MAIL = /[^\s"'<>=&?/,;|]+@[^\s"'<>=&?/,;|]+/g;
/** Queries carry tokens; the rest of the path is what a person needs to see. */
const QUERY = /\?[^\s"|]*/g;
const SECRET_HEADER =
  /("(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)"\s*:\s*)\[[^\]]*\]/gi;
const SECRET_WORD = /\b(bearer|basic)[: ]+[^\s"|]+/gi;
const CLIENT_KEYS = /("(?:remote_ip|client_ip|remote_addr|remote_host)"\s*:\s*)"[^"]*"/gi;

/** A dotted or colonized first word is a host or an address; so is a second one, where a virtual host is first. */
const FIRST_WORDS = /^(\s*)([^\s"[{|]*[.:][^\s"[{|]*)(\s+(?!-\s)[^\s"[{|]*[.:][^\s"[{|]*)?(?=\s|$)/;
/** Identity and user stand between the client and the time. */
const USER = /^(\s*\S+(?:\s+\S+)?) \S+ (?:[^["]{1,100}?) \[/;

const isTime = (text: string): boolean => /^\d{1,2}:\d{2}(?::\d{2})?$/.test(text);

/** At most this much of a line is kept. */
export const KEPT = 4096;

/**
 * The line without addresses, host names of clients, users, mail addresses, queries and credentials.
 * Redacting twice changes nothing.
 * @param line as decoded from the file; NUL is replaced, for no database text can hold it
 */
export function redactLine(line: string): string {
  const text = line.slice(0, KEPT).replaceAll('\0', '\ufffd');
  const hidden = text
    .replace(SECRET_HEADER, '$1[]')
    .replace(CLIENT_KEYS, `$1"${NOBODY}"`)
    .replace(QUERY, '')
    .replace(SECRET_WORD, '$1')
    .replace(MAIL, '')
    .replace(IPV4, NOBODY)
    .replace(IPV6, (match) => (isTime(match) ? match : NOBODY));
  return hidden
    .replace(FIRST_WORDS, (_, space: string, _first: string, second: string | undefined) =>
      second === undefined ? `${space}${NOBODY}` : `${space}${NOBODY} ${NOBODY}`,
    )
    .replace(USER, '$1 - - [');
}
