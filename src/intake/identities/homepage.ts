/** Home pages of profiles, in one spelling. Pure. */
import { knowDomain } from './domains.ts';

const LONGEST = 200;

/**
 * Host and path of a page on the public net: lower case, without `www.`, query, fragment and slashes at the end. Null
 * for what is no such page.
 */
export function homepageOf(text: string): string | null {
  const trimmed = text.trim();
  const given = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '') return null;
  const domain = knowDomain(url.hostname);
  if (domain === null) return null;
  const page = `${domain.host}${url.pathname.toLowerCase().replace(/\/+$/, '')}`;
  return page.length > LONGEST ? null : page;
}

/** The parts of a page that may name its owner: of `jane.github.io/~jdoe` jane and jdoe, as they stand there. */
export function ownersOf(page: string): readonly string[] {
  const [host = '', ...path] = page.split('/');
  const domain = knowDomain(host);
  const label = domain?.domain.split('.')[0] ?? '';
  const first = host.split('.')[0] ?? '';
  const last = path.at(-1)?.replace(/^[~@]|\.html?$/g, '') ?? '';
  return [...new Set([label, first, last])].filter((part) => part !== '');
}
