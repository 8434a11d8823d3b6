/** The records of this source. */
import type { Failure, RecordPlace } from '../../contract.ts';
import type { Field, Kind } from './kinds.ts';
import type { DateOrder, DecimalMark } from './values.ts';

/** A row as it is kept: mapped columns only, as written. */
export interface Row {
  readonly kind: Kind;
  readonly values: Readonly<Partial<Record<Field, string>>>;
  /** Headers by field, to name a column in a failure. */
  readonly headers: Readonly<Partial<Record<Field, string>>>;
  readonly dateOrder: DateOrder;
  /** The decimal mark, where the amounts of the table prove one. */
  readonly decimal?: DecimalMark;
  /** The currency that the header of the amount names. */
  readonly currency?: string;
}

/** What is kept of a row that could not be cut or of a table that could not be read: nothing of what is in it. */
export interface Unread {
  readonly unread: Pick<Failure, 'code' | 'detail'>;
}

export type CsvBody = Row | { readonly empty: true } | Unread;

/** A longer value is cut by one character more than this when read, and refused here. */
export const VALUE_LIMIT = 1000;
/** Stands for a NUL, which a database cannot keep. */
export const NUL_SIGN = '\u2400';

/** The failure of what could not be cut into a row. Replayed, it fails as it did. */
export function unread(id: string, place: RecordPlace, code: Failure['code'], detail: string): Failure {
  const body: Unread = { unread: { code, detail } };
  return { id, place, code, detail, body };
}
