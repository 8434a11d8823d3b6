/** A made-up calendar, for tests. */

/** An event of April 2026. @param more properties beside the usual ones, or instead of those of the same name */
export function eventOf(number: number, more: readonly string[] = []): string {
  const day = String(1 + (number % 28)).padStart(2, '0');
  const usual = [
    `UID:event-${number}@acme.example`,
    `SUMMARY:Engines meetup ${number}`,
    `DTSTART:202604${day}T180000Z`,
    `DTEND:202604${day}T200000Z`,
    'CREATED:20260301T100000Z',
    'DESCRIPTION:Join with passcode-4711',
    'LOCATION:https://meet.example/?pwd=room-4712',
  ];
  const names = new Set(more.map((line) => line.split(/[;:]/)[0]));
  const lines = [...usual.filter((line) => !names.has(line.split(/[;:]/)[0])), ...more];
  const alarm = ['BEGIN:VALARM', 'SUMMARY:alarm-4713', 'END:VALARM'];
  return ['BEGIN:VEVENT', ...lines, ...alarm, 'END:VEVENT', ''].join('\r\n');
}

export const calendarOf = (events: readonly string[]): string =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Acme//EN\r\n${events.join('')}END:VCALENDAR\r\n`;

export const attendee = (name: string, answer = 'ACCEPTED'): string =>
  `ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=${answer};CN="${name}, Example":mailto:${name.toLowerCase()}@corp.example`;
