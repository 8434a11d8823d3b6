/** Pages of others that link to us, as referrers tell them: earned buzz. Nothing is kept of who followed the link. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { pageKey, pathOf } from '../../text/page_key.ts';
import type { Target } from './target.ts';

const names = z.array(z.string().min(1)).min(1);
const tableShape = z.strictObject({ search: names, private: names, private_names: names, social: names });

const REFERRER = /^https?:\/\/([^\s/?#@:]{4,253})([/?#]\S*)?$/i;
/** A host of the public Internet has a name with a point, and its last part is a word. */
const PUBLIC_HOST = /^(?:[a-z\d_](?:[a-z\d_-]{0,62})\.)+(?:[a-z]{2,24}|xn--[a-z\d-]{2,40})$/;
const NO_TOP = /\.(?:local|lan|internal|intranet|home|corp|localhost|test|invalid|onion)$/;

/** Whether a host is one of the list, or below one. */
function hostTest(hosts: readonly string[]): (host: string) => boolean {
  const escaped = hosts.map((host) =>
    host
      .trim()
      .toLowerCase()
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace('\\.*', '\\.[a-z.]{2,6}'),
  );
  const pattern = new RegExp(`(?:^|\\.)(?:${escaped.join('|')})$`);
  return (host) => pattern.test(host);
}

/**
 * Makes the function from a referrer to the page that links to us; null for what is none: our own pages, search
 * engines, places that are not public, and what is no address.
 */
export function linkingPages(
  ownHosts: readonly string[],
  file: URL = new URL('./referrers.yaml', import.meta.url),
): (referrer: string) => Target | null {
  const table = tableShape.parse(parse(readFileSync(file, 'utf8')));
  const [isOwn, isSearch, isSocial] = [ownHosts, table.search, table.social].map(hostTest);
  const isPrivate = hostTest(table.private);
  const privateNames = new Set(table.private_names);
  return (referrer) => {
    const [, named = '', rest = '/'] = REFERRER.exec(referrer.slice(0, 2_000)) ?? [];
    const host = named.toLowerCase().replace(/^www\./, '');
    if (!PUBLIC_HOST.test(host) || NO_TOP.test(host)) return null;
    if (isOwn?.(host) || isSearch?.(host) || isPrivate(host)) return null;
    if (
      host
        .split('.')
        .slice(0, -2)
        .some((part) => privateNames.has(part))
    )
      return null;
    const path = pageKey(pathOf(rest).path);
    const key = `${host}${path === '/' ? '' : path}`.slice(0, 500);
    return {
      accessPoint: isSocial?.(host) ? 'social' : 'blog',
      act: 'mention',
      asset: { kind: 'page', key },
    };
  };
}
