/** Pages of people, and forms that decide: only from our own pages. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { fixedClock, openLog } from '../../base/index.ts';
import { createWeb } from './index.ts';
import { HOSTILE, NOW, seed } from './testing.ts';

const ADA = 'ada@acme-turbines.example';
const RUI = 'rui@acme-turbines.example';
const SUGGESTION = '00000000-0000-8000-8000-000000000001';

let fresh: TestDatabase;
let app: ReturnType<typeof createWeb>;
const openApp = () =>
  createWeb({ db: fresh.db, clock: fixedClock(NOW), version: '0', log: openLog('silent') });
beforeAll(async () => {
  fresh = await freshDatabase();
  await seed(fresh.db, { firms: 1, madeUp: true });
  app = openApp();
});
afterAll(async () => {
  await fresh[Symbol.asyncDispose]();
});

const get = async (path: string): Promise<Response> => app.request(`http://localhost${path}`);
const text = async (path: string): Promise<string> => (await get(path)).text();
const pathOf = async (handle: string): Promise<string> =>
  (await get(`/people/${handle}`)).headers.get('location') ?? '';

interface Ticket {
  readonly cookie: string;
  readonly token: string;
}

/** What a browser knows after it has loaded a page. */
async function load(path = '/suggestions'): Promise<Ticket> {
  const response = await get(path);
  const cookie = (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  return { cookie, token: /name="token" value="([^"]+)"/.exec(await response.text())?.[1] ?? '' };
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

async function post(
  path: string,
  fields: Fields,
  { cookie, token }: Ticket,
  headers: Record<string, string> = { 'sec-fetch-site': 'same-origin', origin: 'null' },
): Promise<Response> {
  const body = new URLSearchParams({ token });
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) body.append(name, value);
  return app.request(`http://localhost${path}`, { method: 'POST', body, headers: { cookie, ...headers } });
}

async function decisions(): Promise<number> {
  const { rows } = await fresh.db.query<{ count: number }>(
    'select count(*)::int as count from identity_decision',
  );
  return rows[0]?.count ?? 0;
}

describe('a form', () => {
  const answer = { all: 'reject', id: SUGGESTION };
  test('of ours has a strict cookie that scripts cannot read', async () => {
    const cookie = (await get('/suggestions')).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^leadspring_form=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
  });
  test.each([
    ['a foreign page', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
    ['a page of the same site', { 'sec-fetch-site': 'same-site' }],
    ['an address that somebody typed', { 'sec-fetch-site': 'none' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['another port', { origin: 'http://localhost:1' }],
    ['a sandbox, by an old browser', { origin: 'null' }],
  ])('of %s is refused', async (_, headers) => {
    const response = await post('/suggestions', answer, await load(), headers);
    expect(response.status).toBe(403);
    expect(await decisions()).toBe(0);
  });
  test('without its token, cookie or both, or with those of others, is refused', async () => {
    const [one, other] = [await load(), await load()];
    const tickets = [
      { ...one, token: '' },
      { ...one, cookie: '' },
      { cookie: '', token: '' },
      { ...one, token: other.token },
      { ...one, token: `${one.token}x` },
    ];
    for (const ticket of tickets) expect((await post('/suggestions', answer, ticket)).status).toBe(403);
    expect(await decisions()).toBe(0);
  });
  test('of an earlier start of the server is refused', async () => {
    const ticket = await load();
    const now = app;
    app = openApp();
    expect((await post('/suggestions', answer, ticket)).status).toBe(403);
    app = now;
    expect(await decisions()).toBe(0);
  });
  test('that is no form is refused', async () => {
    const { cookie, token } = await load();
    const response = await app.request('http://localhost/suggestions', {
      method: 'POST',
      body: `token=${token}&all=reject&id=${SUGGESTION}`,
      headers: { cookie, 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' },
    });
    expect(response.status).toBe(403);
  });
  test.each([
    { all: 'reject' },
    { all: 'drop', id: SUGGESTION },
    { one: `accept ' or 1=1` },
    { id: SUGGESTION },
    { all: 'reject', id: Array.from({ length: 60 }, () => SUGGESTION) },
  ])('with other fields, %j, is refused', async (fields) => {
    expect((await post('/suggestions', fields as Fields, await load())).status).toBe(400);
    expect(await decisions()).toBe(0);
  });
  test('leads back to pages of ours only', async () => {
    const absent = { all: 'reject', id: '00000000-0000-8000-8000-00000000000f' };
    expect((await post('/suggestions', absent, await load())).status).toBe(409);
    const evil = { ...answer, back: '//evil.example/people/' };
    const response = await post('/suggestions', evil, await load());
    expect([response.status, response.headers.get('location')]).toEqual([303, '/suggestions']);
    await post('/decisions/1/undo', {}, await load());
  });
});

describe('suggestions', () => {
  test('show both sides, probability, reasons with weights, as text', async () => {
    const page = await text('/suggestions');
    expect(page).toContain('2 pairs of handles');
    expect(page).toContain('83.0 %');
    expect(page).toMatch(/\+8\.5[\s\S]*?The names agree/);
    expect(page).not.toContain(HOSTILE.script);
  });
  test('are answered one by one or together, undone, and settled once', async () => {
    const before = await decisions();
    expect((await post('/suggestions', { one: `accept ${SUGGESTION}` }, await load())).status).toBe(303);
    expect(await pathOf(ADA)).toBe(await pathOf('tess@kelpworks.example'));
    expect((await post('/suggestions', { one: `accept ${SUGGESTION}` }, await load())).status).toBe(409);
    expect((await post(`/decisions/${before + 1}/undo`, {}, await load())).status).toBe(303);
    expect((await post(`/decisions/${before + 1}/undo`, {}, await load())).status).toBe(409);
    expect((await post('/decisions/9999/undo', {}, await load())).status).toBe(404);
    expect(await pathOf(ADA)).not.toBe(await pathOf('tess@kelpworks.example'));
  });
});

describe('a person', () => {
  test('is found by handle and shown at an address of its own', async () => {
    expect(await pathOf(ADA)).toMatch(/^\/people\/[0-9a-f-]{36}$/);
    expect((await get('/people/nobody@nowhere.example')).status).toBe(404);
    expect((await get('/people/%00')).status).toBe(404);
    expect((await get(`${await pathOf(ADA)}?x=1`)).status).toBe(400);
  });
  test('shows handles, dated affiliations, what may be the same, and is linked from the lead', async () => {
    const path = await pathOf(ADA);
    const page = await text(path);
    expect(page).toContain('Ada Fenwick');
    expect(page).toContain(ADA);
    expect(page).toMatch(/Acted for[\s\S]*?acme-turbines\.example[\s\S]*?<time/);
    expect(page).toContain('May be the same');
    expect(page).toContain('class="made-up-banner"');
    const lead = (await get('/leads/acme-turbines.example')).headers.get('location') ?? '';
    expect(await text(lead)).toContain(`href="${path}"`);
  });
  test('is listed with its organization, from when to when', async () => {
    const lead = (await get('/leads/acme-turbines.example')).headers.get('location') ?? '';
    const path = `/organizations/${lead.slice('/leads/'.length)}/people`;
    expect(await text(lead)).toContain(`href="${path}"`);
    const page = await text(path);
    expect(page).toContain('2 people were');
    expect(page).toMatch(/Ada Fenwick[\s\S]*?21 May 2026[\s\S]*?28 Jun 2026/);
    expect(page).toContain('class="made-up-banner"');
    expect((await get('/organizations/nothing/people')).status).toBe(404);
    expect((await get('/organizations/00000000-0000-8000-8000-000000000000/people')).status).toBe(404);
  });
  test('is decided about', async () => {
    const path = await pathOf(ADA);
    const act = async (fields: Fields): Promise<number> =>
      (await post(`${path}/decisions`, fields, await load(path))).status;
    expect(await act({ kind: 'merge', other: RUI })).toBe(303);
    const merged = await text(await pathOf(ADA));
    expect(merged).toMatch(/Why these handles are one person[\s\S]*?by the operator/);
    expect(await act({ kind: 'split' })).toBe(400);
    const handle = new RegExp(
      `value="([0-9a-f-]{36})"[^>]*>[^<]*<span[^>]*>[^<]*</span></label>\\s*<bdi>${RUI}`,
    ).exec(merged)?.[1];
    expect(await act({ kind: 'split', handle: handle ?? '' })).toBe(303);
    expect(await pathOf(RUI)).not.toBe(await pathOf(ADA));
    expect(await text(path)).not.toContain('value="move"');
    expect(await act({ kind: 'rename', name: HOSTILE.attribute })).toBe(303);
    expect(await text(path)).not.toContain(HOSTILE.attribute);
    expect(await act({ kind: 'lock' })).toBe(303);
    expect(await text(path)).toContain('locked: changes only by hand');
    expect(await act({ kind: 'lock' })).toBe(409);
    expect(await act({ kind: 'unlock' })).toBe(303);
    expect(await act({ kind: 'never', other: 'tess@kelpworks.example' })).toBe(303);
    expect(await act({ kind: 'merge', other: 'nobody@nowhere.example' })).toBe(404);
    expect(await act({ kind: 'drop' })).toBe(400);
  });
  test('gives a handle to another person', async () => {
    const tess = 'tess@kelpworks.example';
    const act = async (fields: Fields): Promise<number> =>
      (await post(`${await pathOf(RUI)}/decisions`, fields, await load())).status;
    expect(await act({ kind: 'merge', other: ADA })).toBe(303);
    const page = await text(await pathOf(RUI));
    const [, handle = ''] = new RegExp(`<option value="([0-9a-f-]{36})">${RUI}`).exec(page) ?? [];
    expect(await act({ kind: 'move', handle: '00000000-0000-8000-8000-000000000009', other: tess })).toBe(
      400,
    );
    expect(await act({ kind: 'move', handle, other: '' })).toBe(404);
    expect(await act({ kind: 'move', handle, other: tess })).toBe(303);
    expect(await pathOf(RUI)).toBe(await pathOf(tess));
    expect(await pathOf(RUI)).not.toBe(await pathOf(ADA));
  });
});

describe('an organization', () => {
  const path = async (text: string): Promise<string> =>
    (await get(`/organizations/${text}`)).headers.get('location') ?? '';
  const page = async (text: string): Promise<string> => (await get(await path(text))).text();
  test('shows its domains, who acts for it and why; wrong company sticks until it is undone', async () => {
    const acme = await path('acme-turbines.example');
    const before = await page('acme-turbines.example');
    expect(before).toMatch(/Who acts for it[\s\S]*ada@acme-turbines\.example[\s\S]*mail domain, 90/);
    const [, button = ''] =
      /name="kind" value="(wrong [0-9a-f-]{36})">Wrong company<span[^>]*>: ada@/.exec(before) ?? [];
    const act = async (fields: Fields): Promise<number> =>
      (await post(`${acme}/decisions`, fields, await load(acme))).status;
    expect(await act({ kind: button })).toBe(303);
    expect(await act({ kind: button })).toBe(409);
    const wrong = await page('acme-turbines.example');
    expect(wrong).toMatch(/Wrong, by hand[\s\S]*Wrong company:[\s\S]*Decision 1 by the operator/);
    expect(wrong).toContain('called wrong once, so it counts 80 %');
    expect((await post('/organization-decisions/1/undo', {}, await load(acme))).status).toBe(303);
    expect((await post('/organization-decisions/1/undo', {}, await load(acme))).status).toBe(409);
    expect((await post('/organization-decisions/x/undo', {}, await load(acme))).status).toBe(404);
    expect(await page('acme-turbines.example')).not.toContain('Wrong, by hand');
  });
  test('is merged, owned, named, given a domain', async () => {
    const acme = await path('acme-turbines.example');
    const act = async (fields: Fields): Promise<number> =>
      (await post(`${acme}/decisions`, fields, await load(acme))).status;
    expect(await act({ kind: 'subsidiary', other: 'kelpworks.example' })).toBe(303);
    expect(await page('acme-turbines.example')).toMatch(/Belongs to <a[^>]*><bdi>Kelpworks/);
    expect(await act({ kind: 'rename', name: HOSTILE.attribute })).toBe(303);
    expect(await page('acme-turbines.example')).not.toContain(HOSTILE.attribute);
    expect(await act({ kind: 'right', handle: 'oldfriend.example' })).toBe(303);
    expect(await path('oldfriend.example')).toBe(await path('acme-turbines.example'));
    expect(await act({ kind: 'merge', other: 'nobody.example' })).toBe(404);
    expect(await act({ kind: 'wrong', handle: 'nobody@nowhere.example' })).toBe(404);
    expect(await act({ kind: 'drop' })).toBe(400);
    expect((await get('/organizations/nobody.example')).status).toBe(404);
    expect(
      (await post(`${acme}/decisions`, { kind: 'rename', name: 'X' }, { cookie: '', token: '' })).status,
    ).toBe(403);
  });
});
