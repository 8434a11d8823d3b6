/**
 * bunny.net's log of its content delivery network: `HIT|200|1700000000000|2326|390|client|referrer|url|...`,
 * fields parted by `|`: cache state, status, time in milliseconds, bytes, zone, client, referrer, URL, place,
 * agent, request id, country; its extended form has more at the end. It logs GET requests only.
 */
import { epochDay } from './dates.ts';
import { type Format, hashComment, hostOf, type LineFields, statusOf } from './format.ts';

const URL_PARTS = /^(?:https?:)?\/\/([^/?#]*)([^#]*)/;

function parse(line: string, fields: LineFields): boolean {
  const parts = line.split('|');
  if (parts.length < 12) return false;
  const [, status = '', time = '', , , client = '', referrer = '', url = '', , agent = ''] = parts;
  const match = URL_PARTS.exec(url);
  const day = /^\d{11,14}$/.test(time) ? epochDay(`${Number(time) / 1000}`) : Number.NaN;
  fields.status = statusOf(status);
  if (match === null || Number.isNaN(day) || fields.status < 0 || client === '') return false;
  fields.client = client;
  fields.day = day;
  fields.host = hostOf(match[1] ?? '');
  fields.request = `GET ${match[2] === '' ? '/' : match[2]}`;
  fields.agent = agent === '-' ? '' : agent;
  fields.referrer = referrer === '-' ? '' : referrer;
  fields.optOut = false;
  fields.range = parts[13]?.startsWith('bytes=') === true ? parts[13] : '';
  return true;
}

export const bunny: Format = {
  name: 'bunny',
  parse,
  complete: (line) => /\|[A-Z]{2}$/.test(line),
  comment: hashComment,
};
