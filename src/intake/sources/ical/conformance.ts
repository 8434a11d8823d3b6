/** The cases of the conformance suite: made-up calendars, whole ones and spoilt ones. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type Conformance,
  type ConformanceInput,
  type HostileFile,
  writeHostile,
} from '../../../../test/support/conformance.ts';
import { attendee, calendarOf, eventOf } from './testing.ts';

const settings = { visibility: 'public' };
const fileOf = (directory: string): string => join(directory, 'events.ics');

const EVENTS = [
  ...Array.from({ length: 30 }, (_unused, number) => eventOf(number)),
  eventOf(40, [attendee('Ana'), attendee('Ben', 'DECLINED'), 'ATTENDEE:urn:uuid:7']),
  eventOf(41, ['STATUS:CANCELLED']),
  eventOf(42, ['DTSTART:soon']),
  eventOf(43, ['DTSTART:21260401T180000Z', 'CREATED:21260301T100000Z']),
  eventOf(44, ['CLASS:PRIVATE', 'SUMMARY:Quiet talk']),
  eventOf(45, ['DTSTART:20270401T180000Z', attendee('Chloe')]),
];

async function ordinary(directory: string): Promise<ConformanceInput> {
  await writeFile(fileOf(directory), calendarOf(EVENTS));
  return { path: fileOf(directory), settings };
}

const grow = (directory: string): Promise<void> =>
  writeFile(fileOf(directory), calendarOf([...EVENTS, ...[50, 51, 52].map((number) => eventOf(number))]));

const good = calendarOf([eventOf(1), eventOf(2)]);
const HOSTILE: Readonly<Record<string, HostileFile>> = {
  'junk.ics': [Uint8Array.from({ length: 10_000 }, (_, i) => 11 + ((i * 7919) % 245)), 0, 'file_corrupt'],
  'empty.ics': ['', 0, 'file_corrupt'],
  'whole.ics.gz': [gzipSync(good), 2],
  'cut.ics': [good.slice(0, -60), 1, 'record_malformed'],
  'cut.ics.gz': [gzipSync(good).subarray(0, 60), 0, 'file_truncated'],
  'no_end.ics': [calendarOf(['BEGIN:VEVENT\r\nUID:1\r\n', eventOf(2)]), 1, 'record_malformed'],
  'no_name.ics': [calendarOf([eventOf(1, ['UID:'])]), 0, 'record_malformed'],
  'giant_line.ics': [calendarOf([eventOf(1, [`DESCRIPTION:${'x'.repeat(3_000_000)}`]), eventOf(2)]), 2],
  'giant_fold.ics': [
    calendarOf([eventOf(1, [`SUMMARY:${'x\r\n '.repeat(300_000)}`])]),
    0,
    'record_too_large',
  ],
  'giant_event.ics': [
    calendarOf([eventOf(1, Array(40_000).fill('SUMMARY:xyz')), eventOf(2)]),
    1,
    'record_too_large',
  ],
  'attendees.ics': [calendarOf([eventOf(1, Array(20_000).fill(attendee('Ana')))]), 2],
  'deep.ics': [calendarOf([eventOf(1, Array(50_000).fill('BEGIN:VALARM'))]), 1],
  'nul.ics': [calendarOf([eventOf(1, ['SUMMARY:a\0b \ud800'])]), 1],
  'rule.ics': [calendarOf([eventOf(1, ['RRULE:FREQ=SECONDLY;COUNT=999999999'])]), 1],
};

export const conformance: Conformance = {
  ordinary,
  grow,
  hostile: (directory) => writeHostile(directory, HOSTILE, settings),
  secrets: ['passcode-4711', 'room-4712', 'alarm-4713'],
  privateMarks: ['Quiet talk', 'ana@corp.example'],
};
