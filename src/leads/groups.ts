/** Cells grouped by access point, act and topic: grouped once for each subject, for there are millions of cells. */
import type { AccessPoint, Act } from '../intake/index.ts';
import { openCrowd } from './crowd.ts';
import type { Cell, Day, PersonKey } from './facts.ts';

/** Acts of one kind added up. */
export interface ActSum {
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly topic: string | null;
  /** How often the act was seen. */
  readonly quantity: number;
  /** How many different people did it. */
  readonly people: number;
  readonly from: Day;
  readonly to: Day;
  /** How much of `quantity` is anonymous traffic of a network. */
  readonly networkQuantity: number;
}

/** Cells of one access point, act and topic, of which the first is one; and their sum. Never empty. */
export interface Group {
  readonly first: Cell;
  readonly cells: readonly Cell[];
  readonly sum: ActSum;
}

/** The cells up to the end of `today`; the same array when that is all of them, as it mostly is. */
export function upTo(cells: readonly Cell[], today: Day): readonly Cell[] {
  for (const { day } of cells) if (day > today) return cells.filter((cell) => cell.day <= today);
  return cells;
}

/** Groups in the order of their first cells. */
export function groupCells(cells: readonly Cell[]): readonly Group[] {
  const groups = new Map<string, { readonly first: Cell; readonly cells: Cell[] }>();
  let last: { readonly first: Cell; readonly cells: Cell[] } | undefined;
  for (const cell of cells) {
    // Cells of a kind mostly come together.
    if (last === undefined || !isAlike(last.first, cell)) {
      const key = `${cell.accessPoint} ${cell.act} ${cell.topic ?? ''}`;
      last = groups.get(key);
      if (last === undefined) {
        last = { first: cell, cells: [] };
        groups.set(key, last);
      }
    }
    last.cells.push(cell);
  }
  return [...groups.values()].map(({ first, cells: alike }) => ({ first, cells: alike, sum: sumOf(alike) }));
}

function isAlike(a: Cell, b: Cell): boolean {
  return a.accessPoint === b.accessPoint && a.act === b.act && a.topic === b.topic;
}

/** What a group's cells from a day on add up to; null when there are none. */
export function sumSince({ cells, sum }: Group, since: Day): ActSum | null {
  if (sum.from >= since) return sum;
  return sum.to < since ? null : sumOf(cells, since);
}

/** Whether somebody did it, and not only traffic of a network. */
export function isByPeople({ sum }: Group): boolean {
  return sum.quantity > sum.networkQuantity;
}

/** @param cells of one kind; at least one of them is not before `since` */
function sumOf(cells: readonly Cell[], since: Day = Number.NEGATIVE_INFINITY): ActSum {
  PEOPLE.clear();
  let [quantity, networkQuantity] = [0, 0];
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let before: PersonKey | null = null;
  for (const cell of cells) {
    if (cell.day < since) continue;
    // One person's cells often come together.
    if (cell.personId !== null && cell.personId !== before) {
      PEOPLE.add(cell.personId);
      before = cell.personId;
    }
    quantity += cell.quantity;
    if (cell.day < from) from = cell.day;
    if (cell.day > to) to = cell.day;
    if (cell.network) networkQuantity += cell.quantity;
  }
  const { accessPoint, act, topic } = cells[0] as Cell;
  return { accessPoint, act, topic, quantity, people: PEOPLE.size(), from, to, networkQuantity };
}

/** Taken again for each sum. */
const PEOPLE = openCrowd();

/** Remembers what is made of a thing as long as the thing lives: once for each weights table, not for each subject. */
export function once<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}
