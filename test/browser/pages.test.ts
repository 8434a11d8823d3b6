/** The pages in a real browser: accessible in dark and light, by keyboard alone, and without a word on the console. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idFrom } from '../../src/base/index.ts';
import { HOSTILE } from '../../src/doors/web/testing.ts';
import { requireTool } from '../support/require_tool.ts';
import { inPage, openVisits, type Visits, violations } from './visit.ts';

const tool = requireTool('chromium');

const PAGES = [
  '/leads',
  '/leads?q=nobody',
  '/leads/acme-turbines.example',
  '/digest',
  '/validation',
  '/topics?text=Price+for+200+users+of+audit.c',
  '/access-points',
  '/sources',
  '/sources/new',
  '/sources/new/discourse',
  '/sources/attendees_csv',
  '/sources/hosted',
  '/sources/attendees_csv/failed',
  '/suggestions',
  '/people/ada@acme-turbines.example',
  `/organizations/${idFrom('organization', 'domain', 'acme-turbines.example')}/people`,
];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
const SCREENS = [
  { colorScheme: 'light', viewport: WIDE },
  { colorScheme: 'dark', viewport: WIDE },
  { colorScheme: 'light', viewport: NARROW },
  { colorScheme: 'dark', viewport: NARROW },
] as const;
const CASES = PAGES.flatMap((path) => SCREENS.map((screen) => ({ path, screen })));

/** Text of pictures that reaches over an edge of its picture. */
const CUT = `[...document.querySelectorAll('main svg text')].filter((text) => {
  const [box, picture] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
  return box.width > 0 && (box.left < picture.left - 1 || box.right > picture.right + 1);
}).map((text) => text.textContent)`;

/** Bars of the waterfall, in its own units. */
const BARS = `[...document.querySelectorAll('.waterfall .chart-wide rect:not(.waterfall-row)')]
  .map(({ x, width }) => ({ x: x.baseVal.value, width: width.baseVal.value }))`;

const focused = (page: Page): Promise<string> => inPage(page, 'document.activeElement.innerText');

/** Undoes the latest decision of a kind that counts, and waits for the page that follows. */
async function undoLatest(page: Page, words: string): Promise<void> {
  const entry = page.locator('.decisions > li', { hasText: words, has: page.getByRole('button') }).first();
  await entry.getByRole('button').click();
  await page.locator('.undone').first().waitFor();
}

describe.skipIf(!tool.ok)(`pages in chromium${tool.ok ? '' : `: ${tool.reason}`}`, () => {
  let visits: Visits;
  beforeAll(async () => {
    visits = await openVisits(tool.ok ? tool.path : '');
  });
  afterAll(async () => {
    await visits?.[Symbol.asyncDispose]();
  });

  test.each(CASES)(
    '$path is accessible, $screen.colorScheme, $screen.viewport.width px',
    async ({ path, screen }) => {
      const check = async (page: Page): Promise<void> => {
        expect(await violations(page)).toEqual([]);
        const beyond = await inPage(page, 'document.documentElement.scrollWidth - window.innerWidth');
        expect(beyond, 'the page is wider than the screen').toBeLessThanOrEqual(0);
      };
      // The checker is put in past the content policy; that the pages keep to it is tested below.
      await visits.visit(path, check, { ...screen, bypassCSP: true });
    },
  );

  test.each(PAGES)('%s keeps to its content policy', async (path) => {
    await visits.visit(path, async (page) => {
      expect(await page.locator('h1').isVisible()).toBe(true);
      const margin = await inPage(page, 'getComputedStyle(document.body).margin');
      expect(margin, 'the style sheet is in use').toBe('0px');
      expect(await page.locator('[data-keys]').isVisible(), 'the script is in use').toBe(true);
    });
  });

  test.each([WIDE, NARROW])('hostile names make no page of leads wider than $width px', async (viewport) => {
    const leads = Object.keys(HOSTILE).map((_, index) => `/leads/hostile${index}.example`);
    const paths = [
      '/validation',
      '/digest',
      '/digest?period=day',
      '/leads?stage=in_talks',
      '/leads?stage=any&status=any&sort=last',
      ...leads,
    ];
    const work = async (page: Page): Promise<void> => {
      for (const path of paths) {
        await page.goto(visits.url(path));
        await inPage(page, "for (const each of document.querySelectorAll('details')) each.open = true");
        const beyond = await inPage(page, 'document.documentElement.scrollWidth - window.innerWidth');
        expect(beyond, path).toBeLessThanOrEqual(0);
        const cut = await inPage(page, CUT);
        expect(cut, `${path}: text beyond its picture`).toEqual([]);
      }
    };
    await visits.visit('/digest', work, { viewport });
  });

  test('a link to folded evidence unfolds it, and paper shows all', async () => {
    await visits.visit('/leads/acme-turbines.example', async (page) => {
      const folded = page.locator('.evidence > details:not([open])');
      const before = await folded.count();
      expect(before).toBeGreaterThan(0);
      const id = await page.locator('.evidence:has(> details:not([open]))').last().getAttribute('id');
      await page.locator(`.waterfall .chart-wide a[href="#${id}"]`).click();
      await page.locator(`#${id} > details[open] .acts`).first().waitFor();
      expect(await folded.count()).toBe(before - 1);
      await inPage(page, "dispatchEvent(new Event('beforeprint'))");
      expect(await folded.count()).toBe(0);
      await inPage(page, "dispatchEvent(new Event('afterprint'))");
      expect(await folded.count()).toBe(before - 1);
    });
  });

  test('bars of the score end where the score is', async () => {
    await visits.visit('/leads/acme-turbines.example', async (page) => {
      const bars = await inPage<readonly { x: number; width: number }[]>(page, BARS);
      const [whole] = bars.slice(-1);
      const parts = bars.slice(0, -1);
      expect(parts.length).toBeGreaterThan(2);
      for (const [index, { x, width }] of parts.entries())
        expect(parts[index + 1]?.x ?? (whole?.x ?? 0) + (whole?.width ?? 0)).toBeCloseTo(x + width, 0);
      const points = await page.locator('.chart-wide .waterfall-points').allTextContents();
      const score = Number(await page.locator('.score-fact .big').textContent());
      expect(Number(points.at(-1))).toBe(score);
      expect(points.slice(0, -1).reduce((sum, each) => sum + Number(each), 0)).toBeCloseTo(score, 6);
    });
  });

  test('the chart takes its colours from the theme', async () => {
    const colours: unknown[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = async (page: Page): Promise<void> => {
        const bar = page.locator('.chart-wide path.ap-mailing_list').first();
        expect((await bar.boundingBox())?.height).toBeGreaterThan(3);
        const fill = "getComputedStyle(document.querySelector('.chart-wide path.ap-mailing_list')).fill";
        colours.push(await inPage(page, fill));
      };
      await visits.visit('/leads/acme-turbines.example', look, { colorScheme });
    }
    expect(new Set(colours).size).toBe(2);
    expect(colours).not.toContain('rgb(0, 0, 0)');
  });

  test('the keyboard alone is enough: from search to a lead, its evidence and the sources', async () => {
    await visits.visit('/leads', async (page) => {
      const press = (...keys: string[]) =>
        keys.reduce((last, key) => last.then(() => page.keyboard.press(key)), Promise.resolve());
      await press('Tab');
      expect(await focused(page)).toBe('Skip to the content');
      await press('j');
      expect(await focused(page)).toBe('Acme Turbines');
      await press('j');
      expect(await focused(page)).not.toBe('Acme Turbines');
      await press('k', '?');
      expect(await page.locator('#keys').isVisible()).toBe(true);
      await press('Escape');
      expect(await page.locator('#keys').isVisible()).toBe(false);
      await press('/');
      await page.keyboard.type('turbines');
      await press('Enter');
      await page.waitForURL('**/leads?q=turbines');
      await press('j', 'Enter');
      await page.waitForURL(/\/leads\/[0-9a-f-]{36}$/);
      expect(await page.locator('h1').textContent()).toContain('Acme Turbines');
      await press('j', 'Enter');
      await page.waitForURL(/#evidence-mailing_list-ask-ldap$/);
      await press('g', 's');
      await page.waitForURL('**/sources');
    });
  });

  test('n and p turn pages', async () => {
    await visits.visit('/leads', async (page) => {
      await page.keyboard.press('n');
      await page.waitForURL('**/leads?page=2');
      await page.keyboard.press('p');
      await page.waitForURL('**/leads');
    });
  });

  test('suggestions are answered by keys, by checkboxes, and undone', async () => {
    await visits.visit('/suggestions', async (page) => {
      const left = (): Promise<number> => page.locator('[data-suggestion]').count();
      expect(await left()).toBe(2);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      const again = page.waitForEvent('domcontentloaded');
      await page.keyboard.press('Enter');
      await again;
      expect(await left(), 'Enter answers nothing').toBe(2);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('n');
      await page.locator('.decisions li').first().waitFor();
      expect(await left()).toBe(1);
      expect(await page.locator('.decisions p').first().textContent()).toContain('Never one person');
      await page.getByRole('button', { name: /^Undo/ }).click();
      await page.locator('.undone').waitFor();
      expect(await left()).toBe(2);
      await page.keyboard.press('j');
      await page.keyboard.press('Space');
      await page.keyboard.press('j');
      await page.keyboard.press('Space');
      await page.keyboard.press('r');
      await page.getByText('No suggestion is open.').waitFor();
      for (const left of [1, 2]) {
        await undoLatest(page, 'Not on this evidence');
        await page.getByText(`${left} pair`).waitFor();
      }
    });
  });

  test('a person is merged and split again without a script', async () => {
    const work = async (page: Page): Promise<void> => {
      await page.getByLabel('The same person as').fill('rui@acme-turbines.example');
      await page.getByRole('button', { name: 'Merge' }).click();
      expect(await page.locator('h2', { hasText: 'Why these handles' }).isVisible()).toBe(true);
      await page.locator('tr', { hasText: 'rui@' }).getByRole('checkbox').check();
      await page.getByRole('button', { name: /^Make the ticked/ }).click();
      expect(await page.locator('h1').textContent()).toContain('Ada');
      await undoLatest(page, 'A person of their own');
      await undoLatest(page, 'One person');
      expect(await page.locator('h2', { hasText: 'Why these handles' }).count()).toBe(0);
    };
    await visits.visit('/people/ada@acme-turbines.example', work, { javaScriptEnabled: false });
  });

  test('what has the focus can be seen', async () => {
    await visits.visit('/leads', async (page) => {
      await page.keyboard.press('j');
      expect(await inPage(page, 'getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    });
  });

  test('sorting, filtering and paging work without a script', async () => {
    const work = async (page: Page): Promise<void> => {
      expect(await page.locator('[data-keys]').isVisible()).toBe(false);
      await page.getByRole('link', { name: 'People' }).click();
      expect(await page.locator('[aria-sort="descending"]').textContent()).toContain('People');
      await page.getByLabel('Stage').selectOption('trying');
      await page.getByRole('button', { name: 'Apply' }).click();
      expect(await page.locator('.stage').allInnerTexts()).toEqual(Array(50).fill('trying'));
      expect(await page.locator('[aria-sort="descending"]').textContent()).toContain('People');
      await page.getByRole('link', { name: 'Next' }).click();
      expect(await page.locator('.pager').textContent()).toContain('51–');
    };
    await visits.visit('/leads', work, { javaScriptEnabled: false });
  });

  test('hostile names are text', async () => {
    const list = '/leads?stage=in_talks&sort=name';
    await visits.visit(list, async (page) => {
      const names = await page.locator('.name').allTextContents();
      expect([...names].sort()).toEqual(Object.values(HOSTILE).sort());
      expect(await inPage(page, "'broken' in globalThis")).toBe(false);
      for (const name of Object.values(HOSTILE)) {
        await page.goto(visits.url(list));
        await page.locator('.name', { hasText: name }).click();
        await page.waitForURL(/\/leads\/[0-9a-f-]{36}$/);
        expect(await page.locator('h1').textContent()).toContain(name);
        expect(await inPage(page, "'broken' in globalThis")).toBe(false);
      }
    });
  });
});
