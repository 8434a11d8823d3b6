/** Sources are set up by forms: tried before they are saved, without a secret ever coming back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { fixedClock, type Http, LeadspringError, openLog, openSecrets } from '../../base/index.ts';
import { openDoor } from '../../intake/index.ts';
import { createWeb } from './index.ts';
import { NOW, seed } from './testing.ts';

const KEY = 'write-key-4711-of-some-length';
let fresh: TestDatabase;
let app: ReturnType<typeof createWeb>;
/** What the made-up server answers. */
let answer: Http['request'];
const secrets = openSecrets('the key of these tests');

beforeAll(async () => {
  fresh = await freshDatabase();
  await seed(fresh.db, { firms: 1 });
  const { db } = fresh;
  app = createWeb({
    ...{ db, clock: fixedClock(NOW), version: '0', log: openLog('silent'), secrets: () => secrets },
    network: { http: { request: (url, request) => answer(url, request) } },
    door: openDoor({ db, secrets: () => secrets, now: () => NOW }),
  });
});
afterAll(async () => {
  await fresh[Symbol.asyncDispose]();
});

const get = async (path: string, cookie = ''): Promise<Response> =>
  app.request(`http://localhost${path}`, { headers: { cookie } });
const text = async (path: string): Promise<string> => (await get(path)).text();

/** Loads a page and sends one of its forms; answers with the page that follows. */
async function press(
  page: string,
  fields: Readonly<Record<string, string>>,
  to = page,
): Promise<{ readonly status: number; readonly location: string | null; readonly text: string }> {
  const loaded = await get(page);
  const cookie = (loaded.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  const token = /name="token" value="([^"]+)"/.exec(await loaded.text())?.[1] ?? '';
  const response = await app.request(`http://localhost${to}`, {
    method: 'POST',
    body: new URLSearchParams({ token, ...fields }),
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
  });
  const location = response.headers.get('location');
  const said = (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  return {
    ...{ status: response.status, location },
    text: location === null ? await response.text() : await (await get(location, said)).text(),
  };
}

test('the kinds are shown by access point; those that read files only have their command', async () => {
  const page = await text('/sources/new');
  expect(page).toContain('href="/sources/new/segment"');
  expect(page).toContain('./leadspring import access_log PATH…');
  expect(page).not.toContain('href="/sources/new/access_log"');
});

test('what is missing is said, with what was typed and without the secret', async () => {
  const refused = await press('/sources/new/segment', {
    name: 'app',
    set_platform: 'app.acme.example',
    do: 'save',
  });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('segment needs write_keys');
  expect(refused.text).toContain('value="app.acme.example"');
  expect(
    (await press('/sources/new/segment', { name: 'No name', set_write_keys: KEY, do: 'save' })).text,
  ).toContain('is no name for a source');
  expect(await text('/sources')).not.toContain('/sources/app"');
});

test('a source that is sent to: saved, told its address, paused, resumed, removed', async () => {
  const saved = await press('/sources/new/segment', { name: 'app', set_write_keys: KEY, do: 'save' });
  expect(saved.location).toBe('/sources/app');
  expect(saved.text).toContain('Saved.');
  expect(saved.text).toContain('http://localhost/in/app');
  expect(saved.text).not.toContain(KEY);
  const { rows } = await fresh.db.query<{ settings: string }>(
    `select settings::text from source where name = 'app'`,
  );
  expect(rows[0]?.settings).not.toContain(KEY);
  expect(rows[0]?.settings).toContain('sha256:');
  expect(
    (await press('/sources/new/segment', { name: 'app', set_write_keys: KEY, do: 'save' })).text,
  ).toContain('There is a source app already.');

  // An empty secret stays; another setting changes.
  const changed = await press('/sources/app', {
    set_write_keys: '',
    set_platform: 'app.acme.example',
    do: 'save',
  });
  expect(changed.text).toContain('value="app.acme.example"');
  const deliver = async (): Promise<number> =>
    (
      await app.request('http://leads.acme.example/in/app/v1/track', {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${KEY}:`)}`, 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'track', event: 'x', userId: 'u1', messageId: 'm1' }),
      })
    ).status;
  expect(await deliver()).toBe(200);
  expect((await press('/sources/app', { do: 'pause' })).text).toMatch(/light-rests[^>]*>paused/);
  expect((await press('/sources/app', { do: 'resume' })).text).not.toContain('light-rests');
  expect((await press('/sources/app', { do: 'remove' })).text).toContain('removed');
  expect(
    (await press('/sources/new/segment', { name: 'app', set_write_keys: KEY, do: 'save' })).location,
  ).toBe('/sources/app');
});

test('credentials are tried before anything is saved', async () => {
  answer = async () => {
    throw new LeadspringError(
      'remote_refused',
      'https://forum.acme.example/latest.json answers with status 403.',
    );
  };
  const fields = {
    name: 'forum',
    set_url: 'https://forum.acme.example',
    set_api_key: 'key-4711',
    do: 'save',
  };
  const refused = await press('/sources/new/discourse', fields);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('answers with status 403');
  expect(refused.text).not.toContain('key-4711');
  expect((await get('/sources/forum')).status).toBe(404);

  expect(
    (await press('/sources/new/discourse', { ...fields, do: 'save_untried', every: '0' })).text,
  ).toContain('from 1 to 10080');
  const saved = await press('/sources/new/discourse', { ...fields, do: 'save_untried', every: '15' });
  expect(saved.text).toContain('value="15"');
  expect((await press('/sources/forum', { do: 'run' })).text).toContain('within half a minute');
  expect((await press('/sources/forum', { do: 'test' })).text).toContain('answers with status 403');
  expect((await press('/sources/forum', { do: 'explode' })).status).toBe(422);
});

test('failed events are read again from their page', async () => {
  const replayed = await press('/sources/attendees_csv/failed', {});
  expect(replayed.status).toBe(303);
  expect(await text('/sources/attendees_csv')).toContain('replay of failed events');
});

test('only our own pages may do so', async () => {
  for (const path of ['/sources/new/segment', '/sources/app', '/sources/attendees_csv/failed']) {
    const body = new URLSearchParams({ name: 'evil', do: 'remove' });
    expect((await app.request(`http://localhost${path}`, { method: 'POST', body })).status, path).toBe(403);
  }
  expect((await get('/sources/nobody')).status).toBe(404);
  expect((await get('/sources/new/nothing')).status).toBe(404);
});

test('what nobody set up takes no deliveries, and says so in the one shape of errors', async () => {
  const response = await app.request('http://leads.acme.example/in/nobody', { method: 'POST', body: '{}' });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: 'source_unknown' } });
  expect((await app.request('http://leads.acme.example/in/app', { method: 'DELETE' })).status).toBe(405);
});
