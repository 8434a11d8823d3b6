/** What people write into cells → dates, amounts, counts, addresses. Pure; a value that cannot be read is undefined. */

export type DateOrder = 'dmy' | 'mdy';
export type DecimalMark = '.' | ',';

const BLANK = /^(|-+|–|—|n\/?a|null|none|unknown|unbekannt|k\. ?a\.|inconnu|desconocido|nezn[aá]m[eéyý])$/i;

/** True for an empty cell and for the usual words that stand for one. */
export function isBlank(text: string): boolean {
  return BLANK.test(text.trim());
}

const ISO = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const DOTTED = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})$/;
const AMBIGUOUS = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})$/;
const DAY_NAME_YEAR = /^(\d{1,2})\.?[ -]([a-z]{3,9})\.?[ ,-]+(\d{4})$/i;
const NAME_DAY_YEAR = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAME =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/i;
/** `T14:02`, ` 2:02:11 PM`, `14:02:11.123 +02:00`; seconds, half of the day and zone may be missing. */
const TIME =
  /[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)? ?([ap]\.?m\.?)? ?(z|utc|gmt|[+-]\d{2}:?\d{2})?$/i;

/**
 * Milliseconds since the epoch of a date with or without a time (UTC unless it names a zone): ISO 8601, D.M.Y,
 * D/M/Y or M/D/Y by `order`, Y/M/D, 20260331, 31 March 2026, March 31, 2026, and 2026-03 (its first day).
 */
export function parseDate(text: string, order: DateOrder): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 50) return undefined;
  const time = TIME.exec(trimmed);
  const date = parts(time === null ? trimmed : trimmed.slice(0, time.index), order);
  if (date === undefined) return undefined;
  const [year, month, day] = date;
  const start = Date.UTC(year, month - 1, day);
  const check = new Date(start);
  if (check.getUTCFullYear() !== year || check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day) {
    return undefined;
  }
  const offset = time === null ? 0 : timeOfDay(time);
  return offset === undefined ? undefined : start + offset;
}

function parts(text: string, order: DateOrder): [number, number, number] | undefined {
  const ymd = ISO.exec(text) ?? YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (ymd !== null) return [Number(ymd[1]), Number(ymd[2]), Number(ymd[3] ?? 1)];
  const dotted = DOTTED.exec(text);
  if (dotted !== null) return [fullYear(dotted[3]), Number(dotted[2]), Number(dotted[1])];
  const split = AMBIGUOUS.exec(text);
  if (split !== null) {
    const [day, month] = order === 'dmy' ? [split[1], split[3]] : [split[3], split[1]];
    return [fullYear(split[4]), Number(month), Number(day)];
  }
  const dayFirst = DAY_NAME_YEAR.exec(text);
  if (dayFirst !== null) return [Number(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1])];
  const nameFirst = NAME_DAY_YEAR.exec(text);
  if (nameFirst !== null) return [Number(nameFirst[3]), monthOf(nameFirst[1]), Number(nameFirst[2])];
  return undefined;
}

function fullYear(year = ''): number {
  return year.length === 2 ? Number(year) + (Number(year) < 70 ? 2000 : 1900) : Number(year);
}

/** 1 to 12; 0, which is no month, for another word. */
function monthOf(name = ''): number {
  return MONTH_NAME.test(name) ? MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1 : 0;
}

function timeOfDay([, h, m, s = '0', half, zone]: RegExpExecArray): number | undefined {
  let hour = Number(h);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
  }
  if (hour > 23 || Number(m) > 59 || Number(s) > 60) return undefined;
  const [, sign, zh = '0', zm = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? [];
  const shift = (Number(zh) * 60 + Number(zm)) * (sign === '-' ? -1 : 1);
  return ((hour * 60 + Number(m) - shift) * 60 + Number(s)) * 1000;
}

/**
 * The order that a column's values prove: a first number above 12 can only be a day, a second one only a day in
 * M/D/Y. `ambiguous` when values of that form prove nothing or contradict each other; undefined when there are none.
 */
export function dateOrderOf(values: Iterable<string>): DateOrder | 'ambiguous' | undefined {
  let seen = false;
  let dmy = false;
  let mdy = false;
  for (const value of values) {
    const split = AMBIGUOUS.exec(value.trim().replace(TIME, ''));
    if (split === null) continue;
    seen = true;
    if (Number(split[1]) > 12) dmy = true;
    if (Number(split[3]) > 12) mdy = true;
  }
  if (!seen) return undefined;
  return dmy === mdy ? 'ambiguous' : dmy ? 'dmy' : 'mdy';
}

export interface Amount {
  /** A decimal with a point. */
  readonly value: string;
  readonly currency?: string;
}

const SYMBOLS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  us$: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  kč: 'CZK',
  zł: 'PLN',
  fr: 'CHF',
  sfr: 'CHF',
  ft: 'HUF',
};
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** True for an ISO 4217 code in capitals. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

/** The currency that a word or sign names; undefined when it is none that is known. */
export function parseCurrency(text: string): string | undefined {
  const word = text.trim().replace(/\.$/, '');
  return SYMBOLS[word.toLowerCase()] ?? (isCurrency(word.toUpperCase()) ? word.toUpperCase() : undefined);
}

const MONEY = /^(\D*?)(\d[\d.,'’\u00a0\u202f ]*)(\D*)$/;

/**
 * `1 234,50 €`, `$1,234.50`, `CHF 1'234.00`, `200,- Kč`, `(99)` and the like. A single mark before three digits is
 * the decimal mark if `mark`, which the column proved, says so; else it separates thousands.
 */
export function parseAmount(text: string, mark?: DecimalMark): Amount | undefined {
  if (text.length > 40) return undefined;
  const [, before = '', digits = '', rest = ''] = MONEY.exec(text.trim()) ?? [];
  const dashed = /[.,]$/.test(digits); // `200,-`: the dash stands for no cents
  const after = dashed ? rest.replace(/^[-–—]+/, '') : rest;
  const number = plainNumber(digits.trim().replace(/[.,]$/, ''), mark);
  const inBrackets = before.includes('(');
  if (number === undefined || inBrackets !== after.includes(')')) return undefined;
  const value = inBrackets || /[-−]/.test(before + after) ? `-${number}` : number;
  const words = `${before} ${after}`.replace(/[()+−-]/g, ' ').trim();
  if (words === '') return { value };
  const currency = parseCurrency(words);
  return currency === undefined ? undefined : { value, currency };
}

function plainNumber(digits: string, mark: DecimalMark | undefined): string | undefined {
  const compact = digits.replace(/(?<=\d)['’\u00a0\u202f ](?=\d{3})/g, '');
  const decimal = decimalMarkOf(compact) ?? mark ?? (compact.includes('.') ? ',' : '.');
  const group = decimal === '.' ? ',' : '.';
  const grouped = new RegExp(`^\\d{1,3}(\\${group}\\d{2,3})*(\\${decimal}\\d+)?$`);
  const plain = new RegExp(`^\\d+(\\${decimal}\\d+)?$`);
  if (plain.test(compact)) return compact.replace(',', '.');
  return grouped.test(compact) ? compact.replaceAll(group, '').replace(',', '.') : undefined;
}

/**
 * The decimal mark that one value proves: the last of two different marks, or a mark that is not followed by
 * exactly three digits. A mark that comes twice separates thousands.
 */
export function decimalMarkOf(text: string): DecimalMark | undefined {
  const marks = [...text.matchAll(/[.,]/g)].map(([mark]) => mark as DecimalMark);
  const last = marks.at(-1);
  if (last === undefined) return undefined;
  const other = last === '.' ? ',' : '.';
  if (marks.includes(other)) return last;
  if (marks.length > 1) return other;
  return /[.,]\d{3}(?!\d)/.test(text) && !/^\D*0[.,]/.test(text) ? undefined : last;
}

/** A whole number that is not negative; thousands may be separated. */
export function parseCount(text: string): number | undefined {
  const compact = text.trim().replace(/(?<=\d)[.,'’\u00a0\u202f ](?=\d{3}(\D|$))/g, '');
  const [, digits] = /^(\d{1,12})(?:[.,]0+)?$/.exec(compact) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The first address of a cell, as written: `a@b.example`, `Name <a@b.example>`, or several with `;` or `,`. */
export function parseEmail(text: string): string | undefined {
  if (text.length > 500) return undefined;
  return /(?:^|[<\s;,])(?:mailto:)?([^\s<>;,:@"()]+@[^\s<>;,:@"()]+)(?=$|[>\s;,])/i.exec(text)?.[1];
}

/** The host of a web address, or the text itself when it has no scheme or path; without `www.`. */
export function parseDomain(text: string): string | undefined {
  const [, host] =
    /^(?:[a-z]+:\/\/)?(?:www\.)?([^\s/:?#@]+\.[^\s/:?#@]+)(?:[/:?#].*)?$/i.exec(text.trim()) ?? [];
  return host?.replace(/\.$/, '');
}
