/** From acts in columns to cells. */
import type { Cell } from '../facts.ts';
import { ACT_BYTES, type ActColumns, actColumns } from './columns.ts';
import { type Kind, kindOf } from './kinds.ts';

/** Nobody, as a person's number. */
export const NOBODY = 0;

export interface CellsOfSubject {
  /** Good until the next subject is asked for: the same objects are filled again. */
  readonly cells: readonly Cell[];
  readonly madeUp: boolean;
}

/** Yields the cells of subject after subject. People go by their numbers. @param ends where the acts of each end */
export type ReadCells = (ends: readonly number[], acts: Uint8Array) => Generator<CellsOfSubject>;

/** @param topics names of topics, in the order of their numbers */
export function openCells(topics: readonly string[]): ReadCells {
  const meaning: Meaning = {
    kindOf: openKinds(topics),
    decimal: openDecimals(),
    nameOf: openNames(),
    used: [],
  };
  return (ends, acts) => cellsOf(ends, acts, meaning);
}

/** What is kept between subjects. */
interface Meaning {
  readonly kindOf: (number: number) => Kind;
  readonly decimal: (float: number) => number;
  readonly nameOf: (person: number) => string | null;
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

/** Texts of people's numbers. The same people come again and again, in the order of their numbers. */
function openNames(): (person: number) => string | null {
  let [last, name]: [number, string | null] = [NOBODY, null];
  return (person) => {
    if (person !== last) [last, name] = [person, person === NOBODY ? null : String(person)];
    return name;
  };
}

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
  { kindOf, decimal, nameOf, used }: Meaning,
): CellsOfSubject {
  const cells: Filled[] = new Array(end - from);
  let madeUp = false;
  for (let at = from, place = 0; at < end; at++, place++) {
    const of = kindOf(kind[at] ?? 0);
    madeUp ||= of.madeUp;
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
    cell.personId = nameOf(person[at] ?? NOBODY);
    cell.network = of.network;
    cell.quantity = times;
    cell.weight = times * decimal(confidence[at] ?? 0);
    cells[place] = cell;
  }
  return { cells, madeUp };
}

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
