/** What emergence is measured with. Every number is a judgement; each says why. */
import type { Act } from '../../intake/index.ts';
import type { DiscoveryMethod } from './combine.ts';

export interface EmergenceSettings {
  /** Days of a window. Four whole weeks, so that weekdays do not matter. */
  readonly window: number;
  /** Past windows that make a subject's own past: a year. Less than `MOST_WINDOWS`. */
  readonly past: number;
  /** What a window's count weighs one window later: older habits matter less. */
  readonly memory: number;
  /** Share of a day's discoveries that may be false. */
  readonly falseDiscoveries: number;
  readonly method: DiscoveryMethod;
  /** Different people of an organization that must have been seen: one alone is a hobby, and traffic is nobody. */
  readonly people: number;
  /** Things that the population's effect on a window is credited with beforehand, so that few cannot move it. */
  readonly calm: number;
}

/** Windows that can be counted: they are bits of a number. */
export const MOST_WINDOWS = 30;

export const EMERGENCE_SETTINGS: EmergenceSettings = {
  window: 28,
  past: 13,
  memory: 0.9,
  falseDiscoveries: 0.2,
  method: 'benjamini_hochberg',
  people: 2,
  calm: 5,
};

/**
 * How far each act stands up the ladder: reading, trying, asking, building. Acts that are missing tell nothing of
 * interest: stars and forks are bought by the thousand, agreements are the outcome, and the vendor's own acts have no
 * actor.
 */
export const RUNGS: Readonly<Partial<Record<Act, number>>> = {
  ...{ read: 0, search: 0, dead_end: 0, rate: 0, mention: 0 },
  ...{ download: 1, attend: 1, buy: 1, register: 1 },
  ...{ ask: 2, reply: 2, publish: 2 },
  ...{ commit: 3, co_author: 3, sign_off: 3, use: 3, adopt: 3 },
};

/** The highest rung. */
export const FURTHEST = 3;
