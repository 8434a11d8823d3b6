/** Fields of formats whose columns have names: what each name means, and how its value reaches the fields. */
import { anyDays, clfDays, epochDay, isoDayOf } from './dates.ts';
import { type FormatOptions, hostOf, isOptOut, type LineFields, statusOf } from './format.ts';

/** What a column is good for. `ignore` is everything else. */
export type Role =
  | 'client'
  | 'forwarded'
  | 'clf_time'
  | 'iso_time'
  | 'epoch'
  | 'any_time'
  | 'date'
  | 'clock'
  | 'request'
  | 'method'
  | 'path'
  | 'query'
  | 'url'
  | 'status'
  | 'agent'
  | 'escaped_agent'
  | 'host'
  | 'dnt'
  | 'range'
  | 'referrer'
  | 'ignore';

/** Column and variable names, lower case, of nginx, W3C extended logs, CloudFront and plain tables. */
const ROLES: readonly (readonly [Role, readonly string[]])[] = [
  [
    'client',
    ['remote_addr', 'c-ip', 'client_ip', 'client', 'ip', 'remote_host', 'host_or_ip', 'realip_remote_addr'],
  ],
  [
    'forwarded',
    [
      'http_x_forwarded_for',
      'x-forwarded-for',
      'http_x_real_ip',
      'http_cf_connecting_ip',
      'http_true_client_ip',
    ],
  ],
  ['clf_time', ['time_local']],
  ['iso_time', ['time_iso8601', 'timestamp_iso8601']],
  ['epoch', ['msec', 'epoch']],
  ['any_time', ['timestamp', 'datetime', 'ts', 'time_stamp']],
  ['date', ['date']],
  ['request', ['request', 'request_line']],
  ['method', ['method', 'request_method', 'cs-method', 'verb']],
  ['path', ['uri', 'cs-uri-stem', 'path', 'document_uri']],
  ['query', ['args', 'query_string', 'cs-uri-query', 'query']],
  ['url', ['request_uri', 'url', 'cs-uri']],
  ['status', ['status', 'sc-status', 'response', 'response_code', 'status_code']],
  ['agent', ['http_user_agent', 'user_agent', 'agent', 'useragent']],
  ['escaped_agent', ['cs(user-agent)']],
  ['host', ['http_host', 'server_name', 'x-host-header', 'cs-host', 'vhost']],
  ['dnt', ['http_dnt', 'http_sec_gpc', 'cs(dnt)', 'cs(sec-gpc)', 'dnt', 'sec_gpc', 'gpc']],
  ['range', ['http_range', 'cs(range)', 'range']],
  ['referrer', ['http_referer', 'cs(referer)', 'referer', 'referrer']],
];
const ROLE_OF = new Map(ROLES.flatMap(([role, names]) => names.map((name) => [name, role] as const)));

/**
 * The roles of a table's columns. `host` is the client in a plain table that has no other, and `time` goes
 * with a `date` column (W3C) or stands for itself.
 */
export function rolesOf(names: readonly string[], { referrer = false }: FormatOptions = {}): readonly Role[] {
  const lower = names.map((name) => name.trim().toLowerCase());
  const roles = lower.map((name): Role => {
    if (name === 'time') return lower.includes('date') ? 'clock' : 'any_time';
    const role = ROLE_OF.get(name) ?? 'ignore';
    return role === 'referrer' && !referrer ? 'ignore' : role;
  });
  const host = lower.indexOf('host');
  if (host >= 0) roles[host] = roles.includes('client') || roles.includes('forwarded') ? 'host' : 'client';
  return roles;
}

/** Whether columns of these roles say who, when, what and how it ended. */
export function suffices(roles: readonly Role[]): boolean {
  const any = (...wanted: readonly Role[]): boolean => wanted.some((role) => roles.includes(role));
  return (
    any('client', 'forwarded') &&
    any('clf_time', 'iso_time', 'epoch', 'any_time', 'date') &&
    any('request', 'path', 'url') &&
    any('status')
  );
}

/** Parts of a line that only together make a field. */
interface Parts {
  client: string;
  forwarded: string;
  date: string;
  clock: string;
  method: string;
  path: string;
  query: string;
}

const blank = (value: string): boolean => value === '' || value === '-';

/** The first address of `X-Forwarded-For: client, proxy1, proxy2`. */
function firstOf(list: string): string {
  const comma = list.indexOf(',');
  return (comma < 0 ? list : list.slice(0, comma)).trim();
}

/** CloudFront and W3C logs escape blanks (and more) in the agent; a bad escape is left as it is. */
function unescapeAgent(text: string): string {
  if (!text.includes('%')) return text.replaceAll('+', ' ');
  try {
    const once = decodeURIComponent(text);
    return once.includes('%20') ? decodeURIComponent(once) : once;
  } catch (cause) {
    if (cause instanceof URIError) return text.replaceAll('%20', ' ');
    throw cause;
  }
}

/** Collects values by role and puts them into the fields. */
export function collector() {
  const clf = clfDays();
  const any = anyDays();
  const parts: Parts = { client: '', forwarded: '', date: '', clock: '', method: '', path: '', query: '' };

  const begin = (fields: LineFields): void => {
    Object.assign(parts, { client: '', forwarded: '', date: '', clock: '', method: '', path: '', query: '' });
    Object.assign(fields, {
      day: Number.NaN,
      request: '',
      host: '',
      status: -1,
      agent: '',
      optOut: false,
      range: '',
      referrer: '',
    });
  };

  const put = (fields: LineFields, role: Role, value: string): void => {
    switch (role) {
      case 'client':
        parts.client = value;
        break;
      case 'forwarded':
        if (!blank(value)) parts.forwarded = firstOf(value);
        break;
      case 'clf_time':
        fields.day = clf(value, value.startsWith('[') ? 1 : 0);
        break;
      case 'iso_time':
        fields.day = isoDayOf(value);
        break;
      case 'epoch':
        fields.day = epochDay(value);
        break;
      case 'any_time':
        fields.day = any(value, 0);
        break;
      case 'date':
      case 'clock':
      case 'method':
      case 'query':
        parts[role] = value;
        break;
      case 'path':
      case 'url':
        parts.path = value;
        break;
      case 'request':
        fields.request = value;
        break;
      case 'status':
        fields.status = statusOf(value);
        break;
      case 'agent':
        fields.agent = value;
        break;
      case 'escaped_agent':
        fields.agent = unescapeAgent(value);
        break;
      case 'host':
        if (fields.host === '') fields.host = hostOf(value);
        break;
      case 'dnt':
        fields.optOut ||= isOptOut(value);
        break;
      case 'range':
        fields.range = blank(value) ? '' : value;
        break;
      case 'referrer':
        fields.referrer = blank(value) ? '' : value;
        break;
      case 'ignore':
        break;
    }
  };

  /** Joins the parts; false when who, when, what or how it ended is missing. */
  const finish = (fields: LineFields): boolean => {
    fields.client = parts.forwarded === '' ? parts.client : parts.forwarded;
    if (parts.date !== '')
      fields.day = isoDayOf(`${parts.date}T${parts.clock === '' ? '00:00' : parts.clock}`);
    if (fields.request === '' && parts.path !== '') {
      const query = blank(parts.query) ? '' : `?${parts.query}`;
      fields.request = `${blank(parts.method) ? 'GET' : parts.method} ${parts.path}${query}`;
    }
    return fields.client !== '' && !Number.isNaN(fields.day) && fields.status >= 0;
  };
  return { begin, put, finish };
}
