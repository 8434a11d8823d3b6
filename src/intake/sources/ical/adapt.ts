/** One event, or one who attends it, to one signal. Pure. */
import { hash } from 'node:crypto';
import {
  type Adapted,
  type AssetClaim,
  adapted,
  dropped,
  failed,
  type SourceRecord,
} from '../../contract.ts';
import { stillUnreadable } from '../../files/unreadable.ts';
import { type Attendee, type CalendarEvent, eventShape, readAttendee, readEvent } from './event.ts';
import type { IcalSettings } from './settings.ts';

/** Makes `adapt`. Failures: record_malformed, date_missing; dates that cannot be are found by the runner. */
export function eventAdapter(settings: IcalSettings): (record: SourceRecord<unknown>) => Adapted {
  return (record) => {
    const unread = stillUnreadable(record);
    if (unread !== undefined) return unread;
    const parsed = eventShape.safeParse(record.body);
    if (!parsed.success) return failed(record, 'record_malformed', 'The record is no event of a calendar.');
    const { lines, attendee, begun, repeats } = parsed.data.event;
    const event = readEvent(lines);
    if ('field' in event) {
      const code = event.field === 'DTSTART' ? 'date_missing' : 'record_malformed';
      return failed(record, code, `The event has no usable ${event.field}.`, { field: event.field });
    }
    if (event.cancelled) return dropped('deleted');
    if (attendee === null) return announced(event, repeats, settings);
    const person = readAttendee(attendee);
    if (person === undefined) {
      return failed(record, 'record_malformed', 'The ATTENDEE names no address.', { field: 'ATTENDEE' });
    }
    return attended(event, person, begun);
  };
}

function announced(event: CalendarEvent, repeats: boolean, { visibility }: IcalSettings): Adapted {
  const { uid, start, end, made } = event;
  return adapted([
    {
      nativeId: `event:${uid}`.slice(0, 600),
      accessPoint: 'event',
      act: 'announce',
      // Calendars write the day of their export where they do not know when an event was made.
      at: Math.min(made ?? start, start),
      visibility: event.closed ? 'private' : visibility,
      asset: assetOf(event),
      details: {
        start: new Date(start).toISOString(),
        ...(end === undefined ? {} : { end: new Date(end).toISOString() }),
        ...(repeats ? { repeats } : {}),
      },
    },
  ]);
}

function attended(event: CalendarEvent, person: Attendee, begun: boolean): Adapted {
  const comes = person.isPerson && /^(?:ACCEPTED|COMPLETED)$/.test(person.answer);
  // Who will come has not come yet; the calendar is read again.
  if (!comes || !begun) return dropped('not_relevant');
  const { email, name } = person;
  return adapted([
    {
      nativeId: `attend:${hash('sha256', `${event.uid}\n${email.toLowerCase()}`).slice(0, 32)}`,
      accessPoint: 'event',
      act: 'attend',
      at: event.start,
      visibility: 'private',
      actor: { email, ...(name === '' ? {} : { name }) },
      asset: assetOf(event),
    },
  ]);
}

/** The same event by the same name as in lists of those who attended. */
function assetOf({ title, uid }: CalendarEvent): AssetClaim {
  if (title === '') return { kind: 'event', key: uid.slice(0, 500).toWellFormed() };
  return { kind: 'event', key: title.toLowerCase().slice(0, 500).toWellFormed(), title };
}
