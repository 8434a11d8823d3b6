/**
 * The score: a sum of parts, one for each access point, act and topic. Within a part each day counts its acts up
 * to a cap, each month its days up to a cap (the newest first, so that one more old act never pushes out a new
 * one), and every day is halved each half-life. Fit and breadth multiply every part alike.
 */
import type { AccessPoint, Act } from '../intake/index.ts';
import { DAY_MS } from './dates.ts';
import type { Cell, Day } from './facts.ts';
import { actWeight, step, topicOf, type Weights } from './weights.ts';

/** Acts of one kind added up. */
export interface ActSum {
  readonly accessPoint: AccessPoint;
  readonly act: Act;
  readonly topic: string | null;
  /** How often the act was seen. */
  readonly quantity: number;
  readonly people: readonly string[];
  readonly from: Day;
  readonly to: Day;
  /** How much of `quantity` is anonymous traffic of a network. */
  readonly networkQuantity: number;
}

export interface Part extends ActSum {
  /** What this part adds to the score, after decay, caps, fit and breadth. */
  readonly points: number;
}

export interface Score {
  /** The sum of the parts' points. */
  readonly total: number;
  readonly breadth: number;
  readonly parts: readonly Part[];
  readonly accessPoints: ReadonlyMap<AccessPoint, number>;
}

/** Adds up the cells as seen on `today`; cells of later days count nothing. Parts come by points, most first. */
export function scoreCells(cells: readonly Cell[], fit: number, today: Day, weights: Weights): Score {
  const groups = groupCells(cells.filter((cell) => cell.day <= today));
  const raw = groups.map((group) => ({ group, points: pointsOf(group, today, weights) }));
  const perAccessPoint = new Map<AccessPoint, number>();
  for (const { group, points } of raw) {
    const { accessPoint } = group.first;
    perAccessPoint.set(accessPoint, (perAccessPoint.get(accessPoint) ?? 0) + points);
  }
  const enough = [...perAccessPoint.values()].filter(
    (points) => points >= weights.breadth.access_point_points,
  );
  const breadth = step(weights.breadth.factors, enough.length);
  const parts = raw
    .map(({ group, points }): Part => ({ ...sumOf(group), points: points * fit * breadth }))
    .sort((a, b) => b.points - a.points || order(a).localeCompare(order(b)));
  const accessPoints = new Map([...perAccessPoint].map(([name, points]) => [name, points * fit * breadth]));
  return { total: parts.reduce((sum, part) => sum + part.points, 0), breadth, parts, accessPoints };
}

function order(part: Part): string {
  return `${part.accessPoint} ${part.act} ${part.topic ?? ''}`;
}

interface Group {
  readonly first: Cell;
  readonly cells: Cell[];
}

function groupCells(cells: readonly Cell[]): readonly Group[] {
  const groups = new Map<string, Group>();
  let last: Group | undefined;
  for (const cell of cells) {
    // Cells of a kind mostly come together, and there are millions.
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
  return [...groups.values()];
}

function isAlike(a: Cell, b: Cell): boolean {
  return a.accessPoint === b.accessPoint && a.act === b.act && a.topic === b.topic;
}

/** The acts of each access point, act and topic added up. */
export function sumCells(cells: readonly Cell[]): ActSum[] {
  return groupCells(cells).map(sumOf);
}

/** Points now of one access point, act and topic, before fit and breadth. */
function pointsOf({ first, cells }: Group, today: Day, weights: Weights): number {
  const weight = actWeight(weights, first.accessPoint, first.act);
  if (weight.points === 0) return 0;
  const factor = topicOf(weights, first.topic)?.factor ?? 1;
  const ordered = byDay(cells);
  let [month, left, sum] = [Number.NaN, 0, 0];
  for (let end = ordered.length; end > 0; ) {
    const day = ordered[end - 1]?.day ?? today;
    let start = end - 1;
    while (start > 0 && ordered[start - 1]?.day === day) start -= 1;
    let ofDay = 0;
    for (let at = start; at < end; at++) ofDay += (ordered[at]?.weight ?? 0) * weight.points * factor;
    if (monthOf(day) !== month) [month, left] = [monthOf(day), weight.month * factor];
    const counted = Math.min(ofDay, weight.day * factor, left);
    left -= counted;
    sum += counted * decay(today - day, weight.half_life);
    end = start;
  }
  return sum;
}

/** Cells with the oldest first. Mostly they are, and there are millions. */
function byDay(cells: readonly Cell[]): readonly Cell[] {
  for (let at = 1; at < cells.length; at++) {
    if ((cells[at - 1]?.day ?? 0) > (cells[at]?.day ?? 0)) return cells.toSorted((a, b) => a.day - b.day);
  }
  return cells;
}

/** What is left after `age` days. */
export function decay(age: number, halfLife: number): number {
  return 0.5 ** (age / halfLife);
}

/** Months by day; there are some thousand days. */
const MONTHS = new Map<Day, number>();

/** The calendar month of a day, months from year 0. */
function monthOf(day: Day): number {
  let month = MONTHS.get(day);
  if (month === undefined) {
    const date = new Date(day * DAY_MS);
    month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    MONTHS.set(day, month);
  }
  return month;
}

function sumOf({ first, cells }: Group): ActSum {
  const people = new Set<string>();
  let quantity = 0;
  let from = first.day;
  let to = first.day;
  let networkQuantity = 0;
  for (const cell of cells) {
    if (cell.personId !== null) people.add(cell.personId);
    quantity += cell.quantity;
    if (cell.day < from) from = cell.day;
    if (cell.day > to) to = cell.day;
    if (cell.network) networkQuantity += cell.quantity;
  }
  const { accessPoint, act, topic } = first;
  return { accessPoint, act, topic, quantity, people: [...people].sort(), from, to, networkQuantity };
}
