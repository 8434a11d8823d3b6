/**
 * Listens to servers that say when there is something new (an IMAP folder's IDLE), so that it is asked at once and not
 * only when it is its turn.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { toLeadspringError } from '../../base/index.ts';
import { askNow, canPull, openSource } from '../configured/index.ts';
import { SOURCES } from '../registry.ts';
import { readCursor, watchedKinds } from '../store.ts';
import type { IntakeOptions } from './worker.ts';

/** How often it is looked which sources there are to listen to, and how long one that broke off rests. */
const LOOK = 60_000;

/** Listens until the signal ends it. */
export async function watchAll(options: IntakeOptions, signal: AbortSignal): Promise<void> {
  const kinds = SOURCES.filter(({ watch }) => watch !== undefined).map(({ name }) => name);
  const watching = new Map<string, Promise<void>>();
  while (!signal.aborted) {
    // A database that is gone is told by the loop that asks.
    const names = await watchedKinds(options.db, kinds).catch(() => []);
    for (const name of names) {
      if (watching.has(name)) continue;
      const one = watchOne(options, name, signal).finally(() => watching.delete(name));
      watching.set(name, one);
    }
    await sleep(LOOK, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(watching.values());
}

/** Listens to one source until it breaks off; a source that cannot be listened to is asked by the clock all the same. */
async function watchOne(options: IntakeOptions, name: string, signal: AbortSignal): Promise<void> {
  const { db, secrets, network, clock, log } = options;
  try {
    const { source, row } = await openSource({ db, secrets }, name);
    if (source.watch === undefined || row.paused_at !== null || !canPull(source, row.settings)) return;
    const cursor = (key: string): Promise<unknown> => readCursor(db, row.source_id, key);
    const job = { ...network, settings: row.settings, cursor, now: clock(), signal };
    for await (const _something of source.watch(job)) await askNow(db, name, clock());
  } catch (thrown) {
    if (!signal.aborted)
      log.warn({ source: name, err: toLeadspringError(thrown) }, 'a source cannot be listened to');
  }
}
