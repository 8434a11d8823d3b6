/** What the clocks of people show: evidence of where they are. Pure. */

/** The times of a year between which clocks are put forward and back; which of them is summer does not matter. */
export type Season = 'january' | 'july';

/** How far somebody's clock was from UTC, at a time of the year at which that can be compared. */
export interface ClockSeen {
  readonly season: Season;
  /** Minutes east of UTC. */
  readonly minutes: number;
}

/** Within these days (month * 100 + day) all countries that put clocks forward and back have done so. */
const DONE = { january: { from: 1108, to: 307 }, july: { from: 408, to: 923 } } as const;
/** The first and the last time zone to see a day, in minutes. */
const [WEST, EAST] = [-12 * 60, 14 * 60];

/**
 * What an offset at an instant (milliseconds) says about whose clock it was; null when it says nothing. Servers and
 * services write UTC, so that does not count for a person's time; nor does what is no time zone's offset.
 */
export function clockSeen(minutes: number, at: number): ClockSeen | null {
  if (minutes === 0 || minutes % 15 !== 0 || minutes < WEST || minutes > EAST) return null;
  const date = new Date(at);
  const day = (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  if (day >= DONE.january.from || day <= DONE.january.to) return { season: 'january', minutes };
  return day >= DONE.july.from && day <= DONE.july.to ? { season: 'july', minutes } : null;
}
