/** What is done with a lead, the digest, access points and the validation page: by forms of our own pages only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { fixedClock, openLog } from '../../base/index.ts';
import type { LikelihoodModel } from '../../leads/index.ts';
import { createWeb } from './index.ts';
import { keepFigures, NOW, seed } from './testing.ts';

let fresh: TestDatabase;
let app: ReturnType<typeof createWeb>;
let lead: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seed(fresh.db, { firms: 3 });
  app = createWeb({ db: fresh.db, clock: fixedClock(NOW), version: '0', log: openLog('silent') });
  lead = (await get('/leads/acme-turbines.example')).headers.get('location') ?? '';
});
afterAll(async () => {
  await fresh[Symbol.asyncDispose]();
});

const get = async (path: string): Promise<Response> => app.request(`http://localhost${path}`);
const text = async (path: string): Promise<string> => (await get(path)).text();

async function press(page: string, to: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const loaded = await get(page);
  const cookie = (loaded.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  const token = /name="token" value="([^"]+)"/.exec(await loaded.text())?.[1] ?? '';
  return app.request(`http://localhost${to}`, {
    method: 'POST',
    body: new URLSearchParams({ token, ...fields }),
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
  });
}
const step = (fields: Readonly<Record<string, string>>) => press(lead, `${lead}/steps`, fields);

test('a lead says what to do next, and what was tried before they wrote', async () => {
  const page = await text(lead);
  expect(page).toMatch(/<strong>Next:<\/strong> [A-Z]/);
  expect(page).toMatch(/Before they first wrote on|Nothing was seen of them before/);
  expect(page).toMatch(/(Sure|Fairly sure|Not sure): [^<]* at [a-z0-9]+ access points?/);
  expect(page).toMatch(/(climbed [a-z]+ rungs?: |has not climbed )[^<]*: × [0-9.]+/);
});

test('steps are taken and undone by forms', async () => {
  expect((await step({ kind: 'assign', owner: 'Rui' })).status).toBe(303);
  expect((await step({ kind: 'note', text: '<b>met</b> at the fair' })).status).toBe(303);
  expect((await step({ kind: 'won', amount: '12000,50', currency: 'eur' })).status).toBe(303);
  const page = await text(lead);
  expect(page).toContain('assigned to <bdi>Rui</bdi>');
  expect(page).toContain('&lt;b&gt;met&lt;/b&gt; at the fair');
  expect(page).toContain('12000.50 EUR');
  expect(await text('/leads?stage=any')).not.toContain('acme-turbines.example');
  expect(await text('/leads?stage=any&status=won&owner=Rui')).toContain('acme-turbines.example');
  // Whoever was won is a customer at once, and is none after that was undone.
  expect(page).toContain('A deal was won on');
  expect(await text('/leads?stage=customer')).toContain('acme-turbines.example');
  const undo = /action="(\/lead-steps\/\d+\/undo)"/.exec(page)?.[1] ?? '';
  expect((await press(lead, undo, {})).status).toBe(303);
  expect(await text('/leads?stage=any')).toContain('acme-turbines.example');
  expect(await text('/leads?stage=customer')).not.toContain('acme-turbines.example');
  expect(await text(lead)).not.toContain('A deal was won on');
});

test.each([
  [{ kind: 'snooze', until: '2020-01-01' }, 'until'],
  [{ kind: 'snooze', until: '' }, 'until'],
  [{ kind: 'won', amount: 'much' }, 'amount'],
  [{ kind: 'disqualify', reason: 'nobody' }, 'reason'],
  [{ kind: 'explode' }, 'kind'],
] as const)('%o is refused and names its field', async (fields, field) => {
  const response = await step(fields as Readonly<Record<string, string>>);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(field);
});

test('whoever asked to be left alone is', async () => {
  await step({ kind: 'do_not_contact' });
  expect(await text(lead)).toContain('Leave them alone.');
  expect((await step({ kind: 'reopen' })).status).toBe(409);
  expect(await text('/leads?status=any&stage=any')).toContain('<strong>do not contact</strong>');
  expect(await text('/leads?emerging=true')).toContain('nothing changed beyond chance');
});

test('other pages cannot do so', async () => {
  for (const path of [`${lead}/steps`, '/lead-steps/1/undo', '/access-points/forum', '/validation']) {
    const body = new URLSearchParams({ kind: 'won', owner: 'evil' });
    expect((await app.request(`http://localhost${path}`, { method: 'POST', body })).status, path).toBe(403);
  }
});

test('the digest as page, text and JSON', async () => {
  expect(await text('/digest')).toContain('Digest of the week');
  expect(await text('/digest')).toContain('href="/digest?period=week&amp;format=text"');
  const asked = (accept: string) =>
    app.request('http://localhost/digest?period=day', { headers: { accept } });
  for (const response of [await get('/digest?format=text&period=day'), await asked('text/plain')]) {
    expect(response.headers.get('content-type')).toContain('text/plain');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(10);
  }
  for (const response of [await get('/digest?format=json&period=day'), await asked('application/json')])
    expect(await response.json()).toMatchObject({
      period: 'day',
      to: '2026-06-30',
      emerged: [],
      lines: expect.any(Array),
    });
  expect((await asked('text/html,application/xhtml+xml,*/*;q=0.8')).headers.get('content-type')).toContain(
    'html',
  );
  expect((await asked('*/*')).headers.get('content-type')).toContain('html');
  expect((await get('/digest?period=year')).status).toBe(400);
});

test('access points: who came, and what is said of them', async () => {
  const page = await text('/access-points');
  expect(page).toContain('id="ap-forum"');
  expect(page).toMatch(/<svg viewBox|Nobody was seen to go/);
  const saved = await press('/access-points', '/access-points/mailing_list', {
    ...{ owner: 'Ada', cost: '120.50', currency: 'eur', paid: 'unpaid' },
    next: 'Ask again.',
  });
  expect(saved.status).toBe(303);
  const after = await text('/access-points');
  expect(after).toContain('<bdi>Ada</bdi>');
  expect(after).toContain('120.50 EUR');
  for (const wrong of [{ cost: 'much' }, { cost: '1', currency: 'x' }, { paid: 'maybe' }])
    expect((await press('/access-points', '/access-points/forum', wrong)).status).toBe(400);
  expect((await press('/access-points', '/access-points/nowhere', { owner: 'x' })).status).toBe(400);
});

test('figures of a back-test are drawn as curve, bars and plot, and told in numbers', async () => {
  await keepFigures(fresh.db);
  const page = await text('/validation');
  expect(page).toContain('leadspring: 1.50 in the first 50 %');
  expect(page).not.toContain('detected changes: ');
  expect(page).toContain('detected changes alone: 5.00');
  expect(page).toContain('4 bought within the horizon: 3 different leads');
  expect(page).toContain('Among the first 12 before');
  expect(page).toMatch(
    />newest first<\/th><td class="number">5.0 %<\/td><td class="number">10.0 %<\/td><td class="number">1.00<\/td><td class="number">0.0 %</,
  );
  expect(page).toContain('6.0 % forecast, 5.0 % happened (80 leads, between 2.0 % and 12.2 %)');
  // A list of fifty is longer than the twenty candidates of a cut-off.
  expect(page).toContain('<th scope="row">3</th>');
  expect(page).not.toContain('<th scope="row">50</th>');
  expect(page).toMatch(/Marks that came true<\/dt><dd>–/);
  await fresh.db.query('delete from backtest_result');
});

test('nothing is pretended where nothing was replayed or learned', async () => {
  const page = await text('/validation');
  expect(page).toContain('./leadspring score validate');
  expect(page).toContain('The default weights are in use.');
  expect((await press('/access-points', '/validation', { use: 'learned' })).status).toBe(409);
});

test('what was learned sorts the list and is told as a sum, until an operator goes back', async () => {
  const names = async (): Promise<readonly string[]> =>
    [...(await text('/leads?subject=organization')).matchAll(/data-row href="\/leads\/([^"]+)"/g)].map(
      ([, id]) => id ?? '',
    );
  const before = await names();
  expect(await text('/leads')).not.toContain('Likelihood');
  expect(await text(lead)).toContain('the list is sorted by this score');
  // A model that likes those with a low score, which no default does.
  const model: LikelihoodModel = {
    ...{ features: ['score', 'people'], intercept: -3, weights: [-1, 0] },
    scales: [
      { mean: 2, deviation: 1 },
      { mean: 1, deviation: 0.5 },
    ],
    platt: { slope: 0.9, shift: 0.1 },
  };
  const learned = (usable: boolean, at: string) =>
    fresh.db.query(
      `insert into score_model (model_id, trained_at, positives, needed, usable, reason, model, wanted)
       select coalesce(max(model_id), 0) + 1, $1, 70, 60, $2, 'as it was tried', $3, false from score_model`,
      [at, usable, JSON.stringify(model)],
    );
  await learned(true, '2026-06-01');
  expect(await names()).toEqual(before);
  expect((await press('/validation', '/validation', { use: 'learned' })).status).toBe(303);
  const page = await text('/leads');
  expect(page).toMatch(/aria-sort="descending">\s*<a href="\/leads\?order=asc">Likelihood/);
  expect(page).toContain('The likeliest to buy come first');
  expect(page).toMatch(/data-label="Likelihood">\d+\.\d %/);
  expect((await names())[0]).toBe(before.at(-1));
  expect((await names()).slice(-1)).not.toEqual(before.slice(-1));
  expect((await text('/leads?sort=score&subject=organization')).indexOf(before[0] ?? '-')).toBeLessThan(
    (await text('/leads?sort=score&subject=organization')).indexOf(before.at(-1) ?? '-'),
  );
  const told = await text(lead);
  expect(told).toMatch(/Likelihood of a deal within the horizon: \d+\.\d %/);
  const logits = [...told.matchAll(/class="number">([+−])(\d+\.\d\d)<\/td><\/tr>/g)].map(
    ([, sign, digits]) => (sign === '−' ? -1 : 1) * Number(digits),
  );
  expect(logits.length).toBe(4);
  expect(logits.slice(0, -1).reduce((sum, each) => sum + each, 0)).toBeCloseTo(logits.at(-1) ?? 0, 1);
  expect(await text(`${lead}?as_of=2026-06-01`)).toContain('none of days before the list’s');
  expect(await text('/validation')).toContain('What was learned is in use.');
  expect((await press('/validation', '/validation', { use: 'default' })).status).toBe(303);
  expect(await names()).toEqual(before);
  expect(await text('/leads')).not.toContain('Likelihood');
  // What did not hold cannot be used.
  await learned(false, '2026-06-02');
  expect((await press('/access-points', '/validation', { use: 'learned' })).status).toBe(409);
  expect(await names()).toEqual(before);
  await fresh.db.query('delete from score_model');
});
