/** Calendars (RFC 5545) to records: one is one event, or one who attends it. */
import { hash } from 'node:crypto';
import { LeadspringError } from '../../../base/plain.ts';
import type { Batch, Failure, ReadJob, RecordPlace, SourceRecord } from '../../contract.ts';
import { inBatches } from '../../files/batches.ts';
import { openFiles } from '../../files/open_files.ts';
import { unpackedFile } from '../../files/unpack.ts';
import { unreadable } from '../../files/unreadable.ts';
import { readLines } from '../../text/lines.ts';
import { type EventBody, readEvent } from './event.ts';

const LONGEST_LINE = 64 * 1024;
/** Of the properties of one event, those who attend apart. */
const LARGEST = 64 * 1024;
const MOST_ATTENDEES = 5_000;
const BATCH_RECORDS = 1_000;
/** Descriptions, places and alarms hold passwords of meetings, and are left behind. */
const KEPT = /^(?:UID|SUMMARY|DTSTART|DTEND|DURATION|DTSTAMP|CREATED|STATUS|CLASS|RECURRENCE-ID)[;:]/i;

type Item = SourceRecord<EventBody> | Failure;

/** @throws LeadspringError `file_corrupt` for a file that is no calendar, `file_truncated` */
export async function* readCalendars(job: ReadJob): AsyncGenerator<Batch<EventBody>> {
  for await (const { path } of openFiles(job.input, /\.(?:ics|ical)(?:\.gz)?$/i)) {
    yield* inBatches(eventsOf(path, job.now), { size: BATCH_RECORDS, signal: job.signal });
    if (job.signal.aborted) return;
  }
}

/** An event while its lines come. */
interface Open {
  readonly line: number;
  readonly kept: string[];
  readonly attendees: string[];
  size: number;
  repeats: boolean;
  /** How deep inside of it, such as in an alarm. */
  depth: number;
}

async function* eventsOf(path: string, now: number): AsyncGenerator<Item> {
  let open: Open | undefined;
  let isCalendar = false;
  for await (const { text, line } of unfolded(path)) {
    if (/^BEGIN:VCALENDAR$/i.test(text)) isCalendar = true;
    else if (/^BEGIN:VEVENT$/i.test(text)) {
      if (open !== undefined) yield cutShort(path, open);
      open = { line, kept: [], attendees: [], size: 0, repeats: false, depth: 0 };
    } else if (open !== undefined && /^END:VEVENT$/i.test(text)) {
      yield* itemsOf(path, open, now);
      open = undefined;
    } else if (open !== undefined) addLine(open, text);
  }
  if (open !== undefined) yield cutShort(path, open);
  if (!isCalendar) {
    throw new LeadspringError('file_corrupt', `${path} is no calendar.`, { where: { file: path } });
  }
}

function addLine(open: Open, text: string): void {
  if (/^BEGIN:/i.test(text)) open.depth++;
  else if (/^END:/i.test(text)) open.depth--;
  else if (open.depth > 0) return;
  else if (/^ATTENDEE[;:]/i.test(text)) {
    if (open.attendees.length < MOST_ATTENDEES) open.attendees.push(text.slice(0, 4_000));
  } else if (/^R(?:RULE|DATE)[;:]/i.test(text)) open.repeats = true;
  else if (KEPT.test(text)) {
    open.size += text.length;
    if (open.size <= LARGEST) open.kept.push(text);
  }
}

/** Lines as they were before they were folded (RFC 5545, 3.1); what is longer than the limit is cut there. */
async function* unfolded(path: string): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  let held: { text: string; line: number } | undefined;
  let number = 0;
  for await (const { text: raw } of readLines(unpackedFile(path), LONGEST_LINE)) {
    number++;
    const text = (raw ?? '').replace(/\r$/, '').replace(/^\ufeff/, '');
    if (held !== undefined && /^[ \t]/.test(text)) {
      if (held.text.length < LONGEST_LINE) held.text += text.slice(1);
    } else {
      if (held !== undefined) yield held;
      held = { text: text.trimEnd(), line: number };
    }
  }
  if (held !== undefined) yield held;
}

function itemsOf(path: string, { line, kept, attendees, size, repeats }: Open, now: number): readonly Item[] {
  const place: RecordPlace = { file: path, line };
  const lines = kept.join('\r\n');
  const id = hash('sha256', lines).slice(0, 32);
  if (size > LARGEST) {
    const detail = `An event is larger than ${LARGEST / 1024} KiB.`;
    return [unreadable(`event:${id}`, place, 'record_too_large', detail)];
  }
  const read = attendees.length === 0 ? undefined : readEvent(lines);
  const begun = read !== undefined && 'start' in read && read.start <= now;
  return [null, ...attendees].map((attendee) => ({
    id: attendee === null ? `event:${id}` : `attend:${id}:${hash('sha256', attendee).slice(0, 32)}`,
    place,
    body: { event: { lines, attendee, begun, repeats } },
  }));
}

function cutShort(path: string, { line }: Open): Failure {
  const detail = 'The event has no end.';
  return unreadable(`event:line:${line}`, { file: path, line }, 'record_malformed', detail);
}
