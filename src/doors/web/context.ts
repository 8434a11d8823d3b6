/** What the pages are given. */
import type { Clock, Database, Logger } from '../../base/index.ts';
import type { LeadOptions } from '../../leads/index.ts';

export interface WebContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: string;
  /** How leads are judged; must be what they were refreshed with. Default: our weights, no vendor's own domains. */
  readonly leads?: LeadOptions;
}

/** Variables of a request. */
export interface WebEnv {
  readonly Variables: { readonly requestId: string };
}
