/**
 * The sheet on which the acts of one subject are added up. Taken again for each subject, and written as numbers: there
 * are hundreds of thousands of subjects and millions of acts, and objects for each would keep the garbage collector
 * busy. Acts may come in any order.
 */
import { ACCESS_POINTS } from '../../intake/plain.ts';
import type { Day, PersonKey } from '../facts.ts';
import { filled } from '../filled.ts';
import { FURTHEST, MOST_WINDOWS } from './settings.ts';

/** No day. */
export const NEVER = 2 ** 31 - 1;

const PLACES = ACCESS_POINTS.length;

/** What is known of a person, by its place in the row: first day of each rung, windows as bits, marks of windows. */
const AT = { steps: 0, windows: 4, since: 5, topicWindows: 6, topicSince: 7, marks: 8 } as const;
const ROW = AT.marks + 2 * MOST_WINDOWS;
const BLANK = new Int32Array(ROW);
for (const at of [...[0, 1, 2, 3].map((rung) => AT.steps + rung), AT.since, AT.topicSince]) BLANK[at] = NEVER;

/** Acts of nobody known: traffic of a network, and what came from a shared mailbox. */
export const NAMELESS = { traffic: 0, unnamed: 1 } as const;

/** Bits of `places` are access points, those of `nameless` say which of the nameless there were. */
interface Sheet {
  readonly numbers: Map<string, number>;
  readonly names: string[];
  rows: Int32Array;
  /** By window. */
  readonly places: Int32Array;
  readonly nameless: Int32Array;
  /** By kind of nameless and window: the access points at which it was about guarantees. */
  readonly topics: readonly [Int32Array, Int32Array];
  /** First day of the trailing window: of anything, and of what is nameless and about guarantees, by access point. */
  since: Day;
  readonly topicSince: Int32Array;
}

const sheet: Sheet = {
  ...{ numbers: new Map(), names: [], rows: new Int32Array(64 * ROW), since: NEVER },
  ...{ places: new Int32Array(MOST_WINDOWS), nameless: new Int32Array(MOST_WINDOWS) },
  topics: [new Int32Array(MOST_WINDOWS), new Int32Array(MOST_WINDOWS)],
  topicSince: new Int32Array(PLACES),
};

/** Begins a subject, and forgets the one before. */
export function clearSheet(): void {
  sheet.numbers.clear();
  sheet.names.length = 0;
  sheet.since = NEVER;
  for (const column of [sheet.places, sheet.nameless, ...sheet.topics]) column.fill(0);
  sheet.topicSince.fill(NEVER);
}

/** The number of a person of the subject: their own one, if they have none but that. */
export function numberOf(person: PersonKey): number {
  if (typeof person === 'number') {
    while (sheet.names.length <= person) beginRow('');
    return person;
  }
  const known = sheet.numbers.get(person);
  if (known !== undefined) return known;
  const number = beginRow(person);
  sheet.numbers.set(person, number);
  return number;
}

function beginRow(name: string): number {
  const number = sheet.names.push(name) - 1;
  if ((number + 1) * ROW > sheet.rows.length)
    sheet.rows = filled(new Int32Array(2 * sheet.rows.length), sheet.rows);
  sheet.rows.set(BLANK, number * ROW);
  return number;
}

/** An act of a person, however long ago: how far they had come. */
export function addStep(person: number, rung: number, day: Day): void {
  const at = person * ROW + AT.steps + rung;
  if (day < (sheet.rows[at] ?? 0)) sheet.rows[at] = day;
}

/** What a window is told of an act. */
export function addAct(
  person: number,
  rung: number,
  place: number,
  window: number,
  day: Day,
  commercial: boolean,
): void {
  addPlace(place, window, day);
  // Where somebody went furthest in a window; of several such places the first of the list, whatever came first.
  const mark = rung * RUNG + PLACES - place;
  const row = person * ROW;
  addMark(row + AT.windows, row + AT.marks, window, day, mark);
  if (commercial) addMark(row + AT.topicWindows, row + AT.marks + MOST_WINDOWS, window, day, mark);
}

/** Marks of different rungs are so far apart. */
const RUNG = 256;

function addPlace(place: number, window: number, day: Day): void {
  const { places } = sheet;
  places[window] = (places[window] ?? 0) | (1 << place);
  if (window === 0 && day < sheet.since) sheet.since = day;
}

function addMark(bits: number, marks: number, window: number, day: Day, mark: number): void {
  const { rows } = sheet;
  rows[bits] = (rows[bits] ?? 0) | (1 << window);
  if (window === 0 && day < (rows[bits + 1] ?? 0)) rows[bits + 1] = day;
  if (mark > (rows[marks + window] ?? 0)) rows[marks + window] = mark;
}

/** The same of an act of nobody known: each kind of them is one thing, however many stand behind it. */
export function addNameless(kind: 0 | 1, place: number, window: number, day: Day, commercial: boolean): void {
  addPlace(place, window, day);
  const { nameless, topics, topicSince } = sheet;
  nameless[window] = (nameless[window] ?? 0) | (1 << kind);
  if (!commercial) return;
  const of = topics[kind];
  of[window] = (of[window] ?? 0) | (1 << place);
  if (window === 0 && day < (topicSince[place] ?? 0)) topicSince[place] = day;
}

/** Names of people, by their numbers. */
export function namesOnSheet(): readonly string[] {
  return sheet.names;
}

/** Windows in which a person was seen, or seen at topics of guarantees, as bits. */
export function windowsOf(person: number, commercial: boolean): number {
  return sheet.rows[person * ROW + (commercial ? AT.topicWindows : AT.windows)] ?? 0;
}

/** The first day of that in the trailing window. */
export function sinceOf(person: number, commercial: boolean): Day {
  return sheet.rows[person * ROW + (commercial ? AT.topicSince : AT.since)] ?? NEVER;
}

/** Where a person counts in a window in which they were seen. */
export function placeOf(person: number, commercial: boolean, window: number): number {
  const mark = sheet.rows[person * ROW + AT.marks + (commercial ? MOST_WINDOWS : 0) + window] ?? 0;
  return PLACES - (mark % RUNG);
}

/** The day on which a person first took a step that was further than all before; NEVER when it was not. */
export function stepOf(person: number, rung: number): Day {
  const steps = person * ROW + AT.steps;
  const day = sheet.rows[steps + rung] ?? NEVER;
  for (let further = rung + 1; further <= FURTHEST; further++)
    if ((sheet.rows[steps + further] ?? NEVER) < day) return NEVER;
  return day;
}

/** Access points at which the nameless of a kind were at topics of guarantees, as bits. */
export function topicPlaces(kind: 0 | 1, window: number): number {
  return sheet.topics[kind][window] ?? 0;
}

/** The first day of that in the trailing window, of any kind. */
export function topicSinceAt(place: number): Day {
  return sheet.topicSince[place] ?? NEVER;
}

/** How many access points were met in a window. */
export function placesMet(window: number): number {
  return bitsIn(sheet.places[window] ?? 0);
}

/** How many kinds of nameless were seen in a window. */
export function namelessSeen(window: number): number {
  return bitsIn(sheet.nameless[window] ?? 0);
}

/** The first day of the trailing window on which anything was met. */
export function firstOnSheet(): Day {
  return sheet.since;
}

function bitsIn(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
