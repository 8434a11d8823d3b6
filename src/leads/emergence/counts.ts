/** Acts of a subject to counts per window: different people, access points, steps up the ladder. Never volume. */
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

/** Counts one subject's acts up to `today`. */
export function countSubject({ id, type, cells }: SubjectActs, context: CountContext): SubjectCounts {
  const { today, settings } = context;
  const counted = cells.filter((cell) => isCounted(cell, context)).sort((a, b) => a.day - b.day);
  const windowOf = (day: Day): number => Math.floor((today - day) / settings.window);
  const growing = new Map<string, Growing>();
  const add = (name: SeriesName, thing: string, day: Day): void => {
    const window = windowOf(day);
    if (window > settings.past) return;
    const key = seriesKey(name);
    const series = growing.get(key) ?? { name, windows: new Map(), since: null };
    series.windows.set(thing, (series.windows.get(thing) ?? 0) | (1 << window));
    if (window === 0) series.since ??= day;
    growing.set(key, series);
  };
  const furthest = new Map<string, number>();
  const people = new Set<string>();
  for (const cell of counted) {
    const { accessPoint, day, topic } = cell;
    const who = whoOf(cell);
    if (windowOf(day) === 0) people.add(who);
    if (type === 'organization') add({ measure: 'people', accessPoint }, who, day);
    add({ measure: 'access_points', accessPoint: null }, accessPoint, day);
    if (topic !== null) add({ measure: 'commercial', accessPoint }, thingOf(cell, who), day);
    const rung = RUNGS[cell.act] ?? 0;
    if (rung > (furthest.get(who) ?? 0)) {
      furthest.set(who, rung);
      add({ measure: 'deeper', accessPoint: null }, who, day);
    }
  }
  const [first] = counted;
  const age = first === undefined ? 0 : windowOf(first.day);
  const series = new Map([...growing].map(([key, one]) => [key, finish(one, settings)]));
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

function finish({ name, windows, since }: Growing, { past }: EmergenceSettings): Series {
  const counts = new Array<number>(past + 1).fill(0);
  const who: string[] = [];
  for (const [thing, bits] of windows) {
    for (let window = 0; window <= past; window++) {
      if (bits & (1 << window)) counts[window] = (counts[window] ?? 0) + 1;
    }
    if (bits & 1 && name.measure !== 'access_points') who.push(thing);
  }
  return { ...name, counts, since, who };
}
