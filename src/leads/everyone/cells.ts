/** From acts in columns to cells. */
import type { Cell } from '../facts.ts';
import { filled } from '../filled.ts';
import { ACT_BYTES, type ActColumns, actColumns } from './columns.ts';
import { type Kind, kindOf } from './kinds.ts';

/** Nobody, as a person's number. */
export const NOBODY = 0;

export interface CellsOfSubject {
  /** Good until the next subject is asked for: the same objects are filled again. */
  readonly cells: readonly Cell[];
  /** The numbers of the people, by those that they go by in the cells. Good as long as these. */
  readonly people: ArrayLike<number>;
  readonly madeUp: boolean;
}

/**
 * Yields the cells of subject after subject. People go by numbers from 0 on, anew for each subject.
 * @param ends where the acts of each end
 */
export type ReadCells = (ends: readonly number[], acts: Uint8Array) => Generator<CellsOfSubject>;

/** @param topics names of topics, in the order of their numbers */
export function openCells(topics: readonly string[]): ReadCells {
  const meaning: Meaning = {
    kindOf: openKinds(topics),
    decimal: openDecimals(),
    people: openPlaces(),
    used: [],
  };
  return (ends, acts) => cellsOf(ends, acts, meaning);
}

/** What is kept between subjects. */
interface Meaning {
  readonly kindOf: (number: number) => Kind;
  readonly decimal: (float: number) => number;
  readonly people: Places;
  /** Cells to be filled again: making and forgetting millions of objects would take a fifth of all the time. */
  readonly used: Filled[];
}

type Filled = { -readonly [Key in keyof Cell]: Cell[Key] };

/** Cells that are kept; a subject with more gets new ones. */
const KEPT_CELLS = 32_768;

/** Kinds by number: there are few, and millions of acts. */
export function openKinds(topics: readonly string[]): (number: number) => Kind {
  const kinds = new Map<number, Kind>();
  return (number) => {
    let kind = kinds.get(number);
    if (kind === undefined) {
      kind = kindOf(number, topics);
      kinds.set(number, kind);
    }
    return kind;
  };
}

/**
 * Makes the function from a float of four bytes to the number that was meant: the shortest decimal that is the same
 * float, which is how the server writes it elsewhere. There are few different ones.
 */
function openDecimals(): (float: number) => number {
  const known = new Map<number, number>();
  return (float) => {
    let decimal = known.get(float);
    if (decimal === undefined) {
      const digits = [6, 7, 8, 9].find((count) => Math.fround(Number(float.toPrecision(count))) === float);
      decimal = digits === undefined ? float : Number(float.toPrecision(digits));
      known.set(float, decimal);
    }
    return decimal;
  };
}

/** The people of one subject, in the order in which they are met. */
interface Places {
  clear(): void;
  /** The place of a person, from 0 on. */
  placeOf(person: number): number;
  /** The numbers of people by their places; there may be more than were met. */
  all(): ArrayLike<number>;
}

/**
 * Everybody has a room. What stands there is worth something when it is not less than `from`, which grows with every
 * subject, so that nothing needs to be cleared.
 */
function openPlaces(): Places {
  let rooms = new Int32Array(1_024);
  let people = new Int32Array(64);
  let [from, count] = [1, 0];
  return {
    clear: () => {
      from += count;
      count = 0;
      if (from < MOST) return;
      rooms.fill(0);
      from = 1;
    },
    placeOf: (person) => {
      if (person >= rooms.length)
        rooms = filled(new Int32Array(Math.max(2 * rooms.length, person + 1)), rooms);
      const place = (rooms[person] ?? 0) - from;
      if (place >= 0) return place;
      rooms[person] = from + count;
      if (count === people.length) people = filled(new Int32Array(2 * count), people);
      people[count] = person;
      count += 1;
      return count - 1;
    },
    all: () => people,
  };
}

/** So that `from` and the people of one subject stay whole numbers of four bytes. */
const MOST = 2 ** 30;

function* cellsOf(ends: readonly number[], acts: Uint8Array, meaning: Meaning): Generator<CellsOfSubject> {
  const columns = actColumns(acts.buffer, acts.length / ACT_BYTES);
  let from = 0;
  for (const end of ends) {
    yield fillCells(columns, from, end, meaning);
    from = end;
  }
}

function fillCells(
  { quantity, kind, person, day, confidence }: ActColumns,
  from: number,
  end: number,
  { kindOf, decimal, people, used }: Meaning,
): CellsOfSubject {
  const cells: Filled[] = new Array(end - from);
  let madeUp = false;
  people.clear();
  // Acts of a kind come together, and so do those that are equally sure: little is looked up twice.
  let [number, of] = [-1, NO_KIND];
  let [sure, certainty] = [Number.NaN, 0];
  for (let at = from, place = 0; at < end; at++, place++) {
    if (kind[at] !== number) {
      number = kind[at] ?? 0;
      of = kindOf(number);
      madeUp ||= of.madeUp;
    }
    if (confidence[at] !== sure) {
      sure = confidence[at] ?? 0;
      certainty = decimal(sure);
    }
    const times = quantity[at] ?? 0;
    let cell = used[place];
    if (cell === undefined) {
      cell = emptyCell();
      if (place < KEPT_CELLS) used.push(cell);
    }
    cell.accessPoint = of.accessPoint;
    cell.act = of.act;
    cell.topic = of.topic;
    cell.day = day[at] ?? 0;
    const by = person[at] ?? NOBODY;
    cell.personId = by === NOBODY ? null : people.placeOf(by);
    cell.network = of.network;
    cell.quantity = times;
    cell.weight = times * certainty;
    cells[place] = cell;
  }
  return { cells, people: people.all(), madeUp };
}

/** Until the first one is looked up. */
const NO_KIND: Kind = { accessPoint: 'code', act: 'read', topic: null, network: false, madeUp: false };

/** A cell to be filled. Written out, not spread, so that the engine makes it small; fractions, so that it gives them room. */
function emptyCell(): Filled {
  return {
    accessPoint: 'code',
    act: 'read',
    topic: null,
    day: 0,
    personId: null,
    network: false,
    quantity: 0.5,
    weight: 0.5,
  };
}
