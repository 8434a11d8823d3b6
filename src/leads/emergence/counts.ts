/** Acts of a subject to counts per window: different people, access points, steps up the ladder. Never volume. */
import { ACCESS_POINTS, type AccessPoint } from '../../intake/plain.ts';
import type { Day, PersonKey } from '../facts.ts';
import type { Bursts } from './bursts.ts';
import { type EmergenceSettings, FURTHEST, RUNGS } from './settings.ts';
import {
  addAct,
  addNameless,
  addStep,
  clearSheet,
  firstOnSheet,
  NAMELESS,
  NEVER,
  namelessSeen,
  namesOnSheet,
  numberOf,
  placeOf,
  placesMet,
  sinceOf,
  stepOf,
  topicPlaces,
  topicSinceAt,
  windowsOf,
} from './sheet.ts';
import type { Series, SeriesName, Staff, SubjectActs, SubjectCounts } from './types.ts';

export interface CountContext {
  readonly today: Day;
  readonly bursts: Bursts;
  readonly staff: Staff;
  /** Names of topics of guarantees; null: every topic is one. */
  readonly guarantees: ReadonlySet<string> | null;
  readonly settings: EmergenceSettings;
  /** Whether series name who was counted. Default: yes. */
  readonly who?: boolean;
}

/** The key of a series. */
export function seriesKey({ measure, accessPoint }: SeriesName): string {
  return accessPoint === null ? measure : `${measure} ${accessPoint}`;
}

interface Named {
  readonly key: string;
  readonly name: SeriesName;
}

function named(name: SeriesName): Named {
  return { key: seriesKey(name), name };
}

/** Names of series, by the number of the access point: made once, for there are many subjects. */
const BY_PLACE = {
  people: ACCESS_POINTS.map((accessPoint) => named({ measure: 'people', accessPoint })),
  commercial: ACCESS_POINTS.map((accessPoint) => named({ measure: 'commercial', accessPoint })),
};
const ACCESS_POINTS_SERIES = named({ measure: 'access_points', accessPoint: null });
const DEEPER_SERIES = named({ measure: 'deeper', accessPoint: null });
const PLACES = new Map<AccessPoint, number>(
  ACCESS_POINTS.map((accessPoint, number) => [accessPoint, number]),
);

/** Counts one subject's acts up to `today`, in whatever order they are. */
export function countSubject(subject: SubjectActs, context: CountContext): SubjectCounts {
  const { id, type } = subject;
  const { today, settings } = context;
  clearSheet();
  const first = enter(subject, context);
  const age = first === NEVER ? 0 : Math.floor((today - first) / settings.window);
  const series = new Map<string, Series>();
  if (type === 'organization') putPlaces(series, false, context);
  putAccessPoints(series, type, context);
  putPlaces(series, true, context);
  putDeeper(series, context);
  let people = 0;
  for (let person = namesOnSheet().length - 1; person >= 0; person--) people += windowsOf(person, false) & 1;
  return { id, type, age, people, series };
}

/** Enters the acts that count on the sheet. @returns the day of the first of them */
function enter({ cells, people }: SubjectActs, context: CountContext): Day {
  const { today, bursts, staff, guarantees, settings } = context;
  let first = NEVER;
  let [by, person]: [PersonKey | null, number] = [null, NOBODY];
  // Acts come in runs of the same place, day and person, so that little is looked up twice.
  let [at, on, crowd, place]: [AccessPoint | null, Day, boolean, number] = [null, NEVER, false, 0];
  for (const cell of cells) {
    const { accessPoint, day, personId, topic } = cell;
    const rung = RUNGS[cell.act];
    if (rung === undefined || day > today) continue;
    if (accessPoint !== at || day !== on) {
      if (accessPoint !== at) place = PLACES.get(accessPoint) ?? 0;
      [at, on] = [accessPoint, day];
      crowd = bursts(accessPoint, day);
    }
    if (crowd) continue;
    if (personId !== by) {
      by = personId;
      if (by === null) person = NOBODY;
      else person = staff.has(typeof by === 'number' ? (people?.[by] ?? by) : by) ? STAFF : numberOf(by);
    }
    if (person === STAFF) continue;
    if (day < first) first = day;
    if (person !== NOBODY) addStep(person, rung, day);
    const window = Math.floor((today - day) / settings.window);
    // Older windows tell who was there before, and how far they had come.
    if (window > settings.past) continue;
    const commercial = topic !== null && (guarantees === null || guarantees.has(topic));
    if (person !== NOBODY) addAct(person, rung, place, window, day, commercial);
    else addNameless(cell.network ? NAMELESS.traffic : NAMELESS.unnamed, place, window, day, commercial);
  }
  return first;
}

const NOBODY = -1;
const STAFF = -2;

/** A series while it is filled. */
interface Growing {
  readonly counts: number[];
  readonly who: string[];
  since: Day;
  traffic: boolean;
  unnamed: boolean;
}

function grow({ past }: EmergenceSettings): Growing {
  const counts = new Array<number>(past + 1).fill(0);
  return { counts, who: [], since: NEVER, traffic: false, unnamed: false };
}

function add(growing: Growing, window: number, since: Day): void {
  growing.counts[window] = (growing.counts[window] ?? 0) + 1;
  if (window === 0 && since < growing.since) growing.since = since;
}

function put(series: Map<string, Series>, { key, name }: Named, growing: Growing): void {
  const { measure, accessPoint } = name;
  const { counts, who, traffic, unnamed } = growing;
  const since = growing.since === NEVER ? null : growing.since;
  series.set(key, { measure, accessPoint, counts, since, who, traffic, unnamed });
}

/** Who was seen, each once in a window, where they went furthest; at topics of guarantees the nameless too. */
function putPlaces(series: Map<string, Series>, commercial: boolean, context: CountContext): void {
  const { settings, who = true } = context;
  const all: Growing[] = [];
  const names = namesOnSheet();
  for (let person = 0; person < names.length; person++) {
    const since = sinceOf(person, commercial);
    for (let left = windowsOf(person, commercial); left !== 0; left &= left - 1) {
      const window = lowestBit(left);
      const place = placeOf(person, commercial, window);
      all[place] ??= grow(settings);
      const growing = all[place];
      add(growing, window, since);
      if (who && window === 0) growing.who.push(names[person] ?? '');
    }
  }
  if (commercial) addTopicsOfNameless(all, settings);
  for (const [place, name] of BY_PLACE[commercial ? 'commercial' : 'people'].entries()) {
    const growing = all[place];
    if (growing !== undefined) put(series, name, growing);
  }
}

/** Once per window and access point, however many pages and topics. */
function addTopicsOfNameless(all: Growing[], settings: EmergenceSettings): void {
  for (const kind of [NAMELESS.traffic, NAMELESS.unnamed]) {
    for (let window = 0; window <= settings.past; window++) {
      for (let left = topicPlaces(kind, window); left !== 0; left &= left - 1) {
        const place = lowestBit(left);
        all[place] ??= grow(settings);
        const growing = all[place];
        add(growing, window, topicSinceAt(place));
        if (window > 0) continue;
        if (kind === NAMELESS.traffic) growing.traffic = true;
        else growing.unnamed = true;
      }
    }
  }
}

/**
 * Access points that were met. Of an organization no more than there were people, traffic as one of them: one person
 * at five places is one person.
 */
function putAccessPoints(
  series: Map<string, Series>,
  type: SubjectActs['type'],
  { settings }: CountContext,
): void {
  const growing = grow(settings);
  growing.since = firstOnSheet();
  const { counts } = growing;
  for (let person = namesOnSheet().length - 1; person >= 0; person--) {
    for (let left = windowsOf(person, false); left !== 0; left &= left - 1) {
      const window = lowestBit(left);
      counts[window] = (counts[window] ?? 0) + 1;
    }
  }
  for (let window = 0; window <= settings.past; window++) {
    const [places, most] = [placesMet(window), (counts[window] ?? 0) + namelessSeen(window)];
    counts[window] = type === 'person' ? places : Math.min(places, most);
  }
  if (counts.some((count) => count > 0)) put(series, ACCESS_POINTS_SERIES, growing);
}

/** People who went further than ever before, when they did so. */
function putDeeper(series: Map<string, Series>, { today, settings, who = true }: CountContext): void {
  let growing: Growing | undefined;
  const names = namesOnSheet();
  for (let person = 0; person < names.length; person++) {
    let seen = 0;
    for (let rung = 1; rung <= FURTHEST; rung++) {
      const day = stepOf(person, rung);
      if (day === NEVER) continue;
      const window = Math.floor((today - day) / settings.window);
      // Steps of a person go up with the days, so that the first of a window is seen first.
      if (window > settings.past || seen & (1 << window)) continue;
      seen |= 1 << window;
      growing ??= grow(settings);
      add(growing, window, day);
      if (who && window === 0) growing.who.push(names[person] ?? '');
    }
  }
  if (growing !== undefined) put(series, DEEPER_SERIES, growing);
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
