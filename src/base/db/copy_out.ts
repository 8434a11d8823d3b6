/** The driver's side of reading fixed rows: takes over the connection's bytes while the server answers with rows. */
import type { Duplex } from 'node:stream';
import type pg from 'pg';
import {
  type FixedRows,
  type FixedType,
  findBytes,
  findRows,
  type OtherMessages,
  type RowFinder,
} from './fixed_rows.ts';

/** Pieces of what the server sends that may wait; then it has to. */
const WAITING = 4;

/** The rows of a query whose columns have these types and are never null. */
export function copyOutRows(client: pg.PoolClient, text: string, types: readonly FixedType[]): FixedRows {
  const query = new CopyOut(text);
  const { width, offsets, add } = findRows(types, query);
  return { width, offsets, blocks: found(client, query, add) };
}

/** The values of a query of one bytea that is never null. */
export function copyOutBytes(client: pg.PoolClient, text: string): AsyncGenerator<Buffer> {
  const query = new CopyOut(text);
  return found(client, query, findBytes(query).add);
}

/**
 * What is found in the answer. Whoever stops before the end, or fails, ends the connection: nobody knows what of the
 * answer is still to come.
 */
async function* found(
  client: pg.PoolClient,
  query: CopyOut,
  add: RowFinder['add'],
): AsyncGenerator<Buffer, void> {
  client.query(query);
  try {
    for await (const bytes of query.pieces()) yield* add(bytes);
  } finally {
    query.close();
  }
}

/** A query as the driver takes one, which hands out the bytes of the answer instead of having them parsed. */
class CopyOut implements pg.Submittable, OtherMessages {
  readonly #text: string;
  readonly #pieces: Buffer[] = [];
  #stream: Duplex | null = null;
  /** The driver's parser. */
  #parse: (bytes: Buffer) => void = () => undefined;
  #wake: () => void = () => undefined;
  #failure: unknown = null;
  #over = false;

  constructor(text: string) {
    this.#text = `copy (${text}) to stdout (format binary)`;
  }

  /** Called by the driver when it is this one's turn. @returns an error where it cannot begin */
  submit(connection: pg.Connection): Error | undefined {
    const { stream } = connection;
    const [parse, ...others] = stream.listeners('data');
    if (parse === undefined || others.length > 0)
      return new RangeError('the driver listens to its connection in another way than it used to');
    this.#parse = parse as (bytes: Buffer) => void;
    this.#stream = stream;
    stream.off('data', this.#parse).on('data', this.#take);
    connection.query(this.#text);
    return undefined;
  }

  readonly #take = (piece: Buffer): void => {
    this.#pieces.push(piece);
    if (this.#pieces.length >= WAITING) this.#stream?.pause();
    this.#wake();
  };

  /** What the server sends, piece by piece, until the driver says that this is over. */
  async *pieces(): AsyncGenerator<Buffer> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        yield piece;
        continue;
      }
      if (this.#failure !== null) throw this.#failure;
      if (this.#over) return;
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#stream?.resume();
      await woken;
    }
  }

  among(message: Buffer): void {
    this.#parse(message);
  }

  after(bytes: Buffer): void {
    this.#giveBack();
    for (const piece of [bytes, ...this.#pieces.splice(0)]) this.#parse(piece);
  }

  #giveBack(): void {
    this.#stream?.off('data', this.#take).on('data', this.#parse).resume();
    this.#stream = null;
  }

  /** Ends the connection, if the server may still send something. */
  close(): void {
    this.#stream?.destroy();
  }

  /** Called by the driver, as the next three are. */
  handleError(error: unknown): void {
    this.#failure ??= error;
    this.#wake();
  }

  handleCommandComplete(): void {
    // How many rows there were is known already.
  }

  handleReadyForQuery(): void {
    this.#over = true;
    this.#wake();
  }
}
