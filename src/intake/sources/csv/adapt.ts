/** One row → signals. Pure; every signal of a table is private. */
import type { ErrorCode } from '../../../base/index.ts';
import {
  type ActorClaim,
  type Adapted,
  type AssetClaim,
  adapted,
  type DropReason,
  dropped,
  failed,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import { accessPointOf } from './channels.ts';
import type { Field, Kind } from './kinds.ts';
import type { CsvSettings } from './settings.ts';
import { dealAct } from './stages.ts';
import {
  type DateOrder,
  type DecimalMark,
  isBlank,
  parseAmount,
  parseCount,
  parseCurrency,
  parseDate,
  parseDomain,
  parseEmail,
} from './values.ts';

/** A row as it is kept: mapped columns only, as written. */
export interface Row {
  readonly kind: Kind;
  readonly values: Readonly<Partial<Record<Field, string>>>;
  /** Headers by field, to name a column in a failure. */
  readonly headers: Readonly<Partial<Record<Field, string>>>;
  readonly dateOrder: DateOrder;
  readonly decimal: DecimalMark;
  /** The currency that the header of the amount names. */
  readonly currency?: string;
}

export type CsvBody = Row | { readonly empty: true };

/** A longer value is cut by one character more than this when read, and refused here. */
export const VALUE_LIMIT = 1000;
/** Stands for a NUL, which a database cannot keep. */
export const NUL_SIGN = '\u2400';

type Outcome = { readonly signals: readonly SignalDraft[] } | { readonly drop: DropReason };

/** What people tick for someone who registered and stayed away. */
const ABSENT = /^(no|n|false|0|absent|no show|no-show|nein|non|ne|nie)$/i;

/** A value that cannot be read. Caught in `adaptRow`; it saves every reader of a cell a second return value. */
class CellError extends Error {
  readonly field: Field;
  readonly code: ErrorCode;
  constructor(field: Field, message: string, code: ErrorCode = 'csv_value') {
    super(message);
    this.field = field;
    this.code = code;
  }
}

/** The signals of a row, or a failure that names its column; see README.md for the table. */
export function adaptRow(record: SourceRecord<CsvBody>, settings: CsvSettings): Adapted {
  const { body } = record;
  if ('empty' in body) return dropped('empty');
  // a failure of reading, replayed: there is no row to adapt
  if (!('values' in body))
    return failed(record, 'record_malformed', 'import the file again to replay this row');
  try {
    const outcome = KIND_ADAPTERS[body.kind](record.id, cellsOf(body, settings), settings);
    return 'drop' in outcome ? dropped(outcome.drop) : adapted(outcome.signals);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    const header = body.headers[error.field] ?? error.field;
    return failed(record, error.code, `column "${header}" ${error.message}`, { field: header });
  }
}

/** Readers of a row's cells: undefined when blank, CellError when unreadable. */
interface Cells {
  text(field: Field): string | undefined;
  date(field: Field): number | undefined;
  count(field: Field): number | undefined;
  amount(): { amount?: { value: string; currency: string } };
  actor(): { actor?: ActorClaim };
}

function cellsOf(row: Row, settings: CsvSettings): Cells {
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
      return parsed(field, (value) => parseDate(value, row.dateOrder), what);
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

type KindAdapter = (id: string, cells: Cells, settings: CsvSettings) => Outcome;

const KIND_ADAPTERS: Readonly<Record<Kind, KindAdapter>> = {
  contracts: (nativeId, cells, settings) => {
    const at = needed(cells.date('from'), 'from');
    const to = cells.date('to');
    const plan = cells.text('plan') ?? settings.item;
    return one({
      nativeId,
      accessPoint: 'agreement',
      act: 'contract',
      at,
      visibility: 'private',
      ...neededActor(cells, 'organization'),
      ...assetOf('plan', plan),
      ...cells.amount(),
      details: {
        from: toDay(at),
        ...(to === undefined ? {} : { to: toDay(to) }),
        ...(plan === undefined ? {} : { plan }),
      },
    });
  },

  deals: (nativeId, cells) => {
    const stage = cells.text('stage') ?? '';
    const act = dealAct(stage);
    // of an open deal the close date is only a hope, and mostly lies in the future
    const [first, second] =
      act === 'deal_open' ? (['created', 'closed'] as const) : (['closed', 'created'] as const);
    const at = needed(cells.date(first) ?? cells.date(second), first);
    const title = cells.text('title');
    return one({
      nativeId,
      accessPoint: 'agreement',
      act,
      at,
      visibility: 'private',
      ...neededActor(cells, 'organization'),
      ...assetOf('deal', cells.text('id') ?? title, title),
      ...cells.amount(),
      details: { stage },
    });
  },

  book_sales: (nativeId, cells, settings) => {
    const at = dateOrSetting(cells, settings);
    const quantity = cells.count('quantity') ?? 1;
    if (quantity === 0) return { drop: 'empty' }; // royalty reports list the months in which nothing was sold
    const title = cells.text('title') ?? settings.item;
    const country = cells.text('country');
    return one({
      nativeId,
      accessPoint: 'book',
      act: 'buy',
      at,
      visibility: 'private',
      ...cells.actor(),
      ...assetOf('book', cells.text('isbn')?.replace(/[\s-]/g, '') ?? title, title),
      quantity,
      ...cells.amount(),
      ...(country === undefined ? {} : { details: { country } }),
    });
  },

  attendees: (nativeId, cells, settings) => {
    if (ABSENT.test(cells.text('present') ?? '')) return { drop: 'not_relevant' };
    return one({
      nativeId,
      accessPoint: 'event',
      act: 'attend',
      at: dateOrSetting(cells, settings),
      visibility: 'private',
      ...neededActor(cells, 'email'),
      ...assetOf('event', cells.text('event') ?? settings.item),
    });
  },

  spend: (nativeId, cells, settings) => {
    const channel = cells.text('channel');
    const { amount } = cells.amount();
    return one({
      nativeId,
      accessPoint: accessPointOf(channel, settings.channels),
      act: 'spend',
      at: dateOrSetting(cells, settings),
      visibility: 'private',
      ...assetOf('campaign', cells.text('campaign') ?? settings.item),
      amount: needed(amount, 'amount'),
      ...(channel === undefined ? {} : { details: { channel } }),
    });
  },
};

function one(signal: SignalDraft): Outcome {
  return { signals: [signal] };
}

function needed<T>(value: T | undefined, field: Field): T {
  if (value === undefined) throw new CellError(field, 'is empty, but needed');
  return value;
}

function neededActor(cells: Cells, field: Field): { actor: ActorClaim } {
  return { actor: needed(cells.actor().actor, field) };
}

function dateOrSetting(cells: Cells, settings: CsvSettings): number {
  const fallback = settings.date === undefined ? undefined : parseDate(settings.date, 'dmy');
  return needed(cells.date('date') ?? fallback, 'date');
}

function assetOf(kind: AssetClaim['kind'], key: string | undefined, title = key): { asset?: AssetClaim } {
  if (key === undefined) return {};
  const stable = key.toLowerCase().replace(/\s+/g, ' ').slice(0, 500).toWellFormed();
  return { asset: { kind, key: stable, ...(title === undefined ? {} : { title }) } };
}

function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
