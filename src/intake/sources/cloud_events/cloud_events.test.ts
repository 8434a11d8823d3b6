import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import { expect, test } from 'vitest';
import { ARRIVAL, deliveryOf, received, serveSource, settingsOf } from '../../deliveries/testing.ts';
import { cloudEvents } from './source.ts';

const KEY = 'an-event-key';
const settings = settingsOf(cloudEvents, {
  keys: ['older-key', KEY],
  acts: ['acme.order.*=deal_won', 'acme.user.created=register'],
  amount_path: 'data.total',
  currency_path: 'data.currency',
});
const event = new CloudEvent({
  id: '1',
  source: '/acme/shop',
  type: 'acme.order.paid',
  subject: 'order café/7',
  time: '2026-03-31T10:00:00.000Z',
  data: {
    user: { email: 'ana@corp.example' },
    organization: { name: 'Acme' },
    total: '19.90',
    currency: 'EUR',
  },
});
const SIGNAL = {
  accessPoint: 'agreement',
  act: 'deal_won',
  at: Date.UTC(2026, 2, 31, 10),
  visibility: 'private',
  actor: { email: 'ana@corp.example', organizationName: 'Acme' },
  asset: { kind: 'page', key: 'order café/7' },
  amount: { value: '19.90', currency: 'EUR' },
  details: { type: 'acme.order.paid' },
};

test.each([Mode.BINARY, Mode.STRUCTURED])('the cloudevents package, %s', async (mode) => {
  await using server = await serveSource(cloudEvents, settings);
  const emit = emitterFor(httpTransport(server.url), { mode, headers: { authorization: `Bearer ${KEY}` } });
  await emit(event, { headers: { authorization: `Bearer ${KEY}` } });
  expect(server.refused).toEqual([]);
  expect(server.adapted.flatMap(({ signals }) => signals)).toMatchObject([SIGNAL]);
});

test('a batch as the cloudevents package reads it, and the same ids as one by one', async () => {
  const headers = { 'content-type': 'application/cloudevents-batch+json', 'x-api-key': KEY };
  const { adapted, ids } = await received(
    cloudEvents,
    settings,
    deliveryOf([event, event.cloneWith({ id: '2' })], { headers }),
  );
  expect(adapted.flatMap(({ signals }) => signals)).toMatchObject([SIGNAL, SIGNAL]);
  const one = HTTP.structured(event);
  const alone = await received(
    cloudEvents,
    settings,
    deliveryOf(String(one.body), {
      headers: { 'content-type': 'application/cloudevents+json', 'x-api-key': KEY },
    }),
  );
  expect(alone.ids).toEqual([ids[0]]);
  expect(new Set(ids).size).toBe(2);
});

test('data in base 64; without a time, when it arrived', async () => {
  const data = Buffer.from('{"email":"ana@corp.example"}').toString('base64');
  const body = { specversion: '1.0', id: '1', source: 's', type: 'acme.user.created', data_base64: data };
  const { adapted } = await received(
    cloudEvents,
    settings,
    deliveryOf(body, {
      headers: { 'content-type': 'application/cloudevents+json' },
      query: { access_token: KEY },
    }),
  );
  expect(adapted[0]?.signals[0]).toMatchObject({
    act: 'register',
    at: ARRIVAL,
    actor: { email: 'ana@corp.example' },
  });
});

test.each([
  ['specversion', { specversion: '0.3' }],
  ['id', { id: undefined }],
  ['source', { source: '' }],
  ['type', { type: undefined }],
  ['at', { time: 'some day' }],
  ['email', { data: { email: 'nobody' } }],
  ['amount', { data: { total: 'a lot' } }],
  ['currency', { data: { total: 1, currency: 'pebbles' } }],
])('without a usable %s an event fails, and says so', async (field, more) => {
  const body = { ...event.toJSON(), ...more };
  const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${KEY}` };
  const { adapted } = await received(cloudEvents, settings, deliveryOf(body, { headers }));
  expect(adapted[0]?.failures).toMatchObject([{ code: 'record_malformed', field }]);
});

test('whoever asks whether it may send here is answered', async () => {
  const asking = deliveryOf('', {
    method: 'OPTIONS',
    headers: { 'webhook-request-origin': 'broker.example' },
    query: { access_token: KEY },
  });
  expect((await received(cloudEvents, settings, asking)).answer).toEqual({
    status: 200,
    headers: { allow: 'POST', 'webhook-allowed-origin': 'broker.example', 'webhook-allowed-rate': '*' },
  });
});

test('a mapping that cannot be is refused', async () => {
  await expect(cloudEvents.adapter({ ...settings, email_path: 'a..b' })).rejects.toThrow(/email_path/);
  await expect(cloudEvents.adapter({ ...settings, currency: 'pebbles' })).rejects.toThrow(/currency/);
});
