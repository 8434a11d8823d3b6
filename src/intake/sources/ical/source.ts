/** Calendars: which events there were and will be, and who said they come. */
import { defineSource, type Probe } from '../../contract.ts';
import type { EventBody } from './event.ts';
import { readSettings, SETTINGS } from './settings.ts';

function recognize({ isDirectory, entries, head }: Probe): number {
  if (isDirectory) {
    const all = entries.length > 0 && entries.every((name) => /\.(?:ics|ical)(?:\.gz)?$/i.test(name));
    return all ? 0.9 : 0;
  }
  return /^(?:\xef\xbb\xbf)?\s{0,100}BEGIN:VCALENDAR\b/i.test(Buffer.from(head).toString('latin1', 0, 200))
    ? 0.98
    : 0;
}

export const ical = defineSource<EventBody>({
  name: 'ical',
  title: 'Calendars (iCal)',
  summary: 'Your own events, from a calendar file, and who said they come.',
  expects: 'a calendar (.ics, also .gz), or a folder of them',
  accessPoints: ['event'],
  settings: SETTINGS,
  sensitive: ['description', 'location', 'attendee', 'organizer'],
  resumable: false,
  version: 1,
  threads: false,
  recognize,
  // What parses calendars is loaded where one is read: every command knows this source, and few read one.
  read: async function* (job) {
    yield* (await import('./read.ts')).readCalendars(job);
  },
  adapter: async (settings) => (await import('./adapt.ts')).eventAdapter(readSettings(settings)),
});
