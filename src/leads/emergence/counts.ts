/** Acts of a subject to counts per window: different people, access points, steps up the ladder. Never volume. */
import { ACCESS_POINTS, type AccessPoint } from '../../intake/index.ts';
import type { Cell, Day } from '../facts.ts';
import type { Bursts } from './bursts.ts';
import { type EmergenceSettings, RUNGS } from './settings.ts';
import type { Series, SeriesName, SubjectActs, SubjectCounts } from './types.ts';

/** Whose acts do not count: the vendor's staff and members. */
export type Staff = ReadonlySet<string>;

export interface CountContext {
  readonly today: Day;
  readonly bursts: Bursts;
  readonly staff: Staff;
  readonly settings: EmergenceSettings;
  /** Whether series name who was counted. Default: yes. */
  readonly who?: boolean;
}

/** The key of a series. */
export function seriesKey({ measure, accessPoint }: SeriesName): string {
  return accessPoint === null ? measure : `${measure} ${accessPoint}`;
}

/** A series while it grows: for each thing counted, a bit for each window it was seen in. */
interface Growing {
  readonly name: SeriesName;
  readonly windows: Map<string, number>;
  since: Day | null;
}

/** Names of series by access point: made once, for there are millions of acts. */
const BY_PLACE = {
  people: namesOf('people'),
  commercial: namesOf('commercial'),
};
const ACCESS_POINTS_SERIES = named({ measure: 'access_points', accessPoint: null });
const DEEPER_SERIES = named({ measure: 'deeper', accessPoint: null });

interface Named {
  readonly key: string;
  readonly name: SeriesName;
}

function named(name: SeriesName): Named {
  return { key: seriesKey(name), name };
}

function namesOf(measure: SeriesName['measure']): Readonly<Record<AccessPoint, Named>> {
  const names = ACCESS_POINTS.map((accessPoint) => [accessPoint, named({ measure, accessPoint })] as const);
  return Object.fromEntries(names) as Record<AccessPoint, Named>;
}

/** Counts one subject's acts up to `today`. */
export function countSubject({ id, type, cells }: SubjectActs, context: CountContext): SubjectCounts {
  const { today, settings, who: named = true } = context;
  const counted = cells.filter((cell) => isCounted(cell, context)).sort((a, b) => a.day - b.day);
  const growing = new Map<string, Growing>();
  const add = ({ key, name }: Named, thing: string, day: Day, window: number): void => {
    let series = growing.get(key);
    if (series === undefined) {
      series = { name, windows: new Map(), since: null };
      growing.set(key, series);
    }
    series.windows.set(thing, (series.windows.get(thing) ?? 0) | (1 << window));
    if (window === 0) series.since ??= day;
  };
  const furthest = new Map<string, number>();
  const people = new Set<string>();
  for (const cell of counted) {
    const { accessPoint, day, topic } = cell;
    const who = whoOf(cell);
    const window = Math.floor((today - day) / settings.window);
    if (window === 0) people.add(who);
    const rung = RUNGS[cell.act] ?? 0;
    const deeper = rung > (furthest.get(who) ?? 0);
    if (deeper) furthest.set(who, rung);
    // Older windows tell who was there before, and how far they had come.
    if (window > settings.past) continue;
    if (type === 'organization') add(BY_PLACE.people[accessPoint], who, day, window);
    add(ACCESS_POINTS_SERIES, accessPoint, day, window);
    if (topic !== null) add(BY_PLACE.commercial[accessPoint], thingOf(cell, who), day, window);
    if (deeper) add(DEEPER_SERIES, who, day, window);
  }
  const [first] = counted;
  const age = first === undefined ? 0 : Math.floor((today - first.day) / settings.window);
  const series = new Map([...growing].map(([key, one]) => [key, finish(one, settings, named)]));
  return { id, type, age, people: people.size, series };
}

/** A network is one thing however many stand behind it; each topic it asks for is another. */
function thingOf({ network, topic }: Cell, who: string): string {
  return network ? `${who} ${topic ?? ''}` : who;
}

function whoOf({ personId }: Cell): string {
  return personId ?? 'network';
}

function isCounted(
  { act, day, accessPoint, personId }: Cell,
  { today, bursts, staff }: CountContext,
): boolean {
  if (RUNGS[act] === undefined || day > today || bursts(accessPoint, day)) return false;
  return personId === null || !staff.has(personId);
}

function finish({ name, windows, since }: Growing, { past }: EmergenceSettings, named: boolean): Series {
  const counts = new Array<number>(past + 1).fill(0);
  const who: string[] = [];
  for (const [thing, bits] of windows) {
    for (let window = 0; window <= past; window++) {
      if (bits & (1 << window)) counts[window] = (counts[window] ?? 0) + 1;
    }
    if (named && bits & 1 && name.measure !== 'access_points') who.push(thing);
  }
  return { ...name, counts, since, who };
}
