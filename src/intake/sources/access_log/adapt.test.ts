import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SettingValues } from '../../contract.ts';
import { accessLog } from './source.ts';
import { line, newStore, runLog, settingsOf } from './testing.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function read(lines: readonly string[], settings: SettingValues = {}) {
  const file = join(folder, 'access.log');
  writeFileSync(file, lines.map((each) => `${each}\n`).join(''));
  const store = newStore();
  const run = await runLog(file, store, { settings });
  return { ...run, sums: Object.fromEntries(store.sums), failures: [...store.failures.values()] };
}

const PIP = 'pip/24.0 {"ci":null}';
const BOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const ZIP = '/download/acme-5.2.zip';

describe('what counts', () => {
  test('sums per day, network, asset and act', async () => {
    const { sums } = await read([
      line(1, { path: '/docs/a', client: 'gw.acme-motors.com' }),
      line(2, { path: '/docs/a/?utm=x', client: 'pc7.acme-motors.com' }),
      line(3, { path: '/docs/a', client: '192.0.2.9' }),
      line(4, { path: '/docs/a', client: 'gw.acme-motors.com', time: '17/May/2026:23:59:59 -0100' }),
      line(5, { path: ZIP, client: 'gw.acme-motors.com', agent: PIP.replaceAll('"', '\\"') }),
    ]);
    expect(sums).toEqual({
      '2026-05-17 domain:acme-motors.com documentation read /docs/a': 2,
      '2026-05-17 unknown documentation read /docs/a': 1,
      '2026-05-18 domain:acme-motors.com documentation read /docs/a': 1,
      '2026-05-17 domain:acme-motors.com download download acme/5.2': 1,
    });
  });

  test.each<[string, Parameters<typeof line>[1], string]>([
    ['a robot', { agent: BOT }, 'bot'],
    ['a robot that downloads', { agent: BOT, path: ZIP }, 'bot'],
    ['a tool that reads pages', { agent: PIP, path: '/docs/a' }, 'bot'],
    ['a missing file', { status: 404, path: ZIP }, 'not_success'],
    ['a robot at a missing page', { status: 404, agent: BOT }, 'bot'],
    ['a tool at a missing page', { status: 404, agent: PIP }, 'not_success'],
    ['a redirect', { status: 301 }, 'not_success'],
    ['no content', { status: 204 }, 'not_success'],
    ['a part of a download', { status: 206, path: ZIP }, 'not_success'],
    ['a download that was there already', { status: 304, path: ZIP }, 'not_success'],
    ['HEAD', { method: 'HEAD', path: ZIP }, 'not_success'],
    ['POST', { method: 'POST' }, 'not_read_request'],
    ['an image', { path: '/logo.png' }, 'not_relevant'],
    ['the home page', { path: '/' }, 'not_relevant'],
  ])('%s is dropped', async (_, options, reason) => {
    const run = await read([line(1, options)]);
    expect(run).toMatchObject({ units: 1, rolledUp: 0, failed: 0, dropped: { [reason]: 1 } });
  });

  test.each<[string, Parameters<typeof line>[1]]>([
    ['a page the reader has already', { status: 304 }],
    ['no agent at all', { agent: '-' }],
    ['a tool that downloads', { agent: PIP, path: ZIP }],
    ['curl', { agent: 'curl/8.5.0', path: ZIP }],
  ])('%s counts', async (_, options) => {
    expect(await read([line(1, options)])).toMatchObject({ rolledUp: 1 });
  });

  test('greetings of TLS and empty requests are dropped, not failed', async () => {
    const odd = [
      '"\\x16\\x03\\x01\\x00" 400 150',
      '"-" 408 0',
      '"" 400 0',
      '"\\n" 400 0',
      '"GET /\\" onload HTTP/1.1" 400 0',
    ];
    const run = await read([
      line(1),
      ...odd.map((request) => `192.0.2.7 - - [17/May/2026:10:00:00 +0000] ${request} "-" "-"`),
    ]);
    expect(run).toMatchObject({ failed: 0, rolledUp: 1, dropped: { not_read_request: 4, not_relevant: 1 } });
  });

  test('a part counts where the log shows that it is the first', async () => {
    const format = '$remote_addr [$time_local] "$request" $status "$http_range"';
    const part = (range: string): string =>
      `192.0.2.7 [17/May/2026:10:00:00 +0000] "GET ${ZIP} HTTP/1.1" 206 "${range}"`;
    const run = await read(['bytes=0-', 'bytes=0-999', 'bytes=1000-', '-'].map(part), { format });
    expect(run).toMatchObject({ rolledUp: 2, dropped: { not_success: 2 } });
  });
});

test('a documentation page that is not there is a dead end', async () => {
  const lines = [404, 410, 404, 500].map((status, i) =>
    line(i, { status, path: '/docs/old', client: 'gw.acme-motors.com' }),
  );
  const { sums, dropped } = await read(lines);
  expect(sums).toEqual({ '2026-05-17 domain:acme-motors.com documentation dead_end /docs/old': 3 });
  expect(dropped).toEqual({ not_success: 1 });
});

describe('pages that link to us', () => {
  const from = (referrer: string, path = '/docs/a'): string =>
    line(1, { path }).replace('"-"', `"${referrer}"`);
  const own_hosts = ['acme.example'];
  const mentions = async (lines: readonly string[], settings: SettingValues) =>
    Object.entries((await read(lines, settings)).sums).filter(([key]) => key.includes(' mention '));

  test('are counted where the vendor names its own hosts, whoever followed the link', async () => {
    const lines = [
      from('https://www.Blog.Example-Firm.com/Post/1?utm=x#top'),
      from('https://blog.example-firm.com/Post/1/'),
      from('https://news.ycombinator.com/item?id=7'),
      from('https://dev.to/ana/acme'),
      from('https://blog.example-firm.com/', '/static/app.js'),
    ];
    expect(await mentions(lines, { own_hosts })).toEqual([
      ['2026-05-17 unknown blog mention blog.example-firm.com/Post/1', 2],
      ['2026-05-17 unknown social mention news.ycombinator.com/item', 1],
      ['2026-05-17 unknown blog mention dev.to/ana/acme', 1],
    ]);
    expect(await mentions(lines, {})).toEqual([]);
    expect(await read(lines, { own_hosts })).toMatchObject({ units: 5, rolledUp: 4 });
  });

  test.each([
    'https://www.acme.example/blog',
    'https://acme.example/',
    'https://www.google.co.uk/',
    'https://duckduckgo.com/?q=acme',
    'https://mail.other-firm.com/inbox/7',
    'https://other-firm.atlassian.net/browse/X-1',
    'http://wiki.other-firm.local/a',
    'http://intranet/a',
    'http://192.0.2.7/a',
    'https://jo:secret@blog.example-firm.com/',
    'android-app://com.example.reader/',
    'javascript:alert(1)',
    '-',
    '',
  ])('%s is none', async (referrer) => {
    expect(await mentions([from(referrer)], { own_hosts })).toEqual([]);
  });

  test('the host of the log itself is the own one', async () => {
    const lines = [`docs.other.example ${from('https://docs.other.example/a')}`];
    expect(await mentions(lines, { own_hosts, format: 'vhost_combined' })).toEqual([]);
  });
});

describe('the visitor', () => {
  test('who asks not to be tracked is left out', async () => {
    const format = '$remote_addr [$time_local] "$request" $status "$http_dnt" "$http_sec_gpc"';
    const lines = ['"1" "-"', '"-" "1"', '"0" "-"', '"-" "-"'].map(
      (wish) => `192.0.2.7 [17/May/2026:10:00:00 +0000] "GET /docs/a HTTP/1.1" 200 ${wish}`,
    );
    expect(await read(lines, { format })).toMatchObject({ rolledUp: 2, dropped: { do_not_track: 2 } });
  });

  test('the vendor is left out', async () => {
    const lines = ['192.0.2.7', '198.51.100.7', 'ci.acme-motors.com', 'x.other-firm.com'].map((client) =>
      line(1, { client }),
    );
    const run = await read(lines, { internal_networks: ['192.0.2.0/24', 'acme-motors.com'] });
    expect(run).toMatchObject({ rolledUp: 2, dropped: { internal_traffic: 2 } });
  });

  test("becomes the owner of the network by the operator's file, and is nowhere else", async () => {
    const networks = join(folder, 'owners.csv');
    writeFileSync(networks, '192.0.2.0,192.0.2.255,64500,"Acme Motors, Inc."\n');
    const file = join(folder, 'access.log');
    const visitors = ['192.0.2.77', '203.0.113.77', 'pool-203-0-113-78.isp-lines.com'];
    writeFileSync(file, visitors.map((client, i) => `${line(i, { client })}\nbroken ${client} x\n`).join(''));
    const store = newStore();
    await runLog(file, store, { settings: { networks } });
    expect([...store.sums.keys()].map((key) => key.split(' ')[1])).toEqual([
      'AS64500',
      'unknown',
      'domain:isp-lines.com',
    ]);
    const everything = JSON.stringify([[...store.sums], [...store.failures.values()], [...store.cursors]]);
    for (const trace of ['0.2.77', '0.113.77', '113-78']) expect(everything).not.toContain(trace);
  });
});

describe('records from elsewhere', () => {
  test.each([
    [undefined],
    [null],
    ['text'],
    [{}],
    [{ file: 'x', format: 'nonsense', firstLine: 1, offset: 0, stream: '', text: 'x' }],
  ])('%j fails with a code', async (body) => {
    const adapt = await accessLog.adapter(settingsOf());
    const answer = await adapt({ id: 'x', place: { file: 'x' }, body });
    expect(answer).toMatchObject({ units: 1, failures: [{ code: 'record_malformed' }] });
  });

  test.each([
    ['format', 'combinde'],
    ['download_rules', ['??']],
    ['internal_networks', ['nowhere']],
    ['networks', '/absent'],
  ])('a bad setting %s stops the run and names itself', async (name, value) => {
    await expect(accessLog.adapter(settingsOf({ [name]: value }))).rejects.toThrow(
      name.replace('networks', 'network'),
    );
  });
});

describe('recognition', () => {
  const probe = (head: string) =>
    accessLog.recognize({ path: 'x', isDirectory: false, entries: [], head: Buffer.from(head) });
  const directory = (entries: string[]) =>
    accessLog.recognize({ path: 'x', isDirectory: true, entries, head: new Uint8Array() });

  test('by content', () => {
    expect(probe(`${line(1)}\n${line(2)}\n`)).toBe(1);
    expect(probe(line(1))).toBe(1);
    expect(probe(`${line(1)}\nxx\n`)).toBe(0.5);
    for (const other of ['', 'a,b\n1,2\n', 'From x Mon Jan  1 10:00:00 2026\n', '\0\0\0'])
      expect(probe(other)).toBe(0);
  });

  test('a directory by the names in it', () => {
    expect(directory(['access.log', 'access.log.1', 'error.log'])).toBeGreaterThan(0.5);
    expect(directory(['cur', 'new', 'tmp'])).toBe(0);
    expect(directory(['.git', 'README.md', 'changelog.md'])).toBe(0);
  });
});

const data = new URL('../../../../../shared/data/access-logs/', import.meta.url);
const reason = existsSync(data) ? '' : ' (skipped: ../shared/data is not here)';
describe.skipIf(reason !== '')(`real logs${reason}`, () => {
  const cases: [string, number, string][] = [
    ['apache_logs.gz', 10_000, 'combined'],
    ['nasa_19950701.tsv.gz', 10_000, 'columns:tab:'],
    ['nasa_19950801.tsv.gz', 10_000, 'columns:tab:'],
    ['goatcounter-testdata/combined', 5, 'combined'],
    ['goatcounter-testdata/combined-vhost', 5, 'vhost_combined'],
    ['goatcounter-testdata/common', 5, 'common'],
    ['goatcounter-testdata/common-vhost', 5, 'vhost_common'],
    ['goatcounter-testdata/bunny', 5, 'bunny'],
    ['goatcounter-testdata/bunny-extended', 5, 'bunny'],
    ['goatcounter-testdata/caddy/2.json', 5, 'caddy'],
  ];
  test.each(cases)('%s: no line is rejected', async (name, lines, format) => {
    const run = await runLog(new URL(name, data).pathname, newStore());
    expect(run).toMatchObject({ units: lines, failed: 0 });
    expect(run.error).toBeUndefined();
    expect(run.notes.join(' ')).toContain(`read as ${format}`);
  });

  test("an object over many lines is one line of Caddy's log", async () => {
    const entry: unknown = JSON.parse(
      readFileSync(new URL('goatcounter-testdata/caddy/1.json', data), 'utf8'),
    );
    expect(await read([JSON.stringify(entry)])).toMatchObject({ units: 1, failed: 0 });
  });

  test('no fewer robots than the list of crawlers alone finds', async () => {
    const run = await runLog(new URL('apache_logs.gz', data).pathname, newStore());
    expect(run.dropped.bot).toBeGreaterThan(1900);
  });
});
