/** How long a server asks to wait. */

const SECOND = 1_000;
/** When a server says "later" without saying when: doubled with every try. */
const FIRST_WAIT = 5 * SECOND;

/**
 * Milliseconds until the request may be sent again, or null when waiting does not help.
 * Retry-After (RFC 9110 §10.2.3) in seconds or as a date; the rate headers of the large code hosts: a quota of nought
 * and when it is filled again, in seconds since the epoch or, below a million, in seconds from now.
 * @param attempt 0 for the first answer
 */
export function waitOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  now: number,
  attempt: number,
): number | null {
  const after = retryAfter(headers['retry-after'], now);
  if (after !== null && (status === 429 || status === 403 || status >= 500)) return after;
  const reset = quotaReset(headers, now);
  if (reset !== null && (status === 429 || status === 403)) return reset;
  if (status === 429) return FIRST_WAIT * 2 ** attempt;
  return status >= 500 ? SECOND * 2 ** attempt : null;
}

function retryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * SECOND;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function quotaReset(headers: Readonly<Record<string, string>>, now: number): number | null {
  const [left, reset] = [
    headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining'],
    headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'],
  ];
  if (left !== '0' || reset === undefined || !/^\d{1,12}$/.test(reset)) return null;
  const seconds = Number(reset);
  const at = seconds < 1_000_000 ? now + seconds * SECOND : seconds * SECOND;
  // A second more, for two clocks never agree.
  return Math.max(0, at - now) + SECOND;
}
