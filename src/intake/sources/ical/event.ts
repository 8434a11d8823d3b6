/** One event of a calendar (RFC 5545, 3.6.1), from the properties that are kept of it. */

import { type DateWithTimeZone, sync, type VEvent } from 'node-ical';
import { z } from 'zod';
import { oneLine } from '../../text/written.ts';

/** Body of a record: an event, or one who attends it. */
export const eventShape = z.object({
  event: z.object({
    /** Kept properties, unfolded, one a line. */
    lines: z.string(),
    /** One ATTENDEE property; null for the event itself. */
    attendee: z.string().nullable(),
    /** Whether it had begun when it was read. */
    begun: z.boolean(),
    repeats: z.boolean(),
  }),
});
export type EventBody = z.infer<typeof eventShape>;

/** What is read of it. */
export interface CalendarEvent {
  readonly uid: string;
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number | undefined;
  /** When it was made, as far as the calendar tells. */
  readonly made: number | undefined;
  readonly cancelled: boolean;
  readonly closed: boolean;
}

/** What was missing, by the name people know it by. */
export interface Unusable {
  readonly field: string;
}

/** Reads the kept properties. Dates without a zone are UTC, as are days without a time. */
export function readEvent(lines: string): CalendarEvent | Unusable {
  // Times without a zone would be those of whichever zone this machine stands in.
  const zoned = lines.replace(/^([A-Z-]+:\d{8}T\d{6})\r?$/gim, '$1Z');
  const calendar = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n${zoned}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const found = Object.values(sync.parseICS(calendar)).find((each) => each?.type === 'VEVENT');
  if (found === undefined) return { field: 'event' };
  const event = found as VEvent;
  const start = timeOf(event.start);
  if (start === undefined) return { field: 'DTSTART' };
  const title = oneLine(textOf(event.summary));
  const uid = textOf(event.uid).trim();
  if (uid === '' || uid.length > 500) return { field: 'UID' };
  const made = [timeOf(event.created), timeOf(event.dtstamp)].filter((time) => time !== undefined);
  const recurrence = /^RECURRENCE-ID[^:\n]*:(\S{1,40})/m.exec(lines)?.[1];
  return {
    uid: recurrence === undefined ? uid : `${uid}/${recurrence}`,
    title,
    start,
    end: timeOf(event.end),
    made: made[0],
    cancelled: textOf(event.status).toUpperCase() === 'CANCELLED',
    closed: /^(?:PRIVATE|CONFIDENTIAL)$/i.test(textOf(event.class)),
  };
}

function timeOf(date: DateWithTimeZone | Date | undefined): number | undefined {
  const time = date instanceof Date ? date.getTime() : Number.NaN;
  if (Number.isNaN(time)) return undefined;
  // A day without a time is one of the calendar, whichever zone this machine stands in.
  const isDay = date !== undefined && 'dateOnly' in date && date.dateOnly === true;
  if (!isDay || date === undefined) return time;
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

/** A property with parameters is an object with its value. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value !== null && typeof value === 'object' && 'val' in value ? String(value.val) : '';
}

export interface Attendee {
  readonly email: string;
  readonly name: string;
  /** PARTSTAT; empty when the calendar does not say. */
  readonly answer: string;
  readonly isPerson: boolean;
}

const PARAMETER = /;([A-Z-]+)=(?:"([^"]*)"|([^;:"]*))/gi;

/** Reads an ATTENDEE property (RFC 5545, 3.8.4.1); undefined when it names no address. */
export function readAttendee(line: string): Attendee | undefined {
  const email = /:mailto:([^\s<>"]{3,320})\s*$/i.exec(line)?.[1];
  if (email === undefined || !email.includes('@')) return undefined;
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain] of line.slice(0, 4_000).matchAll(PARAMETER)) {
    parameters.set(name.toUpperCase(), quoted ?? plain ?? '');
  }
  const name = (parameters.get('CN') ?? '').trim().slice(0, 200);
  return {
    email,
    name: name.includes('@') ? '' : name,
    answer: (parameters.get('PARTSTAT') ?? '').toUpperCase(),
    isPerson: /^(?:INDIVIDUAL|UNKNOWN)?$/i.test(parameters.get('CUTYPE') ?? ''),
  };
}
