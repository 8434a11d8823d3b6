/** From acts in columns to cells. */
import type { Cell } from '../facts.ts';
import { ACT_BYTES, actColumns } from './columns.ts';
import { type Kind, kindOf } from './kinds.ts';

/** Nobody, as a person's number. */
export const NOBODY = 0;

export interface CellsOfSubject {
  readonly cells: readonly Cell[];
  readonly madeUp: boolean;
}

/** Yields the cells of subject after subject. People go by their numbers. @param ends where the acts of each end */
export type ReadCells = (ends: readonly number[], acts: Uint8Array) => Generator<CellsOfSubject>;

/** @param topics names of topics, in the order of their numbers */
export function openCells(topics: readonly string[]): ReadCells {
  const kinds = openKinds(topics);
  const decimal = openDecimals();
  return (ends, acts) => cellsOf(ends, acts, kinds, decimal);
}

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

function* cellsOf(
  ends: readonly number[],
  acts: Uint8Array,
  kindOf: (number: number) => Kind,
  decimal: (float: number) => number,
): Generator<CellsOfSubject> {
  const { quantity, kind, person, day, confidence } = actColumns(acts.buffer, acts.length / ACT_BYTES);
  let at = 0;
  for (const end of ends) {
    const cells: Cell[] = [];
    let madeUp = false;
    let [by, personId]: [number, string | null] = [NOBODY, null];
    for (; at < end; at++) {
      const of = kindOf(kind[at] ?? 0);
      const who = person[at] ?? NOBODY;
      if (who !== by) [by, personId] = [who, who === NOBODY ? null : String(who)];
      madeUp ||= of.madeUp;
      const times = quantity[at] ?? 0;
      // Written out, not spread: this makes millions of objects, and a literal makes them small and fast.
      cells.push({
        accessPoint: of.accessPoint,
        act: of.act,
        topic: of.topic,
        day: day[at] ?? 0,
        personId,
        network: of.network,
        quantity: times,
        weight: times * decimal(confidence[at] ?? 0),
      });
    }
    yield { cells, madeUp };
  }
}
