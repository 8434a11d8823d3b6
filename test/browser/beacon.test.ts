/** The beacon in a real browser, on a page of another origin than its receiver's. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type SmallServer, serveSource, settingsOf } from '../../src/intake/deliveries/testing.ts';
import { beacon } from '../../src/intake/sources/beacon/source.ts';
import { describeWith } from '../support/needs.ts';
import { requireTool } from '../support/require_tool.ts';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** A site whose every page carries the script. */
async function openSite(script: string) {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      `<title>Docs</title><button data-helpful="no">No</button><script defer data-search="q" src="${script}"></script>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => new Promise((done) => server.close(done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

describeWith(requireTool('chromium'), 'the beacon in a browser', (chromiumPath) => {
  let browser: Browser;
  let receiver: SmallServer;
  let site: Awaited<ReturnType<typeof openSite>>;

  beforeAll(async () => {
    receiver = await serveSource(beacon, settingsOf(beacon, { sites: ['127.0.0.1'] }));
    site = await openSite(`${receiver.url}/beacon.js`);
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    await receiver[Symbol.asyncDispose]();
  });

  async function visit(path: string, work: (page: Page) => Promise<void>, before = ''): Promise<void> {
    const context = await browser.newContext({ userAgent: AGENT });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.addInitScript(before);
    await page.goto(`${site.url}${path}`);
    await work(page);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  }

  const told = () =>
    receiver.adapted.flatMap(({ signals }) => signals.map(({ act, asset }) => [act, asset?.key]));

  test('tells pages, searches and votes, and leaves nothing behind', async () => {
    await visit('/docs/ldap/', async (page) => {
      await page.getByRole('button').click();
      await page.getByRole('button').click();
    });
    await visit('/search?q=LDAP', async () => undefined);
    await vi.waitFor(() => expect(receiver.adapted).toHaveLength(3), 5_000);
    expect(receiver.refused).toEqual([]);
    expect(told().sort()).toEqual([
      ['rate', '/docs/ldap'],
      ['read', '/docs/ldap'],
      ['search', 'search:ldap'],
    ]);
  });

  test.each(['globalPrivacyControl', 'doNotTrack'])('sends nothing under %s', async (name) => {
    const before = receiver.adapted.length;
    const wish = `Object.defineProperty(Navigator.prototype, '${name}', { get: () => ${name === 'doNotTrack' ? "'1'" : 'true'} })`;
    await visit('/docs/quiet', (page) => page.getByRole('button').click(), wish);
    await visit('/docs/last', async () => undefined);
    await vi.waitFor(() => expect(receiver.adapted).toHaveLength(before + 1), 5_000);
    expect(told().at(-1)).toEqual(['read', '/docs/last']);
  });
});
