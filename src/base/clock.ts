/** The only place that asks for the time. Everything else is told. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still, for tests and for `--as-of`. */
export function fixedClock(at: number): Clock {
  return { now: () => at };
}
