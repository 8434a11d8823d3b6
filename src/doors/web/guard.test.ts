/** What the web door refuses, and what it never tells. */
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Database, fixedClock, LeadspringError, openLog } from '../../base/index.ts';
import { createWeb, ROUTES, startWeb } from './index.ts';
import { isLoopback } from './security.ts';

const SECRET = 'secret of the driver';

/** A database that only fails. */
function broken(error: Error): Database {
  const fail = (): Promise<never> => Promise.reject(error);
  return {
    query: fail,
    transaction: fail,
    connection: fail,
    close: () => Promise.resolve(),
    description: '',
    connectionString: '',
  };
}

const context = {
  db: broken(new Error(SECRET)),
  clock: fixedClock(0),
  version: '0.0.0',
  log: openLog('silent'),
};
const app = createWeb(context);
const request = async (path: string, init?: RequestInit) => app.request(path, init);
const JSON_PLEASE = { headers: { accept: 'application/json' } };

describe('answers', () => {
  test.each(['/', '/leads', '/nothing', '/healthz', '/leads?page=0'])(
    '%s has all safe headers',
    async (path) => {
      const { headers } = await request(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );
  test('never tell what broke inside', async () => {
    const page = await request('/leads');
    expect(page.status).toBe(500);
    expect(await page.text()).not.toContain(SECRET);
    const json = await request('/leads', JSON_PLEASE);
    expect(await json.json()).toEqual({
      error: expect.objectContaining({
        code: 'internal',
        fixer: 'us',
        message: expect.stringMatching(/under the request [0-9a-f-]{36}\.$/),
      }),
    });
  });
  test('say when the database is gone', async () => {
    const gone = new LeadspringError('database_unreachable', SECRET);
    const response = await createWeb({ ...context, db: broken(gone) }).request('/healthz', JSON_PLEASE);
    expect(response.status).toBe(503);
    const body = await response.text();
    expect(body).toContain('"database_unreachable"');
    expect(body).not.toContain(SECRET);
  });
  test('are errors in the one shape for programs, and pages for people', async () => {
    const json = await request('/nothing', JSON_PLEASE);
    expect([json.status, await json.json()]).toEqual([
      404,
      { error: expect.objectContaining({ code: 'page_not_found', retry: false }) },
    ]);
    const page = await request('/nothing', { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('There is no such page.');
  });
});

describe('requests', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
    const response = await request('/leads', { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
  test.each(['POST', 'PUT'])('%s of a form that is too large or unknown is refused', async (method) => {
    const response = await request('/suggestions', {
      method,
      body: 'a'.repeat(70_000),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '70000' },
    });
    expect(response.status).toBe(method === 'POST' ? 413 : 405);
    expect(response.headers.get('connection')).toBe('close');
  });
  test.each([
    'evil.example',
    'evil.example:8377',
    '192.0.2.1',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '[2001:db8::1]',
  ])('for the host %s are refused', async (host) => {
    expect((await request('/healthz', { headers: { host } })).status).toBe(421);
    expect((await request(`http://${host}/healthz`)).status).toBe(421);
  });
  test.each(['localhost', 'LOCALHOST:8377', '127.0.0.1:1', '127.8.9.1', '[::1]:8377'])(
    'for the host %s are answered',
    async (host) => {
      expect((await request('/nothing', { headers: { host } })).status).toBe(404);
    },
  );
  test('for an asset are answered once, then with 304', async () => {
    const page = await (await request('/nothing')).text();
    const paths = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(new Set(paths).size).toBe(3);
    for (const path of paths) {
      const response = await request(path);
      expect(response.headers.get('cache-control')).toContain('immutable');
      const again = await request(path, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
      expect([response.status, again.status]).toEqual([200, 304]);
    }
    expect((await request('/assets/style.css')).status).toBe(404);
    expect((await request('/assets/..%2findex.ts')).status).toBe(404);
  });
});

test('every route has a line of help', () => {
  for (const { help } of ROUTES) expect(help).toMatch(/^[A-Z].*\.$/);
});

describe('the server', () => {
  test.each(['0.0.0.0', '::', '192.0.2.1', 'example.com', ''])('does not listen on %j', async (host) => {
    await expect(startWeb({ ...context, host, port: 0 })).rejects.toMatchObject({
      code: 'bind_not_loopback',
    });
  });
  test.each(['127.0.0.1', 'localhost', '::1'])('knows %s as loopback', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  test('answers, and says when its port is taken', async () => {
    const web = await startWeb({ ...context, host: '127.0.0.1', port: 0 });
    const { port } = new URL(web.url);
    expect((await fetch(`${web.url}nothing`)).status).toBe(404);
    await expect(startWeb({ ...context, host: '127.0.0.1', port: Number(port) })).rejects.toMatchObject({
      code: 'port_in_use',
    });
    await web.close();
    await expect(fetch(web.url)).rejects.toThrow();
  });
  test('refuses endless headers and foreign names on the wire', async () => {
    const web = await startWeb({ ...context, host: '127.0.0.1', port: 0 });
    const port = Number(new URL(web.url).port);
    expect(
      await speak(port, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`),
    ).toMatch(/ 431 /);
    expect(await speak(port, 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')).toMatch(
      / 421 /,
    );
    expect(
      await speak(port, 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
    ).toMatch(/ 4\d\d /);
    expect(
      await speak(port, 'POST /leads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n'),
    ).toMatch(/ 405 /);
    await web.close();
  });
});

/** The first line that a server answers to raw text. */
function speak(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1').split('\r\n', 1)[0] ?? '');
    });
    socket.once('error', reject);
  });
}
