/** Answers of servers that speak JSON. */
import { type Http, type HttpRequest, LeadspringError } from '../../base/plain.ts';
import { parseJson } from './json.ts';

export interface JsonAnswer {
  readonly value: unknown;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
}

/** An address as messages may show it: queries can hold keys. */
export const shownAddress = (url: string): string => url.replace(/[?#].*$/s, '');

/**
 * Asks for JSON. An answer that is none, such as one that was cut off on its way, is asked for once more.
 * @throws LeadspringError `remote_answer_malformed`, and what `Http` throws
 */
export async function askJson(http: Http, url: string, request: HttpRequest = {}): Promise<JsonAnswer> {
  for (let attempt = 0; ; attempt++) {
    const { body, headers, status } = await http.request(url, {
      ...request,
      headers: { accept: 'application/json', ...request.headers },
    });
    const value = status === 304 ? null : parseJson(Buffer.from(body).toString('utf8'));
    if (value !== undefined) return { value, headers, status };
    if (attempt > 0) throw malformed(url, 'answers with something that is not JSON');
  }
}

/** An answer that is not what its server's documentation says. @param what continues the sentence */
export function malformed(url: string, what: string): LeadspringError {
  return new LeadspringError('remote_answer_malformed', `${shownAddress(url)} ${what}.`);
}

/** The list that an answer is. @throws LeadspringError `remote_answer_malformed` */
export function listOf(value: unknown, url: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed(url, 'answers with something that is not a list');
}

/** An address of a Link header (RFC 8288) by its relation, such as `next` or `last`. */
export function linkOf(headers: JsonAnswer['headers'], relation: string): string | undefined {
  for (const part of (headers.link ?? '').slice(0, 8_192).split(/,\s*(?=<)/)) {
    const [, address, rest = ''] = /^<([^<>]*)>(.*)$/.exec(part.trim()) ?? [];
    if (rest.includes(`rel="${relation}"`)) return address;
  }
  return undefined;
}

/**
 * The address of a server from a setting, without a slash at its end.
 * @throws LeadspringError `setting_invalid`
 */
export function serverAddress(setting: string, value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : '';
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  const usable = parsed !== undefined && /^https?:$/.test(parsed.protocol) && parsed.username === '';
  if (!usable || parsed.search !== '' || parsed.hash !== '') {
    throw new LeadspringError('setting_invalid', `${setting}: “${text.slice(0, 200)}” is not a web address.`);
  }
  return parsed.href.replace(/\/+$/, '');
}
