/** What is done with a lead, the digest, access points and the validation page: by forms of our own pages only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { LikelihoodModel } from '../../leads/index.ts';
import { keepFigures, openPages, type Pages, seed } from './testing.ts';

let fresh: TestDatabase;
let pages: Pages;
let lead: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seed(fresh.db, { firms: 3 });
  pages = openPages(fresh.db);
  lead = (await pages.get('/leads/acme-turbines.example')).headers.get('location') ?? '';
});
afterAll(async () => {
  await fresh[Symbol.asyncDispose]();
});

const step = (fields: Readonly<Record<string, string>>) => pages.press(lead, `${lead}/steps`, fields);

test('a lead says what to do next, and what was tried before they wrote', async () => {
  const page = await pages.text(lead);
  expect(page).toMatch(/<strong>Next:<\/strong> [A-Z]/);
  expect(page).toMatch(/Before they first wrote on|Nothing was seen of them before/);
  expect(page).toMatch(/(Sure|Fairly sure|Not sure): [^<]* at [a-z0-9]+ access points?/);
  expect(page).toMatch(/(climbed [a-z]+ rungs?: |has not climbed )[^<]*: × [0-9.]+/);
});

test('the page looks back how a lead went', async () => {
  expect(await pages.text(lead)).toContain('Score and stage over time');
});

test('steps are taken and undone by forms', async () => {
  expect((await step({ kind: 'assign', owner: 'Rui' })).status).toBe(303);
  expect((await step({ kind: 'note', text: '<b>met</b> at the fair' })).status).toBe(303);
  expect((await step({ kind: 'won', amount: '12000,50', currency: 'eur' })).status).toBe(303);
  const page = await pages.text(lead);
  expect(page).toContain('assigned to <bdi>Rui</bdi>');
  expect(page).toContain('&lt;b&gt;met&lt;/b&gt; at the fair');
  expect(page).toContain('12000.50 EUR');
  expect(await pages.text('/leads?stage=any')).not.toContain('acme-turbines.example');
  expect(await pages.text('/leads?stage=any&status=won&owner=Rui')).toContain('acme-turbines.example');
  // Whoever was won is a customer at once, and is none after that was undone.
  expect(page).toContain('A deal was won on');
  expect(await pages.text('/leads?stage=customer')).toContain('acme-turbines.example');
  const undo = /action="(\/lead-steps\/\d+\/undo)"/.exec(page)?.[1] ?? '';
  expect((await pages.press(lead, undo, {})).status).toBe(303);
  expect(await pages.text('/leads?stage=any')).toContain('acme-turbines.example');
  expect(await pages.text('/leads?stage=customer')).not.toContain('acme-turbines.example');
  expect(await pages.text(lead)).not.toContain('A deal was won on');
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
  expect(await pages.text(lead)).toContain('Leave them alone.');
  expect((await step({ kind: 'reopen' })).status).toBe(409);
  expect(await pages.text('/leads?status=any&stage=any')).toContain('<strong>do not contact</strong>');
  expect(await pages.text('/leads?emerging=true')).toContain('nothing changed beyond chance');
});

test('other pages cannot do so', async () => {
  for (const path of [`${lead}/steps`, '/lead-steps/1/undo', '/access-points/forum', '/validation']) {
    const body = new URLSearchParams({ kind: 'won', owner: 'evil' });
    expect((await pages.request(path, { method: 'POST', body })).status, path).toBe(403);
  }
});

test('the digest as page, text and JSON', async () => {
  expect(await pages.text('/digest')).toContain('Digest of the week');
  expect(await pages.text('/digest')).toContain('href="/digest?period=week&amp;format=text"');
  const asked = (accept: string) => pages.request('/digest?period=day', { headers: { accept } });
  for (const response of [await pages.get('/digest?format=text&period=day'), await asked('text/plain')]) {
    expect(response.headers.get('content-type')).toContain('text/plain');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(10);
  }
  for (const response of [await pages.get('/digest?format=json&period=day'), await asked('application/json')])
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
  expect((await pages.get('/digest?period=year')).status).toBe(400);
});

test('access points: who came, and what is said of them', async () => {
  const page = await pages.text('/access-points');
  expect(page).toContain('id="ap-forum"');
  expect(page).toMatch(/<svg viewBox|Nobody was seen to go/);
  const saved = await pages.press('/access-points', '/access-points/mailing_list', {
    ...{ owner: 'Ada', cost: '120.50', currency: 'eur', paid: 'unpaid' },
    next: 'Ask again.',
  });
  expect(saved.status).toBe(303);
  const after = await pages.text('/access-points');
  expect(after).toContain('<bdi>Ada</bdi>');
  expect(after).toContain('120.50 EUR');
  for (const wrong of [{ cost: 'much' }, { cost: '1', currency: 'x' }, { paid: 'maybe' }])
    expect((await pages.press('/access-points', '/access-points/forum', wrong)).status).toBe(400);
  expect((await pages.press('/access-points', '/access-points/nowhere', { owner: 'x' })).status).toBe(400);
});

test('figures of a back-test are drawn as curve, bars and plot, and told in numbers', async () => {
  await keepFigures(fresh.db);
  const page = await pages.text('/validation');
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
  const page = await pages.text('/validation');
  expect(page).toContain('./leadspring score validate');
  expect(page).toContain('The default weights are in use.');
  expect((await pages.press('/access-points', '/validation', { use: 'learned' })).status).toBe(409);
});

test('what was learned sorts the list and is told as a sum, until an operator goes back', async () => {
  const names = async (): Promise<readonly string[]> =>
    [...(await pages.text('/leads?subject=organization')).matchAll(/data-row href="\/leads\/([^"]+)"/g)].map(
      ([, id]) => id ?? '',
    );
  const before = await names();
  expect(await pages.text('/leads')).not.toContain('Likelihood');
  expect(await pages.text(lead)).toContain('the list is sorted by this score');
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
  expect((await pages.press('/validation', '/validation', { use: 'learned' })).status).toBe(303);
  const page = await pages.text('/leads');
  expect(page).toMatch(/aria-sort="descending">\s*<a href="\/leads\?order=asc">Likelihood/);
  expect(page).toContain('The likeliest to buy come first');
  expect(page).toMatch(/data-label="Likelihood">\d+\.\d %/);
  expect((await names())[0]).toBe(before.at(-1));
  expect((await names()).slice(-1)).not.toEqual(before.slice(-1));
  expect((await pages.text('/leads?sort=score&subject=organization')).indexOf(before[0] ?? '-')).toBeLessThan(
    (await pages.text('/leads?sort=score&subject=organization')).indexOf(before.at(-1) ?? '-'),
  );
  const told = await pages.text(lead);
  expect(told).toMatch(/Likelihood of a deal within the horizon: \d+\.\d %/);
  const logits = [...told.matchAll(/class="number">([+−])(\d+\.\d\d)<\/td><\/tr>/g)].map(
    ([, sign, digits]) => (sign === '−' ? -1 : 1) * Number(digits),
  );
  expect(logits.length).toBe(4);
  expect(logits.slice(0, -1).reduce((sum, each) => sum + each, 0)).toBeCloseTo(logits.at(-1) ?? 0, 1);
  expect(await pages.text(`${lead}?as_of=2026-06-01`)).toContain('none of days before the list’s');
  expect(await pages.text('/validation')).toContain('What was learned is in use.');
  expect((await pages.press('/validation', '/validation', { use: 'default' })).status).toBe(303);
  expect(await names()).toEqual(before);
  expect(await pages.text('/leads')).not.toContain('Likelihood');
  // What did not hold cannot be used.
  await learned(false, '2026-06-02');
  expect((await pages.press('/access-points', '/validation', { use: 'learned' })).status).toBe(409);
  expect(await names()).toEqual(before);
  await fresh.db.query('delete from score_model');
});
