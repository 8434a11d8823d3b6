/** What rooms see of the database: plain SQL with parameters, transactions, and nothing of the driver. */
import type { FixedRows, FixedType } from './fixed_rows.ts';

export interface Rows<T> {
  readonly rows: T[];
  readonly rowCount: number;
}

/** Something that answers SQL. Parameters are always passed apart (`$1`), never pasted into the text. */
export interface Queryable {
  query<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Rows<T>>;
}

/** One connection, held for a while. */
export interface Client extends Queryable {
  /**
   * Bulk-loads rows with COPY; see copy.ts. Answers the number of rows. Rows may be waited for, some at a time and
   * written already; nothing else is answered until they end.
   */
  copy(
    table: string,
    columns: readonly string[],
    rows: Iterable<readonly CopyValue[]> | AsyncIterable<WrittenRows>,
  ): Promise<number>;
  /**
   * Streams the many rows of a query of numbers with COPY, at a fraction of the cost of `query`. COPY takes no
   * parameters, so `text` may hold nothing that came from outside; no value may be null. Read it to the end.
   */
  copyOut(text: string, types: readonly FixedType[]): FixedRows;
  /** The same of a query of one bytea, whose values are handed out as they are. Each is good until the next one. */
  copyOutBytes(text: string): AsyncIterable<Buffer>;
}

/** Rows as COPY takes them, made by whoever has the time, in another thread perhaps. */
export interface WrittenRows {
  readonly text: Uint8Array;
  readonly count: number;
}

/** A value of a COPY row. Objects are written as JSON; bytes as bytea. */
export type CopyValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Date
  | Uint8Array
  | { readonly [key: string]: unknown }
  | readonly unknown[];

export interface Database extends Queryable {
  /** Runs `work` on one connection, inside a transaction that is rolled back when `work` throws. */
  transaction<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** Runs `work` on one connection without a transaction (session locks, temporary tables). */
  connection<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** For people: "embedded PostgreSQL 18.4 in …" or "PostgreSQL 15.3 at host". Never a password. */
  readonly description: string;
  /** Connection data for libraries that open their own connections (jobs). Holds the password: never log it. */
  readonly connectionString: string;
  close(): Promise<void>;
}
