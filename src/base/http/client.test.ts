import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type HttpClient, type HttpOptions, openHttp } from './client.ts';
import { isForbidden } from './forbidden.ts';
import { waitOf } from './wait.ts';

const NOW = Date.UTC(2026, 10, 24, 12);

/** A server on loopback, and a client that may reach it by the name of a public one. */
async function withServer(
  listener: RequestListener,
  work: (client: HttpClient, base: string, waits: number[]) => Promise<void>,
  more: Partial<HttpOptions> = {},
): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const waits: number[] = [];
  const client = openHttp({
    allowedHosts: ['api.acme.example'],
    resolve: async (host) => (host === 'api.acme.example' ? ['127.0.0.1'] : ['10.1.2.3']),
    now: () => NOW,
    sleep: async (time) => void waits.push(time),
    ...more,
  });
  try {
    await work(client, `http://api.acme.example:${address.port}`, waits);
  } finally {
    await client.close();
    server.closeAllConnections();
    server.close();
  }
}

test.each([
  ['127.0.0.1', true],
  ['10.0.0.8', true],
  ['172.16.3.4', true],
  ['192.168.1.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['224.0.0.1', true],
  ['255.255.255.255', true],
  ['::1', true],
  ['fe80::1', true],
  ['fd00:ec2::254', true],
  ['::ffff:127.0.0.1', true],
  ['64:ff9b::7f00:1', true],
  ['2002:7f00:1::', true],
  ['not an address', true],
  ['9.9.9.9', false],
  ['2620:fe::fe', false],
])('%s is forbidden: %s', (address, forbidden) => {
  expect(isForbidden(address)).toBe(forbidden);
});

test.each([
  'http://127.0.0.1/',
  'http://[::1]:80/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://private.acme.example/',
  'file:///etc/passwd',
  'gopher://api.acme.example/',
])('%s is not asked', async (url) => {
  await withServer(
    (_request, response) => response.end('reached'),
    async (client) => {
      await expect(client.request(url)).rejects.toMatchObject({ code: 'address_forbidden' });
    },
  );
});

test.each(['http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/', 'ftp://api.acme.example/'])(
  'a redirect to %s is not followed',
  async (location) => {
    await withServer(
      (_request, response) => response.writeHead(302, { location }).end(),
      async (client, base) => {
        await expect(client.request(base)).rejects.toMatchObject({ code: 'address_forbidden' });
      },
    );
  },
);

test('a name that changes its address after it was looked at leads nowhere else', async () => {
  let asked = 0;
  const resolve = async (): Promise<string[]> => (asked++ === 0 ? ['9.9.9.9'] : ['127.0.0.1']);
  await withServer(
    (_request, response) => response.end('reached'),
    async (client, base) => {
      const port = new URL(base).port;
      await expect(client.request(`http://rebind.acme.example:${port}/`)).rejects.toMatchObject({
        code: 'address_forbidden',
      });
      expect(asked).toBe(2);
    },
    { resolve, allowedHosts: [] },
  );
});

test('credentials stay with the host they are for', async () => {
  const seen: (string | undefined)[] = [];
  await withServer(
    (request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === '/away') {
        response.writeHead(302, {
          location: `http://other.acme.example:${request.headers.host?.split(':')[1]}/`,
        });
      }
      response.end('{}');
    },
    async (client, base) => {
      await client.request(`${base}/away`, { headers: { authorization: 'Bearer token-4711' } });
      expect(seen).toEqual(['Bearer token-4711', undefined]);
    },
    { allowedHosts: ['*.acme.example'], resolve: async () => ['127.0.0.1'] },
  );
});

test('a server that asks to wait is waited for, and asked again', async () => {
  let asked = 0;
  await withServer(
    (_request, response) => {
      if (asked++ === 0) response.writeHead(429, { 'retry-after': '7' });
      else if (asked === 2) response.writeHead(503);
      response.end('done');
    },
    async (client, base, waits) => {
      expect(Buffer.from((await client.request(base)).body).toString()).toBe('done');
      expect(waits).toEqual([7_000, 2_000]);
    },
  );
});

test('a wait that is longer than patience ends the run with a code that says so', async () => {
  await withServer(
    (_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end(),
    async (client, base) => {
      await expect(client.request(base)).rejects.toMatchObject({
        code: 'remote_limited',
        message: expect.stringContaining('3600 s'),
      });
    },
  );
});

test('a server that breaks off is asked again, a few times', async () => {
  let asked = 0;
  await withServer(
    (_request, response) => {
      asked++;
      response.writeHead(200, { 'content-length': '100' });
      response.write('only so much');
      setTimeout(() => response.destroy(), 5);
    },
    async (client, base, waits) => {
      await expect(client.request(base)).rejects.toMatchObject({ code: 'remote_unreachable' });
      expect([asked, waits]).toEqual([4, [1_000, 2_000, 4_000]]);
    },
  );
});

test.each([
  [401, 'remote_refused'],
  [403, 'remote_refused'],
  [404, 'remote_not_found'],
  [418, 'remote_answer_malformed'],
  [500, 'remote_failed'],
] as const)('status %d is %s, and shows no query', async (status, code) => {
  await withServer(
    (_request, response) => response.writeHead(status).end(),
    async (client, base) => {
      const error = await client.request(`${base}/list?key=token-4711`).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code });
      expect(String(error)).not.toContain('token-4711');
    },
  );
});

test('what is expected is an answer', async () => {
  await withServer(
    (_request, response) => response.writeHead(304, { etag: '"a"' }).end(),
    async (client, base) => {
      expect(await client.request(base, { expect: [304] })).toMatchObject({
        status: 304,
        headers: { etag: '"a"' },
      });
    },
  );
});

test('answers are bounded after they are decompressed; damaged ones are told apart', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  await withServer(
    (request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(request.url === '/bomb' ? bomb : bomb.subarray(0, 100).fill(7, 20));
    },
    async (client, base) => {
      await expect(client.request(`${base}/bomb`)).rejects.toMatchObject({ code: 'remote_answer_too_large' });
      await expect(client.request(`${base}/damaged`)).rejects.toMatchObject({
        code: 'remote_answer_malformed',
      });
    },
  );
});

test('when to ask again', () => {
  expect(waitOf(429, { 'retry-after': new Date(NOW + 9_000).toUTCString() }, NOW, 0)).toBe(9_000);
  expect(
    waitOf(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 60) }, NOW, 0),
  ).toBe(61_000);
  expect(waitOf(429, { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' }, NOW, 0)).toBe(31_000);
  expect(waitOf(429, {}, NOW, 2)).toBe(20_000);
  expect(waitOf(403, {}, NOW, 0)).toBeNull();
  expect(waitOf(404, { 'retry-after': '1' }, NOW, 0)).toBeNull();
});
