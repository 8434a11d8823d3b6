/**
 * The score: a sum of parts, one for each access point, act and topic. Within a part each day counts its acts up
 * to a cap, each month its days up to a cap (the newest first, so that one more old act never pushes out a new
 * one), and every day is halved each half-life. Anonymous traffic of networks is counted apart, up to a lower cap.
 * Fit, breadth and climb multiply every part alike.
 */
import type { AccessPoint } from '../intake/index.ts';
import { type Climb, climbOf } from './climb.ts';
import { DAY_MS } from './dates.ts';
import type { Cell, Day } from './facts.ts';
import { type ActSum, type Group, groupCells, upTo } from './groups.ts';
import { actWeight, step, topicOf, type Weights } from './weights.ts';

export interface Part extends ActSum {
  /** What this part adds to the score, after decay, caps, fit, breadth and climb. */
  readonly points: number;
}

export interface Score {
  /** The sum of the parts' points. */
  readonly total: number;
  readonly breadth: number;
  readonly climb: Climb;
  readonly parts: readonly Part[];
  readonly accessPoints: ReadonlyMap<AccessPoint, number>;
}

/** Adds up the cells as seen on `today`; cells of later days count nothing. Parts come by points, most first. */
export function scoreCells(cells: readonly Cell[], fit: number, today: Day, weights: Weights): Score {
  return scoreGroups(groupCells(upTo(cells, today)), fit, today, weights);
}

/** The same of cells that are grouped already, none of them later than `today`. */
export function scoreGroups(groups: readonly Group[], fit: number, today: Day, weights: Weights): Score {
  const raw = groups.map((group) => ({ group, ...pointsOf(group, today, weights) }));
  const breadth = breadthOf(raw, weights);
  const climb = climbOf(groups, today, weights);
  const traffic = raw.reduce((sum, { network }) => sum + network, 0);
  const most = weights.network.points;
  const kept = traffic > most ? most / traffic : 1;
  const times = fit * breadth * climb.factor;
  const parts = raw
    .map(({ group, people, network }): Part => ({ ...group.sum, points: (people + network * kept) * times }))
    .sort((a, b) => b.points - a.points || order(a).localeCompare(order(b)));
  const accessPoints = new Map<AccessPoint, number>();
  for (const { accessPoint, points } of parts)
    accessPoints.set(accessPoint, (accessPoints.get(accessPoint) ?? 0) + points);
  return { total: parts.reduce((sum, part) => sum + part.points, 0), breadth, climb, parts, accessPoints };
}

/** By the points of each access point before all traffic is capped, so that more of it at one hides no other. */
function breadthOf(raw: readonly (Points & { readonly group: Group })[], { breadth }: Weights): number {
  const sums = new Map<AccessPoint, number>();
  for (const { group, people, network } of raw) {
    const { accessPoint } = group.first;
    sums.set(accessPoint, (sums.get(accessPoint) ?? 0) + people + network);
  }
  let enough = 0;
  for (const points of sums.values()) if (points >= breadth.access_point_points) enough += 1;
  return step(breadth.factors, enough);
}

function order(part: Part): string {
  return `${part.accessPoint} ${part.act} ${part.topic ?? ''}`;
}

/** Points now of acts of people (with a name or without) and of anonymous traffic. */
interface Points {
  readonly people: number;
  readonly network: number;
}

const NO_POINTS: Points = { people: 0, network: 0 };

/** Points now of one access point, act and topic, before what multiplies all parts. */
function pointsOf({ first, cells }: Group, today: Day, weights: Weights): Points {
  const weight = actWeight(weights, first.accessPoint, first.act);
  if (weight.points === 0) return NO_POINTS;
  const factor = topicOf(weights, first.topic)?.factor ?? 1;
  const each = weight.points * factor;
  const mostOfDay = weight.day * factor;
  const mostOfMonth = weight.month * factor;
  const ordered = byDay(cells);
  const decays = decaysOf(weight.half_life);
  let [month, left, leftOfNetwork, people, network] = [Number.NaN, 0, 0, 0, 0];
  for (let end = ordered.length; end > 0; ) {
    const day = ordered[end - 1]?.day ?? today;
    let start = end;
    let [ofDay, ofNetwork] = [0, 0];
    for (; start > 0; start--) {
      const cell = ordered[start - 1];
      if (cell === undefined || cell.day !== day) break;
      if (cell.network) ofNetwork += cell.weight;
      else ofDay += cell.weight;
    }
    const ofMonth = monthOf(day);
    if (ofMonth !== month) {
      [month, left, leftOfNetwork] = [ofMonth, mostOfMonth, mostOfMonth * weights.network.month];
    }
    const counted = Math.min(ofDay * each, mostOfDay, left);
    const traffic = Math.min(ofNetwork * each, mostOfDay, leftOfNetwork);
    left -= counted;
    leftOfNetwork -= traffic;
    const now = decays[today - day] ?? decay(today - day, weight.half_life);
    people += counted * now;
    network += traffic * now;
    end = start;
  }
  return { people, network };
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

/** What is left after each of so many days, by half-life: there are few, and millions of days to be told of. */
const DECAYS = new Map<number, Float64Array>();
const DECAY_DAYS = 2_048;

function decaysOf(halfLife: number): Float64Array {
  let decays = DECAYS.get(halfLife);
  if (decays === undefined) {
    decays = Float64Array.from({ length: DECAY_DAYS }, (_, age) => decay(age, halfLife));
    DECAYS.set(halfLife, decays);
  }
  return decays;
}

/** Months by day until 2050, as far as anybody asked; millions do. */
const MONTHS = new Int32Array(29_220);

/** The calendar month of a day, months from year 0. */
function monthOf(day: Day): number {
  const known = MONTHS[day];
  if (known !== undefined && known !== 0) return known;
  const date = new Date(day * DAY_MS);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  if (known !== undefined) MONTHS[day] = month;
  return month;
}
