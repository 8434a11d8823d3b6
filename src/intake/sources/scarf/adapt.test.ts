import { expect, test } from 'vitest';
import { eventAdapter } from './adapt.ts';
import { keptEvent } from './event.ts';
import { eventOf } from './testing.ts';

function adaptEvent(number: number, more: Parameters<typeof eventOf>[1] = {}, leastConfidence = 0.5) {
  const adapt = eventAdapter({ leastConfidence });
  const body = { event: keptEvent(eventOf(number, more)) };
  return adapt({ id: 'event', place: { file: 'events.csv' }, body });
}

test('a download of a release by a company', () => {
  expect(adaptEvent(1).signals).toEqual([
    {
      ...{ nativeId: 'event:event-1', accessPoint: 'download', act: 'download', visibility: 'private' },
      at: Date.UTC(2026, 3, 1, 1),
      actor: { organizationName: 'Corp, 1', organizationDomain: 'corp1.example' },
      asset: { kind: 'release', key: 'acme/engine/5.1' },
      details: { confidence: 0.9 },
    },
  ]);
});

test('a pixel is a page that was read, without its query', () => {
  expect(adaptEvent(3).signals[0]).toMatchObject({
    ...{ accessPoint: 'documentation', act: 'read' },
    asset: { kind: 'page', key: 'docs.acme.example/guide/3' },
  });
  expect(adaptEvent(3, { referer: '' }).signals[0]?.asset?.key).toBe('pixel:Acme/engine');
});

test('a company that Scarf is not sure of, or that carries the traffic of others, is none', () => {
  expect(adaptEvent(1, { confidence: '0.4' }).signals[0]).not.toHaveProperty('actor');
  expect(adaptEvent(1, { confidence: '0.4' }, 0.3).signals[0]).toHaveProperty('actor');
  expect(adaptEvent(1, { origin_connection_type: 'hosting' }).signals[0]).not.toHaveProperty('actor');
});

test.each([
  ['do_not_track', { dnt: 'true' }],
  ['do_not_track', { dnt: true }],
  ['bot', { type: 'pixel-fetch', user_agent: 'Googlebot/2.1' }],
  ['not_relevant', { type: 'manifest-head' }],
  ['not_relevant', { type: 'blob-fetch' }],
])('%s: left out', (reason, more) => {
  expect(adaptEvent(1, more).dropped).toEqual({ [reason]: 1 });
});

test.each([
  '2026-04-01T10:00:00Z',
  '2026-04-01 10:00:00',
  '2026-04-01 10:00:00 UTC',
  '2026-04-01T12:00:00+0200',
])('%s is ten o’clock', (time) => {
  expect(adaptEvent(1, { time }).signals[0]?.at).toBe(Date.UTC(2026, 3, 1, 10));
});

test('a wrong field is named', () => {
  expect(adaptEvent(1, { time: 'now' }).failures).toMatchObject([
    { code: 'record_malformed', field: 'time' },
  ]);
});
