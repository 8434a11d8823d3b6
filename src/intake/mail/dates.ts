/** Dates of mail: RFC 5322 §3.3 and the broken forms that archives hold. Pure; the clock is not asked. */
import type { Header } from './header.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Minutes east of UTC. Zones with several meanings take the one of RFC 5322 §4.3. */
const ZONES: Readonly<Record<string, number>> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  BST: 60,
  WET: 0,
  WEST: 60,
  CET: 60,
  MET: 60,
  CEST: 120,
  MEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  IST: 330,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
};

const TIME = '(?<hour>\\d{1,2})[:.](?<minute>\\d{1,2})(?:[:.](?<second>\\d{1,2})(?:[.,]\\d+)?)?';
const ZONE = '(?:GMT|UTC?)?(?<zone>[+-]\\d{1,2}:?\\d{2}|[A-Za-z]{1,5})?';

/** `3 Mar 2020 10:11:12 +0100`, with or without weekday, full month names, dashes, two-digit years. */
const RFC5322 = new RegExp(
  `(?<day>\\d{1,2})(?:st|nd|rd|th|\\.)?[ -]+(?<month>[A-Za-z]{3})[a-z]*\\.?[ ,-]+(?<year>\\d{4}|\\d{2,3})(?:,? +${TIME}(?: *(?<half>[AP]M))?(?: *${ZONE})?)?`,
  'i',
);
/** `Tue Mar  3 10:11:12 2020`, `Mar 3, 2020 10:11`, a zone before or after the year. */
const ASCTIME = new RegExp(
  `(?<month>[A-Za-z]{3})[a-z]* +(?<day>\\d{1,2}) +${TIME} +(?:(?<zone>[+-]\\d{4}|[A-Z]{1,5}) +)?(?<year>\\d{4})(?: +(?<after>[+-]\\d{4}))?`,
  'i',
);
/** `2020-03-03T10:11:12+01:00`. */
const ISO = new RegExp(`^\\s*(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})(?:[T ]+${TIME} *${ZONE})?`, 'i');

/** Milliseconds since the epoch, or undefined when the text holds no date. A missing or unknown zone is UTC. */
export function parseDate(text: string): number | undefined {
  return readDate(text)?.at;
}

interface WrittenDate {
  readonly at: number;
  /** Minutes east of UTC; 0 also when there is no zone or an unknown one. */
  readonly offset: number;
}

function readDate(text: string): WrittenDate | undefined {
  const value = text
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s*:\s*/g, ':')
    .replace(/\s+/g, ' ');
  for (const form of [RFC5322, ASCTIME, ISO]) {
    const groups = form.exec(value)?.groups;
    const date = groups === undefined ? undefined : fromParts(groups);
    if (date !== undefined) return date;
  }
  return undefined;
}

function fromParts(parts: Readonly<Record<string, string | undefined>>): WrittenDate | undefined {
  const month = monthOf(parts.month ?? '');
  const day = Number(parts.day);
  const hour = hourOf(Number(parts.hour ?? 0), parts.half);
  const minute = Number(parts.minute ?? 0);
  const second = Math.min(Number(parts.second ?? 0), 59); // leap seconds
  if (month < 0 || day < 1 || day > 31 || hour > 23 || minute > 59) return undefined;
  const local = Date.UTC(yearOf(parts.year ?? ''), month, day, hour, minute, second);
  const offset = offsetOf(parts.after ?? parts.zone);
  return { at: local - offset * 60_000, offset };
}

function monthOf(text: string): number {
  return /^\d/.test(text) ? Number(text) - 1 : MONTHS.indexOf(text.toLowerCase());
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

/** RFC 5322 §4.3: two digits below 50 are 20xx, the rest and three digits are counted from 1900. */
function yearOf(text: string): number {
  const year = Number(text);
  if (text.length >= 4) return year;
  return text.length === 2 && year < 50 ? year + 2000 : year + 1900;
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const numeric = /^([+-])(\d{1,2}):?(\d{2})$/.exec(zone);
  if (numeric === null) return ZONES[zone.toUpperCase()] ?? 0;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
  if (minutes > 15 * 60) return 0;
  return numeric[1] === '-' ? -minutes : minutes;
}

const DAY = 86_400_000;
/** No signal is older (contract). An earlier date is a reset clock or a placeholder. */
const EARLIEST = Date.UTC(1990, 0, 1);

/**
 * When a message was written: its Date, else the newest hop that received it, else the mbox separator.
 * A Date more than a day after that hop comes from a wrong clock, so the hop is believed. When nothing is
 * after 1990, the Date stands as it is, for the run to refuse by name.
 */
export function messageDate(header: Header, separator: string | undefined): number | undefined {
  const written = header.all('date').map(parseDate).find(isNumber);
  const received = header.all('received').map(hopDate).find(isPlausible);
  if (written !== undefined && isPlausible(written)) {
    return received !== undefined && written > received + DAY ? received : written;
  }
  const delivered = parseDate(header.first('delivery-date') ?? '');
  const separated = separator === undefined ? undefined : parseDate(separator);
  return received ?? [delivered, separated].find(isPlausible) ?? written;
}

/** Sites where people write on a web page and whose servers date in their own time: those of Google Groups in California's. */
const WEB_WRITTEN = /[@.]googlegroups\.com$/i;

/**
 * What the writer's clock showed: minutes east of UTC, or undefined when nothing tells. `at` is when the message was
 * written, `id` its Message-ID: the clock must be the one that dated it.
 */
export function messageOffset(header: Header, at: number, id: string): number | undefined {
  if (WEB_WRITTEN.test(id)) return undefined;
  const written = header
    .all('date')
    .map(readDate)
    .find((date) => date !== undefined);
  return written === undefined || written.at !== at || written.offset === 0 ? undefined : written.offset;
}

/** The date of a Received field stands after its last semicolon. */
function hopDate(received: string): number | undefined {
  return parseDate(received.slice(received.lastIndexOf(';') + 1));
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}

function isPlausible(value: number | undefined): value is number {
  return value !== undefined && value >= EARLIEST;
}
