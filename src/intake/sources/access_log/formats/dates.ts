/** Dates of log lines to UTC days, remembering the last one: neighbours mostly fall into the same minute. */

/** A text to days since the epoch (UTC), or NaN when it is no date of the kind. */
export type DayOf = (text: string, at: number) => number;

const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Milliseconds since the epoch to days, rounding down. */
export function dayOfMs(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** `YYYY-MM-DD` of a day. */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Milliseconds of a calendar date and time, or NaN when a part is out of its range (31 April). */
function utc(year: number, month: number, day: number, minutes: number): number {
  const date = Date.UTC(year, month, day);
  const check = new Date(date);
  return check.getUTCMonth() === month && check.getUTCDate() === day ? date + minutes * 60_000 : Number.NaN;
}

const CLF = /(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):\d{2}(?:\.\d+)? ([+-])(\d{2})(\d{2})/y;

function clfDay(text: string, at: number): number {
  CLF.lastIndex = at;
  const match = CLF.exec(text);
  if (match === null) return Number.NaN;
  const [, day, month, year, hour, minute, sign, zoneHours, zoneMinutes] = match;
  if (Number(hour) > 23 || Number(minute) > 59) return Number.NaN;
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
  const minutes = Number(hour) * 60 + Number(minute) - zone;
  return dayOfMs(utc(Number(year), MONTHS.indexOf(month ?? ''), Number(day), minutes));
}

/** The length of `17/May/2026:10:05`: within a minute the day cannot change. */
const MINUTE = 17;

/** Common log format time: `17/May/2026:10:05:03 +0000`, beginning at `at`. */
export function clfDays(): DayOf {
  let minute = '\n';
  let zone = '\n';
  let known = Number.NaN;
  return (text, at) => {
    if (text.startsWith(minute, at) && text.startsWith(zone, at + MINUTE + 3)) return known;
    const day = clfDay(text, at);
    if (Number.isNaN(day) || text[at + MINUTE + 3] !== ' ') return day;
    minute = text.slice(at, at + MINUTE);
    zone = text.slice(at + MINUTE + 3, at + MINUTE + 9);
    known = day;
    return day;
  };
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:Z|UTC|([+-])(\d{2}):?(\d{2})?)?$/;

/** ISO 8601, with a `T` or a blank between date and time; without a zone it is UTC. */
export function isoDayOf(text: string): number {
  const match = ISO.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, , sign, zoneHours, zoneMinutes] = match;
  if (Number(hour) > 23 || Number(minute) > 59) return Number.NaN;
  const zone =
    sign === undefined ? 0 : (Number(zoneHours) * 60 + Number(zoneMinutes ?? 0)) * (sign === '-' ? -1 : 1);
  return dayOfMs(
    utc(Number(year), Number(month) - 1, Number(day), Number(hour) * 60 + Number(minute) - zone),
  );
}

/** Seconds, milliseconds, microseconds or nanoseconds since the epoch, told apart by their size. */
export function epochDay(text: string): number {
  if (!/^\d{6,20}(\.\d+)?$/.test(text)) return Number.NaN;
  let seconds = Number(text);
  while (seconds > 1e11) seconds /= 1000;
  return dayOfMs(seconds * 1000);
}

/** Any of the three kinds, for logs that do not say which. */
export function anyDays(): DayOf {
  const clf = clfDays();
  return (text, at) => {
    const start = text[at] === '[' ? at + 1 : at;
    const day = clf(text, start);
    if (!Number.isNaN(day)) return day;
    const rest = text.slice(start).replace(/\]$/, '');
    const iso = isoDayOf(rest);
    return Number.isNaN(iso) ? epochDay(rest) : iso;
  };
}
