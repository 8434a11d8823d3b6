/** A lift curve: how many times as many hits as by chance stand in the first part of each list. */
import type { LiftPoint } from '../../../leads/index.ts';
import { type Html, html } from '../html.ts';

export interface LiftLine {
  readonly name: string;
  /** Class of the line; the style sheet gives colour and dashes. */
  readonly className: string;
  readonly points: readonly LiftPoint[];
}

const [WIDTH, HEIGHT] = [640, 300];
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 170, 12, 40];
const ROW = 22;

/** @param id makes the ids of this picture different from those of others on the page */
export function liftCurves(lines: readonly LiftLine[], id: string): Html {
  const shown = lines.filter(({ points }) => points.length > 0);
  const most = Math.max(1.2, ...shown.flatMap(({ points }) => points.map(liftOf))) * 1.05;
  const x = (share: number): string => (LEFT + share * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (lift: number): string => (HEIGHT - BOTTOM - (lift / most) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const path = (points: readonly LiftPoint[]): string =>
    points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.share)} ${y(liftOf(point))}`).join('');
  const at = WIDTH - RIGHT + 14;
  return html`
    <figure class="plot wide">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
        <title id="${id}-title">Lift by the share of the list that is looked at</title>
        <desc id="${id}-desc">${shown.map(say).join('; ')}. Chance has 1.</desc>
        <path class="plot-axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"></path>
        <path class="plot-diagonal" d="M${LEFT} ${y(1)}H${WIDTH - RIGHT}"></path>
        ${shown.map(({ className, points }) => html`<path class="plot-line ${className}" d="${path(points)}"></path>`)}
        ${shown.map(
          ({ name, className }, index) =>
            html`<path class="plot-line ${className}" d="M${at} ${TOP + 8 + index * ROW}h26"></path><text class="plot-text" x="${at + 34}" y="${TOP + 12 + index * ROW}">${name}</text>`,
        )}
        ${whole(most).map((lift) => html`<text class="plot-text" x="${LEFT - 6}" y="${Number(y(lift)) + 4}" text-anchor="end">${lift}</text>`)}
        ${[0.25, 0.5, 0.75, 1].map((share) => html`<text class="plot-text" x="${x(share)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${share * 100} %</text>`)}
        <text class="plot-text" x="${LEFT}" y="${HEIGHT - 6}">share of the list, best first</text>
      </svg>
    </figure>
  `;
}

function liftOf({ share, recall }: LiftPoint): number {
  return recall / share;
}

function say({ name, points }: LiftLine): string {
  const some = points.filter((_, index) => index === 0 || (index + 1) % 5 === 0);
  return `${name}: ${some.map((point) => `${liftOf(point).toFixed(2)} in the first ${Math.round(point.share * 100)} %`).join(', ')}`;
}

/** At most about six whole numbers of the scale. */
function whole(most: number): number[] {
  const step = Math.max(1, Math.ceil(most / 6));
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}
