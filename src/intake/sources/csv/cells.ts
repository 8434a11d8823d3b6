/** Reads the cells of a row: text, dates, counts, money, people. Pure. */
import type { ActorClaim } from '../../contract.ts';
import type { Field } from './kinds.ts';
import { NUL_SIGN, type Row, VALUE_LIMIT } from './row.ts';
import type { CsvSettings } from './settings.ts';
import {
  isBlank,
  parseAmount,
  parseCount,
  parseCurrency,
  parseDate,
  parseDomain,
  parseEmail,
} from './values.ts';

/** A cell that cannot be read. Caught in `adaptRow`; it saves every reader of a cell a second return value. */
export class CellError extends Error {
  readonly field: Field;
  constructor(field: Field, message: string) {
    super(message);
    this.field = field;
  }
}

/** Readers of a row's cells: undefined when blank, CellError when unreadable. */
export interface Cells {
  text(field: Field): string | undefined;
  date(field: Field): number | undefined;
  count(field: Field): number | undefined;
  amount(): { amount?: { value: string; currency: string } };
  actor(): { actor?: ActorClaim };
}

/** The readers of one row's cells. */
export function cellsOf(row: Row, settings: CsvSettings): Cells {
  const text = (field: Field): string | undefined => {
    const value = row.values[field];
    if (value === undefined || isBlank(value)) return undefined;
    if (value.length > VALUE_LIMIT) throw new CellError(field, `is longer than ${VALUE_LIMIT} characters`);
    if (value.includes(NUL_SIGN)) throw new CellError(field, 'contains a NUL byte');
    return value;
  };
  const parsed = <T>(field: Field, parse: (value: string) => T | undefined, what: string): T | undefined => {
    const value = text(field);
    if (value === undefined) return undefined;
    const result = parse(value);
    if (result === undefined) throw new CellError(field, `is not ${what}`);
    return result;
  };
  return {
    text,
    date: (field) => {
      const what = 'a date (like 2026-03-31, 31.03.2026 or 31/03/2026)';
      // the setting of now goes before what reading decided, so that a replay can do better
      const order = settings.dateOrder === 'auto' ? row.dateOrder : settings.dateOrder;
      return parsed(field, (value) => parseDate(value, order), what);
    },
    count: (field) => parsed(field, parseCount, 'a whole number of 0 or more'),
    amount: () => {
      const amount = parsed('amount', (value) => parseAmount(value, row.decimal), 'an amount of money');
      const column = parsed('currency', parseCurrency, 'a currency (ISO 4217, like EUR)');
      if (amount === undefined) return {};
      const currency = amount.currency ?? column ?? row.currency ?? settings.currency;
      return { amount: { value: amount.value, currency } };
    },
    actor: () => actorOf(text, parsed),
  };
}

function actorOf(
  text: (field: Field) => string | undefined,
  parsed: (field: Field, parse: (value: string) => string | undefined, what: string) => string | undefined,
): { actor?: ActorClaim } {
  const email = parsed('email', parseEmail, 'an e-mail address');
  const split = [text('first_name'), text('last_name')].filter((part) => part !== undefined).join(' ');
  const name = text('name') ?? (split === '' ? undefined : split);
  const organizationName = text('organization');
  const organizationDomain = parsed('domain', parseDomain, 'a domain');
  const actor: ActorClaim = {
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(organizationName === undefined ? {} : { organizationName }),
    ...(organizationDomain === undefined ? {} : { organizationDomain }),
  };
  return Object.keys(actor).length === 0 ? {} : { actor };
}

/** The value, or a CellError that names the field. */
export function needed<T>(value: T | undefined, field: Field): T {
  if (value === undefined) throw new CellError(field, 'is empty, but needed');
  return value;
}
