import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { eventAdapter } from './adapt.ts';
import { readAttendee } from './event.ts';
import { readCalendars } from './read.ts';
import type { IcalSettings } from './settings.ts';
import { attendee, calendarOf, eventOf } from './testing.ts';

const directory = mkdtempSync(join(tmpdir(), 'leadspring-ical-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function read(events: readonly string[], visibility: IcalSettings['visibility'] = 'public') {
  const input = join(directory, 'events.ics');
  writeFileSync(input, calendarOf(events));
  const adapt = eventAdapter({ visibility });
  const job = { input, settings: {}, now: Date.UTC(2026, 10, 24), signal: new AbortController().signal };
  const answers = [];
  for await (const { records } of readCalendars({ ...job, cursor: async () => undefined })) {
    answers.push(...records.map(adapt));
  }
  return {
    signals: answers.flatMap((answer) => answer.signals),
    dropped: answers.flatMap((answer) => Object.keys(answer.dropped)),
    failures: answers.flatMap((answer) => answer.failures),
  };
}

test('an event is announced when it was made, with its time', async () => {
  expect((await read([eventOf(1)])).signals).toEqual([
    {
      ...{
        nativeId: 'event:event-1@acme.example',
        accessPoint: 'event',
        act: 'announce',
        visibility: 'public',
      },
      at: Date.UTC(2026, 2, 1, 10),
      asset: { kind: 'event', key: 'engines meetup 1', title: 'Engines meetup 1' },
      details: { start: '2026-04-02T18:00:00.000Z', end: '2026-04-02T20:00:00.000Z' },
    },
  ]);
});

test.each([
  ['a zone', 'DTSTART;TZID=Europe/Prague:20260402T180000', '2026-04-02T16:00:00.000Z'],
  ['no zone', 'DTSTART:20260402T180000', '2026-04-02T18:00:00.000Z'],
  ['a day', 'DTSTART;VALUE=DATE:20260402', '2026-04-02T00:00:00.000Z'],
  ['UTC', 'DTSTART:20260402T180000Z', '2026-04-02T18:00:00.000Z'],
])('%s', async (_what, line, start) => {
  const { signals } = await read([eventOf(1, [line, 'DTEND:20260405T200000Z'])]);
  expect(signals[0]?.details).toMatchObject({ start });
});

test('folded lines, escaped text, repetition and one changed occurrence', async () => {
  const { signals } = await read([
    eventOf(1, ['SUMMARY:Engines\\, pumps\r\n  and more', 'RRULE:FREQ=WEEKLY']),
    eventOf(1, ['RECURRENCE-ID:20260409T180000Z', 'DTSTART:20260410T180000Z']),
  ]);
  expect(signals[0]).toMatchObject({
    asset: { title: 'Engines, pumps and more' },
    details: { repeats: true },
  });
  expect(signals.map(({ nativeId }) => nativeId)).toEqual([
    'event:event-1@acme.example',
    'event:event-1@acme.example/20260409T180000Z',
  ]);
});

test('who accepted attends once it has begun, and privately', async () => {
  const people = [
    attendee('Ana'),
    attendee('Ben', 'TENTATIVE'),
    attendee('Room').replace('INDIVIDUAL', 'ROOM'),
  ];
  const { signals, dropped } = await read([eventOf(1, people)]);
  expect(signals.slice(1)).toMatchObject([
    {
      ...{ act: 'attend', at: Date.UTC(2026, 3, 2, 18), visibility: 'private' },
      ...{ actor: { email: 'ana@corp.example', name: 'Ana, Example' }, asset: { key: 'engines meetup 1' } },
    },
  ]);
  expect(dropped).toEqual(['not_relevant', 'not_relevant']);
  const later = await read([eventOf(1, ['DTSTART:20270402T180000Z', ...people])]);
  expect(later.signals.map(({ act }) => act)).toEqual(['announce']);
});

test('cancelled events are left out, closed ones are private', async () => {
  expect((await read([eventOf(1, ['STATUS:CANCELLED'])])).dropped).toEqual(['deleted']);
  expect((await read([eventOf(1, ['CLASS:CONFIDENTIAL'])])).signals[0]?.visibility).toBe('private');
  expect((await read([eventOf(1)], 'private')).signals[0]?.visibility).toBe('private');
});

test('what lacks is named', async () => {
  expect((await read([eventOf(1, ['DTSTART:'])])).failures).toMatchObject([
    { code: 'date_missing', field: 'DTSTART' },
  ]);
});

test('attendees without an address are none', () => {
  expect(readAttendee('ATTENDEE;CN=Ana:urn:uuid:7')).toBeUndefined();
  expect(readAttendee('ATTENDEE;CN=ana@corp.example:MAILTO:ana@corp.example')).toMatchObject({ name: '' });
});
