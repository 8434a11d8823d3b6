/** A seeded web door and a browser that is expected to have nothing to complain about. */
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { fixedClock, openLog } from '../../src/base/index.ts';
import { startWeb } from '../../src/doors/web/index.ts';
import { keepFigures, NOW, seed } from '../../src/doors/web/testing.ts';
import { freshDatabase } from '../support/database.ts';

type Options = Parameters<Browser['newContext']>[0];

export interface Visits extends AsyncDisposable {
  /** The full address of a path. */
  url(path: string): string;
  /** Opens a page, lets `work` use it, and expects no word on the console and no request to anybody else. */
  visit(path: string, work: (page: Page) => Promise<void>, options?: Options): Promise<void>;
}

/** Starts all that is needed; the sample's mark is on all of it. */
export async function openVisits(chromiumPath: string): Promise<Visits> {
  const fresh = await freshDatabase();
  await seed(fresh.db, { madeUp: true });
  await keepFigures(fresh.db);
  const log = openLog('silent');
  const clock = fixedClock(NOW);
  const web = await startWeb({ db: fresh.db, clock, version: '0', log, host: '127.0.0.1', port: 0 });
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const url = (path: string): string => new URL(path, web.url).href;
  return {
    url,
    visit: async (path, work, options) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      try {
        const page = await context.newPage();
        const complaints = listen(page, web.url);
        await page.goto(url(path));
        await work(page);
        expect(complaints).toEqual([]);
      } finally {
        await context.close();
      }
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await web.close();
      await fresh[Symbol.asyncDispose]();
    },
  };
}

function listen(page: Page, home: string): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(home)) complaints.push(`asked for ${request.url()}`);
  });
  return complaints;
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What the accessibility checker finds, short enough to read. The page must have been opened past its content policy. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

/** An expression in the page. Written as text, for the project's code is type-checked without a browser's names. */
export async function inPage<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate<T>(expression);
}
