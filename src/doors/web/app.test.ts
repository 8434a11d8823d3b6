/** The pages as a caller sees them, without a browser. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type Database, fixedClock, openLog } from '../../base/index.ts';
import { countFailures } from '../../intake/index.ts';
import { type LeadOptions, loadWeights } from '../../leads/index.ts';
import { createWeb } from './index.ts';
import { HOSTILE, NOW, seed } from './testing.ts';

const log = openLog('silent');

function webOf(db: Database, leads?: LeadOptions) {
  const own = leads === undefined ? {} : { leads };
  const app = createWeb({ db, clock: fixedClock(NOW), version: '0.0.0', log, ...own });
  return async (path: string, init?: RequestInit) => app.request(`http://localhost${path}`, init);
}

let fresh: TestDatabase;
let get: ReturnType<typeof webOf>;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seed(fresh.db, { madeUp: true });
  get = webOf(fresh.db);
});
afterAll(async () => {
  await fresh[Symbol.asyncDispose]();
});

const text = async (path: string): Promise<string> => (await get(path)).text();
const names = (page: string): string[] =>
  [...page.matchAll(/class="name"[^>]*><bdi>([^<]*)</g)].map(([, name]) => name ?? '');
const scores = (page: string): number[] =>
  [...page.matchAll(/<span class="score">([\d.,]+)</g)].map(([, score]) => Number(score?.replace(',', '')));

describe('leads', () => {
  test('are sorted by score, best first, and say why', async () => {
    const page = await text('/leads');
    const found = scores(page);
    expect(found).toHaveLength(50);
    expect(found).toEqual([...found].sort((a, b) => b - a));
    expect(names(page)[0]).toBe('Acme Turbines');
    expect(page).toContain('asked about LDAP on the mailing list');
    expect(page).toMatch(/aria-sort="descending">\s*<a href="\/leads\?order=asc">Score/);
  });
  test('are sorted by name the other way round', async () => {
    const up = names(await text('/leads?sort=name'));
    const down = names(await text('/leads?sort=name&order=desc'));
    expect(up[0]).not.toBe(down[0]);
    expect(await text('/leads?sort=name')).toContain('aria-sort="ascending"');
  });
  test('come in pages that hold each lead once', async () => {
    const [first, second] = [await text('/leads'), await text('/leads?page=2')];
    expect(first).toMatch(/1–50 of 74/);
    expect(second).toMatch(/51–74 of 74/);
    const ids = (page: string) => [...page.matchAll(/href="\/leads\/([0-9a-f-]{36})"/g)].map(([, id]) => id);
    expect(new Set([...ids(first), ...ids(second)]).size).toBe(74);
    expect(first).toContain('rel="next"');
    expect(second).not.toContain('rel="next"');
    expect(await text('/leads?page=9')).toContain('The list ends before page 9');
  });
  test('are narrowed by every filter', async () => {
    expect(names(await text('/leads?q=turbines'))).toEqual(['Acme Turbines']);
    expect(names(await text('/leads?stage=needs_guarantees'))).toEqual(['Acme Turbines']);
    expect(names(await text('/leads?stage=customer'))).toEqual(['Old Friend Ltd']);
    expect(names(await text('/leads?min_score=100'))).toEqual(['Acme Turbines']);
    expect(await text('/leads?kind=university')).toContain('No lead fits.');
    expect(await text('/leads?subject=person')).toContain('No lead fits.');
    expect(await text('/leads?q=&stage=&kind=&subject=&segment=&min_score=')).toContain('74 new leads');
  });
  test('keep the filter when they are sorted or paged', async () => {
    const page = await text('/leads?q=firm&kind=company&sort=name');
    expect(page).toContain('href="/leads?q=firm&amp;kind=company&amp;sort=name&amp;page=2"');
    expect(page).toContain('href="/leads?q=firm&amp;kind=company"');
    expect(page).toContain('<input type="hidden" name="sort" value="name">');
  });
  test.each([
    ['/leads?page=0', 'page'],
    ['/leads?page=100001', 'page'],
    ['/leads?page=x', 'page'],
    ['/leads?sort=password', 'sort'],
    ['/leads?stage=rich', 'stage'],
    ['/leads?min_score=-1', 'min_score'],
    [`/leads?q=${'a'.repeat(201)}`, 'q'],
    ['/leads?kind=DROP+TABLE', 'kind'],
    ['/leads?stage=asking&stage=trying', 'stage'],
    ['/leads?limit=10', 'limit'],
    ['/leads?q=a%00b', 'q'],
    ['/sources?x=1', 'x'],
    ['/leads/acme-turbines.example?as_of=yesterday', 'as_of'],
  ])('%s is refused, naming the parameter', async (path, parameter) => {
    const response = await get(path);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`“${parameter}”`);
  });
  test('show hostile names as text', async () => {
    const page = await text('/leads?stage=in_talks');
    expect(names(page)).toHaveLength(Object.keys(HOSTILE).length);
    expect(page).toContain('&lt;script&gt;globalThis.broken = true&lt;/script&gt;');
    expect(page).not.toContain(HOSTILE.script);
    expect(page).not.toContain(HOSTILE.attribute);
  });
  test('without any say what to do', async () => {
    await using empty = await freshDatabase();
    const page = await (await webOf(empty.db)('/leads')).text();
    expect(page).toContain('./leadspring try PATH…');
    expect(page).not.toContain('<form class="filter"');
    expect(await (await webOf(empty.db)('/sources')).text()).toContain('./leadspring try PATH…');
  });
});

describe('one lead', () => {
  test('is found by domain and shown at its own address', async () => {
    const response = await get('/leads/acme-turbines.example');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toMatch(/^\/leads\/[0-9a-f-]{36}$/);
  });
  test('has parts that add up to the score, and each part has its evidence on the page', async () => {
    const page = await lead();
    const body = page.slice(page.indexOf('class="stacks score-table"'), page.indexOf('</tfoot>'));
    const points = [...body.matchAll(/data-label="Points">\s*([\d.]+)/g)].map(([, value]) => Number(value));
    const total = Number(/total points-cell">([\d.]+)</.exec(body)?.[1]);
    expect(points.length).toBeGreaterThan(2);
    expect(points.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 6);
    const targets = [...body.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(targets).toHaveLength(points.length);
    for (const id of targets)
      expect(page).toMatch(new RegExp(`id="${id}"[\\s\\S]*?<ol class="acts">\\s*<li>`));
  });
  test('shows sentences, stage, people, private marks and the timeline', async () => {
    const page = await lead();
    expect(page).toContain('class="stage stage-needs_guarantees"');
    expect(page).toContain('asked about LDAP on the mailing list');
    expect(page).toContain('Ada Fenwick');
    expect(page).toContain('Rui Campos');
    expect(page).toMatch(/Is there a support contract\?<\/bdi>\s*<span class="private">/);
    expect(page).not.toMatch(/@acme-turbines\.example/);
    expect(page).toMatch(/<svg class="chart-wide"[\s\S]*?class="ap-mailing_list"/);
  });
  test('has a chart without inline styles or scripts, which the content policy would refuse', async () => {
    const page = await lead();
    expect(page).not.toMatch(/ style="|<style|ecmeta_| on\w+="/);
    expect(page).not.toMatch(/(fill|stroke)="#/);
  });
  test('can be seen as it stood on a day', async () => {
    const path = await leadPath();
    const past = await text(`${path}?as_of=2026-05-25`);
    expect(past).toContain('value="2026-05-25"');
    expect(past).not.toContain('Is there a support contract?');
    expect((await get(`${path}?as_of=2001-01-01`)).status).toBe(404);
  });
  test.each(['/leads/nobody.example', '/leads/00000000-0000-8000-8000-000000000000', '/leads/%00'])(
    '%s is not found',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});

async function leadPath(): Promise<string> {
  return (await get('/leads/acme-turbines.example')).headers.get('location') ?? '';
}
async function lead(): Promise<string> {
  return text(await leadPath());
}

describe('sources', () => {
  test('account for every record', async () => {
    const page = await text('/sources');
    const equations = page.split('<dl class="equation">').slice(1);
    expect(equations).toHaveLength(6);
    for (const equation of equations) {
      const [read, ...terms] = [
        ...equation
          .split('</dl>', 1)
          .join()
          .matchAll(/<dd[^>]*>([\d,]+)</g),
      ].map(([, value]) => Number(value?.replace(',', '')));
      expect(terms).toHaveLength(4);
      expect(terms.reduce((sum, term) => sum + term, 0)).toBe(read);
    }
    expect(page).toContain('A bounce, an out-of-office note or list administration.');
  });
  test('link to their failed events', async () => {
    expect(await text('/sources')).toContain('href="/sources/attendees_csv/failed"');
    const page = await text('/sources/attendees_csv/failed');
    const [count] = await countFailures(fresh.db);
    expect(count).toEqual({ source: 'attendees_csv', code: 'csv_value', count: 2 });
    expect(page).toContain('attendees.csv');
    expect(page).toContain('line 68');
    expect(page).toContain('A field of a CSV row has a value that cannot be read.');
    expect(await text('/sources/attendees_csv/failed?code=csv_value')).toContain('line 68');
    expect(await text('/sources/attendees_csv/failed?code=mail_malformed')).not.toContain('line 68');
    expect((await get('/sources/nothing/failed')).status).toBe(404);
  });
});

describe('made-up data', () => {
  test.each(['/leads', '/sources', '/sources/attendees_csv/failed', '/validation'])(
    'is marked on %s',
    async (path) => {
      expect(await text(path)).toContain('class="made-up-banner"');
    },
  );
  test('is marked on a lead', async () => {
    expect(await lead()).toContain('class="made-up-banner"');
  });
  test('is not claimed of real data', async () => {
    await using real = await freshDatabase();
    await seed(real.db, { firms: 1 });
    for (const path of ['/leads', '/sources', '/validation']) {
      expect(await (await webOf(real.db)(path)).text()).not.toContain('made up');
    }
  });
});

describe('topics', () => {
  test('are shown with their words', async () => {
    const page = await text('/topics');
    expect(page).toContain('<bdi>high availability</bdi>');
    expect(page).toContain('hochverfügbar*');
    expect(page).not.toContain('It is about');
  });
  test('of a text, by which words, and which do not count', async () => {
    const page = await text('/topics?text=Price+for+200+users+in+audit.c+<b>');
    expect(page).toContain('It is about <strong><bdi>prices</bdi></strong>');
    expect(page).toContain('by “price for # users”');
    expect(page).toContain('not by “audit”: it stands in code or in the name of a file');
    expect(page).toContain('in audit.c &lt;b&gt;');
    expect(await text('/topics?text=weather')).toContain('No topic.');
  });
  test('as they stand for a product', async () => {
    const weights = loadWeights();
    const products = [
      {
        name: 'vault',
        label: 'Acme <Vault>',
        sources: [],
        paths: ['/v/'],
        topics: weights.topics.slice(0, 1),
      },
    ];
    const own = webOf(fresh.db, { weights: { ...weights, products }, vendorDomains: [] });
    expect(await (await own('/topics')).text()).toContain('<bdi>Acme &lt;Vault&gt;</bdi>');
    const page = await (await own('/topics?product=vault')).text();
    expect(page).toContain('for <bdi>Acme &lt;Vault&gt;</bdi> <span class="quiet">1</span>');
    expect(page).not.toContain('hochverfügbar*');
    expect((await own('/topics?product=shop')).status).toBe(400);
  });
});
