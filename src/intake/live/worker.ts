/** What goes on while leadspring serves: deliveries are worked off, servers are asked when it is their turn. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../base/index.ts';
import { LeadspringError, toLeadspringError } from '../../base/index.ts';
import { type PullOptions, pullDue } from '../configured/index.ts';
import type { Touched } from '../group.ts';
import { drain } from './drain.ts';
import { type Followed, gatherTouched } from './follow.ts';
import { watchAll } from './watch.ts';

export interface IntakeOptions extends Pick<PullOptions, 'db' | 'secrets' | 'network' | 'threads'> {
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Whether servers are asked; deliveries are worked off in any case. */
  readonly pull: boolean;
  /**
   * Told which handles acted (null: any), a few times a second at most, of what servers answered when all was read.
   * The next is told when this is done.
   */
  readonly stored: (touched: Touched) => Promise<void>;
}

export interface IntakeWorker {
  /** Ends after the commit or the page under way. */
  close(): Promise<void>;
}

/** How soon a delivery is looked for when none waited before. */
const IDLE = 200;
/** How long between two turns of telling who acted: what arrives meanwhile is told together. */
const FOLLOW = 200;
/** How often it is looked whose turn it is. */
const TURN = 5_000;
/** Of more handles than these, computing all leads is sooner done than these by themselves. */
const MOST_OF_PULL = 2_000;
/** After an error: long enough not to fill the log, short enough not to be noticed. */
const AFTER_ERROR = 5_000;

/** Starts all of it in this process. Any number of processes may do so on one database. */
export function startIntake(options: IntakeOptions): IntakeWorker {
  const ending = new AbortController();
  const followed = gatherTouched(options.stored);
  const loops = [
    loop(options, ending.signal, 'deliveries cannot be worked off', () =>
      drainOnce(options, followed, ending.signal),
    ),
    loop(options, ending.signal, 'leads cannot follow', async () => {
      await followed.turn();
      return FOLLOW;
    }),
    ...(options.pull
      ? [
          loop(options, ending.signal, 'sources cannot be asked', () =>
            pullOnce(options, followed, ending.signal),
          ),
          watchAll(options, ending.signal),
        ]
      : []),
  ];
  return {
    close: async () => {
      ending.abort();
      await Promise.all(loops);
      await followed.turn().catch((thrown) => {
        options.log.error({ err: toLeadspringError(thrown) }, 'leads could not follow');
      });
    },
  };
}

/** Repeats a step, which says how long to wait before the next; an error is logged and does not end the loop. */
async function loop(
  { log }: IntakeOptions,
  signal: AbortSignal,
  what: string,
  step: () => Promise<number>,
): Promise<void> {
  while (!signal.aborted) {
    let wait = AFTER_ERROR;
    try {
      wait = await step();
    } catch (thrown) {
      if (!signal.aborted) log.error({ err: toLeadspringError(thrown) }, what);
    }
    // Rejects when it is aborted, which is what the loop's condition sees.
    await sleep(wait, undefined, { signal }).catch(() => undefined);
  }
}

async function drainOnce(options: IntakeOptions, followed: Followed, signal: AbortSignal): Promise<number> {
  const stored = async (touched: Touched): Promise<void> => followed.add(touched);
  const { db, secrets } = options;
  const { deliveries, errors } = await drain({ db, secrets, now: options.clock(), signal, stored });
  for (const { source, error } of errors) options.log.error({ source, err: error }, 'deliveries wait');
  if (errors.length > 0) return AFTER_ERROR;
  return deliveries > 0 ? 0 : IDLE;
}

async function pullOnce(options: IntakeOptions, followed: Followed, signal: AbortSignal): Promise<number> {
  const { db, secrets, network, threads, log } = options;
  // A backfill is told once, at its end: its pages may be many, and about the same people.
  const gathered = gatherTouched(async (touched) => followed.add(touched), MOST_OF_PULL);
  const stored = (touched: Touched): void => gathered.add(touched);
  await pullDue({ db, secrets, network, threads, signal, now: options.clock(), stored }, (name, outcome) => {
    if (outcome instanceof LeadspringError)
      log.warn({ source: name, err: outcome }, 'a source was not asked');
    else {
      const { counts, errors, seconds } = outcome;
      log.info({ source: name, counts, seconds, errors: errors.map(({ code }) => code) }, 'asked a source');
    }
  });
  await gathered.turn();
  return TURN;
}
