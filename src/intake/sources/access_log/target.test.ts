import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEARCH_PARAMETERS } from '../../text/page_key.ts';
import { DEFAULT_DOCUMENTATION_RULES, DEFAULT_DOWNLOAD_RULES } from './default_rules.ts';
import { compileRules } from './rules.ts';
import { isPart, targets } from './target.ts';

const open = (
  product = '',
  download = ['defaults'],
  documentation = ['defaults'],
  searchParameters = SEARCH_PARAMETERS,
) =>
  targets({
    download: compileRules(download, DEFAULT_DOWNLOAD_RULES, 'download_rules'),
    documentation: compileRules(documentation, DEFAULT_DOCUMENTATION_RULES, 'documentation_rules'),
    product,
    searchParameters,
  });
const target = open();
function short(path: string, host = '', of = target): string {
  const found = of(`GET ${path} HTTP/1.1`, host);
  return typeof found === 'string'
    ? found
    : `${found.accessPoint} ${found.act} ${found.asset.kind} ${found.asset.key}`;
}

describe('downloads', () => {
  test.each([
    ['/download/acme-5.2.1.tar.gz', 'acme/5.2.1'],
    ['/acme-5.2.1-linux-amd64.tar.gz', 'acme/5.2.1'],
    ['/files/Acme%20Server%20Setup%205.2.1.exe', 'acme-server/5.2.1'],
    ['/pool/main/a/acme/acme_5.2.1-1_amd64.deb', 'acme/5.2.1'],
    ['/rpm/acme-server-5.2.1-1.x86_64.rpm', 'acme-server/5.2.1'],
    ['/packages/acme-5.2.0rc1-py3-none-any.whl', 'acme/5.2.0rc1'],
    ['/acme/-/acme-5.2.1.tgz', 'acme/5.2.1'],
    ['/com/acme/acme-core/5.2.1/acme-core-5.2.1.jar', 'acme-core/5.2.1'],
    ['/acme-1.1.0-monolithic.jar', 'acme/1.1.0'],
    ['/releases/download/v5.2.1/acme-linux-amd64', 'acme/5.2.1'],
    ['/acme/app/archive/refs/tags/v5.2.1.tar.gz', 'app/5.2.1'],
    ['/download/acme-5.2.1-beta.2.zip', 'acme/5.2.1-beta.2'],
    ['/download/acme_5_2_1.zip', 'acme/5.2.1'],
    ['/download/latest/acme-latest.zip', '/download/latest/acme-latest.zip'],
    ['/v2/acme/server/manifests/5.2', 'acme/server/5.2'],
    ['/v2/acme/server/manifests/sha256:0123456789abcdef', 'acme/server'],
    ['/install.sh', '/install.sh'],
    ['/docs/acme-5.2.1.zip', 'acme/5.2.1'],
  ])('%s is %s', (path, key) => {
    expect(short(path)).toBe(`download download release ${key}`);
  });

  test('the product setting names what the file name does not', () => {
    expect(short('/download/5.2/setup.exe', '', open('Acme'))).toBe('download download release acme/5.2');
    expect(short('/download/v5.2.1.zip', '', open('Acme'))).toBe('download download release acme/5.2.1');
  });

  test.each([
    '/download/acme-5.2.1.tar.gz.asc',
    '/download/acme-5.2.1.tar.gz.sha256',
    '/dists/stable/InRelease',
    '/dists/stable/main/binary-amd64/Packages.gz',
    '/repodata/repomd.xml',
    '/repodata/0f-primary.xml.gz',
    '/com/acme/core/5.2.1/core-5.2.1.pom',
    '/v2/acme/server/blobs/sha256:0123',
    '/static/app.js',
    '/favicon.ico',
    '/',
    '/pricing',
    '/robots.txt',
    '/docs/logo.png',
    '/docs/style.css?v=5.2',
    '/feed.xml',
  ])('%s is not relevant', (path) => {
    expect(short(path)).toBe('not_relevant');
  });

  test.each([
    ['/download', '/download'],
    ['/downloads/', '/downloads'],
    ['/en/download/index.html', '/en/download'],
    ['/releases/5.2', '/releases/5.2'],
  ])('%s is a page about downloads', (path, key) => {
    expect(short(path)).toBe(`download read page ${key}`);
  });

  test('a download host makes files downloads', () => {
    expect(short('/5.2.1/acme-linux', 'dl.acme.example')).toBe('download download release acme/5.2.1');
    expect(short('/5.2.1/acme-linux', 'www.acme.example')).toBe('not_relevant');
  });
});

describe('documentation', () => {
  test.each([
    ['/docs', '/docs'],
    ['/docs/', '/docs'],
    ['/docs/install/index.html', '/docs/install'],
    ['/docs//install/?ref=mail', '/docs/install'],
    ['/en/docs/5.2/sso.html', '/en/docs/5.2/sso.html'],
    ['/documentation/a;jsessionid=0F3A/b', '/documentation/a/b'],
    ['/wiki/%C3%9Cbersicht', '/wiki/Übersicht'],
    ['/wiki/\\xC3\\x9Cbersicht', '/wiki/Übersicht'],
    ['/wiki/\u00c3\u009cbersicht', '/wiki/Übersicht'],
    ['/docs/%ff%00x', '/docs/_x'],
    ['/docs/%zz', '/docs/%zz'],
    ['/docs/readme.txt', '/docs/readme.txt'],
    ['/docs/book.pdf', '/docs/book.pdf'],
    ['/docs/user/jo@mail.example/x', '/docs/user/x'],
    ['/docs/call/+49 170 1234567', '/docs/call'],
    ['https://acme.example/docs/a', '/docs/a'],
  ])('%s is the page %s', (path, key) => {
    expect(short(path)).toBe(`documentation read page ${key}`);
  });

  test('keys are bounded and never cut a pair', () => {
    const found = target(`GET /docs/${encodeURIComponent('😀'.repeat(400))} HTTP/1.1`, '');
    const key = typeof found === 'string' ? '' : found.asset.key;
    expect(key.length).toBeLessThanOrEqual(500);
    expect(key.isWellFormed()).toBe(true);
  });

  test('a documentation host makes pages documentation', () => {
    expect(short('/5.2/sso', 'docs.acme.example')).toBe('documentation read page /5.2/sso');
    expect(short('/logo.svg', 'docs.acme.example')).toBe('not_relevant');
  });

  test.each([
    ['/docs/search?q=LDAP+Group%20sync', 'search:ldap group sync'],
    ['/search.html?lang=en&query=sso', 'search:sso'],
    ['/docs/?search=%C3%84pfel', 'search:äpfel'],
    ['/docs/search?q=mail+jo@mail.example+fails', 'search:mail fails'],
    ['/docs/search?q=account+12345678901', 'search:account'],
    [`/docs/search?q=${'x'.repeat(81)}+${'y'.repeat(80)}`, `search:${'y'.repeat(80)}`],
    [`/docs/search?q=${'word+'.repeat(30)}`, `search:${'word '.repeat(16).trim()}`],
    ['/docs/search?q=key+eyJhbGciOiJIUzI1NiJ9_x+fails', 'search:key fails'],
    ['/docs/search?q=id+3f2b8c1d-9a4e-4f6b-8c7d-1e2f3a4b5c6d', 'search:id'],
    ['/docs/search?q=ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'search:err_ssl_version_or_cipher_mismatch'],
    ['/docs/search?q=acme-server-5.2.1-linux-amd64.tar.gz', 'search:acme-server-5.2.1-linux-amd64.tar.gz'],
  ])('%s is %s', (path, key) => {
    expect(short(path)).toBe(`documentation search page ${key}`);
  });

  test('the parameter of a search may have another name', () => {
    const other = open('', ['defaults'], ['defaults'], ['term']);
    expect(short('/docs/find?term=sso', '', other)).toBe('documentation search page search:sso');
    expect(short('/docs/find?q=sso', '', other)).toBe('documentation read page /docs/find');
  });

  test('an empty search is a page, and a search elsewhere without words is nothing', () => {
    expect(short('/docs/search?q=')).toBe('documentation read page /docs/search');
    expect(short('/search')).toBe('not_relevant');
  });
});

describe('pages that are not there', () => {
  const missing = (path: string): string | undefined => {
    const found = target(`GET ${path} HTTP/1.1`, '');
    return typeof found === 'string' ? found : found.missing?.asset.key;
  };
  test.each([
    ['/docs/old-page.html', '/docs/old-page.html'],
    ['/docs/5.2/setup/?from=x', '/docs/5.2/setup'],
    ['/docs/search?q=sso', undefined],
    ['/docs/wp-login.php', undefined],
    ['/docs/.env', undefined],
    ['/docs//etc/passwd', undefined],
    ['/docs/<script>', undefined],
    [`/docs/${'x'.repeat(300)}`, undefined],
    ['/download/', undefined],
  ])('%s: %s', (path, key) => {
    expect(missing(path)).toBe(key);
  });
});

describe('parts of pages', () => {
  test('what the ending tells is what the rules would say, on any host', () => {
    const segment = fc.constantFrom('docs', 'download', 'static', '5.2', 'a.b', 'search', '%41', 'x');
    const ending = fc.constantFrom(
      '.js',
      '.css',
      '.png',
      '.woff2',
      '.json',
      '.txt',
      '.zip',
      '.html',
      '',
      '.PNG',
      '.js?q=x',
      '.tar.gz',
    );
    const method = fc.constantFrom('GET', 'HEAD', 'POST');
    const path = fc.array(segment, { maxLength: 4 });
    fc.assert(
      fc.property(
        method,
        path,
        ending,
        fc.constantFrom('', 'docs.acme.example', 'dl.acme.example'),
        (verb, parts, end, host) => {
          const request = `${verb} /${parts.join('/')}${end} HTTP/1.1`;
          if (isPart(request)) expect(target(request, host)).toBe('not_relevant');
        },
      ),
      { numRuns: 2000 },
    );
    expect(isPart('GET /static/app.js HTTP/1.1')).toBe(true);
    expect(isPart('GET /static/font.woff2 HTTP/1.1')).toBe(true);
    expect(isPart('GET /docs/a.html HTTP/1.1')).toBe(false);
    expect(isPart('POST /static/app.js HTTP/1.1')).toBe(false);
  });
});

describe('what is no reading', () => {
  test.each([
    ['\\x16\\x03\\x01\\x02', 'not_read_request'],
    ['-', 'not_read_request'],
    ['', 'not_read_request'],
    ['POST /docs/a HTTP/1.1', 'not_read_request'],
    ['OPTIONS * HTTP/1.0', 'not_read_request'],
    ['get /docs/a HTTP/1.1', 'not_read_request'],
    ['CONNECT acme.example:443 HTTP/1.1', 'not_read_request'],
    ['HEAD /acme-5.2.1.zip HTTP/1.1', 'not_success'],
  ])('%s: %s', (request, reason) => {
    expect(target(request, '')).toBe(reason);
  });
});

describe('rules', () => {
  test('own rules replace or extend the defaults', () => {
    const own = open('', ['/get/*/file', '!.tmp'], ['defaults', '/lessons/', '!/docs/internal/']);
    expect(short('/get/a/file', '', own)).toMatch(/^download/);
    expect(short('/acme-5.2.1.zip', '', own)).toBe('not_relevant');
    expect(short('/lessons/1', '', own)).toMatch(/^documentation/);
    expect(short('/docs/internal/x', '', own)).toBe('not_relevant');
    expect(short('/docs/x', '', own)).toMatch(/^documentation/);
  });

  test('a rule that is none names itself', () => {
    expect(() => compileRules(['what is this'], [], 'download_rules')).toThrow('"what is this"');
  });

  test('hostile paths take no time', () => {
    const started = performance.now();
    for (const unit of ['/', 'a', '-', '1.', '@', '%41', '(', ' ', ';', '_', 'a@', '5.2.1-', '1(']) {
      short(`/docs/${unit.repeat(8000)}`);
      short(`/download/${unit.repeat(8000)}.zip`);
      short(`/docs/search?q=${unit.repeat(8000)}`);
    }
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
