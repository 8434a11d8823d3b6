/** Whether the house stands. */
import type { Handler } from 'hono';
import { LeadspringError, migrationStatus } from '../../../base/index.ts';
import type { WebContext, WebEnv } from '../context.ts';

/** 200 when the database answers and has the current schema; else the error, as JSON, with 503 or 500. */
export function healthHandler({ db, version }: WebContext): Handler<WebEnv> {
  return async (c) => {
    const { pending } = await migrationStatus(db);
    if (pending.length > 0) throw new LeadspringError('schema_behind', 'Migrations are pending.');
    return c.json({ status: 'ok', version });
  };
}
