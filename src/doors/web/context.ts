/** What the pages are given. */
import type { Clock, Database, Logger } from '../../base/index.ts';
import type { Door, Network, OpenSecrets } from '../../intake/index.ts';
import { type LeadOptions, loadWeights } from '../../leads/index.ts';

export interface WebContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: string;
  /** How leads are judged; must be what they were refreshed with. Default: our weights, no vendor's own domains. */
  readonly leads?: LeadOptions;
  /** Takes deliveries; left out: none are taken. */
  readonly door?: Door;
  /** For pages that set sources up; left out: there are none. */
  readonly secrets?: OpenSecrets;
  readonly network?: Network;
}

/** Variables of a request. */
export interface WebEnv {
  readonly Variables: { readonly requestId: string };
}

/** How leads are judged. */
export function leadOptionsOf({ leads }: WebContext): LeadOptions {
  return leads ?? { weights: loadWeights(), vendorDomains: [] };
}
