/** A reliability plot: what was forecast against what happened. Points on the diagonal say that forecasts mean what they say. */
import { type Html, html } from '../html.ts';

export interface ReliabilityPoint {
  readonly count: number;
  readonly forecast: number;
  readonly happened: number;
}

const SIZE = 320;
const LEFT = 46;
const BOTTOM = 34;

/** @param id makes the ids of this picture different from those of others on the page */
export function reliabilityPlot(points: readonly ReliabilityPoint[], id: string): Html {
  const most = Math.max(0.05, ...points.flatMap(({ forecast, happened }) => [forecast, happened])) * 1.1;
  const largest = Math.max(1, ...points.map(({ count }) => count));
  const x = (share: number): string => (LEFT + (share / most) * (SIZE - LEFT - 10)).toFixed(1);
  const y = (share: number): string => (SIZE - BOTTOM - (share / most) * (SIZE - BOTTOM - 10)).toFixed(1);
  const say = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const told = points.map(
    ({ forecast, happened, count }) =>
      `${say(forecast)} forecast, ${say(happened)} happened (${count} leads)`,
  );
  return html`
    <figure class="plot">
      <svg viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
        <title id="${id}-title">Forecast against what happened</title>
        <desc id="${id}-desc">${told.join('; ')}.</desc>
        <path class="plot-axis" d="M${LEFT} 10V${SIZE - BOTTOM}H${SIZE - 10}"></path>
        <path class="plot-diagonal" d="M${x(0)} ${y(0)}L${x(most)} ${y(most)}"></path>
        ${points.map(({ forecast, happened, count }) => html`<circle class="plot-point" cx="${x(forecast)}" cy="${y(happened)}" r="${(4 + 6 * Math.sqrt(count / largest)).toFixed(1)}"><title>${say(forecast)} forecast, ${say(happened)} happened, ${count} leads</title></circle>`)}
        <text class="plot-text" x="${SIZE - 10}" y="${SIZE - 8}" text-anchor="end">forecast, up to ${say(most)}</text>
        <text class="plot-text" x="${LEFT}" y="${SIZE - 8}">0</text>
        <text class="plot-text" x="4" y="20">${say(most)}</text>
        <text class="plot-text" x="4" y="36">happened</text>
      </svg>
    </figure>
  `;
}

export interface LiftBar {
  readonly name: string;
  readonly lift: number;
  readonly own: boolean;
}

const ROW = 30;
const NAMES = 190;
const WIDTH = 640;

/** Lifts over the base rate as bars; 1 is no better than chance. */
export function liftBars(bars: readonly LiftBar[], id: string): Html {
  const shown = bars.filter(({ lift }) => Number.isFinite(lift));
  const most = Math.max(1.2, ...shown.map(({ lift }) => lift)) * 1.05;
  const x = (lift: number): number => (lift / most) * (WIDTH - NAMES - 60);
  const one = NAMES + x(1);
  return html`
    <figure class="plot wide">
      <svg viewBox="0 0 ${WIDTH} ${shown.length * ROW + 20}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
        <title id="${id}-title">Lift of the first ten over the base rate</title>
        <desc id="${id}-desc">${shown.map(({ name, lift }) => `${name}: ${lift.toFixed(2)}`).join('; ')}.</desc>
        ${shown.map(
          ({ name, lift, own }, index) =>
            html`<text class="plot-name" x="0" y="${index * ROW + 20}">${name}</text><rect class="${own ? 'plot-bar own' : 'plot-bar'}" x="${NAMES}" y="${index * ROW + 7}" width="${x(lift).toFixed(1)}" height="${ROW - 12}"></rect><text class="plot-text" x="${(NAMES + x(lift) + 6).toFixed(1)}" y="${index * ROW + 21}">× ${lift.toFixed(2)}</text>`,
        )}
        <path class="plot-diagonal" d="M${one.toFixed(1)} 0V${shown.length * ROW}"></path>
        <text class="plot-text" x="${one.toFixed(1)}" y="${shown.length * ROW + 15}" text-anchor="middle">chance</text>
      </svg>
    </figure>
  `;
}
