/** A request line to what it touches: a download, a documentation page, a search, or nothing that counts. */
import type { AccessPoint, Act, AssetClaim, DropReason } from '../../contract.ts';
import { decodePath, pageKey, pathOf, searchTerm } from '../../text/page_key.ts';
import { releaseOf } from './release.ts';
import type { Rules } from './rules.ts';

/** What a request is about, if it counts. */
export interface Target {
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly asset: AssetClaim;
  /** What it is when the server has no such page. */
  readonly missing?: Target;
}

export interface TargetSettings {
  readonly download: Rules;
  readonly documentation: Rules;
  readonly product: string;
  /** Names of parameters that carry what is searched for, in lower case. */
  readonly searchParameters: readonly string[];
}

/** Endings of parts of a page, never a page. */
const PART_ENDINGS =
  'css js mjs map png jpg jpeg gif svg ico webp avif bmp woff woff2 ttf otf eot mp4 webm mp3 ogg wav xml rss atom json webmanifest swf less scss'.split(
    ' ',
  );
const PARTS = new RegExp(`\\.(?:${PART_ENDINGS.join('|')}|txt)$`);
const PART = new Set(PART_ENDINGS);
/** Texts among the documentation are pages all the same, except those for robots. */
const TEXTS = /\.txt$/;
const FOR_ROBOTS = /\/(?:robots|humans|ads|security|llms(?:-full)?)\.txt$/;
const MARKUP = /\.(?:s?html?|xhtml|php\d?|aspx?|jsp|cgi|md)$/;
const VERSION_FOLDER = /\/(?:v|release-)?\d+(?:\.\d+)+[^/]*\/[^/]+$/;
const BARE_VERSION = /\/v?\d+(?:\.\d+)*$/;
const MANIFEST = /^\/v2\/.+\/manifests\/[^/]+$/;
const SEARCH = /(?:^|\/)search(?:\.[a-z]+)?\/?$/;

const METHOD = /^([A-Z]{3,20}) (\S.*?)(?: HTTP\/[\d.]+)?$/;

/** Scanners ask for scripts, hidden files and nonsense that never were pages; people follow links to pages. */
const NEVER_A_PAGE =
  /\.(?:php\d?|aspx?|jsp|cgi|env|bak|sql|ini|ya?ml)$|\/[.~_]|\/\/|[^\w\-./~+@:,()\u0080-\uffff ]/i;
const LONGEST_MISSING = 200;

function page(path: string, accessPoint: AccessPoint): Target {
  const asset: AssetClaim = { kind: 'page', key: pageKey(path) };
  const plain = asset.key.length <= LONGEST_MISSING && !NEVER_A_PAGE.test(decodePath(path));
  const missing: Target = { accessPoint, act: 'dead_end', asset };
  return {
    accessPoint,
    act: 'read',
    asset,
    ...(plain && accessPoint === 'documentation' ? { missing } : {}),
  };
}

function search(path: string, query: string, parameters: readonly string[]): Target {
  const term = searchTerm(query, parameters);
  if (term === '') return page(path, 'documentation');
  return {
    accessPoint: 'documentation',
    act: 'search',
    asset: { kind: 'page', key: `search:${term}`, title: `Search for “${term}”` },
  };
}

/**
 * Whether a path of the download rules is a page about downloads and not a file: a folder, markup, the page of
 * a version, or a last segment without a dot, unless it lies in the folder of a version (`/5.2/acme-linux`).
 */
function isPage(path: string): boolean {
  if (MANIFEST.test(path)) return false;
  if (path.endsWith('/') || MARKUP.test(path) || BARE_VERSION.test(path)) return true;
  const file = path.slice(path.lastIndexOf('/') + 1);
  return !file.includes('.') && !VERSION_FOLDER.test(path);
}

function download(path: string, product: string): Target {
  const { key, title } = releaseOf(path, product);
  const asset: AssetClaim = { kind: 'release', key, ...(title === undefined ? {} : { title }) };
  return { accessPoint: 'download', act: 'download', asset };
}

function targetOf(path: string, query: string, host: string, settings: TargetSettings): Target | DropReason {
  const plain = decodePath(path).toLowerCase();
  const documented = settings.documentation(plain, host);
  const offered = settings.download(plain, host);
  if (offered && !isPage(plain) && !PARTS.test(plain)) return download(path, settings.product);
  if (PARTS.test(plain) && !(documented && TEXTS.test(plain) && !FOR_ROBOTS.test(plain)))
    return 'not_relevant';
  if (SEARCH.test(plain) || (documented && query !== '')) {
    const found = search(path, query, settings.searchParameters);
    if (documented || found.act === 'search') return found;
  }
  if (documented) return page(path, 'documentation');
  return offered ? page(path, 'download') : 'not_relevant';
}

const DOT = 46;
const GET = 'GET /';
const PROTOCOL = ' HTTP/1.1'.length;

/**
 * Whether a request is plainly for a part of a page. More than half of all requests are; telling them by their
 * ending is several times faster than looking up the request. False leaves the question open.
 */
export function isPart(request: string): boolean {
  if (!request.startsWith(GET)) return false;
  const end = request.length - PROTOCOL;
  if (request.charCodeAt(end) !== 32) return false;
  for (let at = end - 3; at >= end - 6; at--) {
    if (request.charCodeAt(at) === DOT) return !request.includes('?') && PART.has(request.slice(at + 1, end));
  }
  return false;
}

/**
 * Makes the function from a request line (`GET /path HTTP/1.1`) and host to its target, or to the reason why
 * it does not count.
 */
export function targets(settings: TargetSettings): (request: string, host: string) => Target | DropReason {
  return (request, host) => {
    const match = METHOD.exec(request);
    // Scanners send TLS greetings, binary junk and nothing at all; servers log that as it came.
    if (match === null) return 'not_read_request';
    const [, method, target = ''] = match;
    if (method === 'HEAD') return 'not_success';
    if (method !== 'GET' || !/^(?:\/|[a-z]+:\/\/)/i.test(target)) return 'not_read_request';
    const { path, query } = pathOf(target.slice(0, 8192));
    return targetOf(path, query, host.toLowerCase(), settings);
  };
}
