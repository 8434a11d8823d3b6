/** Time in the story: days, seasons, releases, and the days that everyone remembers. All times are milliseconds, UTC. */
import type { Random } from '../random.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const STORY_DAYS = 730;

export interface Release {
  readonly version: string;
  /** `5.2` of `5.2.1`: what the documentation is published under. */
  readonly line: string;
  readonly at: number;
}

export interface Gathering {
  readonly name: string;
  readonly kind: 'conference' | 'webinar';
  readonly at: number;
}

export interface Calendar {
  /** Midnight of the first day. */
  readonly start: number;
  /** Nothing happens at or after this moment. */
  readonly end: number;
  readonly releases: readonly Release[];
  readonly gatherings: readonly Gathering[];
  /** Midnight of the day on which a post about the product went round. */
  readonly viralDay: number;
}

/** Midnight (UTC) of the day that holds `time`. */
export function midnight(time: number): number {
  return Math.floor(time / DAY) * DAY;
}

/** `YYYY-MM-DD`, UTC. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The calendar of the two years that stop at `end`. */
export function makeCalendar(random: Random, end: number): Calendar {
  const start = midnight(end - 1) - (STORY_DAYS - 1) * DAY;
  return {
    start,
    end,
    releases: makeReleases(random, start, end),
    gatherings: makeGatherings(random, start),
    viralDay: weekdayAfter(start + 430 * DAY + random.int(0, 30) * DAY),
  };
}

/** The newest release at a moment. The first release is older than the story, so there always is one. */
export function releaseAt(calendar: Calendar, time: number): Release {
  let newest = calendar.releases[0];
  for (const release of calendar.releases) if (release.at <= time) newest = release;
  if (newest === undefined) throw new RangeError('a calendar needs at least one release');
  return newest;
}

/** How busy a day is, for people at work; the average is about 1. Grows by half over the two years. */
export function workSeason(calendar: Calendar, day: number): number {
  const date = new Date(day);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const month = date.getUTCMonth();
  const holidays = month === 11 && date.getUTCDate() > 22 ? 0.25 : month === 7 ? 0.75 : 1;
  const growth = 0.8 + 0.4 * ((day - calendar.start) / (STORY_DAYS * DAY));
  return (weekend ? 0.2 : 1.32) * holidays * growth * releaseBump(calendar, day);
}

/** The same for people in their free time: evenings and weekends, and the one viral day. */
export function leisureSeason(calendar: Calendar, day: number): number {
  const weekday = new Date(day).getUTCDay();
  const since = (day - calendar.viralDay) / DAY;
  const viral = since === 0 ? 14 : since > 0 && since < 6 ? 1 + 6 / (since + 1) : 1;
  const growth = 0.8 + 0.4 * ((day - calendar.start) / (STORY_DAYS * DAY));
  const gathered = calendar.gatherings.some(
    ({ kind, at }) => kind === 'conference' && day >= midnight(at) && day <= at + DAY,
  );
  const quiet = weekday === 0 || weekday === 6 ? 1.3 : 0.88;
  return quiet * viral * growth * releaseBump(calendar, day) * (gathered ? 2.2 : 1);
}

function releaseBump(calendar: Calendar, day: number): number {
  const age = day - midnight(releaseAt(calendar, day + DAY - 1).at);
  return age < 3 * DAY ? 1.6 : 0.97;
}

function makeReleases(random: Random, start: number, end: number): Release[] {
  const releases: Release[] = [];
  let major = 4;
  let minor = 6;
  for (
    let day = weekdayAfter(start - 40 * DAY);
    day < end;
    day = weekdayAfter(day + random.int(55, 80) * DAY)
  ) {
    const line = `${major}.${minor}`;
    releases.push({ version: `${line}.0`, line, at: day + 10 * HOUR });
    const patches = random.int(1, 2);
    for (let patch = 1; patch <= patches; patch++) {
      const at = weekdayAfter(day + (patch * 18 + random.int(0, 6)) * DAY) + 9 * HOUR;
      releases.push({ version: `${line}.${patch}`, line, at });
    }
    minor++;
    if (major === 4 && day > start + 300 * DAY) [major, minor] = [5, 0];
  }
  return releases.filter((release) => release.at < end);
}

function makeGatherings(random: Random, start: number): Gathering[] {
  const year = (time: number): number => new Date(time).getUTCFullYear();
  const conference = (day: number): Gathering => {
    const at = weekdayAfter(start + (day + random.int(0, 20)) * DAY) + 8 * HOUR;
    return { name: `Quillfjord Days ${year(at)}`, kind: 'conference', at };
  };
  const titles = [
    'Single sign-on in practice',
    'From one node to three',
    'Backups you can trust',
    'Searching file shares',
  ];
  const webinars = titles.map((title, index): Gathering => {
    const at = weekdayAfter(start + (90 + index * 160 + random.int(0, 20)) * DAY) + 14 * HOUR;
    return { name: `Webinar: ${title}`, kind: 'webinar', at };
  });
  return [conference(210), conference(575), ...webinars].toSorted((a, b) => a.at - b.at);
}

/** The first day from `time` on that is neither Saturday nor Sunday. */
function weekdayAfter(time: number): number {
  let day = midnight(time);
  while ([0, 6].includes(new Date(day).getUTCDay())) day += DAY;
  return day;
}
