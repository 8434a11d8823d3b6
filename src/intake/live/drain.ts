/**
 * Works deliveries off: the same adapting, storing and counting as for everything that is read. A delivery leaves the
 * inbox in the transaction that stores what it held, so that a crash at any moment neither loses nor doubles it.
 */
import {
  type Database,
  idFrom,
  LeadspringError,
  type RunId,
  type SourceId,
  toLeadspringError,
} from '../../base/index.ts';
import { adapterOf } from '../adapting/adapt_all.ts';
import { type OpenedSource, type OpenSecrets, openSettings } from '../configured/index.ts';
import {
  addRecord,
  emptyGroup,
  type Group,
  monthsOf,
  openResolvers,
  type Touched,
  writeGroup,
} from '../group.ts';
import { sourceOf } from '../import.ts';
import { ensureMonth } from '../signals/store.ts';
import { committedGroups, continueRun, findSourceById, withSourceLock } from '../store.ts';
import { unpackRecords } from './deliver.ts';
import { readDelivered, sourcesWaiting } from './store.ts';

export interface DrainOptions {
  readonly db: Database;
  readonly secrets: OpenSecrets;
  readonly now: number;
  readonly signal?: AbortSignal;
  /** Told after every commit whose acts changed. */
  readonly stored?: (touched: Touched) => Promise<void>;
}

/** Deliveries of one group; as many as are good for speed, and few enough that what arrives shows soon. */
const MOST = { rows: 2_000, bytes: 2 * 1024 * 1024 } as const;
const DAY = 86_400_000;

/**
 * Works off everything that waits.
 * @returns how many deliveries; and what went wrong, source by source. Those deliveries wait on
 */
export async function drain(options: DrainOptions): Promise<{
  readonly deliveries: number;
  readonly errors: readonly { readonly source: SourceId; readonly error: LeadspringError }[];
}> {
  const errors: { source: SourceId; error: LeadspringError }[] = [];
  let deliveries = 0;
  for (const id of await sourcesWaiting(options.db)) {
    try {
      deliveries += await drainSource(options, id);
    } catch (thrown) {
      const error = toLeadspringError(thrown);
      // Another process is at it.
      if (error.code !== 'run_in_progress') errors.push({ source: id, error });
    }
  }
  return { deliveries, errors };
}

async function drainSource(options: DrainOptions, id: SourceId): Promise<number> {
  const { db, secrets } = options;
  const row = await findSourceById(db, id);
  if (row === undefined) throw new LeadspringError('source_unknown', 'The source of a delivery is gone.');
  const source = sourceOf(row.kind);
  const settings = openSettings(source, row, secrets);
  return withSourceLock(
    db,
    row,
    async () => {
      const adapt = adapterOf(await source.adapter(settings), options.now);
      const resolvers = openResolvers();
      let done = 0;
      while (options.signal?.aborted !== true) {
        const waiting = await readDelivered(db, id, MOST);
        if (waiting.length === 0) break;
        const group = emptyGroup();
        for (const { seq, body } of waiting) {
          group.drained.push(seq);
          for (const answer of await adapt(unpackRecords(body))) addRecord(group, id, answer, resolvers);
        }
        const touched = await storeDrained(options, { source, row }, group);
        await options.stored?.(touched);
        done += waiting.length;
      }
      return done;
    },
    'deliveries of',
  );
}

/** The deliveries of one day count as one run. */
async function storeDrained(
  options: DrainOptions,
  { source, row }: OpenedSource,
  group: Group,
): Promise<Touched> {
  const { db, now } = options;
  const day = new Date(Math.floor(now / DAY) * DAY);
  const run: RunId = idFrom('run', row.source_id, day.toISOString().slice(0, 10));
  for (const month of monthsOf(group)) await ensureMonth(db, month);
  return db.transaction(async (client) => {
    await continueRun(client, run, row.source_id, `deliveries of ${day.toISOString().slice(0, 10)}`, now);
    const index = await committedGroups(client, run);
    const to = { run, source: row.source_id, sourceVersion: source.version, now };
    return writeGroup(client, to, group, index);
  });
}
