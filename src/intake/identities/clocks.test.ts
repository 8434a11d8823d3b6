import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockSeen } from './clocks.ts';

test.each([
  ['winter in Berlin', 60, '2026-01-15', { season: 'january', minutes: 60 }],
  ['summer in Berlin', 120, '2026-07-15', { season: 'july', minutes: 120 }],
  ['summer in Sydney', 660, '2025-12-01', { season: 'january', minutes: 660 }],
  ['winter in Sydney', 600, '2026-05-01', { season: 'july', minutes: 600 }],
  ['weeks in which clocks are changed', 60, '2026-03-20', null],
  ['and in autumn', 120, '2026-10-10', null],
  ['UTC, which servers write', 0, '2026-01-15', null],
  ['no offset of any zone', 7, '2026-01-15', null],
  ['nor one beyond the date line', 15 * 60, '2026-01-15', null],
  ['half hours', -210, '2026-01-15', { season: 'january', minutes: -210 }],
  ['quarters', 345, '2026-07-01', { season: 'july', minutes: 345 }],
])('%s', (_, minutes, day, expected) => {
  expect(clockSeen(minutes, Date.parse(`${day}T12:00:00Z`))).toEqual(expected);
});

/** What a clock there shows, by the rules of this machine's time zone database. */
function offsetIn(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

test('whoever stays where they are has one offset at each time of the year', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'America/Los_Angeles',
    'Australia/Sydney',
    'Pacific/Auckland',
  ];
  const others = ['Asia/Kolkata', 'Asia/Tokyo', 'America/St_Johns', 'Australia/Adelaide', 'Asia/Jerusalem'];
  const [from, to] = [Date.UTC(2016, 0, 1), Date.UTC(2026, 11, 31)];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones, ...others),
      fc.array(fc.integer({ min: from, max: to }), { minLength: 2, maxLength: 30 }),
      (zone, days) => {
        const seen = days.map((at) => clockSeen(offsetIn(zone, at), at)).filter((each) => each !== null);
        for (const season of ['january', 'july']) {
          const offsets = seen.filter((each) => each.season === season).map(({ minutes }) => minutes);
          expect(new Set(offsets).size).toBeLessThan(2);
        }
      },
    ),
  );
});
