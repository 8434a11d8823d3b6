/** Acts per week become bars: weeks, or months or years when there would be too many. */
import type { TimelineRow } from '../../../leads/index.ts';
import { dayAndMonth, monthAndYear } from '../format.ts';
import type { Lanes } from './chart.ts';
import { sayAccessPoint } from './words.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const MOST_WEEKS = 60;
const MOST_MONTHS = 96;

export type Unit = 'week' | 'month' | 'year';

export interface Periods extends Lanes {
  readonly unit: Unit;
}

/**
 * Lanes from the first week to that of `until` (milliseconds), quiet periods included; access points in the order
 * in which they were first seen. A week belongs to the month of its Monday.
 */
export function periodsOf(rows: readonly TimelineRow[], until: number): Periods {
  const first = rows.reduce((least, { week }) => Math.min(least, week), until);
  const last = rows.reduce((most, { week }) => Math.max(most, week), until);
  const unit = unitOf(first, last);
  const starts = startsOf(first, last, unit);
  const place = new Map(starts.map((start, index) => [start, index]));
  const lanes = new Map<string, { first: number; values: number[] }>();
  for (const { week, accessPoint, quantity } of rows) {
    const lane = lanes.get(accessPoint) ?? { first: week, values: starts.map(() => 0) };
    const index = place.get(startOf(week, unit)) ?? 0;
    lane.values[index] = (lane.values[index] ?? 0) + quantity;
    lane.first = Math.min(lane.first, week);
    lanes.set(accessPoint, lane);
  }
  return {
    unit,
    labels: starts.map((start) => labelOf(start, unit)),
    lanes: [...lanes]
      .sort((a, b) => a[1].first - b[1].first)
      .map(([name, { values }]) => ({ name: sayAccessPoint(name), className: `ap-${name}`, values })),
  };
}

function unitOf(first: number, last: number): Unit {
  const weeks = (last - first) / WEEK_MS;
  if (weeks <= MOST_WEEKS) return 'week';
  return weeks <= (MOST_MONTHS * 365) / 12 / 7 ? 'month' : 'year';
}

/** The first instant of the period of an instant. */
function startOf(at: number, unit: Unit): number {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === 'year') return Date.UTC(year, 0, 1);
  if (unit === 'month') return Date.UTC(year, month, 1);
  const day = Math.floor(at / DAY_MS);
  // 1970-01-01 was a Thursday, three days after a Monday.
  return (day - ((((day + 3) % 7) + 7) % 7)) * DAY_MS;
}

/** The first instants of all periods between two instants. */
function startsOf(first: number, last: number, unit: Unit): readonly number[] {
  const starts: number[] = [];
  let start = startOf(first, unit);
  while (start <= last) {
    starts.push(start);
    start = nextOf(start, unit);
  }
  return starts;
}

function nextOf(start: number, unit: Unit): number {
  const date = new Date(start);
  if (unit === 'year') return Date.UTC(date.getUTCFullYear() + 1, 0, 1);
  return unit === 'month' ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) : start + WEEK_MS;
}

function labelOf(start: number, unit: Unit): string {
  if (unit === 'year') return String(new Date(start).getUTCFullYear());
  return unit === 'month' ? monthAndYear(start) : dayAndMonth(start);
}
