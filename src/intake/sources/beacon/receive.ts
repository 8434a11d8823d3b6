/** The script for the pages, and what it sends: one small body of JSON a page. Where it came from is not looked at. */
import { readFileSync } from 'node:fs';
import { isbot } from 'isbot';
import type { Delivery, Received, Receiver, SettingValues } from '../../contract.ts';
import { expectPost, objectOf, recordOf } from '../../deliveries/body.ts';
import { asksNotToBeTracked, hostOf, idOf, wordOf } from '../../deliveries/values.ts';
import type { Fields } from '../../text/json.ts';
import { hitOf } from './hit.ts';
import { readSites } from './settings.ts';

const SCRIPT = 'beacon.js';
const LARGEST = 4096;
const LONGEST_AGENT = 512;
const HOUR = 3600;

const script = readFileSync(new URL(SCRIPT, import.meta.url), 'utf8');

export const receive: Receiver<Fields> = {
  help: 'Put <script defer src="URL/beacon.js"></script> into your pages; README.md of the source says what else it can tell.',
  maxBytes: LARGEST,
  fromBrowsers: true,
  authentic: (delivery, settings) => asksForScript(delivery) || siteOf(delivery, settings) !== undefined,
  records,
};

function asksForScript({ method, path }: Delivery): boolean {
  return (method === 'GET' || method === 'HEAD') && path === SCRIPT;
}

/** The page's host, when it is one of the sites. A browser says it by itself; a page cannot say another. */
function siteOf({ headers }: Delivery, settings: SettingValues): string | undefined {
  const { origin } = headers;
  const name = origin !== undefined && URL.canParse(origin) ? new URL(origin).hostname : undefined;
  const host = hostOf(origin) ?? name;
  return host !== undefined && readSites(settings).has(host) ? host : undefined;
}

function records(delivery: Delivery, settings: SettingValues): Received<Fields> {
  if (asksForScript(delivery)) return { records: [], answer: scriptAnswer(delivery) };
  expectPost(delivery);
  const { headers, at } = delivery;
  const body = objectOf(delivery);
  // The id is one of what happened, not of who did it.
  const id = idOf('hit', wordOf(body.id, 100), () => [body, at]);
  const answer = { status: 204 };
  if (asksNotToBeTracked(headers)) return { records: [recordOf(id, { left: 'do_not_track' })], answer };
  if (isbot((headers['user-agent'] ?? '').slice(0, LONGEST_AGENT))) {
    return { records: [recordOf(id, { left: 'bot' })], answer };
  }
  return { records: [recordOf(id, hitOf(body, siteOf(delivery, settings) ?? '', at))], answer };
}

function scriptAnswer({ method }: Delivery) {
  const headers = {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': `public, max-age=${HOUR}`,
    'X-Content-Type-Options': 'nosniff',
  };
  return { status: 200, headers, ...(method === 'HEAD' ? {} : { body: script }) };
}
