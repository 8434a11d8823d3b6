/** The style sheet, the script and the icon: read once, named after their content, so that they may be kept for ever. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Asset {
  /** Where it is served; changes with the content. */
  readonly path: string;
  readonly type: string;
  readonly etag: string;
  readonly body: string;
}

function asset(file: string, type: string): Asset {
  const body = readFileSync(join(import.meta.dirname, 'assets', file), 'utf8');
  const digest = hash('sha256', body, 'hex').slice(0, 16);
  const [name = '', extension = ''] = file.split('.');
  return { path: `/assets/${name}.${digest}.${extension}`, type, etag: `"${digest}"`, body };
}

export const STYLE = asset('style.css', 'text/css; charset=utf-8');
export const SCRIPT = asset('keys.js', 'text/javascript; charset=utf-8');
export const ICON = asset('icon.svg', 'image/svg+xml');

const BY_PATH: ReadonlyMap<string, Asset> = new Map([STYLE, SCRIPT, ICON].map((each) => [each.path, each]));

/** The answer for a path below /assets, or undefined when there is none. 304 when the browser has it. */
export function assetResponse(path: string, ifNoneMatch: string | undefined): Response | undefined {
  const found = BY_PATH.get(path);
  if (found === undefined) return undefined;
  const headers = {
    'Content-Type': found.type,
    'Cache-Control': 'public, max-age=31536000, immutable',
    ETag: found.etag,
  };
  if (ifNoneMatch?.includes(found.etag)) return new Response(null, { status: 304, headers });
  return new Response(found.body, { headers });
}
