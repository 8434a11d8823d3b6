/** Unmodified clients against the receiver. */
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { expect, test } from 'vitest';
import { type SmallServer, serveSource, settingsOf } from '../../deliveries/testing.ts';
import { segment } from './source.ts';

const KEY = 'a-write-key';
const settings = settingsOf(segment, { write_keys: [KEY] });

function expectAll({ adapted, refused }: SmallServer): void {
  expect(refused).toEqual([]);
  expect(adapted.flatMap(({ failures }) => failures)).toEqual([]);
  const signals = adapted.flatMap((each) => each.signals);
  expect(signals.map(({ act }) => act)).toEqual(['use', 'register', 'use', 'use', 'read', 'use']);
  expect(signals[0]?.actor).toMatchObject({
    email: 'ana@corp.example',
    login: 'u-1',
    organizationName: 'Acme Inc.',
  });
  expect(signals[3]?.actor).toMatchObject({
    login: 'u-1',
    organizationName: 'Acme',
    organizationDomain: 'acme.example',
  });
  expect(signals[4]?.asset).toMatchObject({ kind: 'page', key: '/pricing' });
  expect(new Set(signals.map(({ nativeId }) => nativeId)).size).toBe(6);
}

/** What both clients are told to send. */
const CALLS = {
  identify: {
    userId: 'u-1',
    traits: { email: 'ana@corp.example', company: { name: 'Acme Inc.' }, plan: 'trial' },
  },
  signedUp: { userId: 'u-1', event: 'Signed Up', properties: {} },
  exported: { userId: 'u-1', event: 'Report Exported', properties: { rows: 12 } },
  group: { userId: 'u-1', groupId: 'g-1', traits: { name: 'Acme', website: 'https://www.acme.example' } },
  page: {
    userId: 'u-1',
    name: 'Pricing',
    properties: { url: 'https://app.example/pricing?secret=1', path: '/pricing' },
  },
  screen: { userId: 'u-1', name: 'Settings', properties: {} },
  alias: { userId: 'u-1', previousId: 'a-1' },
};

test('@segment/analytics-node', async () => {
  await using server = await serveSource(segment, settings);
  const client = new Analytics({
    writeKey: KEY,
    host: server.url.replace(/\/in\/.*/, ''),
    path: `${new URL(server.url).pathname}/v1/batch`,
    maxRetries: 0,
  });
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  client.identify(CALLS.identify);
  client.track(CALLS.signedUp);
  client.track(CALLS.exported);
  client.group(CALLS.group);
  client.page(CALLS.page);
  client.screen(CALLS.screen);
  client.alias(CALLS.alias);
  await client.closeAndFlush();
  expect(errors).toEqual([]);
  expectAll(server);
});

test.each([true, false])('@rudderstack/rudder-sdk-node, gzip %s', async (gzip) => {
  await using server = await serveSource(segment, settings);
  const client = new RudderAnalytics(KEY, { dataPlaneUrl: server.url, gzip, logLevel: 'error' });
  client.identify(CALLS.identify);
  client.track(CALLS.signedUp);
  client.track(CALLS.exported);
  client.group(CALLS.group);
  client.page(CALLS.page);
  client.screen(CALLS.screen);
  client.alias(CALLS.alias);
  await client.flush();
  expectAll(server);
});

test('a wrong write key is refused', async () => {
  await using server = await serveSource(segment, settings);
  const client = new Analytics({
    writeKey: 'wrong',
    host: server.url.replace(/\/in\/.*/, ''),
    path: `${new URL(server.url).pathname}/v1/batch`,
    maxRetries: 0,
  });
  client.on('error', () => undefined);
  client.track(CALLS.signedUp);
  await client.closeAndFlush();
  expect(server.adapted).toEqual([]);
  expect(server.refused).toEqual(['not authentic']);
});
