import { describe, expect, test } from 'vitest';
import { isoDay } from './dates.ts';
import { detectFormat, newFields, openFormat } from './index.ts';

function read(format: string, line: string) {
  const fields = newFields();
  if (!openFormat(format).parse(line, fields)) return undefined;
  return { ...fields, day: isoDay(fields.day) };
}
const plain = { host: '', agent: '', optOut: false, range: '', referrer: '' };
const S3 = 'ab12cd docs.acme.example [18/May/2026:01:30:03 +0000] 192.0.2.7';
const TIME = '[17/May/2026:23:30:03 -0200]';
const visit = { client: '192.0.2.7', day: '2026-05-18', request: 'GET /docs/a HTTP/1.1', status: 200 };

describe('lines', () => {
  const rows: [string, string, Record<string, unknown>][] = [
    ['common', `192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 2326`, {}],
    ['combined', `192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 - "-" "Agent/1"`, { agent: 'Agent/1' }],
    ['combined', `192.0.2.7 - john [x] ${TIME} "GET /docs/a HTTP/1.1" 200 1`, undefined as never],
    ['combined', `192.0.2.7 - john smith ${TIME} "GET /docs/a HTTP/1.1" 200 1 "-" "A"`, { agent: 'A' }],
    [
      'combined',
      `192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 1 "say \\"x\\"" "Agent \\"quoted\\""`,
      { agent: 'Agent \\"quoted\\"' },
    ],
    ['combined', `192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 1 "" ""`, {}],
    [
      'combined',
      `192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 1 "-" "A" "198.51.100.1" 0.003`,
      { agent: 'A' },
    ],
    [
      'combined',
      `2001:db8::1 - - ${TIME} "GET /docs/a HTTP/1.1" 200 1 "-" "A"`,
      { client: '2001:db8::1', agent: 'A' },
    ],
    [
      'combined',
      `gw.acme.example - - ${TIME} "GET /docs/a HTTP/1.1" 200 1 "-" "A"`,
      { client: 'gw.acme.example', agent: 'A' },
    ],
    [
      'combined',
      `192.0.2.7 - - ${TIME} "\\x16\\x03\\x01" 400 150 "-" "-"`,
      { request: '\\x16\\x03\\x01', status: 400, agent: '-' },
    ],
    ['combined', `192.0.2.7 - - ${TIME} "-" 408 - "-" "-"`, { request: '-', status: 408, agent: '-' }],
    ['combined', `192.0.2.7 - - ${TIME} "" 400 0 "-" "-"`, { request: '', status: 400, agent: '-' }],
    [
      'vhost_combined',
      `docs.acme.example:443 192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 1 "-" "A"`,
      { host: 'docs.acme.example', agent: 'A' },
    ],
    [
      'vhost_common',
      `acme.example 192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 1`,
      { host: 'acme.example' },
    ],
    [
      's3',
      `${S3} - 3E57427F3 REST.GET.OBJECT docs/a "GET /bucket/docs/a?X-Amz-Signature=s HTTP/1.1" 200 - 5 5 7 1 "-" "Agent/1" - h= SigV4 C Q docs.acme.example.s3.amazonaws.com TLSv1.2 - -`,
      { request: 'GET /docs/a', host: 'docs.acme.example', agent: 'Agent/1' },
    ],
    [
      's3',
      `${S3} arn:aws:iam::1:user/jo 3E5 WEBSITE.GET.OBJECT docs/a%2520b "GET /docs/a%20b HTTP/1.1" 200 - 5 5 7 1 "-" "-" - h= - - - files.acme.example - - -`,
      { request: 'GET /docs/a%20b', host: 'files.acme.example', agent: '-' },
    ],
    [
      's3',
      `${S3} - 3E5 REST.GET.BUCKET - "GET /?list-type=2 HTTP/1.1" 200 - 5`,
      { request: '-', host: 'docs.acme.example' },
    ],
    [
      's3',
      `${S3} - 3E5 S3.EXPIRE.OBJECT docs/a "-" - - - 5 - - "-" "-" -`,
      { request: 'EXPIRE /docs/a', host: 'docs.acme.example', status: 0, agent: '-' },
    ],
    ['s3', `192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 1 "-" "A"`, undefined as never],
    ['combined', `${S3} - 3E5 REST.GET.OBJECT docs/a "GET /docs/a HTTP/1.1" 200 - 5`, undefined as never],
    [
      'bunny',
      'HIT|200|1779067803000|2326|390|192.0.2.7|-|https://cdn.acme.example/docs/a?x=1|WA|Agent/1|322b|DE',
      { request: 'GET /docs/a?x=1', host: 'cdn.acme.example', agent: 'Agent/1' },
    ],
    [
      'columns:tab:date,time,x-edge-location,sc-bytes,c-ip,cs-method,cs(Host),cs-uri-stem,sc-status,cs(Referer),cs(User-Agent),cs-uri-query',
      '2026-05-18\t01:30:03\tFRA2\t12\t192.0.2.7\tGET\td1.example\t/docs/a\t200\t-\tMozilla/5.0%20(X11)\tq=a',
      { request: 'GET /docs/a?q=a', agent: 'Mozilla/5.0 (X11)' },
    ],
    [
      'columns:space:date,time,s-ip,cs-method,cs-uri-stem,cs-uri-query,c-ip,cs(User-Agent),sc-status,time-taken',
      '2026-05-18 01:30:03 198.51.100.9 GET /docs/a - 192.0.2.7 Mozilla/5.0+(X11) 200 15',
      { request: 'GET /docs/a', agent: 'Mozilla/5.0 (X11)' },
    ],
    [
      'columns:tab:host,logname,time,method,url,response,bytes',
      'gw.acme.example\t-\t1779067803\tGET\t/docs/a\t200\t6245\t\t',
      { client: 'gw.acme.example', request: 'GET /docs/a' },
    ],
  ];
  test.each(rows)('%s: %s', (format, line, more) => {
    const expected = more === undefined ? undefined : { ...plain, ...visit, ...more };
    expect(read(format, line)).toEqual(expected);
  });

  test('Caddy, with the wishes of the visitor', () => {
    const entry = {
      ts: 1779067803.65,
      status: 200,
      request: {
        remote_ip: '192.0.2.7',
        method: 'GET',
        host: 'docs.acme.example:443',
        uri: '/docs/ä?q=1',
        headers: { 'User-Agent': ['Agent/1'], 'Sec-Gpc': ['1'], Range: ['bytes=0-99'] },
      },
    };
    const latin1 = Buffer.from(JSON.stringify(entry)).toString('latin1');
    expect(read('caddy', latin1)).toEqual({
      client: '192.0.2.7',
      day: '2026-05-18',
      request: `GET ${Buffer.from('/docs/ä?q=1').toString('latin1')}`,
      host: 'docs.acme.example',
      status: 200,
      agent: 'Agent/1',
      optOut: true,
      range: 'bytes=0-99',
      referrer: '',
    });
    expect(
      read(
        'caddy',
        JSON.stringify({
          ...entry,
          request: { ...entry.request, remote_ip: undefined, remote_addr: '192.0.2.7:41844' },
        }),
      )?.client,
    ).toBe('192.0.2.7:41844');
  });
});

test('where a visitor came from, only when asked for', () => {
  const from = (format: string, line: string): readonly string[] =>
    [false, true].map((referrer) => {
      const fields = newFields();
      expect(openFormat(format, { referrer }).parse(line, fields)).toBe(true);
      return fields.referrer;
    });
  const page = 'https://blog.example/a';
  const rest = `"GET /docs/a HTTP/1.1" 200 1 "${page}" "A"`;
  expect(from('combined', `192.0.2.7 - - ${TIME} ${rest}`)).toEqual(['', page]);
  expect(
    from('s3', `${S3} - 3E5 REST.GET.OBJECT docs/a "GET /a HTTP/1.1" 200 - 5 5 7 1 "${page}" "A"`),
  ).toEqual(['', page]);
  const columns = 'columns:tab:date,time,c-ip,cs-uri-stem,sc-status,cs(Referer)';
  expect(from(columns, `2026-05-18\t01:30:03\t192.0.2.7\t/docs/a\t200\t${page}`)).toEqual(['', page]);
  const nginx = '$remote_addr [$time_local] "$request" $status "$http_referer"';
  expect(from(nginx, `192.0.2.7 ${TIME} "GET /docs/a HTTP/1.1" 200 "${page}"`)).toEqual(['', page]);
  const apache = '%h %t "%r" %>s "%{Referer}i"';
  expect(from(apache, `192.0.2.7 ${TIME} "GET /docs/a HTTP/1.1" 200 "${page}"`)).toEqual(['', page]);
});

describe('declared formats', () => {
  const nginx =
    '$remote_addr - $remote_user [$time_local] $host "$request" $status $body_bytes_sent "$http_user_agent" "$http_dnt" "$http_x_forwarded_for"';
  test('nginx', () => {
    const line = `198.51.100.1 - - ${TIME} acme.example "GET /docs/a HTTP/1.1" 200 5 "A \\"b\\" c" "1" "192.0.2.7, 198.51.100.1"`;
    expect(read(nginx, line)).toEqual({
      ...plain,
      ...visit,
      host: 'acme.example',
      agent: 'A \\"b\\" c',
      optOut: true,
    });
  });

  test('nginx with an ISO date and separate parts', () => {
    const line = '2026-05-18T01:30:03+00:00|192.0.2.7|GET|/docs/a|x=1|200|0.003';
    expect(
      read('$time_iso8601|$remote_addr|$request_method|$uri|$args|$status|$request_time', line),
    ).toMatchObject({
      day: '2026-05-18',
      request: 'GET /docs/a?x=1',
      status: 200,
    });
  });

  test.each([
    '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" "%{Sec-GPC}i"',
    '%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\" \\"%{Sec-GPC}i\\"',
  ])('Apache: %s', (format) => {
    const line = `192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 5 "-" "A" "1"`;
    expect(read(format, line)).toEqual({ ...plain, ...visit, agent: 'A', optOut: true });
  });

  test.each(['combinde', '$status', '%h %t', 'columns:tab:a,b'])('%s is refused', (format) => {
    expect(() => openFormat(format)).toThrow('format');
  });
});

describe('dates', () => {
  const day = (time: string) => read('common', `192.0.2.7 - - [${time}] "GET / HTTP/1.1" 200 1`)?.day;
  test.each([
    ['31/Dec/2025:23:59:59 +0000', '2025-12-31'],
    ['31/Dec/2025:23:59:59 -0001', '2026-01-01'],
    ['01/Jan/2026:05:29:59 +0530', '2025-12-31'],
    ['01/Jan/2026:05:30:00 +0530', '2026-01-01'],
    ['29/Feb/2024:12:00:00 +0000', '2024-02-29'],
    ['29/Feb/2025:12:00:00 +0000', undefined],
    ['32/Jan/2025:12:00:00 +0000', undefined],
    ['01/Foo/2025:12:00:00 +0000', undefined],
    ['01/Jan/2025:25:00:00 +0000', undefined],
    ['yesterday', undefined],
  ])('%s is %s', (time, expected) => {
    expect(day(time)).toBe(expected);
  });

  test('the same minute in another zone is another day', () => {
    const format = openFormat('common');
    const fields = newFields();
    const days = ['+0000', '-0500', '+0000', '+0900'].map((zone) => {
      format.parse(`192.0.2.7 - - [17/May/2026:20:30:00 ${zone}] "GET / HTTP/1.1" 200 1`, fields);
      return isoDay(fields.day);
    });
    expect(days).toEqual(['2026-05-17', '2026-05-18', '2026-05-17', '2026-05-17']);
  });
});

describe('detection', () => {
  const combined = `192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 1 "-" "A"`;
  test.each([
    ['combined', [combined]],
    ['combined', [combined, 'junk', combined.replace('192.0.2.7', 'gw.acme.example')]],
    ['common', [`192.0.2.7 - - ${TIME} "GET /docs/a HTTP/1.1" 200 1`]],
    ['vhost_combined', [`acme.example ${combined}`]],
    [
      'caddy',
      ['{"ts":1779067803.1,"status":200,"request":{"remote_ip":"192.0.2.7","method":"GET","uri":"/"}}'],
    ],
    [
      'columns:tab:date,time,c-ip,cs-method,cs-uri-stem,sc-status',
      [
        '#Version: 1.0',
        '#Fields: date time c-ip cs-method cs-uri-stem sc-status',
        '2026-05-18\t01:30:03\t192.0.2.7\tGET\t/\t200',
      ],
    ],
  ])('%s', (name, lines) => {
    expect(detectFormat(lines, 'auto')?.format.name).toBe(name);
  });

  test('mail, CSV, JSON and prose are not logs', () => {
    for (const text of [
      'From someone Mon Jan 1 10:00:00 2026',
      'name,mail\nA,b@acme.example',
      '{"a":1}',
      'Hello world',
      '',
    ]) {
      expect(detectFormat(text.split('\n'), 'auto'), text).toBeUndefined();
    }
  });

  test('a declared format is the only candidate', () => {
    expect(detectFormat([combined], 'caddy')).toBeUndefined();
    expect(detectFormat([combined], 'common')?.format.name).toBe('common');
  });
});
