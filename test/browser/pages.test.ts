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
