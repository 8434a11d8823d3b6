/** What clocks say about who is who. */
import { expect, test } from 'vitest';
import { findEvidence } from './evidence.ts';
import { openFrequencies } from './frequencies.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import { profileOf } from './profile.ts';
import { explainPair } from './score.ts';
import type { Timezone } from './types.ts';

const [BERLIN, LAGOS, DELHI, PARIS_IN_SUMMER]: readonly Timezone[] = [
  { january: 60, july: 120 },
  { january: 60, july: 60 },
  { january: 330, july: 330 },
  { january: null, july: 120 },
] as const;

const record = (at: number, timezone: Timezone | undefined, name = '') => ({
  ...{ id: `r${at}`, name, email: `u${at}x@host${at}.example` },
  ...(timezone === undefined ? {} : { timezone }),
});

/** Of 100 handles 40 are in the zone of Berlin and 5 in that of Delhi, 55 elsewhere. */
const CROWD = Array.from({ length: 100 }, (_, at) =>
  record(100 + at, at < 40 ? BERLIN : at < 45 ? DELHI : { january: -480, july: -420 }),
);

/** Weight and sentence of two handles' time zones; null when nothing is said. */
function said(
  a?: Timezone,
  b?: Timezone,
  names: readonly [string, string] = ['', ''],
): readonly [number, string] | null {
  const [one, other] = [profileOf(record(1, a, names[0])), profileOf(record(2, b, names[1]))];
  const counts = openFrequencies();
  for (const profile of [one, other, ...CROWD.map(profileOf)]) counts.add(profile);
  const findings = findEvidence(one, other, counts).filter(({ comparison }) => comparison === 'timezone');
  const [reason] = explainPair(['a', 'b'], findings, DEFAULT_PARAMETERS, 0).reasons;
  return reason === undefined ? null : [reason.weight, reason.reason];
}

const weight = (...given: Parameters<typeof said>): number => said(...given)?.[0] ?? 0;

test('the same clock speaks for one person, the more so the fewer have it', () => {
  expect(weight(BERLIN, BERLIN)).toBeGreaterThan(0);
  expect(weight(DELHI, DELHI)).toBeGreaterThan(weight(BERLIN, BERLIN));
  expect(weight(DELHI, DELHI)).toBeLessThanOrEqual(2);
  expect(said(DELHI, DELHI)?.[1]).toBe(
    'Both clocks show UTC+05:30 around January and UTC+05:30 around July.',
  );
});

test('names go with countries: where names agree, a clock says less', () => {
  const names = ['Anil Varga', 'Anil Varga'] as const;
  expect(weight(DELHI, DELHI, names)).toBeLessThan(weight(DELHI, DELHI));
  expect(weight(DELHI, DELHI, names)).toBeGreaterThan(0);
});

test('another clock is weak evidence against', () => {
  expect(weight(BERLIN, DELHI)).toBeLessThan(0);
  expect(weight(BERLIN, DELHI)).toBeGreaterThan(-2);
  expect(said(BERLIN, DELHI)?.[1]).toBe('Their clocks are in different time zones.');
});

test('summer is not compared with winter, and what only half agrees says nothing', () => {
  expect(said({ january: 60, july: null }, PARIS_IN_SUMMER)).toBeNull();
  expect(said(BERLIN, LAGOS)).toBeNull();
  expect(said(BERLIN, undefined)).toBeNull();
  expect(said(BERLIN, { january: null, july: null })).toBeNull();
  expect(said(BERLIN, PARIS_IN_SUMMER)?.[1]).toBe('Both clocks show UTC+02:00 around July.');
});

test('a clock that most have says nothing, and never speaks against', () => {
  const all = CROWD.map((_, at) => profileOf(record(at, BERLIN)));
  const counts = openFrequencies();
  for (const profile of all) counts.add(profile);
  const [one, other] = all;
  if (one === undefined || other === undefined) throw new Error('there is a crowd');
  const [found] = findEvidence(one, other, counts).filter(({ comparison }) => comparison === 'timezone');
  expect(found?.chance).toBe(DEFAULT_PARAMETERS.agreement.timezone.same);
});
