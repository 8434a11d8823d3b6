/** A reliability plot: what was forecast against what happened. Points on the diagonal say that forecasts mean what they say. */
import { shareInterval } from '../../../leads/index.ts';
import { sayCount } from '../format.ts';
import { type Html, html } from '../html.ts';
import { ticksOf } from './ticks.ts';

export interface ReliabilityPoint {
  readonly count: number;
  readonly forecast: number;
  readonly happened: number;
}

const [WIDTH, HEIGHT] = [360, 340];
const [LEFT, RIGHT, TOP, BOTTOM] = [62, 12, 12, 48];

const say = (share: number): string => `${(share * 100).toFixed(1)} %`;
/** Of a tick, which is a round number. */
const sayTick = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

/** With intervals of 95 %, and the numbers beneath. @param id makes the ids of this picture different from those of others on the page */
export function reliabilityPlot(points: readonly ReliabilityPoint[], id: string): Html {
  if (points.length === 0) return html`<p class="quiet">There is no forecast whose outcome is known.</p>`;
  const told = points.map((point) => ({ ...point, ...shareInterval(point.happened, point.count) }));
  const most = Math.min(1, Math.max(0.05, ...told.flatMap(({ forecast, high }) => [forecast, high])) * 1.05);
  const x = (share: number): string => (LEFT + (share / most) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (share: number): string =>
    (HEIGHT - BOTTOM - (share / most) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const largest = Math.max(1, ...points.map(({ count }) => count));
  const words = told.map(
    ({ forecast, happened, count, low, high }) =>
      `${say(forecast)} forecast, ${say(happened)} happened (${sayCount(count)} leads, between ${say(low)} and ${say(high)})`,
  );
  return html`
    <figure class="plot">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
        <title id="${id}-title">Forecast against what happened</title>
        <desc id="${id}-desc">${words.join('; ')}.</desc>
        ${axes(most, x, y)}
        <path class="plot-diagonal" d="M${x(0)} ${y(0)}L${x(most)} ${y(most)}"/>
        ${told.map(({ forecast, low, high }) => html`<path class="plot-interval" d="M${x(forecast)} ${y(low)}V${y(high)}"/>`)}
        ${told.map(({ forecast, happened, count }, index) => html`<circle class="plot-point" cx="${x(forecast)}" cy="${y(happened)}" r="${(3 + 4 * Math.sqrt(count / largest)).toFixed(1)}"><title>${words[index] ?? ''}</title></circle>`)}
      </svg>
      <figcaption class="quiet">Each point is a group of leads, its line what happened with a confidence of 95 % (Wilson). A lead counts on every day that was looked back to, so true intervals are wider.</figcaption>
    </figure>
    ${numbers(told)}
  `;
}

type Place = (share: number) => string;

function axes(most: number, x: Place, y: Place): Html {
  const ticks = ticksOf(most, 5);
  const [right, bottom] = [WIDTH - RIGHT, HEIGHT - BOTTOM];
  const middle = (TOP + bottom) / 2;
  return html`
    <path class="plot-axis" d="M${LEFT} ${TOP}V${bottom}H${right}"/>
    ${ticks.map((tick) => html`<path class="plot-axis" d="M${x(tick)} ${bottom}v4M${LEFT} ${y(tick)}h-4"/><text class="plot-text" x="${x(tick)}" y="${bottom + 17}" text-anchor="middle">${sayTick(tick)}</text><text class="plot-text" x="${LEFT - 8}" y="${Number(y(tick)) + 4}" text-anchor="end">${sayTick(tick)}</text>`)}
    <text class="plot-text" x="${(LEFT + right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">forecast</text>
    <text class="plot-text" transform="translate(13 ${middle}) rotate(-90)" text-anchor="middle">happened</text>
  `;
}

function numbers(
  points: readonly (ReliabilityPoint & { readonly low: number; readonly high: number })[],
): Html {
  return html`
    <details class="data">
      <summary>The numbers</summary>
      <table class="likelihood-table">
        <thead><tr><th scope="col" class="number">Forecast</th><th scope="col" class="number">Happened</th><th scope="col" class="number">95 %</th><th scope="col" class="number">Leads</th></tr></thead>
        <tbody>${points.map(({ forecast, happened, low, high, count }) => html`<tr><td class="number">${say(forecast)}</td><td class="number">${say(happened)}</td><td class="number">${say(low)} – ${say(high)}</td><td class="number">${sayCount(count)}</td></tr>`)}</tbody>
      </table>
    </details>
  `;
}
