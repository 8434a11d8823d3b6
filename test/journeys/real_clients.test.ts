/** Unmodified clients, against the server as it runs: what they send is stored once, whoever sends it. */
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { CloudEvent, emitterFor, httpTransport, Mode } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { openLog } from '../../src/base/index.ts';
import { startWeb } from '../../src/doors/web/index.ts';
import { sealSettings } from '../../src/intake/configured/index.ts';
import { drain, openDoor } from '../../src/intake/live/index.ts';
import { SOURCES } from '../../src/intake/registry.ts';
import { parseSettings } from '../../src/intake/settings.ts';
import { saveSource } from '../../src/intake/store.ts';
import { freshDatabase } from '../support/database.ts';
import { comparableSecrets } from '../support/secrets.ts';

const KEY = 'a-key-of-this-test';
const SECRET = 'whsec_YS1zZWNyZXQtb2YtdGhpcy10ZXN0LW9mLTMyLWJ5dGVz';
const key = comparableSecrets();
const secrets = () => key;

/** A server on a port of its own, with these sources. */
async function openServer(sources: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const { db, [Symbol.asyncDispose]: drop } = await freshDatabase();
  for (const [name, given] of Object.entries(sources)) {
    const source = SOURCES.find((each) => each.name === name);
    if (source === undefined) throw new Error(`no source ${name}`);
    const settings = sealSettings(source, name, parseSettings(source, given), secrets);
    await saveSource(db, { name, kind: name, settings, madeUp: false }, Date.now());
  }
  const door = openDoor({ db, secrets, now: Date.now });
  const clock = { now: Date.now };
  const web = await startWeb({
    db,
    clock,
    version: '0',
    log: openLog('silent'),
    host: '127.0.0.1',
    port: 0,
    door,
  });
  return {
    url: web.url.replace(/\/$/, ''),
    /** What is stored, as `source act handle`, in order. */
    stored: async (): Promise<readonly string[]> => {
      expect((await drain({ db, secrets, now: Date.now() })).errors).toEqual([]);
      const { rows: failed } = await db.query('select detail from failed_event');
      expect(failed).toEqual([]);
      const { rows } = await db.query<{ line: string }>(
        `select concat_ws(' ', source.name, signal.act, identity.value) as line
           from signal join source using (source_id) left join identity using (identity_id)`,
      );
      return rows.map(({ line }) => line).sort();
    },
    /** How many people did all of it. */
    people: async (): Promise<number | undefined> => {
      const { rows } = await db.query<{ people: number }>(
        'select count(distinct identity.person_id)::int as people from signal join identity using (identity_id)',
      );
      return rows[0]?.people;
    },
    [Symbol.asyncDispose]: async () => {
      await web.close();
      await drop();
    },
  };
}

const ANA = { userId: 'u-1', traits: { email: 'ana@corp.example', company: { name: 'Acme' } } };
const SIGNED_UP = { userId: 'u-1', event: 'Signed Up' };

test('@segment/analytics-node and @rudderstack/rudder-sdk-node', async () => {
  await using server = await openServer({ segment: { write_keys: KEY } });
  const segment = new Analytics({
    writeKey: KEY,
    host: server.url,
    path: '/in/segment/v1/batch',
    maxRetries: 0,
  });
  const errors: unknown[] = [];
  segment.on('error', (error) => errors.push(error));
  segment.identify(ANA);
  segment.track(SIGNED_UP);
  segment.track({ ...SIGNED_UP, messageId: 'the-same-from-both' });
  await segment.closeAndFlush();
  const rudder = new RudderAnalytics(KEY, { dataPlaneUrl: `${server.url}/in/segment`, logLevel: 'error' });
  rudder.identify(ANA);
  rudder.track({ ...SIGNED_UP, messageId: 'the-same-from-both' } as typeof SIGNED_UP);
  await rudder.flush();
  expect(errors).toEqual([]);
  expect(await server.stored()).toEqual([
    'segment register u-1',
    'segment register u-1',
    'segment use ana@corp.example',
    'segment use ana@corp.example',
  ]);
  expect(await server.people()).toBe(1);
});

test('cloudevents', async () => {
  await using server = await openServer({ cloud_events: { keys: KEY, acts: 'acme.*=use' } });
  const event = new CloudEvent({
    source: '/acme',
    type: 'acme.exported',
    data: { email: 'ana@corp.example' },
  });
  for (const mode of [Mode.BINARY, Mode.STRUCTURED]) {
    const emit = emitterFor(httpTransport(`${server.url}/in/cloud_events`), { mode });
    await emit(event, { headers: { authorization: `Bearer ${KEY}` } });
  }
  expect(await server.stored()).toEqual(['cloud_events use ana@corp.example']);
});

test('standardwebhooks', async () => {
  await using server = await openServer({ webhook: { secrets: SECRET, acts: 'order.paid=deal_won' } });
  const body = JSON.stringify({ type: 'order.paid', data: { email: 'ana@corp.example' } });
  const now = new Date();
  const send = (signature: string) =>
    fetch(`${server.url}/in/webhook`, {
      method: 'POST',
      headers: {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signature,
      },
      body,
    });
  const signature = new Webhook(SECRET).sign('msg_1', now, body);
  expect((await send(signature)).status).toBe(202);
  expect((await send(signature)).status).toBe(202);
  expect((await send('v1,AAAA')).status).toBe(401);
  expect(await server.stored()).toEqual(['webhook deal_won ana@corp.example']);
});

test('a site whose page links to ours, by its form', async () => {
  await using server = await openServer({ webmention: { sites: 'acme.example' } });
  const body = new URLSearchParams({
    source: 'https://writer.example/1',
    target: 'https://www.acme.example/a',
  });
  expect((await fetch(`${server.url}/in/webmention`, { method: 'POST', body })).status).toBe(202);
  expect(await server.stored()).toEqual(['webmention mention']);
});
