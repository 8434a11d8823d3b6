import type { Client } from '../../../base/index.ts';
import { type Folded, fold } from './fold.ts';
import { type Context, loadContext, writeFolded } from './store.ts';
import { restate } from './suggestion_store.ts';

/** Folds the components of these identities anew and writes what follows. */
export async function refold(
  client: Client,
  identityIds: readonly string[],
): Promise<{ readonly context: Context; readonly folded: Folded }> {
  const context = await loadContext(client, identityIds);
  const folded = fold(context.identities, context.decisions);
  await writeFolded(client, context, folded);
  await restate(client, context);
  return { context, folded };
}
