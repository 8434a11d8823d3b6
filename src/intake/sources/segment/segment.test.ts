import { expect, test } from 'vitest';
import type { Delivery, SettingValues } from '../../contract.ts';
import { ARRIVAL, deliveryOf, received, settingsOf } from '../../deliveries/testing.ts';
import { segment } from './source.ts';

type Call = Readonly<Record<string, unknown>>;

const headers = { authorization: `Basic ${Buffer.from('key:').toString('base64')}` };

async function of(calls: readonly unknown[], settings: SettingValues = {}, more: Partial<Delivery> = {}) {
  const delivery = deliveryOf({ batch: calls }, { path: 'v1/batch', headers, ...more });
  return received(segment, settingsOf(segment, { write_keys: ['key'], ...settings }), delivery);
}

async function one(call: Call, settings: SettingValues = {}) {
  const { adapted, ids } = await of([{ messageId: 'm', userId: 'u-1', ...call }], settings);
  return { ...adapted[0], signal: adapted[0]?.signals[0], id: ids[0] };
}

test('an event of a user is a private act at the hosted flavour', async () => {
  const { signal, id } = await one({
    type: 'track',
    event: 'Report Exported',
    timestamp: '2026-03-31T10:00:00Z',
  });
  expect(id).toBe('event:m');
  expect(signal).toEqual({
    nativeId: 'event:m',
    accessPoint: 'on_demand',
    act: 'use',
    at: Date.UTC(2026, 2, 31, 10),
    visibility: 'private',
    actor: { login: 'u-1', platform: 'on_demand' },
    details: { event: 'Report Exported' },
  });
});

test('identify tells who it is; a user id that is an address is one', async () => {
  const traits = {
    email: 'ana@corp.example',
    firstName: 'Ana',
    lastName: 'Example',
    company: { name: 'Acme', website: 'acme.example' },
    plan: 'pro',
  };
  const { signal } = await one({ type: 'identify', traits });
  expect(signal?.actor).toEqual({
    login: 'u-1',
    platform: 'on_demand',
    email: 'ana@corp.example',
    name: 'Ana Example',
    organizationName: 'Acme',
    organizationDomain: 'acme.example',
  });
  expect(signal?.details).toEqual({ event: 'identify', plan: 'pro' });
  const other = await one({
    type: 'identify',
    userId: 'ana@home.example',
    traits: { email: 'ana@corp.example' },
  });
  expect(other.signal?.actor).toEqual({ email: 'ana@corp.example', alsoEmail: 'ana@home.example' });
});

test('pages are read where the setting says, by a path without query, token or address', async () => {
  const path = '/reset/0f8fad5bd9cb469fa16570867728950e/for/ana@corp.example?token=secret';
  const { signal } = await one(
    { type: 'page', properties: { url: `https://app.example${path}` } },
    { pages: 'documentation' },
  );
  expect(signal).toMatchObject({
    accessPoint: 'documentation',
    act: 'read',
    asset: { kind: 'page', key: '/reset/*/for' },
  });
});

test('orders have an amount, in dollars where they name no currency', async () => {
  const { signal } = await one({ type: 'track', event: 'Order Completed', properties: { revenue: 99.5 } });
  expect(signal).toMatchObject({
    accessPoint: 'agreement',
    act: 'deal_won',
    amount: { value: '99.5', currency: 'USD' },
  });
});

test('rules of acts replace the usual ones', async () => {
  const acts = ['Team Created=register', 'identify=drop'];
  expect((await one({ type: 'track', event: 'team_created' }, { acts })).signal?.act).toBe('register');
  expect((await one({ type: 'identify' }, { acts })).dropped).toEqual({ not_relevant: 1 });
  expect((await one({ type: 'track', event: 'x' }, { acts })).dropped).toEqual({ not_relevant: 1 });
});

test('of who is not logged in, nothing is kept that could be followed, unless it is wanted', async () => {
  const call = { type: 'track', event: 'x', userId: undefined, anonymousId: 'anonymous-4711' };
  const salted = { anonymous: 'handle', anonymous_salt: 'sixteen letters or more' };
  expect((await one(call)).signal).not.toHaveProperty('actor');
  expect((await one(call, { anonymous: 'drop' })).dropped).toEqual({ not_relevant: 1 });
  const [first, again, other] = [
    await one(call, salted),
    await one(call, salted),
    await one(call, { ...salted, anonymous_salt: 'another of the same length' }),
  ];
  expect(first.signal?.actor).toMatchObject({
    platform: 'on_demand/anonymous',
    login: expect.stringMatching(/^[0-9a-f]{24}$/),
  });
  expect(again.signal).toEqual(first.signal);
  expect(other.signal?.actor?.login).not.toBe(first.signal?.actor?.login);
  await expect(one(call, { anonymous: 'handle' })).rejects.toThrow(/anonymous_salt/);
});

test('two ids are of one person where one of them is an address', async () => {
  const { signal } = await one({ type: 'alias', previousId: 'ana@corp.example' });
  expect(signal?.actor).toEqual({ email: 'ana@corp.example', login: 'u-1', platform: 'on_demand' });
  expect((await one({ type: 'alias', previousId: 'a-1' })).dropped).toEqual({ not_relevant: 1 });
});

test.each([
  ['event', { type: 'track' }],
  ['type', { type: 'dance' }],
  ['timestamp', { type: 'identify', timestamp: 'some day' }],
  ['userId or anonymousId', { type: 'identify', userId: undefined }],
])('without a usable %s a call fails, and says so', async (field, call) => {
  expect((await one(call)).failures).toMatchObject([{ code: 'record_malformed', field }]);
});

test('a call beyond the limit fails by itself, the others of its batch do not', async () => {
  const big = { type: 'track', event: 'x', userId: 'u', properties: { text: 'x'.repeat(33_000) } };
  const { adapted } = await of([big, { type: 'track', event: 'x', userId: 'u' }]);
  expect(adapted[0]?.failures).toMatchObject([{ code: 'record_too_large' }]);
  expect(JSON.stringify(adapted[0])).not.toContain('xxx');
  expect(adapted[1]?.signals).toHaveLength(1);
});

test('a call without an id has one of its content', async () => {
  const call = { type: 'track', event: 'x', userId: 'u' };
  const [first, second] = [await of([call]), await of([call], {}, { at: ARRIVAL + 60_000 })];
  expect(second.ids).toEqual(first.ids);
  expect((await of([call], {}, { at: ARRIVAL + 86_400_000 })).ids).not.toEqual(first.ids);
  expect((await of([{ ...call, timestamp: '2026-03-01T00:00:00Z' }])).ids).not.toEqual(first.ids);
});

test('a clock that is ahead is set right', async () => {
  const body = {
    batch: [{ type: 'identify', userId: 'u', timestamp: '2026-06-01T10:00:00Z' }],
    sentAt: '2026-06-01T10:00:05Z',
  };
  const settings = settingsOf(segment, { write_keys: ['key'] });
  const { adapted } = await received(segment, settings, deliveryOf(body, { path: 'v1/import', headers }));
  expect(adapted[0]?.signals[0]?.at).toBe(ARRIVAL - 5000);
});

test.each([
  ['v1/track', 'register'],
  ['v1/t', 'register'],
  ['v1/p', 'read'],
  ['v1/identify', 'use'],
])('%s names the kind of a single call; the key stands in the body', async (path, act) => {
  const body = { writeKey: 'key', userId: 'u', event: 'Signed Up', context: { page: { path: '/x' } } };
  const { adapted } = await received(
    segment,
    settingsOf(segment, { write_keys: ['key'] }),
    deliveryOf(body, { path }),
  );
  expect(adapted[0]?.signals[0]?.act).toBe(act);
});

test('who asks not to be tracked is not', async () => {
  for (const header of [{ dnt: '1' }, { 'sec-gpc': '1' }]) {
    const { adapted } = await of(
      [{ type: 'page', userId: 'u', messageId: 'm' }],
      {},
      { headers: { ...headers, ...header } },
    );
    expect(adapted[0]).toMatchObject({ dropped: { do_not_track: 1 }, signals: [] });
  }
});

test('calls of PostHog’s clients', async () => {
  const body = {
    api_key: 'key',
    batch: [
      {
        event: '$identify',
        distinct_id: 'u-1',
        uuid: 'p-1',
        properties: { $set: { email: 'ana@corp.example' } },
        timestamp: '2026-03-31T10:00:00Z',
      },
      { event: 'Signed Up', properties: { distinct_id: 'u-1' }, uuid: 'p-2' },
      {
        event: '$pageview',
        properties: { distinct_id: 'd-1', $device_id: 'd-1', $current_url: 'https://app.example/x?y=z' },
      },
      {
        event: '$groupidentify',
        distinct_id: 'u-1',
        properties: { $group_type: 'company', $group_key: 'g-1', $group_set: { name: 'Acme' } },
      },
    ],
  };
  const { adapted, ids } = await received(
    segment,
    settingsOf(segment, { write_keys: ['key'] }),
    deliveryOf(body, { path: 'batch' }),
  );
  expect(ids.slice(0, 2)).toEqual(['event:p-1', 'event:p-2']);
  expect(adapted.map(({ signals }) => signals[0]?.act)).toEqual(['use', 'register', 'read', 'use']);
  expect(adapted[0]?.signals[0]?.actor).toMatchObject({ login: 'u-1', email: 'ana@corp.example' });
  expect(adapted[2]?.signals[0]).not.toHaveProperty('actor');
  expect(adapted[3]?.signals[0]?.actor).toMatchObject({ organizationName: 'Acme' });
});
