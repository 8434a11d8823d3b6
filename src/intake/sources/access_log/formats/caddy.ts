/** Caddy's access log: one JSON object a line, with the request's headers. */
import { z } from 'zod';
import { parseJson } from '../../../text/json.ts';
import { anyDays, dayOfMs } from './dates.ts';
import { type Format, hashComment, hostOf, isOptOut, type LineFields } from './format.ts';

const shape = z.object({
  ts: z.union([z.number(), z.string()]),
  status: z.int().min(0).max(999),
  request: z.object({
    client_ip: z.string().optional(),
    remote_ip: z.string().optional(),
    remote_addr: z.string().optional(),
    method: z.string(),
    host: z.string().default(''),
    uri: z.string(),
    headers: z.record(z.string(), z.array(z.string())).default({}),
  }),
});

/** A block is read as Latin-1, one character a byte; JSON is UTF-8. */
function utf8(line: string): string {
  return /[\x80-\xff]/.test(line) ? Buffer.from(line, 'latin1').toString('utf8') : line;
}

/** Back to one character a byte, as the other formats give it. */
function bytesOf(text: string): string {
  return /[\u0080-\uffff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

function headerOf(headers: Readonly<Record<string, readonly string[]>>, name: string): string {
  const exact = headers[name];
  if (exact !== undefined) return exact[0] ?? '';
  const key = Object.keys(headers).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? '' : (headers[key]?.[0] ?? '');
}

export function caddyFormat(): Format {
  const textDay = anyDays();
  const parse = (line: string, fields: LineFields): boolean => {
    if (line.charCodeAt(0) !== 123) return false;
    const checked = shape.safeParse(parseJson(utf8(line)));
    if (!checked.success) return false;
    const { ts, status, request } = checked.data;
    const { headers } = request;
    const day = typeof ts === 'number' ? dayOfMs(ts * 1000) : textDay(ts.replaceAll('/', '-'), 0);
    const client = request.client_ip ?? request.remote_ip ?? request.remote_addr ?? '';
    if (!Number.isFinite(day) || client === '') return false;
    fields.client = client;
    fields.day = day;
    fields.request = `${request.method} ${bytesOf(request.uri)}`;
    fields.host = hostOf(request.host);
    fields.status = status;
    fields.agent = headerOf(headers, 'User-Agent');
    fields.optOut = isOptOut(headerOf(headers, 'Dnt')) || isOptOut(headerOf(headers, 'Sec-Gpc'));
    fields.range = headerOf(headers, 'Range');
    fields.referrer = bytesOf(headerOf(headers, 'Referer'));
    return true;
  };
  return { name: 'caddy', parse, complete: (line) => line.endsWith('}'), comment: hashComment };
}
