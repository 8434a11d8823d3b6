/** Values of strangers' JSON and forms: words, times, money, hosts. Each undefined when it is not one. */
import { hash } from 'node:crypto';

/** Text in one line, trimmed and bounded; numbers count as text, for ids are sent as either. */
export function wordOf(value: unknown, longest = 200): string | undefined {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const word = text
    .slice(0, 4 * longest)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed();
  return word === '' ? undefined : word;
}

/** An address as far as it looks like one. */
export function emailOf(value: unknown): string | undefined {
  const word = wordOf(value, 320);
  return word !== undefined && /^[^\s@<>"]{1,64}@[^\s@<>"]{3,255}$/.test(word) ? word : undefined;
}

/** The host of a web address, or a bare host; in lower case, without `www.`. */
export function hostOf(value: unknown): string | undefined {
  const word = wordOf(value, 500);
  const url = word === undefined || word.includes('://') ? word : `https://${word}`;
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  const host = hostname.toLowerCase().replace(/^www\./, '');
  return /^https?:$/.test(protocol) && /^[^.]+\..*\p{L}/u.test(host) ? host : undefined;
}

const DATE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/i;

/**
 * Milliseconds since the epoch of an ISO 8601 date (UTC where it names no zone), or of a number of seconds or
 * milliseconds, also as text.
 */
export function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string' || value.length > 40) return undefined;
  if (/^\d{9,14}(?:\.\d{1,6})?$/.test(value)) return ofNumber(Number(value));
  const [, day, time = '00:00', zone = 'Z'] = DATE.exec(value.trim()) ?? [];
  if (day === undefined) return undefined;
  const parsed = Date.parse(`${day}T${time}${zone.toUpperCase() === 'UTC' ? 'Z' : zone.toUpperCase()}`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Numbers up to this are seconds: as milliseconds they would lie before 1974. */
const MOST_SECONDS = 1e11;

function ofNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  return Math.round(value <= MOST_SECONDS ? value * 1000 : value);
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** The ISO 4217 code, in capitals. */
export function currencyOf(value: unknown): string | undefined {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
  return CURRENCIES.has(code) ? code : undefined;
}

interface Amount {
  readonly value: string;
  readonly currency: string;
}

/** Money as a decimal number or text with a point. @param assumed the currency where none is named */
export function amountOf(value: unknown, currency: unknown, assumed?: string): Amount | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  const code = currencyOf(currency) ?? (wordOf(currency) === undefined ? assumed : undefined);
  const usable = typeof text === 'string' && /^-?\d{1,15}(?:\.\d{1,10})?$/.test(text.trim());
  return usable && code !== undefined ? { value: text.trim(), currency: code } : undefined;
}

/** Decimals of currencies by ISO 4217, where they are not two. */
const DECIMALS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
};

/**
 * Money in the smallest unit of its currency, such as cents; yen and others have none smaller.
 * @param decimals of currencies, where the sender counts otherwise than ISO 4217
 */
export function minorAmountOf(
  value: unknown,
  currency: unknown,
  assumed?: string,
  decimals: Readonly<Record<string, number>> = {},
): Amount | undefined {
  const whole = amountOf(value, currency, assumed);
  if (whole === undefined || whole.value.includes('.')) return undefined;
  const digits = decimals[whole.currency] ?? DECIMALS[whole.currency] ?? 2;
  const [, sign = '', number = ''] = /^(-?)(\d+)$/.exec(whole.value) ?? [];
  const padded = number.padStart(digits + 1, '0');
  const point = digits === 0 ? '' : `.${padded.slice(-digits)}`;
  return { value: `${sign}${padded.slice(0, padded.length - digits)}${point}`, currency: whole.currency };
}

/** The id of what names itself so; another text where its own could not be one, and of the content where it has none. */
export function idOf(kind: string, own: string | undefined, content: () => unknown): string {
  if (own !== undefined && /^[\x21-\x7e]{1,120}$/.test(own)) return `${kind}:${own}`;
  return `${kind}:${hash('sha256', own === undefined ? JSON.stringify(content()) : `own ${own}`, 'hex').slice(0, 32)}`;
}

/** Whether a browser asked not to be tracked: `DNT: 1` or `Sec-GPC: 1`. */
export function asksNotToBeTracked(headers: Readonly<Record<string, string>>): boolean {
  return headers.dnt?.trim() === '1' || headers['sec-gpc']?.trim() === '1';
}

/** An object without the fields that are undefined. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
