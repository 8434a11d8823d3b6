import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Http, openHttp } from '../../../base/index.ts';
import { volumesOf } from './index_page.ts';
import { pipermail } from './source.ts';
import { indexPage, post, pullAll, volumeName } from './testing.ts';

/** An archive as a web server gives it: packed volumes, which are sent only when they changed. */
interface Archive {
  /** Messages by month. */
  readonly months: string[][];
  /** What was asked for, with the answer's status. */
  readonly log: string[];
}

function answer({ months, log }: Archive, request: IncomingMessage, response: ServerResponse): void {
  const name = (request.url ?? '').split('/').at(-1) ?? '';
  const say = (status: number, headers: Record<string, string>, body: Uint8Array | string = ''): void => {
    log.push(`${name} ${status}`);
    response.writeHead(status, headers).end(body);
  };
  if (name === '') {
    const rows = months.map((texts, month) => {
      const size = `${texts.join('').length} bytes`;
      return [volumeName(month), `${volumeName(month)}.txt.gz`, size] as const;
    });
    say(200, { 'content-type': 'text/html' }, indexPage(rows));
    return;
  }
  const month = months.findIndex((_, index) => `${volumeName(index)}.txt.gz` === name);
  const text = months[month]?.join('') ?? '';
  const etag = `"${month}-${text.length}"`;
  if (month < 0) say(404, {});
  else if (request.headers['if-none-match'] === etag) say(304, { etag });
  else say(200, { etag, 'content-type': 'application/x-gzip' }, gzipSync(text));
}

async function withArchive(
  months: string[][],
  work: (http: Http, url: string, archive: Archive) => Promise<void>,
): Promise<void> {
  const archive: Archive = { months, log: [] };
  const server = createServer((request, response) => answer(archive, request, response)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const http = openHttp({
    allowedHosts: ['lists.acme.example'],
    resolve: async () => ['127.0.0.1'],
    now: () => 0,
  });
  try {
    await work(http, `http://lists.acme.example:${address.port}/pipermail/users`, archive);
  } finally {
    await http.close();
    server.closeAllConnections();
    server.close();
  }
}

const idsOf = async (batches: Awaited<ReturnType<typeof pullAll>>): Promise<string[]> => {
  const adapt = await pipermail.adapter({});
  const answers = await Promise.all(batches.flatMap(({ records }) => records).map((record) => adapt(record)));
  return answers.flatMap(({ messages, failures }) => [
    ...messages.map(({ nativeId }) => nativeId),
    ...failures.map(({ code }) => code),
  ]);
};

describe('an archive', () => {
  test('is read once, then only what changed is sent', async () => {
    await withArchive(
      [[post(1, 0)], [post(2, 1)], [post(3, 2), post(4, 2)], [post(5, 3)]],
      async (http, url, { months, log }) => {
        const cursors = new Map<string, unknown>();
        const ids = [
          '1@list.example',
          '2@list.example',
          '3@list.example',
          '4@list.example',
          '5@list.example',
        ];
        expect(await idsOf(await pullAll(http, cursors, url))).toEqual(ids);
        log.length = 0;
        const again = await pullAll(http, cursors, url);
        expect(await idsOf(again)).toEqual([]);
        expect(again.reduce((sum, { skipped = 0 }) => sum + skipped, 0)).toBe(5);
        expect(log).toEqual([' 200', '2026-March.txt.gz 304', '2026-April.txt.gz 304']);
        months[0]?.push(post(6, 0)); // mail with an old date
        months[3]?.push(post(7, 3));
        log.length = 0;
        expect(await idsOf(await pullAll(http, cursors, url))).toEqual([
          ...['1@list.example', '6@list.example'],
          ...['5@list.example', '7@list.example'],
        ]);
        expect(log).toEqual([
          ' 200',
          '2026-January.txt.gz 200',
          '2026-March.txt.gz 304',
          '2026-April.txt.gz 200',
        ]);
      },
    );
  });

  test('gives whole addresses, threads and its list', async () => {
    await withArchive([[post(0, 2), post(1, 2)]], async (http, url) => {
      const adapt = await pipermail.adapter({});
      const records = (await pullAll(http, new Map(), url)).flatMap((batch) => batch.records);
      const [, reply] = await Promise.all(records.map((record) => adapt(record)));
      expect(reply?.messages[0]).toMatchObject({
        container: 'users.lists.acme.example',
        visibility: 'public',
        author: { email: 'ana@corp1.example', name: 'Ana Ana' },
        references: ['0@list.example'],
      });
      expect(reply?.signals[0]).toMatchObject({ act: 'reply', accessPoint: 'mailing_list' });
    });
  });

  test('a volume that breaks off is read again by the next run', async () => {
    await withArchive([[post(1, 0)]], async (http, url) => {
      const cursors = new Map<string, unknown>();
      const cut: Http = {
        request: async (address, request) => {
          const whole = await http.request(address, request);
          return address.endsWith('.gz') ? { ...whole, body: whole.body.subarray(0, -9) } : whole;
        },
      };
      expect(await idsOf(await pullAll(cut, cursors, url))).toEqual(['file_truncated']);
      expect(await idsOf(await pullAll(http, cursors, url))).toEqual(['1@list.example']);
    });
  });

  test('is tried with one request', async () => {
    await withArchive([[post(1, 0)], []], async (http, url, { log }) => {
      const job = {
        ...{ http, settings: { url }, now: 0, signal: new AbortController().signal },
        cursor: async () => undefined,
      };
      expect(await pipermail.test?.(job)).toBe('2 volumes, the newest 2026-February');
      expect(log).toEqual([' 200']);
    });
  });
});

test('volumes of every span stand in the order of time, packed ones first', () => {
  const page = (files: string[]): string =>
    files.map((file) => `<a href="${file}">[ ${file} ]</a>`).join('\n');
  const names = (...files: string[]): string[] => volumesOf(page(files)).map(({ file }) => file);
  expect(names('2005-January.txt.gz', '2004-July.txt', '2004-July.txt.gz', '2004-March.txt')).toEqual([
    '2004-March.txt',
    '2004-July.txt.gz',
    '2005-January.txt.gz',
  ]);
  expect(names('2004q3.txt', '2004q1.txt', '2003q4.txt.gz')).toEqual([
    '2003q4.txt.gz',
    '2004q1.txt',
    '2004q3.txt',
  ]);
  expect(names('Week-of-Mon-20040712.txt', 'Week-of-Mon-20040705.txt.gz')).toEqual([
    'Week-of-Mon-20040705.txt.gz',
    'Week-of-Mon-20040712.txt',
  ]);
  expect(names('20040706.txt', '20040705.txt', '2004.txt')).toEqual([
    '2004.txt',
    '20040705.txt',
    '20040706.txt',
  ]);
  expect(
    names(
      '201604.mbox/thread',
      '201604.mbox/date',
      '201511.mbox',
      'thread.html',
      '/etc/2004.txt',
      'http://x/2004.txt',
    ),
  ).toEqual(['201511.mbox', '201604.mbox']);
});
