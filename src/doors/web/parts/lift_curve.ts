/** A lift curve: how many times as many hits as by chance stand in the first part of each list. For wide and narrow screens. */
import type { LiftPoint } from '../../../leads/index.ts';
import { type Html, html } from '../html.ts';
import { ticksOf } from './ticks.ts';

export interface LiftLine {
  readonly name: string;
  /** Class of the line; the style sheet gives colour and dashes. */
  readonly className: string;
  readonly points: readonly LiftPoint[];
}

/** The legend stands right of the curves, or below. */
interface Shape {
  readonly kind: 'wide' | 'narrow';
  readonly width: number;
  readonly right: number;
}

const SHAPES: readonly Shape[] = [
  { kind: 'wide', width: 640, right: 170 },
  { kind: 'narrow', width: 360, right: 26 },
];
const [LEFT, TOP, PLOT, BELOW] = [40, 12, 250, 40];
const ROW = 22;

/** @param id makes the ids of this picture different from those of others on the page */
export function liftCurves(lines: readonly LiftLine[], id: string): Html {
  const shown = lines.filter(({ points }) => points.length > 0);
  if (shown.length === 0) return html`<p class="quiet">There was no hit, so there is no curve to draw.</p>`;
  return html`<figure class="plot wide">${SHAPES.map((shape) => picture(shape, shown, id))}</figure>`;
}

function picture({ kind, width, right }: Shape, lines: readonly LiftLine[], id: string): Html {
  const most = Math.max(1.2, ...lines.flatMap(({ points }) => points.map(liftOf))) * 1.05;
  const x = (share: number): string => (LEFT + share * (width - LEFT - right)).toFixed(1);
  const y = (lift: number): string => (TOP + PLOT - (lift / most) * PLOT).toFixed(1);
  const path = (points: readonly LiftPoint[]): string =>
    points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.share)} ${y(liftOf(point))}`).join('');
  const [end, bottom] = [width - right, TOP + PLOT];
  const legend = kind === 'wide' ? { at: end + 14, top: TOP + 8 } : { at: LEFT, top: bottom + BELOW + 14 };
  const height = bottom + BELOW + (kind === 'wide' ? 0 : lines.length * ROW + 4);
  return html`
    <svg class="chart-${kind}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-${kind}-title" aria-describedby="${id}-${kind}-desc">
      <title id="${id}-${kind}-title">Lift by the share of the list that is looked at</title>
      <desc id="${id}-${kind}-desc">${lines.map(say).join('; ')}. Chance has 1.</desc>
      <path class="plot-axis" d="M${LEFT} ${TOP}V${bottom}H${end}"/>
      <path class="plot-diagonal" d="M${LEFT} ${y(1)}H${end}"/>
      ${lines.map(({ className, points }) => html`<path class="plot-line ${className}" d="${path(points)}"/>`)}
      ${lines.map(
        ({ name, className }, index) =>
          html`<path class="plot-line ${className}" d="M${legend.at} ${legend.top + index * ROW}h26"/><text class="plot-text" x="${legend.at + 34}" y="${legend.top + 4 + index * ROW}">${name}</text>`,
      )}
      ${ticksOf(most, 6).map((lift) => html`<text class="plot-text" x="${LEFT - 6}" y="${Number(y(lift)) + 4}" text-anchor="end">${lift}</text>`)}
      ${[0.25, 0.5, 0.75, 1].map((share) => html`<text class="plot-text" x="${x(share)}" y="${bottom + 16}" text-anchor="middle">${share * 100} %</text>`)}
      <text class="plot-text" x="${LEFT}" y="${bottom + BELOW - 6}">share of the list, best first</text>
    </svg>
  `;
}

function liftOf({ share, recall }: LiftPoint): number {
  return recall / share;
}

function say({ name, points }: LiftLine): string {
  const some = points.filter((_, index) => index === 0 || (index + 1) % 5 === 0);
  return `${name}: ${some.map((point) => `${liftOf(point).toFixed(2)} in the first ${Math.round(point.share * 100)} %`).join(', ')}`;
}
