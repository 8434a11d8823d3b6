/** The driver (pg) behind our own small `Database`. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { LeadspringError } from '../errors.ts';
import { copyChunks, copyChunksLater } from './copy.ts';
import { copyOutBytes, copyOutRows } from './copy_out.ts';
import type { Client, Database, Rows } from './types.ts';

// bigint and numeric counts fit a double here (below 2^53); money stays text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** How to reach a server. */
export interface Connection {
  readonly connectionString: string;
  readonly description: string;
  /** Whether the server's disk is full, where that can be seen; a server without space goes away without saying why. */
  readonly isDiskFull?: () => boolean;
  /** Called once by `close`, after the pool has ended. */
  readonly stop?: () => Promise<void>;
}

const IDENTIFIER = /^[a-z_][a-z0-9_]*$/;

function identifier(name: string): string {
  if (!IDENTIFIER.test(name)) throw new LeadspringError('internal', `not an SQL identifier: ${name}`);
  return name;
}

/** Gives an error of the driver its code. */
type Translate = (thrown: unknown) => unknown;

function wrap(client: pg.PoolClient, translate: Translate): Client {
  return {
    query: (text, values) => ask(client, translate, text, values),
    copy: async (table, columns, rows) => {
      let count = 0;
      const statement = `copy ${identifier(table)} (${columns.map(identifier).join(', ')}) from stdin`;
      const target = client.query(copyFrom(statement));
      const add = (some: number): void => {
        count += some;
      };
      const chunks = Symbol.iterator in rows ? copyChunks(rows, () => add(1)) : copyChunksLater(rows, add);
      const source = Readable.from(chunks, { objectMode: true });
      try {
        await pipeline(source, target);
      } catch (thrown) {
        throw translate(thrown);
      }
      return count;
    },
    copyOutBytes: (text) => translated(copyOutBytes(client, text), translate),
    copyOut: (text, types) => {
      const { blocks, ...layout } = copyOutRows(client, text, types);
      return { ...layout, blocks: translated(blocks, translate) };
    },
  };
}

async function* translated<T>(values: AsyncIterable<T>, translate: Translate): AsyncGenerator<T> {
  try {
    yield* values;
  } catch (thrown) {
    throw translate(thrown);
  }
}

async function ask<T>(
  target: pg.Pool | pg.PoolClient,
  translate: Translate,
  text: string,
  values: readonly unknown[] | undefined,
): Promise<Rows<T>> {
  try {
    const result = await target.query(text, values === undefined ? undefined : [...values]);
    return { rows: result.rows as T[], rowCount: result.rowCount ?? 0 };
  } catch (thrown) {
    throw translate(thrown);
  }
}

/** SQLSTATE classes that mean "the server or the connection is gone", PostgreSQL manual, appendix A. */
const GONE = new Set(['57P01', '57P02', '57P03', '08000', '08003', '08006', '08001', '08004']);
const GONE_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
const GONE_WORDS =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error/i;

/** Gives the failures that an operator can act on their code; passes others through unchanged. */
function databaseError(thrown: unknown, isDiskFull: () => boolean): unknown {
  if (!(thrown instanceof Error) || thrown instanceof LeadspringError) return thrown;
  const code = 'code' in thrown ? String(thrown.code) : '';
  const gone = GONE.has(code) || GONE_SYSTEM.has(code) || GONE_WORDS.test(thrown.message);
  // 53100 is disk_full, PostgreSQL manual, appendix A.
  if (code === '53100' || /No space left on device/.test(thrown.message) || (gone && isDiskFull())) {
    return new LeadspringError('disk_full', `The database cannot write: ${thrown.message}`, {
      cause: thrown,
    });
  }
  if (!gone) return thrown;
  return new LeadspringError('database_unreachable', `The database does not answer: ${thrown.message}`, {
    cause: thrown,
  });
}

/** Opens a pool. `onLost` hears of idle connections that broke; the pool replaces them. */
export function connect(connection: Connection, onLost: (error: Error) => void): Database {
  const pool = new pg.Pool({
    connectionString: connection.connectionString,
    max: 10,
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 30_000,
    application_name: 'leadspring',
  });
  // A connection may break while the pool has no listener on it (being opened, being ended); an event without a
  // listener would end the process. Whoever waits for the connection hears of it by the failing call.
  pool.on('connect', (client) => client.on('error', () => undefined));
  let closing = false;
  // Connections that end because we end are no news.
  pool.on('error', (error) => {
    if (!closing) onLost(error);
  });
  const translate: Translate = (thrown) => databaseError(thrown, connection.isDiskFull ?? (() => false));
  return {
    description: connection.description,
    connectionString: connection.connectionString,
    query: (text, values) => ask(pool, translate, text, values),
    transaction: (work) => onConnection(pool, translate, (client) => inTransaction(client, work)),
    connection: (work) => onConnection(pool, translate, work),
    close: async () => {
      closing = true;
      await pool.end();
      await connection.stop?.();
    },
  };
}

async function onConnection<T>(
  pool: pg.Pool,
  translate: Translate,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (thrown) {
    throw translate(thrown);
  }
  // While a client is checked out the pool does not listen for its errors; without a listener a lost
  // connection would end the process. The failing query reports it.
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    return await work(wrap(client, translate));
  } catch (thrown) {
    if (thrown instanceof LeadspringError && thrown.code === 'database_unreachable') broken ??= thrown;
    throw thrown;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

async function inTransaction<T>(client: Client, work: (client: Client) => Promise<T>): Promise<T> {
  await client.query('begin');
  let answer: T;
  try {
    answer = await work(client);
  } catch (thrown) {
    // A failed rollback means the connection is gone, which ends the transaction too; the first error says why.
    await client.query('rollback').catch(() => undefined);
    throw thrown;
  }
  await client.query('commit');
  return answer;
}
