/** The records of this source. */
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

export type CsvBody = Row | { readonly empty: true };

/** A longer value is cut by one character more than this when read, and refused here. */
export const VALUE_LIMIT = 1000;
/** Stands for a NUL, which a database cannot keep. */
export const NUL_SIGN = '\u2400';
