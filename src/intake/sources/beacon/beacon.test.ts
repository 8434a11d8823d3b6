import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Delivery, SettingValues } from '../../contract.ts';
import { ARRIVAL, deliveryOf, received, settingsOf } from '../../deliveries/testing.ts';
import { beacon } from './source.ts';

const script = readFileSync(new URL('./beacon.js', import.meta.url), 'utf8');
const given = { sites: ['docs.acme.example', 'https://www.acme.example/'] };
const headers = { origin: 'https://docs.acme.example', 'user-agent': 'Mozilla/5.0 Firefox/140.0' };

async function of(body: unknown, more: Partial<Delivery> = {}, settings: SettingValues = {}) {
  const delivery = deliveryOf(body, { headers, ...more });
  const { adapted, answer, ids } = await received(
    beacon,
    settingsOf(beacon, { ...given, ...settings }),
    delivery,
  );
  return { ...adapted[0], signal: adapted[0]?.signals[0], answer, id: ids[0] };
}

test('the script is smaller than 1 kB and keeps nothing', () => {
  expect(Buffer.byteLength(script)).toBeLessThan(1024);
  expect(script).not.toMatch(
    /cookie\b(?! *,)|localStorage|sessionStorage|indexedDB|userAgent|screen|language|canvas/,
  );
});

test('a page that was read is a signal of nobody, named as in access logs', async () => {
  const { signal, answer, id } = await of({
    id: 'abc',
    act: 'read',
    path: '/docs/ldap/index.html',
    from: 'search.example:443',
  });
  expect(answer).toEqual({ status: 204 });
  expect(id).toBe('hit:abc');
  expect(signal).toEqual({
    nativeId: 'hit:abc',
    accessPoint: 'documentation',
    act: 'read',
    at: ARRIVAL,
    visibility: 'public',
    asset: { kind: 'page', key: '/docs/ldap' },
    details: { site: 'docs.acme.example', referrer: 'search.example' },
  });
});

test('dead ends, votes and searches', async () => {
  expect((await of({ act: 'dead_end', path: '/old' })).signal).toMatchObject({
    act: 'dead_end',
    asset: { key: '/old' },
  });
  expect((await of({ act: 'rate', path: '/x', helpful: 'no' })).signal?.details).toMatchObject({
    helpful: false,
  });
  expect((await of({ act: 'rate', path: '/x', helpful: true })).signal?.details).toMatchObject({
    helpful: true,
  });
  const { signal } = await of({ act: 'search', path: '/search', query: 'LDAP  Group', results: '0' });
  expect(signal).toMatchObject({
    act: 'search',
    asset: { key: 'search:ldap group', title: 'Search for “ldap group”' },
    details: { results: 0 },
  });
});

test('the way within the site is no referrer; settings say what the pages are', async () => {
  const { signal } = await of(
    { act: 'read', path: '/x', from: 'docs.acme.example' },
    {},
    { access_point: 'blog', visibility: 'private' },
  );
  expect(signal).toMatchObject({
    accessPoint: 'blog',
    visibility: 'private',
    details: { site: 'docs.acme.example' },
  });
  expect(signal?.details).not.toHaveProperty('referrer');
});

test.each([
  ['do_not_track', { ...headers, dnt: '1' }],
  ['do_not_track', { ...headers, 'sec-gpc': '1' }],
  ['bot', { ...headers, 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }],
])('%s: left out, and nothing of it is kept', async (reason, sent) => {
  expect(await of({ act: 'read', path: '/secret' }, { headers: sent })).toMatchObject({
    dropped: { [reason]: 1 },
    signals: [],
  });
});

test('searches of which nothing is left are empty', async () => {
  expect((await of({ act: 'search', path: '/s', query: 'ana@corp.example' })).dropped).toEqual({ empty: 1 });
});

test.each([
  ['act', { act: 'dance', path: '/x' }],
  ['page', { act: 'read', path: 'x' }],
  ['helpful', { act: 'rate', path: '/x', helpful: 'perhaps' }],
  ['query', { act: 'search', path: '/x' }],
  ['results', { act: 'search', path: '/x', query: 'a', results: 'many' }],
])('without a usable %s it fails, and says so', async (field, body) => {
  expect((await of(body)).failures).toMatchObject([{ code: 'record_malformed', field }]);
});

test('only pages of the sites are listened to', () => {
  const authentic = (origin: string) =>
    beacon.receive?.authentic(deliveryOf({}, { headers: { origin } }), settingsOf(beacon, given));
  expect(authentic('https://acme.example')).toBe(true);
  expect(authentic('https://evil.example')).toBe(false);
  expect(authentic('null')).toBe(false);
  expect(beacon.receive?.authentic(deliveryOf({}, { headers }), settingsOf(beacon, {}))).toBe(false);
});

test('the script is served to everybody', async () => {
  const { answer } = await received(
    beacon,
    settingsOf(beacon, given),
    deliveryOf('', { method: 'GET', path: 'beacon.js' }),
  );
  expect(answer).toMatchObject({
    status: 200,
    body: script,
    headers: { 'Content-Type': 'text/javascript; charset=utf-8' },
  });
});

/** A page as the script sees it. */
function run({
  navigator = {},
  search = '',
  dataset = {},
  referrer = 'https://search.example/?q=secret',
} = {}) {
  const sent: (readonly unknown[])[] = [];
  const clicks: ((event: unknown) => void)[] = [];
  const document = {
    currentScript: { src: 'https://leads.example/in/docs/beacon.js', dataset },
    referrer,
    addEventListener: (_name: string, listener: (event: unknown) => void) => clicks.push(listener),
  };
  const sendBeacon = (url: string, body: string) => sent.push([url, JSON.parse(body)]);
  const window: Record<string, unknown> = {};
  new Function('document', 'navigator', 'location', 'window', script)(
    document,
    { sendBeacon, ...navigator },
    { pathname: '/docs/ldap', search },
    window,
  );
  const click = (vote: unknown) => clicks[0]?.({ target: { closest: () => vote } });
  return { sent, click, window };
}

test('the script tells page and referrer’s host, and nothing else', () => {
  expect(run().sent).toEqual([
    [
      'https://leads.example/in/docs',
      { id: expect.any(String), act: 'read', path: '/docs/ldap', from: 'search.example' },
    ],
  ]);
  const [[, body] = []] = run({ dataset: { act: 'dead_end' }, referrer: '' }).sent;
  expect(body).toEqual({ id: expect.any(String), act: 'dead_end', path: '/docs/ldap' });
});

test('the script tells searches, and one vote a page', () => {
  const page = run({ search: '?q=ldap', dataset: { search: 'q', results: '0' } });
  page.click(null);
  page.click({ dataset: { helpful: 'yes' } });
  page.click({ dataset: { helpful: 'no' } });
  expect(page.sent.map(([, body]) => body)).toMatchObject([
    { act: 'search', query: 'ldap', results: '0' },
    { act: 'rate', helpful: 'yes' },
  ]);
  expect(page.window.leadspring).toBeTypeOf('function');
});

test.each([
  ['DNT', { doNotTrack: '1' }],
  ['GPC', { globalPrivacyControl: true }],
  ['an old browser', { sendBeacon: undefined }],
])('under %s the script sends nothing', (_what, navigator) => {
  const page = run({ navigator });
  page.click({ dataset: { helpful: 'yes' } });
  expect(page.sent).toEqual([]);
});
