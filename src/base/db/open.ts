/** Opens the database the configuration names: the embedded one, or one of the operator's own. */
import type { Config } from '../config.ts';
import { LeadspringError } from '../errors.ts';
import { type Logger, openLog } from '../log.ts';
import { type Connection, connect } from './connect.ts';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import type { Database } from './types.ts';

const OLDEST_VERSION = 150_000;

export interface OpenOptions {
  readonly config: Pick<Config, 'data' | 'databaseUrl'>;
  readonly log: Logger;
  readonly now: number;
  /** False leaves the schema as it is (for `db status` and `doctor`). */
  readonly migrate?: boolean;
}

/**
 * Opens and, unless told otherwise, migrates.
 * @throws LeadspringError `database_unreachable`, `database_too_old`, `schema_newer`, and those of `startEmbedded`
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const url = options.config.databaseUrl;
  const connection: Connection =
    url === null
      ? await startEmbedded(options.config.data, options.log)
      : { connectionString: url, description: `PostgreSQL at ${hostOf(url)}` };
  const db = connect(connection, (error) =>
    options.log.warn({ why: error.message }, 'an idle database connection was lost'),
  );
  try {
    const { rows } = await db.query<{ version: string }>(
      `select current_setting('server_version_num') as version`,
    );
    const version = Number(rows[0]?.version ?? 0);
    if (version < OLDEST_VERSION) {
      throw new LeadspringError(
        'database_too_old',
        `The server is PostgreSQL ${Math.floor(version / 10_000)}.`,
      );
    }
    if (options.migrate !== false) await migrate(db, options.now);
    return db;
  } catch (thrown) {
    await db.close();
    throw thrown;
  }
}

/** Opens a database that is open already, in another process or thread. @param connectionString its own */
export async function reopenDatabase(connectionString: string): Promise<Database> {
  const config = { data: '', databaseUrl: connectionString };
  return openDatabase({ config, log: openLog('warn'), now: 0, migrate: false });
}

/** What a server says of itself. `size` is the database's, in bytes. */
export async function describeServer(
  db: Database,
): Promise<{ readonly version: string; readonly now: Date; readonly size: number }> {
  const { rows } = await db.query<{ version: string; now: Date; size: number }>(
    `select current_setting('server_version') as version, clock_timestamp() as now, pg_database_size(current_database()) as size`,
  );
  const row = rows[0];
  if (row === undefined) throw new LeadspringError('internal', 'the server does not describe itself');
  return row;
}

function hostOf(url: string): string {
  try {
    const { hostname, searchParams, pathname } = new URL(url);
    return `${searchParams.get('host') ?? (hostname || 'localhost')}${pathname}`;
  } catch (cause) {
    throw new LeadspringError('config_invalid', 'databaseUrl (DATABASE_URL) is not a URL.', { cause });
  }
}
